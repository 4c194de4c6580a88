"""The tables of a plan: what a firm wants, does about it, and expects to come of it."""

from __future__ import annotations

from alignlib.tables.schema import SIDES, Column, Table

ASSET_CLASSES = ("infrastructure", "transactional", "informational", "strategic")
"""The four classes of technology assets: the base, the daily business, knowing, winning."""

STEPS = ("initiative", "change", "leading", "lagging")
"""What a benefit passes through: an initiative changes how people work; an early sign moves
(leading metric); then the result itself does (lagging metric)."""

PLAN: tuple[Table, ...] = (
    Table(
        "objectives",
        "A row is one goal of the firm, from the register of goals.",
        (
            Column("objective", "The goal's code."),
            Column("text", "The goal."),
            Column("owner", "Who answers for it."),
            Column(
                "status",
                "live: the board holds on to it; closed: given up.",
                allowed=("live", "closed"),
            ),
            Column("closed_on", "The day the board closed it; blank while live.", "date",
                   empty=True),
            Column("closed_because", "Why it was closed; blank while live.", empty=True),
            Column("weight", "How much it counts among the live goals, whose weights sum to 1; "
                   "blank for a closed one.", "number", empty=True, optional=True, low=0, high=1),
            Column("due", "The day by which it is to be reached.", "date", empty=True,
                   optional=True),
            Column("needs_technology", "Does it need technology at all?", "yes/no",
                   optional=True),
        ),
    ),
    Table(
        "initiatives",
        "A row is one initiative: a piece of technology work with a budget and an end.",
        (
            Column("initiative", "The initiative's code."),
            Column("title", "What it is called."),
            Column("budget_k", "What it costs from start to end.", "number", "thousand pounds",
                   low=0),
            Column("start", "Its first day.", "date"),
            Column("end", "Its last day.", "date"),
            Column("mandate", "The law or contract that obliges the firm to do it; may be blank.",
                   empty=True),
            Column("text", "What it does.", optional=True),
            Column("platform", "Is it a platform, built once for many goals to stand on?",
                   "yes/no", optional=True),
            Column("review_gate", "The day on which it can be stopped or changed; may be blank.",
                   "date", empty=True, optional=True),
            Column("asset_class", "The class of technology asset that it builds.",
                   allowed=ASSET_CLASSES, optional=True),
            Column("decided_on", "The day on which it was decided.", "date", optional=True),
        ),
    ),
    Table(
        "links",
        "A row is one link: the plan says that this initiative serves this objective.",
        (
            Column("link", "The link's code."),
            Column("initiative", "The initiative that serves.", table="initiatives"),
            Column("objective", "The objective that is served.", table="objectives"),
            Column("strength", "How much it helps: 0 not at all, 1 a little, 2 clearly, 3 the "
                   "objective cannot do without it.", "integer", low=0, high=3),
            Column("checked_on", "The day on which the claim was checked, and got its strength.",
                   "date", optional=True),
        ),
    ),
    Table(
        "capabilities",
        "A row is one capability: something the firm can do, and how well.",
        (
            Column("capability", "The capability's code."),
            Column("title", "What it is."),
            Column("level", "How mature it is today: 0 absent to 5 excellent.", "integer",
                   low=0, high=5),
            Column("planned_level", "How mature it is to become; blank if nothing is planned.",
                   "integer", empty=True, optional=True, low=0, high=5),
            Column("planned_on", "The day it is to reach the planned level; blank if nothing is "
                   "planned.", "date", empty=True, optional=True),
        ),
    ),
    Table(
        "capability_needs",
        "A row is one need: this objective needs this capability at this level.",
        (
            Column("objective", "The objective that needs it.", table="objectives"),
            Column("capability", "The capability that is needed.", table="capabilities"),
            Column("level", "The level that is needed by the objective's due date.", "integer",
                   low=0, high=5),
        ),
        key=("objective", "capability"),
    ),
    Table(
        "dependencies",
        "A row is one dependency: the successor needs what the predecessor delivers.",
        (
            Column("dependency", "The dependency's code."),
            Column("predecessor", "The initiative that has to end first.", table="initiatives"),
            Column("successor", "The initiative that builds on it.", table="initiatives"),
            Column("text", "What the successor needs of it.", optional=True),
        ),
    ),
    Table(
        "metrics",
        "A row is one metric by which a link is to be judged.",
        (
            Column("metric", "The metric's code."),
            Column("link", "The link that it judges.", table="links"),
            Column("side", "Whose metric it is: a technology metric (uptime, adoption) or a "
                   "business metric (revenue, satisfaction).", allowed=SIDES),
            Column("title", "What is measured."),
            Column("baseline", "Its value before the initiative; may be blank.", "number",
                   empty=True),
            Column("target", "The value that is promised; may be blank.", "number", empty=True),
            Column("unit", "What it is measured in; may be blank.", empty=True),
            Column("date", "The day by which the target is promised; may be blank.", "date",
                   empty=True),
            Column("better", "Which way is better.", allowed=("higher", "lower"), optional=True),
        ),
    ),
    Table(
        "benefit_steps",
        "A row is one step of the way from an initiative to an objective's result.",
        (
            Column("step", "The step's code."),
            Column("objective", "The objective whose benefit it explains.", table="objectives"),
            Column("source", "Where the step starts: a code or a few words, written alike in "
                   "every row."),
            Column("source_kind", "What the source is.", allowed=STEPS),
            Column("target", "Where the step leads, written in the same way."),
            Column("target_kind", "What the target is.", allowed=STEPS),
            Column("lag_weeks", "How long it takes; blank if nobody has said. An effect cannot "
                   "come before its cause.", "number", "weeks", empty=True),
        ),
    ),
    Table(
        "asset_classes",
        "A row is one class of technology assets and its share of the spend.",
        (
            Column("asset_class", "The class: infrastructure (the base that all else runs on), "
                   "transactional (the daily business), informational (knowing and steering), "
                   "strategic (winning in the market).", allowed=ASSET_CLASSES),
            Column("target", "The share that fits the firm's strategy; the targets sum to 1.",
                   "number", low=0, high=1),
            Column("share", "Its share of the spend; the shares sum to 1. Where this column is "
                   "left out, the budgets of the initiatives give it.", "number",
                   optional=True, low=0, high=1),
        ),
    ),
)  # fmt: skip
"""The tables of a plan, in the order in which one reads them."""
