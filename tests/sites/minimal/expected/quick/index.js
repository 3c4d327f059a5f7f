document.currentScript.dispatchEvent(new CustomEvent("names", {detail: {"kinds":[["people", "Person"], ["organizations", "Organization"], ["places", "Place"], ["equipment", "Equipment"], ["topics", "Topic"], ["claims", "Claim"], ["events", "Event"], ["sources", "Source"]],"classes":5,"split":false,"rows":[
[6,"only","The only event"]
]}}));
