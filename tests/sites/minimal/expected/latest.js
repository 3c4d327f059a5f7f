document.currentScript.dispatchEvent(new CustomEvent("latest", {detail: {"kinds":[["briefings", "briefing"], ["events", "event"], ["statements", "statement"], ["claims", "claim"], ["people", "person"], ["organizations", "organization"], ["places", "place"], ["equipment", "equipment"], ["topics", "topic"], ["sources", "source"]],"rows":[
[1,"only","6aec71c2a8","The only event","1 January 2031"]
]}}));
