// On the home page: what is new or changed since the last visit. What was seen is kept in this browser alone.
(function () {
  "use strict";

  const root = document.currentScript.src.replace(/static\/[^/]*$/, "");
  const box = document.querySelector(".since"), key = "seen " + new URL(root).pathname;
  let kept;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; } // blocked
  const VISIT = 4 * 60 * 60 * 1000;

  const make = (name, className, ...inside) => {
    const element = document.createElement(name);
    element.className = className;
    element.append(...inside);
    return element;
  };
  const save = (state) => { try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* full */ } };

  function compare({ kinds, rows }) {
    const now = { at: Date.now(), seen: {} };
    for (const [kind, id, digest] of rows) now.seen[kind + id] = digest;
    if (!kept?.base?.seen || !kept.last?.seen) return save({ base: now, last: now });
    const base = now.at - kept.last.at > VISIT ? kept.last : kept.base;
    save({ base, last: now });

    const found = rows.filter(([kind, id, digest]) => base.seen[kind + id] !== digest);
    const day = new Date(base.at).toLocaleDateString(document.documentElement.lang.replace(/^en$/, "en-GB"), { dateStyle: "long" });
    if (!found.length) {
      if (now.at - base.at > VISIT) box.firstElementChild.prepend(`Nothing new since your visit of ${day}. `);
      return;
    }
    const counts = {};
    const items = found.map(([kind, id, , label, date, known]) => {
      const word = known || base.seen[kind + id] ? "changed" : "new", link = make("a", "", label);
      counts[word] = (counts[word] || 0) + 1;
      link.href = `${root}${kinds[kind][0]}/${id}.html`;
      return make("li", "", make("span", "when", date || kinds[kind][1]), make("span", "what", link, " ", make("span", "mark", word)));
    });
    const said = Object.keys(counts).map((word) => `${counts[word]} ${word}`).join(", ");
    const button = make("button", "button", "Mark all as seen");
    box.replaceChildren(make("details", "", make("summary", "", `Since your visit of ${day}: ${said}`), make("ul", "rows", ...items),
      make("p", "hint", "Your browser keeps and compares what you have seen; nothing of it is sent anywhere."), button));
    button.onclick = () => {
      save({ base: now, last: now });
      box.textContent = "All is marked as seen.";
      box.tabIndex = -1;
      box.focus();
    };
  }

  const script = make("script", "");
  script.src = root + "latest.js";
  script.addEventListener("latest", ({ detail }) => compare(detail));
  document.head.append(script);
})();
