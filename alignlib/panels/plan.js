// Plan: which initiatives to fund, and when each starts. What the plan comes to is computed here
// too, so that it stands beside a choice at once. The functions down to `workOut` follow
// `alignlib/portfolio/result.py` one by one, in the same words; a test holds that they agree.

const STRONGEST = 3;

const plain = (number) => number.toLocaleString("en-GB");
const money = (item, number) => `${plain(number)} ${item.unit}`.trim();
const endOf = (one, start) => start + one.lasts - 1;

/** The plan as a Map from id to the index of the start, in the order of the candidates. */
function planOf(item, value) {
  const given = value ?? {};
  const pairs = item.candidates.map((one) => [one.id, item.periods.indexOf(given[one.id])]);
  return new Map(pairs.filter(([, start]) => start >= 0));
}

/** What the plan costs; with `periods`, only what starts in one of them. */
function costOf(item, plan, periods) {
  return item.candidates
    .filter((one) => plan.has(one.id))
    .filter((one) => !periods || periods.includes(item.periods[plan.get(one.id)]))
    .reduce((sum, one) => sum + one.cost, 0);
}

/** The ids of what runs in a period. */
function runningIn(item, plan, index) {
  return item.candidates
    .filter((one) => plan.has(one.id))
    .filter((one) => plan.get(one.id) <= index && index <= endOf(one, plan.get(one.id)))
    .map((one) => one.id);
}

/** The rules that a plan breaks: { rule, says, about }, in the order in which Python tells them. */
function breachesOf(item, plan) {
  const funded = item.candidates.filter((one) => plan.has(one.id));
  const found = [];
  const tell = (rule, says, about = []) => found.push({ rule, says, about });

  for (const one of item.candidates) {
    if (one.mandated && !plan.has(one.id)) {
      tell("mandated", `${one.id} is mandated and not funded. Fund it.`, [one.id]);
    }
  }
  const cost = costOf(item, plan);
  if (cost > item.budget) {
    tell(
      "budget",
      `The plan costs ${money(item, cost)}; the budget is ${plain(item.budget)}. ` +
        `That is ${plain(cost - item.budget)} too much.`,
    );
  }
  for (const limit of item.limits) {
    const part = costOf(item, plan, limit.periods);
    if (part > limit.most) {
      tell(
        `budget ${limit.label}`,
        `What starts in ${limit.label} costs ${money(item, part)}; the limit is ` +
          `${plain(limit.most)}. That is ${plain(part - limit.most)} too much.`,
      );
    }
  }
  item.periods.forEach((label, index) => {
    const running = runningIn(item, plan, index);
    if (item.most_at_once !== null && running.length > item.most_at_once) {
      tell(
        "at once",
        `In ${label} ${running.length} run at once (${running.join(", ")}); ` +
          `the most is ${item.most_at_once}.`,
      );
    }
  });
  for (const one of funded) {
    for (const need of one.needs) {
      if (!plan.has(need)) {
        tell("order", `${one.id} needs ${need}, which is not funded.`, [one.id]);
        continue;
      }
      const end = endOf(item.candidates.find((other) => other.id === need), plan.get(need));
      if (end >= plan.get(one.id)) {
        const says =
          `${one.id} starts in ${item.periods[plan.get(one.id)]}, but ${need}, which it ` +
          `needs, ends in ${item.periods[end] ?? "no period here"}. ` +
          `Start ${one.id} later or ${need} earlier.`;
        tell("order", says, [one.id]);
      }
    }
  }
  const last = item.periods.at(-1);
  for (const one of funded) {
    if (endOf(one, plan.get(one.id)) >= item.periods.length) {
      tell(
        "horizon",
        `${one.id} starts in ${item.periods[plan.get(one.id)]} and takes ` +
          `${counted(one.lasts, item.period, `${item.period}s`)}: it would not end by ` +
          `${last}. Start it earlier.`,
        [one.id],
      );
    }
  }
  return found;
}

/** How far the plan serves an objective: { strength, by, late, value, says }. */
function reachOf(item, plan, objective) {
  const due = item.periods.indexOf(objective.by);
  let [strength, by, late, lost] = [0, "", "", 0];
  for (const one of item.candidates) {
    const serves = one.serves[objective.id] ?? 0;
    if (!plan.has(one.id) || !serves) continue;
    if (endOf(one, plan.get(one.id)) <= due) {
      if (serves > strength) [strength, by] = [serves, one.id];
    } else if (serves > lost) {
      lost = serves;
      late = `${one.id} would serve it at strength ${serves}, but ends after ${objective.by}.`;
    }
  }
  const value = objective.weight * strength;
  const says = strength
    ? `strength ${strength} by ${by}: ${strength} × ${objective.weight} = ${plain(value)}`
    : "not served";
  return { strength, by, late: lost > strength ? late : "", value, says };
}

