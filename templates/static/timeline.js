// Filters of the timeline, kept in the address, and walking from entry to entry with the arrow keys or J and K.
(() => {
  "use strict";

  const timeline = document.querySelector(".timeline");
  const filters = document.querySelector(".filters");
  if (!timeline || !filters) return;

  const FIELDS = ["kind", "entity", "topic"];
  const entries = Array.from(timeline.querySelectorAll(".entries > li"), (element) => ({
    element,
    kind: element.className,
    names: new Set((element.dataset.names || "").split(" ")),
  }));
  const groups = [".moments > li", ".period", ".year"].flatMap((sort) => Array.from(timeline.querySelectorAll(sort)));
  const said = filters.querySelector("output");
  const whole = filters.querySelector(".whole");
  const all = filters.querySelector("button");
  const onward = Array.from(document.querySelectorAll(".pager a, a.onward"), (link) => ({ link, address: link.getAttribute("href") }));
  const select = (field) => filters.querySelector(`[name=${field}]`);

  // What the filters are set to. A topic may be asked for as an entity, and either may be named nowhere on this page.
  const wanted = () => Object.fromEntries(FIELDS.map((field) => [field, select(field) ? select(field).value : ""]));

  const choose = (field, value) => {
    const control = select(field);
    if (!control) return false;
    for (const added of control.querySelectorAll("[data-added]")) added.remove();
    control.value = value;
    return control.value === value;
  };

  const add = (field, value) => {
    const control = select(field) || select("entity") || select("topic");
    if (!control) return;
    const option = new Option(value.replaceAll("-", " "), value);
    option.dataset.added = "";
    control.append(option);
    control.value = value;
  };

  const fromAddress = () => {
    const asked = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    const [kind, entity, topic] = FIELDS.map((field) => asked.get(field) || "");
    if (!choose("kind", kind)) choose("kind", "");
    choose("topic", "");
    choose("entity", "");
    if (topic && !choose("topic", topic)) add("topic", topic);
    if (entity && !choose("entity", entity) && (topic || !choose("topic", entity))) {
      choose("entity", "");
      add("entity", entity);
    }
  };

  const address = (set) => {
    const given = FIELDS.filter((field) => set[field]).map((field) => [field, set[field]]);
    return given.length ? "#" + new URLSearchParams(given) : "";
  };

  // The record that the filters are about has a page, where all that belongs to it stands.
  const lead = (set) => {
    const option = set.entity ? select("entity").selectedOptions[0] : set.topic && select("topic").selectedOptions[0];
    const folder = option && (set.entity ? option.parentElement.dataset.folder : "topics");
    whole.hidden = !folder || "added" in option.dataset;
    if (whole.hidden) return;
    whole.href = `../${folder}/${option.value}.html`;
    whole.textContent = `All there is on ${option.textContent.replace(/ \([\d,]+\)$/, "")}`;
  };

  const show = () => {
    const set = wanted();
    let found = 0;
    for (const { element, kind, names } of entries) {
      const fits = (!set.kind || kind === set.kind) && [set.entity, set.topic].every((id) => !id || names.has(id));
      element.hidden = !fits;
      found += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".entries > li:not([hidden])");
    const filtered = FIELDS.some((field) => set[field]);
    timeline.classList.toggle("filtered", filtered);
    all.disabled = !filtered;
    said.textContent = !filtered ? `${entries.length} on this page.` : found ? `${found} of ${entries.length} on this page.` : "Nothing on this page fits.";
    lead(set);
    for (const { link, address: plain } of onward) link.setAttribute("href", plain + address(set));
    return set;
  };

  const keep = () => {
    const set = show();
    history.replaceState(null, "", address(set) || location.pathname + location.search);
  };

  for (const option of filters.querySelectorAll("[name=entity] option, [name=topic] option")) {
    if (option.value) option.append(` (${entries.filter(({ names }) => names.has(option.value)).length})`);
  }
  filters.inert = false;
  filters.addEventListener("change", keep);
  all.addEventListener("click", () => {
    for (const field of FIELDS) choose(field, "");
    keep();
    (select("entity") || select("kind")).focus(); // the button can now do nothing
  });
  addEventListener("hashchange", () => {
    if (location.hash.includes("=") || !location.hash) {
      fromAddress();
      show();
    }
  });
  fromAddress();
  show();

  // --- the keyboard ----------------------------------------------------------------------------------------------

  const STEPS = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

  // Only from one entry to another, so that nobody who types or scrolls is disturbed.
  timeline.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = event.target.closest(".entries > li");
    if (!step || !here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const seen = entries.filter(({ element }) => !element.hidden);
    const next = seen[seen.findIndex(({ element }) => element === here) + step];
    if (!next) return;
    event.preventDefault();
    next.element.querySelector("a").focus();
  });

  // The strip of bars is one stop; its bars are walked along.
  const bars = Array.from(document.querySelectorAll(".bars a"));
  const stop = (at) => bars.forEach((bar, number) => bar.setAttribute("tabindex", number === at ? "0" : "-1"));
  bars.forEach((bar, at) =>
    bar.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key];
      if (!bars[to] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      stop(to);
      bars[to].focus();
    }),
  );
  if (bars.length) stop(bars.length - 1);
})();
