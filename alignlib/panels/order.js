// Order: two lists, what is placed and what is not yet. Things move by buttons and keys.
//
// The buttons of a row are a toolbar in the sense of WAI-ARIA: one stop of the Tab key, and the
// left and right arrow keys go from button to button. The up and down arrow keys, which the
// buttons do not need, move the thing itself.

const ORDER_HINT =
  "With the keyboard: Tab goes from row to row. In your order, the up and down arrow keys move a " +
  "thing, Home and End move it to the top or the bottom, Delete takes it out; the left and right " +
  "arrow keys go to the other buttons.";

function buildOrder(view) {
  const things = view.item.things ?? [];
  const placed = () => [...(view.value() ?? [])];
  const news = h("p", { class: "al-hidden", role: "status", "aria-live": "polite" });
  const count = h("span", { class: "al-count" });
  const clear = h("button", { type: "button", class: "al-quiet al-clear", click: clearAll }, "Clear all");
  const order = h("ol", { class: "al-things al-order-list", "aria-labelledby": `${view.uid}-placed` });
  const rest = h("ul", { class: "al-things al-order-list", "aria-labelledby": `${view.uid}-rest` });
  const none = h("p", { class: "al-quiet-text" }, "Nothing is placed yet. Place what comes first.");
  const all = h("p", { class: "al-quiet-text" }, "Everything is placed.");

  function buildPlaced(thing) {
    const act = (shift) => () => move(thing.id, shift);
    const button = (name, sign, click, more = "") =>
      h(
        "button",
        { type: "button", class: `al-button al-icon ${more}`, tabindex: -1, title: name, click },
        h("span", { "aria-hidden": "true" }, sign),
        h("span", { class: "al-hidden" }, `${name}: ${thing.id}`),
      );
    const buttons = {
      top: button("To the top", "↑", act(-Infinity), "al-to-top"),
      up: button("Up", "↑", act(-1)),
      down: button("Down", "↓", act(1)),
      bottom: button("To the bottom", "↓", act(Infinity), "al-to-bottom"),
      out: button("Take out", "×", () => takeOut(thing.id)),
    };
    const tools = Object.values(buttons);
    buttons.up.tabIndex = 0;
    const number = h("span", { class: "al-place" });
    const mark = h("span", { class: "al-mark" });
    const toolbar = h(
      "div",
      { class: "al-tools", role: "toolbar", "aria-label": `Move ${thing.id}: ${thing.text}` },
      ...tools,
    );
    const row = h(
      "li",
      { class: "al-row", "data-thing": thing.id },
      number,
      h("span", { class: "al-row-words" }, ...thingWords(thing, { mark })),
      toolbar,
    );
    toolbar.addEventListener("focusin", (event) => {
      tools.forEach((tool) => (tool.tabIndex = tool === event.target ? 0 : -1));
    });
    toolbar.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const at = tools.indexOf(event.target);
      const keys = {
        ArrowUp: act(-1),
        ArrowDown: act(1),
        Home: act(-Infinity),
        End: act(Infinity),
        Delete: () => takeOut(thing.id),
        ArrowLeft: () => tools[at - 1]?.focus(),
        ArrowRight: () => tools[at + 1]?.focus(),
      };
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    return {
      id: thing.id,
      row,
      focus: () => tools.find((tool) => tool.tabIndex === 0).focus(),
      show(place, many) {
        say(number, `${place + 1}`);
        for (const [names, end] of [[["up", "top"], place === 0], [["down", "bottom"], place === many - 1]]) {
          for (const name of names) {
            if (end) buttons[name].setAttribute("aria-disabled", "true");
            else buttons[name].removeAttribute("aria-disabled");
          }
        }
      },
      mark(outcome) {
        if (mark.firstElementChild?.dataset.outcome === outcome) return;
        mark.replaceChildren(...(outcome ? [outcomeMark(outcome)] : []));
      },
    };
  }

  function buildOpen(thing) {
    const button = h(
      "button",
      { type: "button", class: "al-button al-add", click: () => place(thing.id) },
      "Place",
      h("span", { class: "al-hidden" }, ` ${thing.id} at the end of your order`),
    );
    const row = h(
      "li",
      { class: "al-row", "data-thing": thing.id },
      h("span", { class: "al-row-words" }, ...thingWords(thing)),
      button,
    );
    return { id: thing.id, row, focus: () => button.focus() };
  }

  const placedRows = new Map(things.map((thing) => [thing.id, buildPlaced(thing)]));
  const openRows = new Map(things.map((thing) => [thing.id, buildOpen(thing)]));
  const openOf = (value) => things.map((thing) => thing.id).filter((id) => !(value ?? []).includes(id));

  function put(value, said) {
    view.save(value.length ? value : null);
    say(news, said);
  }
  function move(id, shift) {
    const value = placed();
    const from = value.indexOf(id);
    const to = Math.min(Math.max(from + shift, 0), value.length - 1);
    const end = shift < 0 ? "at the top" : "at the bottom";
    if (to === from) {
      say(news, `${id} is ${end} already.`);
      return;
    }
    value.splice(to, 0, ...value.splice(from, 1));
    put(value, `${id} is now number ${to + 1} of ${value.length}.`);
  }
  function place(id) {
    const value = [...placed(), id];
    const open = openOf(placed());
    const next = open[open.indexOf(id) + 1] ?? open[open.indexOf(id) - 1];
    put(value, `${id} is now number ${value.length} of ${value.length}.`);
    // The row that had the focus is gone: go on with the next one to place.
    (next ? openRows.get(next) : placedRows.get(id)).focus();
  }
  function takeOut(id) {
    const value = placed();
    const at = value.indexOf(id);
    value.splice(at, 1);
    put(value, `${id} is taken out. ${counted(value.length, "thing is", "things are")} placed.`);
    const next = value[at] ?? value[at - 1];
    (next ? placedRows.get(next) : openRows.get(id)).focus();
  }
  function clearAll() {
    if (placed().length) put([], "Nothing is placed.");
  }

  /** Bring the rows of a list into an order without moving the one that has the focus. */
  function arrange(list, rows) {
    for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
    const still = rows.find((row) => row.contains(document.activeElement) && row.parentNode === list);
    const at = rows.indexOf(still);
    rows.forEach((row, index) => {
      if (index < at) list.insertBefore(row, still);
      else if (index > at) list.append(row);
    });
  }

  view.content.append(
    h("div", { class: "al-bar" }, count, clear),
    h("h4", { class: "al-subtitle", id: `${view.uid}-placed` }, "Your order, from first to last"),
    none,
    order,
    h("h4", { class: "al-subtitle", id: `${view.uid}-rest` }, "Not placed yet"),
    all,
    rest,
    h("p", { class: "al-quiet-text al-hint" }, ORDER_HINT),
    news,
  );

  return {
    parts: things.length,
    open: openOf,
    show(value) {
      const ids = (value ?? []).filter((id) => placedRows.has(id));
      const open = openOf(ids);
      arrange(order, ids.map((id) => placedRows.get(id).row));
      arrange(rest, open.map((id) => openRows.get(id).row));
      ids.forEach((id, at) => placedRows.get(id).show(at, ids.length));
      none.hidden = ids.length > 0;
      all.hidden = open.length > 0;
      say(count, `${ids.length} of ${things.length} placed`);
      if (ids.length) clear.removeAttribute("aria-disabled");
      else clear.setAttribute("aria-disabled", "true");
    },
    mark(outcomes, checked) {
      // A verdict is about two things: each of them is met when none of its pairs is not met.
      const found = new Map();
      if (sameJson(checked, view.value())) {
        for (const [part, outcome] of outcomes) {
          if (outcome === "not attempted") continue;
          for (const id of part.split("/")) if (found.get(id) !== "not met") found.set(id, outcome);
        }
      }
      for (const [id, row] of placedRows) row.mark(found.get(id));
    },
  };
}

export default { render: panel({ name: "order", build: buildOrder }) };
