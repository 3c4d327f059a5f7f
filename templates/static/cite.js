/* "Cite this page" gains buttons that copy the citation as text, as BibTeX and as CSL-JSON, all made from the text itself:
   each of its pieces names the CSL variable that it is. */
(function () {
  "use strict";

  var BIBTEX_TYPES = { "article-newspaper": "article", "article-magazine": "article", "article-journal": "article", book: "book", report: "techreport" };
  var MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  // Braces are spelled out: BibTeX counts them even behind a backslash, and an odd one would break the entry.
  var LATEX = {
    "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", _: "\\_",
  };

  function words(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }

  /* A day, a month or a year as CSL writes it; whatever is less exact as it reads. */
  function date(element) {
    var iso = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(element.getAttribute("datetime") || "");
    if (!iso) return { literal: words(element) };
    return { "date-parts": [iso.slice(1).filter(Boolean).map(Number)] };
  }

  function csl(citation) {
    var item = { id: citation.dataset.key, type: citation.dataset.csl };
    citation.querySelectorAll("[data-csl]").forEach(function (element) {
      var name = element.dataset.csl;
      if (name === "author") (item.author = item.author || []).push({ literal: words(element) });
      else if (name === "issued" || name === "accessed") item[name] = date(element);
      else if (name !== "URL") item[name] = words(element);
      else if (/^https?:/.test(words(element))) item.URL = words(element);
    });
    var language = citation.dataset.language || document.documentElement.lang;
    if (language) item.language = language;
    return item;
  }

  function latex(text) {
    return text.replace(/[\\{}~^<>|$&#%_]/g, function (character) { return LATEX[character]; });
  }

  /* An address is taken as it is, so that in it nothing may count as a brace or a comment's start. */
  function address(url) {
    return url.replace(/[{}\\\s]/g, function (character) { return encodeURIComponent(character); });
  }

  function bibtex(item) {
    var lines = [];
    function add(name, value) { if (value) lines.push("  " + name + " = " + value); }
    function text(value) { return value ? "{" + latex(value) + "}" : ""; }
    var type = BIBTEX_TYPES[item.type] || "misc";
    var authors = item.author ? item.author.map(function (one) { return one.literal; }) : item.publisher ? [item.publisher] : [];
    add("author", authors.length ? "{" + authors.map(function (name) { return "{" + latex(name) + "}"; }).join(" and ") + "}" : "");
    add("title", item.title ? "{" + text(item.title) + "}" : "");
    add({ article: "journal", techreport: "institution", book: "publisher" }[type] || "howpublished", text(item["container-title"] || item.publisher));
    ["issued", "accessed"].forEach(function (name) {
      var parts = item[name] && item[name]["date-parts"] && item[name]["date-parts"][0];
      if (name === "accessed") return parts && add("urldate", "{" + parts.map(function (n) { return String(n).padStart(2, "0"); }).join("-") + "}");
      if (!parts) return item.issued && add("year", text(item.issued.literal));
      add("year", "{" + parts[0] + "}");
      if (parts[1]) add("month", MONTHS[parts[1] - 1]);
      if (parts[2]) add("day", "{" + parts[2] + "}");
    });
    add("url", item.URL ? "{" + address(item.URL) + "}" : "");
    add("language", text(item.language));
    return "@" + type + "{" + item.id + ",\n" + lines.join(",\n") + "\n}\n";
  }

  function button(label, make, out) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", function () { copy(make(), out); });
    return made;
  }

  /* What is copied is shown. Where the browser keeps its clipboard to itself, it is selected to be copied by hand. */
  function copy(text, out) {
    out.area.hidden = false;
    out.area.value = text;
    out.area.rows = Math.min(text.trim().split("\n").length + 1, 16);
    out.status.textContent = "";
    var copied = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
    copied.then(function () {
      out.status.textContent = "Copied.";
    }, function () {
      out.area.focus();
      out.area.select();
      out.status.textContent = "Selected: copy it with Ctrl+C, or Command+C on a Mac.";
    });
  }

  document.querySelectorAll(".cite p[data-csl]").forEach(function (citation) {
    var out = { area: document.createElement("textarea"), status: document.createElement("span") };
    out.area.readOnly = true;
    out.area.hidden = true;
    out.area.setAttribute("aria-label", "What was copied");
    out.area.spellcheck = false;
    out.status.setAttribute("role", "status");
    var row = document.createElement("p");
    row.className = "copy";
    row.append(
      button("Copy text", function () { return words(citation); }, out),
      button("BibTeX", function () { return bibtex(csl(citation)); }, out),
      button("CSL-JSON", function () { return JSON.stringify([csl(citation)], null, 2) + "\n"; }, out)
    );
    var link = citation.querySelector("a[data-csl='URL']");
    if (link) row.append(button("Address", function () { return csl(citation).URL || link.href; }, out));
    row.append(out.status);
    citation.after(row, out.area);
  });
})();
