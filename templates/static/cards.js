/* A card of what a link leads to, from the document beside that page, while the pointer or the focus rests on the link. */
(function () {
  "use strict";
  if (location.protocol === "file:") return;

  const REST = 300, LINGER = 250; // ms until a card shows, and in which the pointer may cross over to it
  const RECORD = /\/[a-z]+\/(?!index\.)[a-z0-9-]+\.html$/;
  const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
  const documents = new Map();
  const card = document.createElement("div");
  let link = null, timer = 0;
  card.id = card.className = "record-card";
  card.role = "tooltip";
  card.hidden = true;

  function linkAt(target) {
    const found = target.closest("main a[href]");
    const away = found && found.host === location.host && found.pathname !== location.pathname;
    return away && RECORD.test(found.pathname) && !found.closest("nav") ? found : null;
  }

  function read(address) {
    if (!documents.has(address)) {
      const told = fetch(address).then((answer) => answer.ok && answer.json());
      documents.set(address, told.catch(() => { documents.delete(address); }));
    }
    return documents.get(address);
  }

  // As on pages, that of most letters: a sentence that begins with a Persian name can be English.
  function directionOf(text) {
    const letters = (text.match(/\p{L}/gu) || []).length;
    return 2 * (text.match(FROM_RIGHT) || []).length > letters ? "rtl" : "ltr";
  }

  function add(parent, name, className, text) {
    if (typeof text !== "string" || !text) return;
    const element = document.createElement(name);
    element.className = className;
    element.dir = directionOf(text);
    element.textContent = text;
    parent.append(element);
    return element;
  }

  function fill(told) {
    card.replaceChildren();
    add(card, "p", "kind", told.kind[0].toUpperCase() + told.kind.slice(1));
    for (const word of [told.status, told.actuality, told.standing && told.standing.word]) {
      if (!word || word === "published" || word === "happened") continue;
      card.firstChild.append(" ");
      add(card.firstChild, "span", "mark " + word, word.replace(/-/g, " "));
    }
    const name = add(card, "p", "name", told.title), before = told.speaker?.label;
    if (before && told.title.startsWith(before + ": ")) {  // each keeps its direction to itself
      name.textContent = "";
      name.dir = "ltr";
      add(name, "bdi", "", before);
      name.append(": ");
      add(name, "bdi", "", told.title.slice(before.length + 2));
    }
    add(card, "p", "when", told.date);
    if (told.summary !== told.title) add(card, "p", "text", told.summary);
  }

  function place(x) {
    const box = link.getBoundingClientRect(), room = document.documentElement, height = card.offsetHeight + 8;
    const above = box.bottom + height > room.clientHeight && box.top > height;
    const left = Math.min(Math.max(box.left, x - 40), room.clientWidth - card.offsetWidth - 8);
    card.style.left = scrollX + Math.max(8, left) + "px";
    card.style.top = scrollY + (above ? box.top - height + 4 : box.bottom + 4) + "px";
  }

  async function show(wanted, x) {
    const told = await read(wanted.href.replace(/\.html(?:[?#].*)?$/, ".json"));
    if (link !== wanted || !told || !told.id) return; // only records have ids
    fill(told);
    link.closest("main").append(card);
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place(x);
  }

  function hide() {
    clearTimeout(timer);
    if (link) link.removeAttribute("aria-describedby");
    card.hidden = true;
    link = null;
  }

  function rest(found, x) {
    if (found === link && !card.hidden) return clearTimeout(timer);
    hide();
    link = found;
    timer = setTimeout(show, REST, found, x);
  }

  function leave() {
    if (card.hidden) return hide();
    clearTimeout(timer);
    timer = setTimeout(hide, LINGER);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card.contains(event.target)) return clearTimeout(timer);
    const found = linkAt(event.target);
    if (found) rest(found, event.clientX);
    else if (link !== document.activeElement) leave();
  });
  document.documentElement.addEventListener("pointerleave", leave);
  document.addEventListener("focusin", (event) => {
    const found = linkAt(event.target);
    if (found && found.matches(":focus-visible")) rest(found, -1);
  });
  document.addEventListener("focusout", (event) => event.target === link && hide());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("click", (event) => card.contains(event.target) || hide());
  window.addEventListener("resize", hide);
})();
