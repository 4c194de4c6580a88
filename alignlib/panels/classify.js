// Classify: a row of choices for each thing; made to be quick with forty of them.

const MANY = 8; // from here on the bar with "Next open" stands below the list too
const HINT =
  "With the keyboard: Tab goes from one to the next; the arrow keys or 1, 2, 3 … choose; " +
  "0 clears; N goes to the next open one.";

function buildThing(view, thing, categories, act) {
  const name = `${view.uid}-${thing.id}`;
  const radios = categories.map((category) =>
    h("input", {
      type: "radio", name, value: category.id, id: `${name}-${category.id}`,
      change: () => act.choose(thing.id, category.id),
    }),
  );
  const pills = categories.map((category, index) =>
    h("label", { class: "al-pill", for: radios[index].id }, radios[index], h("span", {}, category.label)),
  );
  const tag = h("span", { class: "al-tag" }, "open");
  const clear = h(
    "button",
    { type: "button", class: "al-quiet al-clear", hidden: true, click: () => act.clear(thing.id) },
    "Clear",
    h("span", { class: "al-hidden" }, ` the choice for ${thing.id}`),
  );
  const mark = h("span", { class: "al-mark" });
  const row = h(
    "li",
    { class: "al-thing", "data-thing": thing.id },
    h(
      "fieldset",
      {},
      h("legend", {}, ...thingWords(thing, { mark })),
      h("div", { class: "al-pills" }, ...pills, h("span", { class: "al-slot" }, tag, clear)),
    ),
  );

  row.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.type !== "radio") return;
    const number = Number.parseInt(event.key, 10);
    if (number >= 1 && number <= categories.length) {
      radios[number - 1].focus();
      act.choose(thing.id, categories[number - 1].id);
    } else if (event.key === "0" || event.key === "Delete" || event.key === "Backspace") {
      act.clear(thing.id);
    } else if (event.key.toLowerCase() === "n") act.next(thing.id);
    else return;
    event.preventDefault();
  });

  return {
    id: thing.id,
    row,
    focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus(),
    show(category) {
      radios.forEach((radio) => (radio.checked = radio.value === category));
      const open = !radios.some((radio) => radio.checked);
      row.dataset.open = String(open);
      tag.hidden = !open;
      // A hidden button drops the focus to the page's top; hand it to the choices first.
      if (open && document.activeElement === clear) radios[0].focus();
      clear.hidden = open;
    },
    mark(outcome) {
      if (mark.firstElementChild?.dataset.outcome === outcome) return;
      mark.replaceChildren(...(outcome ? [outcomeMark(outcome)] : []));
    },
  };
}

function buildClassify(view) {
  const categories = view.item.categories ?? [];
  const things = view.item.things ?? [];
  const answer = () => ({ ...(view.value() ?? {}) });
  const openOf = (value) => things.map((thing) => thing.id).filter((id) => !(value ?? {})[id]);

  // Things are kept in their own order, whatever the order of the clicks.
  function put(value) {
    const chosen = things.filter((thing) => value[thing.id]);
    const pairs = chosen.map((thing) => [thing.id, value[thing.id]]);
    view.save(pairs.length ? Object.fromEntries(pairs) : null);
  }
  const act = {
    choose: (thing, category) => put({ ...answer(), [thing]: category }),
    clear(thing) {
      const value = answer();
      delete value[thing];
      put(value);
    },
    next(from) {
      const open = openOf(view.value());
      const start = things.findIndex((thing) => thing.id === from);
      const id = open.find((other) => things.findIndex((t) => t.id === other) > start) ?? open[0];
      const target = rows.find((row) => row.id === id);
      if (!target) return;
      // Focus first, hide after: the focus must always have a place to be.
      target.row.hidden = false;
      target.focus();
      filter(id);
      target.row.scrollIntoView({ block: "nearest" });
    },
  };
  const rows = things.map((thing) => buildThing(view, thing, categories, act));
  const bars = [];

  // The filter takes a snapshot. A thing that is answered stays where it is until the learner
  // moves on: rows that vanish below the mouse make people click the wrong one.
  let onlyOpen = false;
  function filter(keep) {
    const open = new Set(openOf(view.value()));
    for (const { id, row } of rows) row.hidden = onlyOpen && !open.has(id) && id !== keep;
    nothing.hidden = rows.some(({ row }) => !row.hidden);
  }
  const nothing = h("p", { class: "al-quiet-text", hidden: true }, "Nothing is open here.");

  function bar(end) {
    const count = h("span", { class: "al-count" });
    const current = () => document.activeElement?.closest?.(".al-thing")?.dataset.thing;
    const next = h(
      "button",
      {
        type: "button", class: "al-button al-next",
        // From the bar, the search starts at the top of the list.
        click: () => act.next(current()),
      },
      "Next open",
    );
    const box = h("input", {
      type: "checkbox", id: `${view.uid}-only${end ? "-end" : ""}`, class: "al-only",
      change: (event) => {
        onlyOpen = event.target.checked;
        filter();
        showBars();
      },
    });
    const label = h("label", { class: "al-check-label", for: box.id }, box, "Only open ones");
    bars.push({ count, next, box });
    return h("div", { class: `al-bar${end ? " al-bar-end" : ""}` }, count, next, label);
  }

  function showBars() {
    const open = openOf(view.value()).length;
    for (const { count, next, box } of bars) {
      say(count, open ? `${open} of ${things.length} still open` : `All ${things.length} answered`);
      if (open) next.removeAttribute("aria-disabled");
      else next.setAttribute("aria-disabled", "true");
      box.checked = onlyOpen;
    }
  }

  const untouched = Object.keys(answer()).length === 0;
  view.content.append(
    glossary("What the categories mean", categories, untouched),
    bar(false),
    h("ol", { class: "al-things" }, ...rows.map(({ row }) => row)),
    nothing,
    h("p", { class: "al-quiet-text al-hint" }, HINT),
  );
  if (things.length >= MANY) view.content.append(bar(true));

  return {
    parts: things.length,
    open: openOf,
    show(value) {
      for (const row of rows) row.show((value ?? {})[row.id]);
      showBars();
    },
    mark(outcomes, checked) {
      const now = view.value() ?? {};
      for (const row of rows) {
        const same = (checked ?? {})[row.id] === now[row.id];
        row.mark(same ? outcomes.get(row.id) : undefined);
      }
    },
  };
}

export default { render: panel({ name: "classify", build: buildClassify }) };