/** What a plan comes to: { plan, cost, breaches, reached, value }. */
function workOut(item, answer) {
  const plan = planOf(item, answer);
  const reached = new Map(item.objectives.map((one) => [one.id, reachOf(item, plan, one)]));
  return {
    plan,
    cost: costOf(item, plan),
    breaches: breachesOf(item, plan),
    reached,
    value: [...reached.values()].reduce((sum, reach) => sum + reach.value, 0),
  };
}

// ------------------------------------------------------------------ pieces of the screen

/** Three dots, as many of them full as the strength; for the eye, beside the words. */
function dots(strength) {
  const full = "●".repeat(strength) + "○".repeat(STRONGEST - strength);
  return h("span", { class: "al-dots", "aria-hidden": "true" }, full);
}

/** How the plan is scored, in a few sentences; open until a first initiative is funded. */
function scoring(item, open) {
  const most = item.most_at_once;
  const entries = [
    {
      label: "Value",
      meaning:
        "For each objective: its weight times the strength of the strongest initiative that " +
        "serves it and ends in time. A second initiative adds nothing, unless it is stronger. " +
        "Strength: ● helps a little, ●● clearly, ●●● the objective cannot do without it.",
    },
    {
      label: "Rules",
      meaning:
        "Fund what is mandated. Keep to every budget: the whole cost counts where an initiative " +
        "starts. What an initiative needs has to end before it starts. Everything ends by " +
        `${item.periods.at(-1)}.` +
        (most === null ? "" : ` At most ${most} run in the same ${item.period}.`),
    },
    {
      label: "Points",
      meaning:
        "The best plan that keeps every rule earns all points. A plan that is no better than " +
        "most plans drawn by lot earns none; in between, points grow with the value. A plan " +
        "that breaks a rule earns none: nobody could carry it out.",
    },
  ];
  return glossary("How a plan is scored", entries, open);
}

/** A sum of money against its limit: a bar, and the same in words. */
function meter(item, label, most) {
  const words = h("span", { class: "al-meter-words" });
  const fill = h("span", { class: "al-meter-fill" });
  const bar = h("span", { class: "al-meter-bar", "aria-hidden": "true" }, fill);
  const element = h(
    "li",
    { class: "al-meter" },
    h("span", { class: "al-meter-label" }, label),
    words,
    bar,
  );
  return {
    element,
    show(cost) {
      const over = cost > most;
      element.dataset.over = String(over);
      const rest = over ? `✗ ${plain(cost - most)} too much` : `${plain(most - cost)} left`;
      say(words, `${plain(cost)} of ${money(item, most)}, ${rest}`);
      // Beyond the limit the bar shows the limit as a part of the cost.
      const share = over ? most / cost : most ? cost / most : 0;
      fill.style.width = `${Math.round(share * 100)}%`;
    },
  };
}

/** One initiative: a box to fund it, its facts, and, once funded, its start. */
function buildCandidate(view, one, act) {
  const { item, uid } = view;
  const name = `${uid}-${one.id}`;
  const box = h("input", {
    type: "checkbox", id: `${name}-fund`, "aria-describedby": `${name}-facts`,
    change: () => (box.checked ? act.fund(one) : act.drop(one.id)),
  });
  const select = h(
    "select",
    { id: `${name}-start`, class: "al-input al-start", change: () => act.start(one.id, select.value) },
    ...item.periods.map((label) => h("option", { value: label }, label)),
  );
  const ends = h("span", { class: "al-note" });
  const when = h(
    "div",
    { class: "al-when", hidden: true },
    h("label", { for: select.id }, "Starts", h("span", { class: "al-hidden" }, ` ${one.id}, in`)),
    select,
    ends,
  );
  const problems = h("ul", { class: "al-faults" });
  const serves = Object.entries(one.serves);
  const badge = one.mandated ? h("strong", { class: "al-mandated" }, "mandated") : null;
  const row = h(
    "li",
    { class: "al-option al-candidate", "data-candidate": one.id },
    h(
      "label",
      { for: box.id },
      box,
      h("span", { class: "al-option-words" }, ...thingWords(one, { badge })),
    ),
    h(
      "div",
      { class: "al-candidate-facts" },
      h(
        "p",
        { id: `${name}-facts` },
        `${money(item, one.cost)}, ${counted(one.lasts, item.period, `${item.period}s`)}`,
        one.needs.length ? `; needs ${one.needs.join(", ")}` : "",
        h("br"),
        serves.length ? "Serves " : "Serves no objective",
        ...serves.flatMap(([objective, strength], index) => [
          index ? ", " : "",
          h(
            "span",
            { class: "al-serves" },
            `${objective} `,
            dots(strength),
            h("span", { class: "al-hidden" }, ` at strength ${strength}`),
          ),
        ]),
      ),
      when,
      problems,
    ),
  );
  return {
    row,
    show(plan, breaches) {
      const start = plan.get(one.id);
      const funded = start !== undefined;
      box.checked = funded;
      row.dataset.funded = String(funded);
      // A hidden list drops the focus to the page's top; hand it to the box first.
      if (!funded && document.activeElement === select) box.focus();
      when.hidden = !funded;
      if (funded) {
        select.value = item.periods[start];
        const end = item.periods[endOf(one, start)];
        say(ends, end ? `ends in ${end}` : "does not end within the plan");
      }
      // What is mandated is said on the row from the beginning.
      const faults = funded ? breaches.filter((breach) => breach.about.includes(one.id)) : [];
      problems.replaceChildren(...faults.map((fault) => h("li", {}, `✗ ${fault.says}`)));
    },
  };
}

