/* A filter above the list of everything about an entity: by words, by role and by year. What it is set to stands in the
   address, so that a view can be linked. Without this script all is shown. */
(function () {
  "use strict";

  var place = document.querySelector(".filter");
  var groups = Array.from(document.querySelectorAll("section.group")).map(function (section) {
    var heading = section.querySelector("h2");
    var count = heading.querySelector(".count");
    return {
      section: section,
      role: heading.id,
      name: heading.firstChild.textContent.trim(),
      older: section.querySelector(".older"),
      count: count,
      whole: count ? count.textContent : "",
      items: Array.from(section.querySelectorAll(".rows > li")).map(function (item) {
        return { item: item, text: plain(item.textContent), years: yearsOf(item) };
      }),
    };
  });
  var total = groups.reduce(function (sum, group) { return sum + group.items.length; }, 0);
  if (!place) return;

  /* Without case, accents and the points of Arabic vowels, so that "Sao" finds "São". */
  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f]/g, "").replace(/\s+/g, " ").toLowerCase();
  }

  /* The years of an item's date: the one it is dated by, or all that its words name. */
  function yearsOf(item) {
    var when = item.querySelector(".when");
    var time = when && when.querySelector("time");
    if (time) return [time.getAttribute("datetime").slice(0, 4)];
    return (when && when.textContent.match(/\b\d{4}\b/g)) || [];
  }

  function made(name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  function labelled(words, control) {
    return made("label", {}, [words, control]);
  }

  function choice(key, all, options) {
    return made("select", { name: key }, [made("option", { value: "" }, [all])].concat(options.map(function (option) {
      return made("option", { value: option[0] }, [option[1]]);
    })));
  }

  var years = Array.from(new Set(groups.flatMap(function (group) {
    return group.items.flatMap(function (one) { return one.years; });
  }))).sort().reverse();
  var words = made("input", { type: "search", name: "words", autocomplete: "off", spellcheck: "false" });
  var role = choice("role", "Every role", groups.map(function (group) { return [group.role, group.name]; }));
  var year = choice("year", "Every year", years.map(function (one) { return [one, one]; }));
  var status = made("p", { role: "status" });
  var clear = made("button", { type: "reset" }, ["Show all"]);
  var controls = [labelled("Find in the list", words)];
  if (groups.length > 1) controls.push(labelled("Role", role));
  if (years.length > 1) controls.push(labelled("Year", year));
  var form = made("form", { class: "filters", role: "search", "aria-label": "Filter the list below" }, controls.concat([clear, status]));
  var fields = { words: words, role: role, year: year };

  /* Take from the address only what can be chosen here. */
  function recall() {
    var asked = new URLSearchParams(location.search);
    Object.keys(fields).forEach(function (key) {
      fields[key].value = asked.get(key) || "";
      if (fields[key].selectedIndex === -1) fields[key].value = "";
    });
  }

  /* The address says what is shown. A page opened from a disk may not change its own. */
  function remember() {
    var asked = new URLSearchParams(location.search);
    Object.keys(fields).forEach(function (key) {
      if (fields[key].value) asked.set(key, fields[key].value);
      else asked.delete(key);
    });
    var query = asked.toString();
    try {
      history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
    } catch (error) {
      return;
    }
  }

  function show() {
    var wanted = plain(words.value).split(" ").filter(Boolean);
    var filtered = Boolean(wanted.length || role.value || year.value);
    var shown = 0;
    var older = false;
    groups.forEach(function (group) {
      var within = 0;
      group.items.forEach(function (one) {
        var fits = (!role.value || role.value === group.role) &&
          (!year.value || one.years.includes(year.value)) &&
          wanted.every(function (word) { return one.text.includes(word); });
        one.item.hidden = !fits;
        if (fits) within += 1;
      });
      group.section.hidden = !within;
      if (group.count) group.count.textContent = filtered && within < group.items.length ? within + " of " + group.whole : group.whole;
      if (group.older && (!role.value || role.value === group.role)) older = true;
      shown += within;
    });
    clear.disabled = !filtered;
    status.textContent = (filtered ? shown + " of " + total + " shown." : total + " in the list.") +
      (older ? " What is older stands on pages of its own and is not searched here." : "");
  }

  var pending = 0;
  function change() {
    clearTimeout(pending);
    pending = setTimeout(function () { show(); remember(); }, 80);
  }

  form.addEventListener("input", change);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () {
    setTimeout(function () { show(); remember(); words.focus(); }, 0);
  });
  words.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && words.value) { words.value = ""; change(); }
  });
  addEventListener("popstate", function () { recall(); show(); });

  /* A year in the picture above is a link to the list of that year, which needs no new page. */
  document.querySelectorAll(".strip a[href^='?year=']").forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      year.value = new URLSearchParams(link.getAttribute("href").split("#")[0]).get("year");
      if (year.selectedIndex === -1) year.value = "";
      show();
      remember();
      place.scrollIntoView();
      (years.length > 1 ? year : words).focus({ preventScroll: true });
    });
  });

  place.append(form);
  recall();
  show();
  if (location.search && location.hash === "#" + place.id) place.scrollIntoView();
})();
