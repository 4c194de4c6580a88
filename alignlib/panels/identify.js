// Identify: asks once for the learner's id. The value is the id as text.

function buildIdentify(view) {
  const { item, uid } = view;
  let changing = false;

  const input = h("input", {
    type: "text", class: "al-input", id: `${uid}-id`, autocomplete: "username",
    autocapitalize: "none", spellcheck: "false", "aria-describedby": `${uid}-problem`,
  });
  const problem = h("p", { class: "al-problem", id: `${uid}-problem`, role: "alert", hidden: true });
  const form = h(
    "form",
    { class: "al-identify-form", novalidate: true, submit: send },
    h("label", { class: "al-label", for: input.id }, item.label ?? "Your learner id"),
    h(
      "div",
      { class: "al-number-row" },
      input,
      h("button", { type: "submit", class: "al-button" }, "Use this id"),
    ),
    problem,
  );
  const name = h("strong", { class: "al-who" });
  const change = h(
    "button",
    { type: "button", class: "al-quiet al-change", click: reopen },
    "Change my id",
  );
  const known = h(
    "p",
    { class: "al-known", tabindex: "-1", hidden: true },
    "You are working as ", name, ". ", change,
  );
  view.content.append(form, known);

  function send(event) {
    event.preventDefault();
    const id = input.value.trim();
    problem.hidden = Boolean(id);
    say(problem, id ? "" : "The box is empty. Write the id that your course gave you.");
    if (id) {
      input.removeAttribute("aria-invalid");
      changing = false;
      view.save(id);
    } else {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    }
  }
  function reopen() {
    changing = true;
    show(view.value());
    input.focus();
    input.select();
  }

  function show(value) {
    const id = value ?? "";
    // The form stays until Python has accepted the id.
    const done = Boolean(id) && !changing && view.state() === "saved";
    const held = form.contains(document.activeElement);
    say(name, id);
    if (done || !held) input.value = id;
    known.hidden = !done;
    form.hidden = done;
    if (done && held) known.focus();
  }

  return {
    parts: 1,
    open: (value) => (value ? [] : [item.id]),
    show,
    settle: () => show(view.value()),
  };
}

export default { render: panel({ name: "identify", build: buildIdentify, plain: true }) };
