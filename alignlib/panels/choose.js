// Choose: a box to tick for each option.

function buildChoose(view) {
  const options = view.item.options ?? [];
  const boxes = options.map((option) =>
    h("input", { type: "checkbox", id: `${view.uid}-${option.id}`, value: option.id, change: save }),
  );
  const marks = options.map(() => h("span", { class: "al-mark" }));
  const count = h("span", { class: "al-count" });
  const clear = h("button", { type: "button", class: "al-quiet al-clear", click: clearAll }, "Clear all");

  function save() {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    view.save(chosen.length ? chosen : null);
  }
  function clearAll() {
    if (!boxes.some((box) => box.checked)) return;
    boxes.forEach((box) => (box.checked = false));
    save();
  }

  view.content.append(
    h(
      "fieldset",
      { class: "al-options" },
      h("legend", {}, "Choose all that fit"),
      h("div", { class: "al-bar" }, count, clear),
      h(
        "ul",
        { class: "al-things" },
        ...options.map((option, index) =>
          h(
            "li",
            { class: "al-option", "data-option": option.id },
            h(
              "label",
              { for: boxes[index].id },
              boxes[index],
              h("span", { class: "al-option-words" }, ...thingWords(option, { mark: marks[index] })),
            ),
          ),
        ),
      ),
    ),
  );

  return {
    parts: 1,
    open: (value) => ((value ?? []).length ? [] : [view.item.id]),
    show(value) {
      const chosen = new Set(value ?? []);
      boxes.forEach((box) => (box.checked = chosen.has(box.value)));
      say(count, `${chosen.size} of ${options.length} chosen`);
      if (chosen.size) clear.removeAttribute("aria-disabled");
      else clear.setAttribute("aria-disabled", "true");
    },
    mark(outcomes, checked) {
      const before = new Set(checked ?? []);
      const now = new Set(view.value() ?? []);
      options.forEach((option, index) => {
        const same = before.has(option.id) === now.has(option.id);
        const outcome = same ? outcomes.get(option.id) : undefined;
        if (marks[index].firstElementChild?.dataset.outcome === outcome) return;
        marks[index].replaceChildren(...(outcome ? [outcomeMark(outcome)] : []));
      });
    },
  };
}

export default { render: panel({ name: "choose", build: buildChoose }) };
