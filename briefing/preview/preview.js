// In every page of the preview: connects livereload, and shows what is wrong with the content over the page.
"use strict";

(() => {
  const version = document.currentScript.dataset.version;
  const address = "/-/problems.json";
  let asked = 0;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const place = (at) => `${at.file}:${at.line}:${at.column}`;

  const one = (problem) => {
    const item = element("li", `preview-${problem.severity}`);
    item.append(element("p", "preview-place", place(problem)));
    const said = element("p", "preview-message");
    said.append(element("b", "", `${problem.severity}[${problem.code}]`), `: ${problem.message}`);
    item.append(said);
    if (problem.excerpt) item.append(element("pre", "preview-excerpt", problem.excerpt));
    for (const other of problem.related) item.append(element("p", "preview-related", `${place(other)}: ${other.message}`));
    if (problem.hint) item.append(element("p", "preview-hint", `help: ${problem.hint}`));
    return item;
  };

  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  const show = (told) => {
    document.getElementById("preview-problems")?.remove();
    if (!told.problems.length) return;
    const errors = told.problems.filter((problem) => problem.severity === "error").length;
    const words = [];
    if (errors) words.push(count(errors, "error"));
    if (told.problems.length > errors) words.push(count(told.problems.length - errors, "warning"));
    const overlay = element("details", errors ? "preview-broken" : "");
    overlay.id = "preview-problems";
    overlay.open = errors > 0;
    const heading = element("summary", "", words.join(", ") + (errors ? "; the page below is as it last was" : ""));
    if (errors) heading.setAttribute("role", "alert");
    overlay.append(heading);
    const list = element("ul", "");
    list.append(...told.problems.map(one));
    if (told.more) list.append(element("li", "preview-more", `and ${told.more} more, which the terminal lists`));
    overlay.append(list);
    document.body.append(overlay);
  };

  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const told = await answer.json();
      if (mine === asked) show(told);
    } catch {
      // the server has ended; livereload waits for it to come back
    }
  };

  document.addEventListener("keydown", (event) => {
    const overlay = document.getElementById("preview-problems");
    if (event.key === "Escape" && overlay) overlay.open = false;
  });

  // Livereload's own way to add to it: a message whose path is ours brings the problems, any other a reload.
  window.LiveReloadPluginPreview = class {
    static identifier = "briefing-preview";
    static version = "1.0";
    reload(path) {
      if (path !== address) return false;
      ask();
      return true;
    }
    analyze() {
      return { page: version };
    }
  };

  const style = element("link");
  style.rel = "stylesheet";
  style.href = "/-/preview.css";
  const script = element("script");
  script.src = `/-/livereload.js?host=${location.hostname}&port=${location.port || 80}&mindelay=300&maxdelay=3000`;
  document.head.append(style, script);
  ask();
})();
