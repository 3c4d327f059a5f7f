// The page for searching: words, what narrows them down, results. Pagefind searches, in files that it fetches as it needs them.
(function () {
  "use strict";

  const root = document.currentScript.src.replace(/static\/[^/]*$/, "");
  const [form, said, results, more] = ["form.search", ".said", ".results", ".more"].map((name) => document.querySelector(name));
  const fields = ["q", "kind", "from", "to", "with", "sort"].map((name) => form.elements[name]);
  const [words, kind, from, to, entity, sort] = fields;
  const PAGE = 20;
  let pagefind, years, found = [], shown = 0, asked = 0;

  if (location.protocol === "file:") {
    said.textContent = "Searching needs a web server, and this page was opened from a folder. Press / to find things by name, or look in the indexes below.";
    return;
  }

  const make = (name, values, ...inside) => {
    const element = document.createElement(name);
    for (const key in values) element.setAttribute(key, values[key]);
    element.append(...inside);
    return element;
  };

  // An excerpt is text, with marks around what was found; nothing else in it becomes HTML.
  const CHARACTERS = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  const plain = (html) => html.replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => CHARACTERS[name]);
  const excerpt = (html) => html.split(/<mark>(.*?)<\/mark>/s).map((part, at) => (at % 2 ? make("mark", {}, plain(part)) : plain(part)));

  // Offer values in a select, with how many results each has, and go on with what was chosen.
  function offer(select, values) {
    const chosen = select.value || select.dataset.wanted;
    if (chosen && !values.some(([value]) => value === chosen)) values.unshift([chosen]);
    const options = values.map(([value, count]) => make("option", { value }, count ? `\u2068${value}\u2069 (${count})` : value));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
  }

  // The years from one to another, either of which may be open.
  function within() {
    const ends = [+from.value || -Infinity, +to.value || Infinity].sort((a, b) => a - b);
    return years.filter((year) => ends[0] <= year && year <= ends[1]);
  }

  async function look() {
    const mine = ++asked, text = words.value.trim(), filters = {};
    const query = new URLSearchParams(fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value));
    history.replaceState(null, "", `?${query}`);
    if (kind.value) filters.kind = kind.value;
    if (from.value || to.value) filters.year = { any: within() };
    if (entity.value) filters.entity = entity.value;
    results.replaceChildren();
    results.hidden = more.hidden = true;
    said.textContent = "";
    if (!text && !Object.keys(filters).length) return;
    const order = sort.value || (text ? "" : "desc");
    const answer = await pagefind.search(text || null, { filters, sort: order ? { date: order } : {} });
    if (mine !== asked) return;
    found = answer.results;
    const entities = Object.entries(answer.filters.entity || {}).filter(([, count]) => count);
    offer(entity, entities.sort((a, b) => b[1] - a[1]).slice(0, 50));
    const count = found.length;
    said.textContent = count ? `${count.toLocaleString("en")} result${count > 1 ? "s" : ""}` : "Nothing was found. Try fewer words, or another spelling.";
    shown = 0;
    await next(mine);
  }

  // Show more of what was found; the first link of what was added.
  async function next(mine) {
    const part = await Promise.all(found.slice(shown, shown + PAGE).map((one) => one.data()));
    if (mine !== asked) return;
    const items = part.map(({ meta: { title, kind, date }, raw_url, excerpt: html }) => make("li", {},
      make("h2", {}, make("a", { href: root + raw_url }, title)),
      make("p", { class: "about" }, date ? `${kind} · ${date}` : kind),
      make("p", { class: "excerpt", dir: "auto" }, ...excerpt(html))));
    results.append(...items);
    shown += part.length;
    results.hidden = !shown;
    more.hidden = shown >= found.length;
    return items[0]?.querySelector("a");
  }

  function walk(event) {
    const links = [words, ...results.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    const link = at < 0 ? null : links[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (!link) return;
    event.preventDefault();
    link.focus();
  }

  async function begin() {
    const query = new URLSearchParams(location.search);
    pagefind = await import(root + "pagefind/pagefind.js");
    await pagefind.options({ excerptLength: 34 });
    const filters = await pagefind.filters();
    years = Object.keys(filters.year || {}).sort((a, b) => b - a);
    for (const field of fields) field.dataset.wanted = query.get(field.name) || "";
    words.value = words.dataset.wanted;
    offer(kind, Object.entries(filters.kind || {}));
    for (const select of [from, to]) offer(select, years.map((year) => [year]));
    offer(entity, []);
    sort.value = sort.dataset.wanted;
    if (sort.selectedIndex < 0) sort.value = "";
    form.hidden = false;
    if (!words.value) words.focus();
    let waiting;
    words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 200); });
    form.addEventListener("change", (event) => event.target !== words && look());
    form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
    document.addEventListener("keydown", walk);
    more.querySelector("button").addEventListener("click", async () => (await next(asked))?.focus());
    await look();
  }

  begin().catch(() => {
    form.hidden = results.hidden = more.hidden = true;
    said.textContent = "The index for searching could not be loaded. Press / to find things by name, or look in the indexes below.";
  });
})();
