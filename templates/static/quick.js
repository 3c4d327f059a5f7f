// Opens a record by its name: "/" or Ctrl-K, some letters, Enter. Names come as scripts, which a page in a folder may fetch too.
(function () {
  "use strict";

  const root = document.currentScript.src.replace(/static\/[^/]*$/, "");
  const opener = document.querySelector(".find");
  if (!opener) return;
  const search = opener.dataset.search, files = {}, MOST = 12;
  let kinds, classes, split, dialog, input, list, said, options = [], active;

  const set = (element, values) => {
    for (const key in values) element.setAttribute(key, values[key]);
    return element;
  };
  const make = (name, values, ...inside) => {
    const element = set(document.createElement(name), values);
    element.append(...inside);
    return element;
  };

  const fetchNames = (key) => files[key] ||= new Promise((done) => {
    const script = make("script", { src: `${root}quick/${key}.js` });
    script.addEventListener("names", (event) => done(event.detail));
    script.addEventListener("error", () => done({ rows: [], failed: true }));
    document.head.append(script);
  });

  function prepare(text) {
    const words = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) || [];
    return { words, whole: words.join(" ") };
  }

  const letterOf = (word) => (/^[a-z]/.test(word) ? word[0] : /^[0-9]/.test(word) ? "0" : "_" + word.codePointAt(0) % 4);
  const keyOf = ([first, second]) => letterOf(first) + (second ? second.codePointAt(0) % classes : 0);

  // Whether a word begins with what was typed but for one slip: a letter more, less or other, or two swapped.
  function near(typed, word) {
    let i = 0;
    while (i < typed.length && typed[i] === word[i]) i++;
    const rest = typed.slice(i + 1);
    return word.startsWith(rest, i + 1) || word.startsWith(rest, i) || word.startsWith(typed.slice(i), i + 1) ||
      (typed[i] === word[i + 1] && typed[i + 1] === word[i] && word.startsWith(typed.slice(i + 2), i + 2));
  }

  // How badly a name fits; Infinity where it does not.
  function misfit(name, typed) {
    let sum = name.whole.startsWith(typed.whole) ? -1 : 0;
    for (const one of typed.words) {
      const fits = (word) => (word === one ? 0 : word.startsWith(one) ? 1 : one.length > 3 && near(one, word) ? 4 : Infinity);
      sum += Math.min(name.whole.includes(one) ? 3 : Infinity, ...name.words.map(fits));
    }
    return sum;
  }

  function find(shards, typed) {
    const found = new Map();
    for (const row of shards.flatMap((file) => file.rows)) {
      row.names ||= row.slice(2).map(prepare);
      const measures = row.names.map((name, at) => misfit(name, typed) + (at && 1)), best = Math.min(...measures);
      if (best < Infinity) found.set(row[0] + row[1], { row, best, by: measures.indexOf(best) });
    }
    return [...found.values()].sort((a, b) => a.best - b.best || a.row[0] - b.row[0]);
  }

  async function look() {
    const value = input.value.trim(), typed = prepare(value), index = await fetchNames("index");
    if (index.kinds) ({ kinds, classes, split } = index);
    const get = async (keys) => (typed.whole ? find(await Promise.all(keys.map(fetchNames)), typed) : []);
    let found = await get(split ? typed.words.map((word) => keyOf([...word])) : ["index"]);
    if (split && found.length < 3) { // one of the first letters may be wrong
      const every = [...Array(classes).keys()];
      found = await get(typed.words.flatMap(([first, second]) => [...every.map((number) => letterOf(first) + number), keyOf([second || first, first])]));
    }
    if (input.value.trim() === value) show(found, value, index.failed); // nothing was typed meanwhile
  }

  function show(found, value, failed) {
    options = found.slice(0, MOST).map(({ row: [kind, id, ...names], by }) => {
      const called = make("span", {}, make("bdi", {}, names[0]));
      if (by) called.append(" ", make("span", { class: "kind" }, "also ", make("bdi", {}, names[by])));
      const option = make("li", { role: "option" }, called, make("span", { class: "kind" }, kinds[kind][1]));
      option.href = `${root}${kinds[kind][0]}/${id}.html`;
      return option;
    });
    if (value && search) {
      options.push(make("li", { role: "option", class: "all" }, make("span", {}, "Search all texts for “", make("bdi", {}, value), "”")));
      options.at(-1).href = `${root}${search}?q=${encodeURIComponent(value)}`;
    }
    options.forEach((option, at) => { option.id = "quick-" + at; });
    list.replaceChildren(...options);
    choose(0);
    const count = found.length;
    said.textContent = failed ? "The list of names could not be loaded." :
      !value ? "Type the name or a part of it." :
      count > MOST ? `The first ${MOST} of ${count} names` : count ? `${count} name${count > 1 ? "s" : ""}` : "Nothing here has such a name.";
  }

  function choose(at) {
    active = options[at];
    options.forEach((option) => set(option, { "aria-selected": option === active }));
    set(input, { "aria-expanded": !!active, "aria-activedescendant": active ? active.id : "" });
    active?.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], count = options.length;
    if (event.isComposing || !active || !step && event.key !== "Enter") return;
    event.preventDefault();
    if (step) choose((options.indexOf(active) + step + count) % count);
    else location.assign(active.href);
  }

  function build() {
    input = make("input", {
      role: "combobox", "aria-label": "Name", "aria-controls": "names", "aria-autocomplete": "list",
      autocomplete: "off", spellcheck: "false",
    });
    list = make("ul", { id: "names", role: "listbox", "aria-label": "Names" });
    said = make("p", { role: "status" });
    const close = make("button", { type: "button" }, "Close");
    dialog = make("dialog", { class: "quick", "aria-label": "Find by name" }, make("div", { class: "bar" }, input, close), list, said);
    input.addEventListener("input", look);
    input.addEventListener("keydown", press);
    list.addEventListener("click", ({ target }) => location.assign(target.closest("li").href));
    dialog.addEventListener("click", ({ target }) => (target === dialog || target === close) && dialog.close());
    document.body.append(dialog);
  }

  function open(event) {
    event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    if (!dialog) build();
    dialog.showModal();
    input.focus();
    input.select();
    look();
  }

  set(opener, { role: "button", "aria-haspopup": "dialog" });
  opener.addEventListener("click", (event) => event.ctrlKey || event.metaKey || open(event));
  opener.addEventListener("keydown", (event) => event.key === " " && open(event));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.shiftKey && event.key !== "/") return;
    const control = event.ctrlKey || event.metaKey, typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (control ? event.key.toLowerCase() === "k" : event.key === "/" && !typing) open(event);
  });
})();
