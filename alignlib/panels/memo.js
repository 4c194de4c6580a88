// Memo: a text with a live count of its words; saved at each pause and when it is left.

function wordsIn(text) {
  return text.trim() ? text.trim().split(/\s+/).length : 0;
}

function buildMemo(view) {
  const { item, uid } = view;
  const [low, high] = item.words ?? [0, Infinity];
  const criteria = item.criteria ?? [];
  let timer = 0;
  let dirty = false; // typed here and not yet handed on

  const area = h("textarea", {
    class: "al-input al-memo-text", id: `${uid}-text`, rows: "10", spellcheck: "true",
    "aria-describedby": `${uid}-count`,
    input: typed, blur: commit,
  });
  const number = h("span", { class: "al-count" });
  const fit = h("span", { class: "al-fit", role: "status", "aria-live": "polite" });
  if (criteria.length) {
    const title = "What a marker looks for";
    view.content.append(glossary(title, criteria, !(view.value() ?? "").trim()));
  }
  view.content.append(
    h("label", { class: "al-label", for: area.id }, "Your text"),
    area,
    h("p", { class: "al-words", id: `${uid}-count` }, number, " ", fit),
  );

  function count() {
    const words = wordsIn(area.value);
    const wanted = Number.isFinite(high) ? ` (${low} to ${high} are asked for)` : "";
    say(number, `${counted(words, "word", "words")}${wanted}`);
    // Words that change seldom, so that a screen reader speaks at the borders only.
    const state = words === 0 ? "" : words < low ? "short" : words > high ? "long" : "right";
    fit.dataset.fit = state;
    say(fit, { "": "", short: "↑ still too short", long: "↓ too long", right: "✓ right length" }[state]);
  }
  function typed() {
    dirty = true;
    count();
    view.typing();
    clearTimeout(timer);
    timer = setTimeout(commit, PAUSE);
  }
  function commit() {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    view.save(area.value.trim() ? area.value : null);
  }

  return {
    parts: 1,
    flush: commit,
    open: (value) => ((value ?? "").trim() ? [] : [item.id]),
    show(value) {
      const text = value ?? "";
      // What is being typed is newer than what arrives; blanks alone are kept, not saved.
      const same = area.value === text || (!text && !area.value.trim());
      if (!dirty && !same) {
        const { selectionStart, selectionEnd } = area;
        area.value = text;
        if (document.activeElement === area) area.setSelectionRange(selectionStart, selectionEnd);
      }
      count();
    },
  };
}

export default { render: panel({ name: "memo", build: buildMemo }) };
