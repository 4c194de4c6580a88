// What every panel shares. Each kind's file follows this one and ends with
// `export default { render: panel({...}) }`. A kind is an object with
//   name                         the kind, for the class name
//   plain?                       true for a panel that is no item: no parts, no check
//   build(view) -> {
//     parts, open(value),        how many parts there are, and the ids of those still open
//     show(value),               put a value on the screen; never rebuilds, never moves the focus
//     flush?(),                  hand on what was typed and not yet saved
//     settle?(),                 told whenever Python says what became of the answer
//     mark?(outcomes, checked),  show the outcome of a check beside each part
//   }
// All text goes through textContent: what a case says is never read as HTML.

const SLOW = 6000; // ms without an answer from the kernel before we say so
const FEW = 3; // up to so many verdicts of one outcome are shown unfolded
const PAUSE = 500; // ms without a key press before typed text is saved

// JupyterLab looks for this mark from the focused element upwards and stops at the first match
// of a shortcut, so it has to stand on what takes the focus, not only on the panel around it.
const NO_SHORTCUTS = "data-lm-suppress-shortcuts";
const FOCUSABLE = new Set(["button", "input", "select", "summary", "textarea"]);

/** An element with attributes and children; children are elements or plain text. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (FOCUSABLE.has(tag) || "tabindex" in attributes) element.setAttribute(NO_SHORTCUTS, "true");
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set text only where it differs, so that a screen reader is not told twice. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** "1 point", "14 points". */
function counted(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Plain text with blank lines between paragraphs and `code` spans, as elements. */
function paragraphs(text) {
  return String(text ?? "")
    .split(/\n\s*\n/)
    .filter((block) => block.trim())
    .map((block) => {
      const p = h("p");
      block
        .trim()
        .replace(/\s*\n\s*/g, " ")
        .split(/`([^`]+)`/)
        .forEach((piece, index) => piece && p.append(index % 2 ? h("code", {}, piece) : piece));
      return p;
    });
}

/** A collapsible list of terms and what they mean. */
function glossary(title, entries, open) {
  const list = h("dl", { class: "al-glossary" });
  for (const { label, meaning } of entries) {
    list.append(h("div", {}, h("dt", {}, label), h("dd", {}, meaning ?? "")));
  }
  return h("details", { class: "al-details", open }, h("summary", {}, title), list);
}

/**
 * What a thing is called: its id, its note and its text, and what else stands on their line.
 *
 * Blanks stand between them: most of it is the name of a control, which is read out.
 */
function thingWords(thing, { badge = null, mark = null } = {}) {
  const parts = [
    h("span", { class: "al-id" }, thing.id),
    badge,
    thing.note ? h("span", { class: "al-note" }, thing.note) : null,
    mark,
    h("span", { class: "al-text" }, thing.text),
  ];
  return parts.filter((part) => part).flatMap((part, index) => (index ? [" ", part] : [part]));
}

function sameJson(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

// ------------------------------------------------------------------ status

const STATES = {
  saved: { icon: "✓", words: "Saved" },
  empty: { icon: "○", words: "Nothing recorded yet" },
  "not saved": { icon: "!", words: "Not saved" },
  saving: { icon: "…", words: "Saving" },
  typing: { icon: "…", words: "Not saved yet" },
};

/** The line that says what became of the answer, in an icon and in words. */
function statusLine() {
  const icon = h("span", { class: "al-status-icon", "aria-hidden": "true" });
  const text = h("span", { class: "al-status-text", role: "status", "aria-live": "polite" });
  const line = h("p", { class: "al-status" }, icon, text);
  let timer = 0;

  function put(state, words) {
    icon.textContent = STATES[state].icon;
    line.dataset.shown = state;
    // In-between states are for the eye; a screen reader hears the result alone.
    const passing = state === "saving" || state === "typing";
    if (passing) text.replaceChildren(h("span", { "aria-hidden": "true" }, words));
    else say(text, words);
  }

  return {
    line,
    stop: () => clearTimeout(timer),
    show(state, message = "") {
      const known = STATES[state] ? state : "empty";
      clearTimeout(timer);
      line.dataset.state = known;
      if (known === "saving") {
        // Most answers come within a blink: say "Saving" only when one does not.
        timer = setTimeout(() => {
          put("saving", STATES.saving.words);
          timer = setTimeout(() => {
            line.dataset.state = "not saved";
            put(
              "not saved",
              "Not saved: the notebook does not answer. If a cell is running, wait. " +
                "If not, run the cell of this panel again.",
            );
          }, SLOW);
        }, 250);
        return;
      }
      let words = message || STATES[known].words;
      if (known === "not saved" && !/^not saved/i.test(words)) words = `Not saved: ${words}`;
      put(known, words);
    },
  };
}

// ------------------------------------------------------------------ feedback

const OUTCOMES = {
  met: { symbol: "✓", words: "met" },
  "not met": { symbol: "✗", words: "not met" },
  "not attempted": { symbol: "–", words: "not attempted" },
  "for a human": { symbol: "…", words: "for a human" },
};

/** "✓ met" and its like: a symbol and words, never a colour alone. */
function outcomeMark(outcome) {
  const { symbol, words } = OUTCOMES[outcome] ?? { symbol: "…", words: String(outcome) };
  return h(
    "span",
    { class: "al-outcome", "data-outcome": outcome },
    h("span", { class: "al-outcome-symbol", "aria-hidden": "true" }, symbol),
    ` ${words}`,
  );
}

function verdictRow(verdict) {
  const facts = h("dl", { class: "al-facts-list" });
  for (const [word, text] of [
    ["Your answer", verdict.given],
    ["Right answer", verdict.right],
    ["Evidence", verdict.evidence],
    ["Idea", verdict.claim],
  ]) {
    if (text) facts.append(h("div", {}, h("dt", {}, word), h("dd", {}, String(text))));
  }
  const named = verdict.label && verdict.label !== verdict.part ? verdict.label : "";
  return h(
    "li",
    { class: "al-verdict", "data-part": verdict.part, "data-outcome": verdict.outcome },
    h(
      "p",
      { class: "al-verdict-head" },
      outcomeMark(verdict.outcome),
      " ",
      // An item of one part has the item's id as its part; that says nothing to a learner.
      verdict.single ? null : h("span", { class: "al-id" }, String(verdict.part ?? "")),
      " ",
      named ? h("span", { class: "al-verdict-text" }, named) : null,
    ),
    facts.childElementCount ? facts : null,
  );
}

/**
 * The part that shows what a check found; empty while there is nothing.
 *
 * It is never hidden as a whole: what appears together with its own live region is not read out.
 */
function feedbackSection(uid, itemId) {
  const summary = h("p", { class: "al-summary", role: "status", "aria-live": "polite" });
  const stale = h("p", { class: "al-stale", hidden: true }, "Your answer has changed since this check.");
  const lists = h("div");
  const title = h("h4", { class: "al-subtitle", id: `${uid}-feedback` }, "Feedback");
  const section = h(
    "div",
    { class: "al-feedback", role: "group", "aria-labelledby": title.id },
    title,
    summary,
    stale,
    lists,
  );
  const list = (verdicts) => h("ul", { class: "al-verdicts" }, ...verdicts.map(verdictRow));

  return {
    section,
    setStale: (isStale) => (stale.hidden = !isStale),
    show(feedback) {
      title.hidden = !feedback;
      section.dataset.empty = String(!feedback);
      lists.replaceChildren();
      say(summary, feedback?.summary ?? "");
      if (!feedback) return;
      const verdicts = (feedback.verdicts ?? []).map((v) => ({ ...v, single: v.part === itemId }));
      // What needs attention comes first; long lists of the rest stay folded.
      const folded = ["not attempted", "met"];
      const first = verdicts.filter((verdict) => !folded.includes(verdict.outcome));
      if (first.length) lists.append(list(first));
      for (const outcome of folded) {
        const some = verdicts.filter((verdict) => verdict.outcome === outcome);
        if (!some.length) continue;
        if (some.length <= FEW) lists.append(list(some));
        else {
          const title = `Show the ${some.length} ${outcome}`;
          lists.append(h("details", { class: "al-details" }, h("summary", {}, title), list(some)));
        }
      }
    },
  };
}

// ------------------------------------------------------------------ practice

const SURE = [
  { value: 1, words: "a guess", counts: "+1 or 0" },
  { value: 2, words: "fairly sure", counts: "+2 or −2" },
  { value: 3, words: "certain", counts: "+3 or −6" },
];

/** How sure one is: asked before the first check, told after it. Hidden where it is not asked. */
function certaintyGroup(model, uid) {
  const inputs = SURE.map(({ value }) =>
    h("input", { type: "radio", name: `${uid}-sure`, value, change: () => choose(value) }),
  );
  const group = h(
    "fieldset",
    { class: "al-sure", "aria-describedby": `${uid}-sure-why` },
    h("legend", {}, "How sure are you? ", h("span", { class: "al-quiet-text" }, "For practice; you may leave it open.")),
    h(
      "div",
      { class: "al-pills" },
      ...SURE.map(({ words, counts }, index) =>
        h("label", { class: "al-pill" }, inputs[index], h("span", {}, words), h("span", { class: "al-counts" }, counts)),
      ),
    ),
    h(
      "p",
      { class: "al-quiet-text", id: `${uid}-sure-why` },
      "The numbers say what a right part and a wrong part count. “Fairly sure” pays from two right in three (67 %), “certain” from four in five (80 %).",
    ),
  );
  const told = h("p", { class: "al-sure-told", role: "status", "aria-live": "polite" });
  const whole = h("div", { class: "al-certainty" }, group, told);

  function choose(value) {
    model.set("certainty", { ...model.get("certainty"), chosen: value, message: "" });
    model.save_changes();
  }

  return {
    whole,
    show() {
      const { chosen = null, closed = false, message = "" } = model.get("certainty") ?? {};
      const asked = Object.keys(model.get("certainty") ?? {}).length > 0;
      whole.hidden = !asked || (closed && !message);
      group.hidden = closed;
      for (const input of inputs) input.checked = Number(input.value) === chosen;
      say(told, message);
    },
  };
}

/** Which variant is shown, with the way back; and the way on, which stands below the feedback. */
function variantLine(model, uid, go) {
  const words = h("span", { id: `${uid}-variant` });
  // Leaving a box saves it, and what is told then would move the button away under the pointer.
  const stay = (event) => event.preventDefault();
  const button = (kind, to, words) =>
    h("button", { type: "button", class: kind, mousedown: stay, click: (event) => go(to, event.currentTarget) }, words);
  const back = button("al-quiet", "own", "");
  const line = h("p", { class: "al-variant" }, words, back);
  const told = h("span", { class: "al-again-told", role: "status", "aria-live": "polite" });
  const another = button("al-button", "another", "Another variant");
  const again = h("p", { class: "al-again" }, another, " ", told);

  return {
    line,
    again,
    show() {
      const { number, own, of, message = "" } = model.get("variant") ?? {};
      line.hidden = !number || number === own;
      again.hidden = !(of > 1) || !model.get("feedback")?.verdicts?.length;
      say(told, message);
      if (line.hidden) return;
      words.replaceChildren(
        `Variant ${number} of ${of}, to try again. Its tables: `,
        h("code", {}, `work.on(${number}).case`),
        `. Your answers to variant ${own}, your own, are kept.`,
      );
      say(back, `Back to variant ${own}`);
    },
  };
}

// ------------------------------------------------------------------ keys

/**
 * Keep the notebook's one-letter shortcuts away from the panel, but let it be saved.
 *
 * JupyterLab leaves what is marked NO_SHORTCUTS alone, Ctrl+S too, and then the browser would
 * offer to save the web page. So Ctrl+S is handed on from outside the panel.
 *
 * Escape goes back to the cell, as it does from a cell's code: the way out of a long panel.
 */
function guardKeys(root, flush) {
  root.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (!command) {
      event.stopPropagation();
      if (event.key === "Escape" && !event.isComposing) {
        flush();
        root.closest(".jp-Cell")?.focus();
      }
      return;
    }
    if (event.key.toLowerCase() !== "s" || event.altKey || event.shiftKey) return;
    const outside = root.closest(".jp-Notebook");
    flush();
    if (!outside) return;
    event.preventDefault();
    event.stopPropagation();
    const { key, code, keyCode, ctrlKey, metaKey } = event;
    outside.dispatchEvent(
      new KeyboardEvent("keydown", {
        key, code, keyCode, ctrlKey, metaKey, bubbles: true, cancelable: true,
      }),
    );
  });
}

// ------------------------------------------------------------------ the panel

/** Everything around a kind's own controls, and what they may call. */
function buildView(model, kind) {
  const item = model.get("item") ?? {};
  // Two views of one item, or two copies of this module, must not share an id.
  const uid = `al-${Math.random().toString(36).slice(2, 10)}`;
  const status = statusLine();
  const feedback = feedbackSection(uid, item.id);
  const openText = h("span", { class: "al-open" });
  const content = h("div", { class: "al-content" });
  let checked = null; // the answer that the shown feedback is about

  const view = {
    item,
    uid,
    value: () => model.get("value"),
    /** What Python last said; with a value and no word yet, it was recorded before. */
    state: () =>
      model.get("status")?.state ?? (body.open(model.get("value")).length ? "empty" : "saved"),
    content,
    /** Hand a new answer to Python. `status` goes first: see the docstring of Panel. */
    save(value) {
      // The same answer again is no change: Python would hear nothing and never reply.
      if (sameJson(value, model.get("value"))) {
        showStatus();
        return;
      }
      model.set("status", { ...model.get("status"), state: "saving", message: "" });
      model.set("value", value);
      model.save_changes();
    },
    typing: () => status.show("typing"),
    refuse: () => status.show("not saved"),
    showStatus,
  };
  const body = kind.build(view);

  function showStatus() {
    status.show(view.state(), model.get("status")?.message);
    showOpen();
    body.settle?.();
  }

  function showOpen() {
    const told = model.get("status") ?? {};
    const settled = Number.isInteger(told.open) && told.parts > 0 && told.state !== "saving";
    const open = settled ? told.open : body.open(view.value()).length;
    const parts = settled ? told.parts : body.parts;
    const many = `${open} of ${parts} still open`;
    const done = parts > 1 ? `All ${parts} answered` : "Answered";
    say(openText, open === 0 ? done : parts > 1 ? many : "Still open");
    openText.dataset.open = String(open);
  }

  function update() {
    const value = view.value();
    body.show(value);
    showOpen();
    feedback.setStale(Boolean(model.get("feedback")) && !sameJson(checked, value));
    showMarks();
  }

  function showMarks() {
    if (!body.mark) return;
    const verdicts = model.get("feedback")?.verdicts ?? [];
    body.mark(new Map(verdicts.map((verdict) => [verdict.part, verdict.outcome])), checked);
  }

  /** Ask for the item on another variant. Until it comes, nothing can be typed into this one. */
  function go(to, button) {
    body.flush?.();
    button.focus();
    content.inert = true;
    model.set("variant", { ...model.get("variant"), message: "" });
    model.set("go", { to, count: (model.get("go")?.count ?? 0) + 1 });
    model.save_changes();
    setTimeout(() => (content.inert = false), SLOW);
  }
  const place = variantLine(model, uid, go);
  const sure = certaintyGroup(model, uid);
  function showPlace() {
    content.inert = false;
    place.show();
  }

  function showFeedback() {
    place.show();
    checked = model.get("feedback") ? view.value() : null;
    check.removeAttribute("aria-disabled");
    feedback.show(model.get("feedback"));
    feedback.setStale(false);
    showMarks();
  }

  const check = h("button", { type: "button", class: "al-button al-check", click: ask }, "Check my answer");
  function ask() {
    if (check.getAttribute("aria-disabled") === "true") return;
    body.flush?.();
    check.setAttribute("aria-disabled", "true");
    // Emptied first, so that the same feedback a second time is a change and arrives.
    model.set("feedback", null);
    model.set("check_request", (model.get("check_request") ?? 0) + 1);
    model.save_changes();
    // A check that fails leaves no feedback; the button must not stay closed for ever.
    setTimeout(() => check.removeAttribute("aria-disabled"), SLOW);
  }
  const foot = h("div", { class: "al-foot" }, sure.whole, check);
  feedback.section.append(place.again);
  const showCheck = () => (foot.hidden = kind.plain || !model.get("can_check"));

  const points = item.points === undefined ? null : counted(Number(item.points), "point", "points");
  const root = h(
    "section",
    {
      class: `al-panel al-${kind.name}`,
      lang: "en", // whatever the language of the page around it
      "aria-labelledby": `${uid}-title`,
      "data-item": item.id,
      [NO_SHORTCUTS]: "true",
    },
    h(
      "header",
      { class: "al-head" },
      // An item stands in a section of its notebook; what is no item stands before the first one.
      h(kind.plain ? "h2" : "h3", { class: "al-title", id: `${uid}-title` }, String(item.title ?? "")),
      h(
        "p",
        { class: "al-facts" },
        points === null ? null : h("span", { class: "al-points" }, points),
        kind.plain ? null : openText,
      ),
      status.line,
    ),
    place.line,
    h("div", { class: "al-prompt" }, ...paragraphs(item.prompt)),
    content,
    foot,
    feedback.section,
  );

  const flush = () => body.flush?.();
  const leave = () => document.visibilityState === "hidden" && flush();
  guardKeys(root, flush);
  document.addEventListener("visibilitychange", leave);

  const watched = {
    "change:value": update,
    "change:status": showStatus,
    "change:feedback": showFeedback,
    "change:can_check": showCheck,
    "change:variant": showPlace,
    "change:certainty": sure.show,
  };
  for (const [event, act] of Object.entries(watched)) model.on(event, act);

  showCheck();
  update();
  showStatus();
  showFeedback();
  sure.show();

  return {
    root,
    focus() {
      const title = root.querySelector(".al-title");
      title.tabIndex = -1;
      title.setAttribute(NO_SHORTCUTS, "true");
      title.focus();
    },
    stop() {
      flush();
      status.stop();
      document.removeEventListener("visibilitychange", leave);
      for (const [event, act] of Object.entries(watched)) model.off(event, act);
    },
  };
}

/** The `render` function of a kind; a changed item is the one thing that builds anew. */
function panel(kind) {
  return ({ model, el }) => {
    let view = null;
    const start = () => {
      // Who pressed a button of the old view goes on at the title of the new one.
      const inside = el.contains(document.activeElement);
      view?.stop();
      view = buildView(model, kind);
      el.replaceChildren(view.root);
      if (inside) view.focus();
    };
    start();
    model.on("change:item", start);
    return () => {
      model.off("change:item", start);
      view.stop();
    };
  };
}