/** The plan as a table over time: a row for what is funded, a column for each period. */
function timeline(view) {
  const { item, uid } = view;
  const body = h("tbody");
  const foot = h("tfoot");
  const table = h(
    "table",
    { class: "al-timeline" },
    h("caption", { id: `${uid}-timeline` }, "The plan over time"),
    h(
      "thead",
      {},
      h("tr", {}, h("td"), ...item.periods.map((label) => h("th", { scope: "col" }, label))),
    ),
    body,
    foot,
  );
  // It can be wider than the panel, and then has to be scrolled without a mouse too.
  const element = h(
    "div",
    { class: "al-timeline-box", tabindex: "0", role: "region", "aria-labelledby": `${uid}-timeline` },
    table,
  );
  return {
    element,
    show(plan) {
      element.hidden = plan.size === 0;
      const funded = item.candidates.filter((one) => plan.has(one.id));
      const cell = (on, late) =>
        h(
          "td",
          on ? { class: "al-running", "data-late": String(late) } : {},
          on ? h("span", { class: "al-hidden" }, "runs") : null,
        );
      body.replaceChildren(
        ...funded.map((one) => {
          const [start, end] = [plan.get(one.id), endOf(one, plan.get(one.id))];
          const late = end >= item.periods.length;
          const cells = item.periods.map((_, index) => cell(start <= index && index <= end, late));
          const text = h("span", { class: "al-timeline-text" }, one.text);
          return h("tr", {}, h("th", { scope: "row", title: one.text }, one.id, " ", text), ...cells);
        }),
      );
      const most = item.most_at_once;
      const counts = item.periods.map((_, index) => {
        const number = runningIn(item, plan, index).length;
        const over = most !== null && number > most;
        return h("td", { "data-over": String(over) }, over ? `✗ ${number}` : String(number));
      });
      const label = most === null ? "Running at once" : `Running at once (at most ${most})`;
      foot.replaceChildren(h("tr", {}, h("th", { scope: "row" }, label), ...counts));
    },
  };
}

/** One objective and how far the plan serves it. */
function buildObjective(item, objective) {
  const words = h("span", { class: "al-reach" });
  const picture = h("span", { class: "al-dots", "aria-hidden": "true" });
  const late = h("span", { class: "al-late" });
  const mark = h("span", { class: "al-mark" });
  const element = h(
    "li",
    { class: "al-objective", "data-objective": objective.id },
    ...thingWords({ ...objective, note: `weight ${objective.weight}, by ${objective.by}` }, { mark }),
    picture,
    " ",
    words,
    late,
  );
  return {
    element,
    mark,
    show(reach) {
      element.dataset.strength = String(reach.strength);
      say(picture, "●".repeat(reach.strength) + "○".repeat(STRONGEST - reach.strength));
      say(words, reach.says);
      say(late, reach.late ? `! ${reach.late}` : "");
    },
  };
}

// ------------------------------------------------------------------ the panel

