// Number: one value in a stated unit. A comma and a point both start the decimals.

/** The number in a text, or a sentence that says why there is none. */
function readNumber(text, item) {
  const unit = String(item.unit ?? "").trim();
  let plain = text.trim().replace(/[−–]/g, "-");
  if (unit && plain.endsWith(unit)) plain = plain.slice(0, -unit.length).trim();
  if (!plain) return { problem: `“${text.trim()}” has no digits.` };
  // Spaces between groups of three digits are a way to write large numbers.
  if (/^[+-]?\d{1,3}([\s\u00a0\u202f]\d{3})+([.,]\d+)?$/.test(plain)) {
    plain = plain.replace(/[\s\u00a0\u202f]/g, "");
  }
  const inRange = (number) => number >= (item.low ?? -Infinity) && number <= (item.high ?? Infinity);
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(plain)) {
    // "1,234" is a bit more than one to some readers and a bit more than a thousand to others.
    const ways = [plain.replace(",", "."), plain.replace(/,/g, "")].filter((w) => inRange(Number(w)));
    if (ways.length > 1) {
      const problem = `“${text.trim()}” can be read in two ways. Write ${ways[0]} or ${ways[1]}.`;
      return { problem };
    }
    plain = ways[0] ?? plain.replace(/,/g, "");
  }
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain)) {
    const middle = ((item.low ?? 0) + (item.high ?? 100)) / 2;
    const example = middle.toFixed(item.decimals ?? 1);
    const shown = text.trim().length > 30 ? `${text.trim().slice(0, 30)}…` : text.trim();
    return { problem: `“${shown}” is not a number. Write digits, such as ${example}.` };
  }
  const number = Number(plain.replace(",", "."));
  if (!inRange(number)) {
    const range = `${item.low} to ${item.high} ${unit}`.trim();
    return { problem: `${number} lies outside ${range}. Check the unit of your result.` };
  }
  return { number };
}

function buildNumber(view) {
  const { item, uid } = view;
  const unit = String(item.unit ?? "").trim();
  let timer = 0;
  let dirty = false; // typed here and not yet handed on

  const input = h("input", {
    type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false",
    class: "al-input al-number-input", id: `${uid}-number`,
    "aria-describedby": `${uid}-range ${uid}-problem`,
    input: typed, blur: commit,
    keydown: (event) => event.key === "Enter" && commit(),
  });
  const problem = h("p", { class: "al-problem", id: `${uid}-problem`, role: "alert", hidden: true });
  const decimals = item.decimals ?? 1;
  const digits = decimals ? `, with ${counted(decimals, "decimal", "decimals")}` : "";
  view.content.append(
    h("label", { class: "al-label", for: input.id }, "Your number"),
    h(
      "div",
      { class: "al-number-row" },
      input,
      unit ? h("span", { class: "al-unit" }, unit) : null,
    ),
    h(
      "p",
      { class: "al-quiet-text", id: `${uid}-range` },
      `From ${item.low} to ${item.high} ${unit}`.trim() + `${digits}. Both 0.5 and 0,5 are understood.`,
    ),
    problem,
  );

  // A number and its unit stay on one line.
  const words = (number) => (unit ? `${number}\u00a0${unit}` : String(number));
  function stillSaved() {
    const value = view.value();
    return value === null || value === undefined
      ? "Nothing is saved yet."
      : `Still saved: ${words(value)}.`;
  }
  function refuse(reason) {
    say(problem, reason);
    problem.hidden = false;
    input.setAttribute("aria-invalid", "true");
  }
  function accept() {
    problem.hidden = true;
    problem.textContent = "";
    input.removeAttribute("aria-invalid");
  }

  function typed() {
    dirty = true;
    clearTimeout(timer);
    view.typing();
    // A half-typed number is no mistake, and an emptied box may be about to be filled: wait
    // with those until the learner leaves the box.
    timer = setTimeout(() => {
      if (readNumber(input.value, item).number !== undefined) commit();
    }, PAUSE);
  }
  function commit() {
    clearTimeout(timer);
    if (!dirty) return;
    // An emptied box takes the answer back.
    const empty = !input.value.trim();
    const { number, problem: reason } = empty ? { number: null } : readNumber(input.value, item);
    if (number === undefined) {
      refuse(`${reason} ${stillSaved()}`);
      view.refuse();
      return;
    }
    dirty = false;
    accept();
    view.save(number);
  }

  return {
    parts: 1,
    flush: commit,
    open: (value) => ((value ?? null) === null ? [item.id] : []),
    show(value) {
      // What is being typed is newer than what arrives; and "61,50" stays as it was typed.
      if (dirty && document.activeElement === input) return;
      dirty = false;
      if ((value ?? null) !== null && readNumber(input.value, item).number === value) return;
      input.value = (value ?? null) === null ? "" : String(value);
      accept();
    },
  };
}

export default { render: panel({ name: "number", build: buildNumber }) };
