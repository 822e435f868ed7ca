// The index page: it reads the cables part by part, filters them, and shows one page of a table.
//
// A page opened as a file may not fetch, but it may add scripts: collection.js calls cableIndex.open with what holds for
// all cables, cables-0000.js and so on call cableIndex.add with the columns of some thousand cables each. The state of
// the filters is in the address, after #, so that a selection can be kept and sent.
"use strict";

const cableIndex = (() => {
  const byId = (id) => document.getElementById(id);
  const FILTERS = ["words", "tags", "origin", "classification", "after", "before"];
  const DEFAULTS = { words: "", tags: "", origin: "", classification: "", after: "", before: "", sort: "date", rows: "50", page: "1" };
  const SUGGESTIONS = 40;

  let collection; // {title, total, size, parts, formats, places, origins, classifications, tags}
  const parts = []; // the columns of each part, in order of date
  let state = { ...DEFAULTS };
  let matches = []; // numbers of the cables that the filters leave, in order of date
  let idOrder = null; // numbers of all cables in order of their ids, made when first asked for

  // Reading the parts, one after the other

  function open(opened) {
    collection = opened;
    collection.termNumbers = new Map(collection.tags.map((term, number) => [term.toUpperCase(), number]));
    for (const id of ["filters", "cables", "pages", "loading"]) byId(id).hidden = false;
    byId("loaded").max = collection.parts;
    readAddress();
    load(0);
  }

  function load(number) {
    if (number >= collection.parts) return finished();
    const script = document.createElement("script");
    script.src = `index/cables-${String(number).padStart(4, "0")}.js`;
    script.onerror = () => say(`${decodeURI(script.src)} cannot be read: the list stops before it. Has the folder been copied whole?`);
    document.head.append(script);
  }

  function add(number, columns) {
    parts[number] = columns;
    byId("loaded").value = parts.length;
    const before = matches.length;
    matches.push(...matching(number));
    if (before < lastShown() && state.sort === "date") showTable();
    load(number + 1);
  }

  function finished() {
    byId("loading").hidden = true;
    show();
  }

  const complete = () => parts.length === collection.parts;

  function say(trouble) {
    byId("trouble").textContent = trouble;
    byId("trouble").hidden = false;
    byId("loading").hidden = true;
    show();
  }

  // Filtering

  /** Without capitals and accents, so that "Zürich" is found by "zurich". */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** Every word has to begin a word of the subject: "glass fact" finds GLASS FACTORY. */
  function wordTests(words) {
    const escaped = plain(words).split(/\s+/).filter(Boolean).map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
    return escaped.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u"));
  }

  /** Numbers of the TAGS that are asked for; -1 for one that no cable has. Those with blanks have ";" around them. */
  function askedTags() {
    const known = (term) => collection.termNumbers.get(term) ?? -1;
    const parts = state.tags.toUpperCase().split(";").map((part) => part.trim());
    return parts.flatMap((part) => (known(part) >= 0 ? known(part) : part.split(/[\s,]+/).filter(Boolean).map(known)));
  }

  function matching(number) {
    const part = parts[number];
    const origin = collection.origins.indexOf(state.origin);
    const classification = collection.classifications.indexOf(state.classification);
    const terms = askedTags();
    const words = wordTests(state.words);
    if (words.length) part.plain ??= part.subject.map(plain);
    const { after, before } = state;
    const found = [];
    for (let row = 0; row < part.id.length; row += 1) {
      const day = part.when[row].slice(0, 10);
      if (state.origin && part.origin[row] !== origin) continue;
      if (state.classification && part.classification[row] !== classification) continue;
      if (after && day < after) continue;
      if (before && (!day || day > before)) continue;
      if (!terms.every((term) => part.tags[row].includes(term))) continue;
      if (!words.every((test) => test.test(part.plain[row]))) continue;
      found.push(number * collection.size + row);
    }
    return found;
  }

  function filter() {
    matches = parts.flatMap((_, number) => matching(number));
  }

  const cell = (number, column) => parts[Math.floor(number / collection.size)][column][number % collection.size];

  function ordered() {
    if (state.sort === "date") return matches;
    if (state.sort === "-date") return matches.toReversed();
    if (!idOrder || idOrder.length !== collection.total) {
      const ids = parts.flatMap((part) => part.id);
      idOrder = Array.from(ids.keys()).sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b));
    }
    const kept = new Set(matches);
    const sorted = idOrder.filter((number) => kept.has(number));
    return state.sort === "id" ? sorted : sorted.reverse();
  }

  // Showing

  const figure = (number) => number.toLocaleString("en");
  const pageCount = () => Math.max(1, Math.ceil(matches.length / Number(state.rows)));
  const lastShown = () => Number(state.page) * Number(state.rows);

  /** Show the page of the table and say aloud how many cables there are. */
  function show() {
    showTable();
    const many = `${figure(matches.length)} of ${figure(collection.total)} cables`;
    const read = complete() ? "" : " so far";
    const shown = matches.length ? `, page ${figure(Number(state.page))} of ${figure(pageCount())}` : "";
    byId("count").textContent = many + read + shown;
  }

  function showTable() {
    if (complete()) state.page = String(Math.min(Number(state.page), pageCount()));
    const page = Number(state.page);
    const numbers = ordered().slice(lastShown() - Number(state.rows), lastShown());
    document.querySelector("#cables tbody").replaceChildren(...numbers.map(tableRow));
    for (const head of document.querySelectorAll("th[data-sort]")) {
      const direction = { [head.dataset.sort]: "ascending", [`-${head.dataset.sort}`]: "descending" }[state.sort];
      if (direction) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
    byId("page").textContent = `Page ${figure(page)} of ${figure(pageCount())}`;
    // Not disabled, so that the keyboard's place is not lost on the last page.
    byId("previous").setAttribute("aria-disabled", String(page <= 1));
    byId("next").setAttribute("aria-disabled", String(page >= pageCount()));
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** An id that is too long for its column breaks before its number. */
  const breakable = (id) => id.split(/(?<=\D)(?=\d+$)/).flatMap((part, at) => (at ? [element("wbr", {}), part] : [part]));

  function tableRow(number) {
    const tags = cell(number, "tags").map((term) => collection.tags[term]).join("; ");
    const data = (head, text, kind = "") =>
      element("td", { role: "cell", "data-head": head, class: kind, dir: "auto" }, text);
    return element(
      "tr",
      { role: "row" },
      data("Date", cell(number, "when").replace("T", " "), "date"),
      element("th", { role: "rowheader", scope: "row", class: "id", dir: "auto" }, ...breakable(cell(number, "id"))),
      data("From", collection.origins[cell(number, "origin")]),
      data("Classification", collection.classifications[cell(number, "classification")]),
      data("TAGS", tags),
      data("Subject", cell(number, "subject"), "subject"),
      element("td", { role: "cell", "data-head": "Files", class: "files" }, files(number)),
    );
  }

  /** A link for each format. A page cannot open what is in a pack: the link is to the pack, and says what to look for. */
  function files(number) {
    const id = cell(number, "id");
    const list = element("ul", {});
    cell(number, "files").forEach((file, at) => {
      if (file === null) return;
      const { name, extension } = collection.formats[at];
      const [place, member] = typeof file === "number" ? [file, id + extension] : file;
      const { folder, pack } = collection.places[place];
      const path = pack || folder + member;
      const link = element("a", { href: path.split("/").map(encodeURIComponent).join("/") }, pack ? member : name);
      if (pack) list.append(element("li", {}, link, element("small", {}, `${folder} in ${pack}`)));
      else {
        link.setAttribute("aria-label", `${name}, ${id}`);
        list.append(element("li", {}, link));
      }
    });
    return list;
  }

  // The state: the form, the address, what is shown

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    state = Object.fromEntries(Object.entries(DEFAULTS).map(([key, value]) => [key, given.get(key) ?? value]));
    if (!["date", "-date", "id", "-id"].includes(state.sort)) state.sort = DEFAULTS.sort;
    if (!(Number.isInteger(Number(state.page)) && Number(state.page) >= 1)) state.page = DEFAULTS.page;
    if (!Array.from(byId("rows").options).some((option) => option.value === state.rows)) state.rows = DEFAULTS.rows;
    fillForm();
    // What a field does not take, such as an origin that is not in the collection, is no filter.
    for (const id of FILTERS) state[id] = byId(id).value;
    filter();
    if (parts.length) show();
  }

  function fillForm() {
    for (const id of [...FILTERS, "rows"]) byId(id).value = state[id];
  }

  function address() {
    return `#${new URLSearchParams(Object.entries(state).filter(([key, value]) => value !== DEFAULTS[key]))}`;
  }

  function change(changes) {
    state = { ...state, page: DEFAULTS.page, ...changes };
    if (FILTERS.some((id) => id in changes)) filter();
    show();
    // Pages can be gone back to; the letters of a word that is being typed cannot.
    if ("page" in changes) location.hash = address();
    else location.replace(address());
  }

  function turn(by) {
    const page = Number(state.page) + by;
    if (page >= 1 && page <= pageCount()) change({ page: String(page) });
  }

  /** The list below the field completes the last of its terms. */
  function suggestTags() {
    const typed = byId("tags").value;
    const fitting = (begun) => collection.tags.filter((term) => term.toUpperCase().startsWith(begun.toUpperCase()));
    // What follows the last ";" may be one term with blanks; else the last word is begun.
    const starts = [typed.search(/[^;\s][^;]*$|$/), typed.search(/[^\s;]*$/)];
    const start = starts.find((at) => fitting(typed.slice(at)).length) ?? typed.length;
    const options = fitting(typed.slice(start)).slice(0, SUGGESTIONS);
    byId("known-tags").replaceChildren(...options.map((term) => element("option", { value: typed.slice(0, start) + term })));
  }

  let waiting;
  byId("filters").addEventListener("input", (event) => {
    if (event.target.id === "tags") suggestTags();
    clearTimeout(waiting);
    const asked = Object.fromEntries([...FILTERS, "rows"].map((id) => [id, byId(id).value]));
    waiting = setTimeout(() => change(asked), event.target.matches("select") ? 0 : 150);
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    const { sort, rows, page, ...cleared } = DEFAULTS;
    change(cleared);
    fillForm();
  });
  // Not by its address, which belongs to the filters.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("cables").focus();
  });
  byId("tags").addEventListener("focus", suggestTags);
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const { sort } = head.dataset;
    head.firstElementChild.addEventListener("click", () => change({ sort: state.sort === sort ? `-${sort}` : sort }));
  }
  window.addEventListener("hashchange", () => {
    if ((location.hash || "#") !== address()) readAddress();
  });

  return { open, add };
})();