function buildPlan(view) {
  const { item, uid } = view;
  const answer = () => ({ ...(view.value() ?? {}) });

  // Kept in the order of the candidates, whatever the order of the clicks.
  function put(value) {
    const pairs = item.candidates.filter((one) => value[one.id]).map((one) => [one.id, value[one.id]]);
    view.save(pairs.length ? Object.fromEntries(pairs) : null);
  }
  /** The first start at which what it needs has ended and it can still end in time. */
  function earliest(one) {
    const plan = planOf(item, view.value());
    const ready = one.needs
      .filter((need) => plan.has(need))
      .map((need) => endOf(item.candidates.find((other) => other.id === need), plan.get(need)) + 1);
    const last = Math.max(0, item.periods.length - one.lasts);
    return item.periods[Math.min(Math.max(0, ...ready), last)];
  }
  const act = {
    fund: (one) => put({ ...answer(), [one.id]: earliest(one) }),
    start: (id, period) => put({ ...answer(), [id]: period }),
    drop(id) {
      const value = answer();
      delete value[id];
      put(value);
    },
  };

  const rows = item.candidates.map((one) => buildCandidate(view, one, act));
  const meters = [
    { most: item.budget, ...meter(item, "Whole budget", item.budget) },
    ...item.limits.map((limit) => ({
      periods: limit.periods,
      ...meter(item, `Starts in ${limit.label}`, limit.most),
    })),
  ];
  const objectives = item.objectives.map((one) => ({ id: one.id, ...buildObjective(item, one) }));
  const faults = h("ul", { class: "al-faults" });
  const verdict = h("p", { class: "al-rules" });
  const value = h("strong");
  const highest = item.objectives.reduce((sum, one) => sum + one.weight * STRONGEST, 0);
  const over = timeline(view);
  const spoken = h("span", { class: "al-hidden", role: "status", "aria-live": "polite" });
  const count = h("span", { class: "al-count" });
  const clear = h(
    "button",
    { type: "button", class: "al-quiet al-clear", click: () => view.value() && put({}) },
    "Clear the plan",
  );

  const heading = (text, id) => h("h4", { class: "al-subtitle", id: `${uid}-${id}` }, text);
  view.content.append(
    scoring(item, planOf(item, view.value()).size === 0),
    h("div", { class: "al-bar" }, count, clear),
    h(
      "div",
      { class: "al-plan-grid" },
      h(
        "div",
        { role: "group", "aria-labelledby": `${uid}-candidates` },
        heading("Initiatives you can fund", "candidates"),
        h("ul", { class: "al-things al-candidates" }, ...rows.map(({ row }) => row)),
      ),
      h(
        "div",
        { class: "al-result", role: "group", "aria-labelledby": `${uid}-result` },
        heading("What your plan comes to", "result"),
        h("ul", { class: "al-meters" }, ...meters.map(({ element }) => element)),
        verdict,
        faults,
        h("p", { class: "al-value" }, "Value ", value, ` of ${plain(highest)} if all were served fully`),
        h("ul", { class: "al-objectives" }, ...objectives.map(({ element }) => element)),
      ),
    ),
    over.element,
    spoken,
  );

  let shown = false;
  return {
    parts: 1,
    open: (given) => (Object.keys(given ?? {}).length ? [] : [item.id]),
    show(given) {
      const found = workOut(item, given);
      const broken = counted(found.breaches.length, "fault", "faults");
      const short = `${found.plan.size} of ${item.candidates.length} funded`;
      say(count, found.plan.size && found.breaches.length ? `${short}, ✗ ${broken}` : short);
      if (found.plan.size) clear.removeAttribute("aria-disabled");
      else clear.setAttribute("aria-disabled", "true");
      for (const row of rows) row.show(found.plan, found.breaches);
      for (const one of meters) one.show(costOf(item, found.plan, one.periods));
      for (const one of objectives) one.show(found.reached.get(one.id));
      const state = !found.plan.size ? "empty" : found.breaches.length ? "broken" : "kept";
      verdict.dataset.state = state;
      const words = {
        empty: "Nothing is funded yet.",
        kept: "✓ Every rule is kept.",
        broken: "✗ As it is, this plan earns nothing:",
      };
      say(verdict, words[state]);
      const told = state === "broken" ? found.breaches : [];
      faults.replaceChildren(...told.map((breach) => h("li", {}, breach.says)));
      say(value, plain(found.value));
      over.show(found.plan);
      // Spoken after a change only, not when the panel opens.
      if (shown) {
        const rules = state === "broken" ? `${broken}: ${told[0].says}` : words[state];
        say(spoken, `Cost ${money(item, found.cost)}. Value ${plain(found.value)}. ${rules}`);
      }
      shown = true;
    },
    mark(outcomes, checked) {
      const same = sameJson(checked, view.value());
      for (const { id, mark } of objectives) {
        const outcome = same ? outcomes.get(id) : undefined;
        if (mark.firstElementChild?.dataset.outcome === outcome) continue;
        mark.replaceChildren(...(outcome ? [outcomeMark(outcome)] : []));
      }
    },
  };
}

export default { render: panel({ name: "plan", build: buildPlan }) };
