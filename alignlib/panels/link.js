// Link: a matrix with a box to tick for each pair.
//
// It is a grid in the sense of WAI-ARIA and not a plain table: 12 × 8 boxes would be 96 stops of
// the Tab key. A grid is one stop, and the arrow keys go from box to box. The focus is on the box
// itself, which the grid pattern allows where a cell holds one control that needs no arrow keys;
// so Space ticks it and a screen reader says whether it is ticked.

const LINK_HINT =
  "With the keyboard: Tab goes into the table; the arrow keys go from box to box, " +
  "Home and End to the ends of a row; Space links the two or takes the link away.";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function buildLink(view) {
  const left = view.item.left ?? [];
  const right = view.item.right ?? [];
  const named = (pair) => pair.join("/");
  const heading = (thing, side, attributes) =>
    h(
      "th",
      { ...attributes, id: `${view.uid}-${side}-${thing.id}` },
      ...thingWords(thing),
    );
  const columns = right.map((thing) => heading(thing, "right", { scope: "col" }));
  const heads = left.map((thing) => heading(thing, "left", { scope: "row" }));
  const cells = left.map((row, at) =>
    right.map((column, across) => {
      const box = h("input", {
        type: "checkbox",
        // One of all boxes is in the order of the Tab key: the one that was used last.
        tabindex: at || across ? -1 : 0,
        "aria-labelledby": `${heads[at].id} ${columns[across].id}`,
        change: save,
        focus: () => arrive(at, across),
      });
      const mark = h("span", { class: "al-mark" });
      // A label, so that the whole cell can be clicked.
      const cell = h("td", {}, h("label", {}, box, mark));
      return { pair: [row.id, column.id], box, mark, cell };
    }),
  );
  const every = cells.flat();

  const count = h("span", { class: "al-count" });
  const bare = h("span", { class: "al-quiet-text" });
  const clear = h("button", { type: "button", class: "al-quiet al-clear", click: clearAll }, "Clear all");
  const head = h(
    "thead",
    {},
    h(
      "tr",
      {},
      h("th", { scope: "col", rowspan: 2, class: "al-corner" }, String(view.item.left_heading ?? "")),
      h("th", { scope: "colgroup", colspan: right.length }, String(view.item.right_heading ?? "")),
    ),
    h("tr", {}, ...columns),
  );
  const table = h(
    "table",
    { class: "al-matrix", role: "grid", "aria-labelledby": `${view.uid}-title`, keydown: go },
    head,
    h("tbody", {}, ...left.map((_, at) => h("tr", {}, heads[at], ...cells[at].map(({ cell }) => cell)))),
  );
  const frame = h("div", { class: "al-frame" }, table);

  function save() {
    const linked = every.filter(({ box }) => box.checked).map(({ pair }) => pair);
    view.save(linked.length ? linked : null);
  }
  function clearAll() {
    if (!every.some(({ box }) => box.checked)) return;
    every.forEach(({ box }) => (box.checked = false));
    save();
  }

  function arrive(at, across) {
    every.forEach(({ box }) => (box.tabIndex = -1));
    cells[at][across].box.tabIndex = 0;
    // The headings stay in view; a box must not come to lie below them.
    frame.style.scrollPadding = `${head.offsetHeight + 4}px 4px 4px ${heads[at].offsetWidth + 4}px`;
    cells[at][across].cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function go(event) {
    const at = cells.findIndex((row) => row.some(({ box }) => box === event.target));
    if (at < 0 || event.altKey || event.metaKey || event.shiftKey) return;
    const across = cells[at].findIndex(({ box }) => box === event.target);
    const far = event.ctrlKey;
    let target;
    if (event.key === "Home") target = [far ? 0 : at, 0];
    else if (event.key === "End") target = [far ? left.length - 1 : at, right.length - 1];
    else if (STEPS[event.key] && !far) {
      target = [at + STEPS[event.key][0], across + STEPS[event.key][1]];
    } else return;
    event.preventDefault();
    cells[target[0]]?.[target[1]]?.box.focus({ preventScroll: true });
  }

  view.content.append(
    h("div", { class: "al-bar" }, count, bare, clear),
    frame,
    h("p", { class: "al-quiet-text al-hint" }, LINK_HINT),
  );

  return {
    parts: 1,
    open: (value) => ((value ?? []).length ? [] : [view.item.id]),
    show(value) {
      const linked = new Set((value ?? []).map(named));
      for (const { pair, box, cell } of every) {
        box.checked = linked.has(named(pair));
        cell.dataset.linked = String(box.checked);
      }
      const empty = cells.filter((row) => !row.some(({ box }) => box.checked)).length;
      say(count, `${counted(linked.size, "link", "links")} of ${every.length} possible`);
      say(bare, linked.size && empty ? `${counted(empty, "row", "rows")} without a link` : "");
      if (linked.size) clear.removeAttribute("aria-disabled");
      else clear.setAttribute("aria-disabled", "true");
    },
    mark(outcomes, checked) {
      const before = new Set((checked ?? []).map(named));
      const now = new Set((view.value() ?? []).map(named));
      for (const { pair, mark } of every) {
        const same = before.has(named(pair)) === now.has(named(pair));
        const outcome = same ? outcomes.get(named(pair)) : undefined;
        if (mark.firstElementChild?.dataset.outcome === outcome) continue;
        mark.replaceChildren(...(outcome ? [outcomeMark(outcome)] : []));
      }
    },
  };
}

export default { render: panel({ name: "link", build: buildLink }) };
