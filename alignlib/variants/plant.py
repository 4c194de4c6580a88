"""Plant one variant: draw a case from its template and log what was planted. The log is the key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from alignlib.defects import plan_of
from alignlib.variants.clean.sketch import Rows
from alignlib.variants.planting import Drawn, draw_plan
from alignlib.variants.pools import draw_pool
from alignlib.variants.stream import Stream

MINUTES = "minutes_of_decisions"
"""The slot of a document that takes what the minutes tell of the decisions."""

CHECKS = "minutes_of_checks"
"""The slot of a document that takes what the minutes tell of the links that were checked again."""


@dataclass(frozen=True)
class Finish:
    """
    What turns the rows of a plan into the tables that a learner sees.

    Margins (columns that begin with an underscore) are taken off, added rows are put in their
    place by code, and the documents are written out. Diagnostics measure what came of it.
    `facts` are the rows that operators hit, by the operator's name, for documents that tell of
    them: `{late_delivery.title}`.
    """

    documents: Sequence[Mapping[str, Any]]
    slots: Mapping[str, str]
    facts: Mapping[str, SimpleNamespace] = field(default_factory=dict)

    def __call__(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Rows:
        """The finished tables, the documents first."""
        told = [
            f"{row['decision']}. {row['_note']}"
            for row in rows.get("decisions", ())
            if row.get("_read_out") == "yes"
        ]
        checks = [f"{row['link']}. {row['_told']}" for row in rows.get("links", ())
                  if row.get("_told")]  # fmt: skip
        words = {
            **self.slots,
            **self.facts,
            MINUTES: "\n\n".join(told),
            CHECKS: "\n\n".join(checks),
        }
        finished = {"documents": [_document(one, words) for one in self.documents]}
        for name, table in rows.items():
            kept = [{k: v for k, v in row.items() if not k.startswith("_")} for row in table]
            finished[name] = sorted(kept, key=_place) if _is_coded(kept) else kept
        return finished


def _is_coded(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the first column holds codes such as L017, none of them twice."""
    codes = [str(next(iter(row.values()))) for row in rows]
    return len(set(codes)) == len(codes) and all(re.fullmatch(r"[A-Z]+\d+", c) for c in codes)


def _place(row: Mapping[str, Any]) -> tuple[int, str]:
    code = str(next(iter(row.values())))
    return len(code), code


def _document(declared: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "document": declared["id"],
        "kind": declared["kind"],
        "title": declared["title"].format(**words),
        "author": declared["author"].format(**words),
        "role": declared["role"].format(**words),
        "date": declared["date"],
        "text": declared["text"].format(**words).strip(),
    }


@dataclass(frozen=True)
class Planted:
    """
    One draw.

    `case` is what a learner sees, as data. `labels` is what each text of a pool is, by the
    pool; `plan` is what was planted in the tables, and None in a case without a plan. `seed`
    is where further draws for this variant come from.
    """

    case: dict[str, Any]
    labels: dict[str, dict[str, dict[str, str]]]
    plan: Drawn | None
    finish: Finish
    seed: str

    @property
    def rows(self) -> Rows:
        """The tables as a learner sees them."""
        rows: Rows = self.case["rows"]
        return rows

    def stream(self, name: str) -> Stream:
        """A stream for something more that is drawn for this variant; always the same one."""
        return Stream(self.seed).branch(name)


def plant(template: Mapping[str, Any], seed: str) -> Planted:
    """
    One variant of a case from its validated template.

    Raises `InstructorError` where the draw cannot be made: a plan without room, for example.
    """
    # Each part has draws of its own, so that a change of one leaves the others as they are.
    stream = Stream(seed)
    slots = draw_slots(template["slots"], stream.branch("slots"))
    plan = None
    if "plan" in template:
        plan = draw_plan(template["plan"], slots, stream.branch("plan"))
    facts = facts_of(plan) if plan else {}
    finish = Finish(template["documents"], slots, facts)
    rows, labels = finish(plan.rows if plan else {}), {}
    words = {**slots, **facts}
    for name, pool in template["pools"].items():
        rows[name], labels[name] = draw_pool(pool, words, stream.branch(f"pools/{name}"))
    case = {
        "firm": template["firm"],
        "notice": template["notice"].strip(),
        "brief": template["brief"].format(**words).strip(),
        "rows": rows,
    }
    return Planted(case, labels, plan, finish, seed)


def facts_of(plan: Drawn) -> dict[str, SimpleNamespace]:
    """
    The rows that operators hit, by the operator's name; a second one as `late_delivery_2`.

    Each column of the finished row is an attribute, and `code` is the row's identity.
    """
    rows, counts = plan_of(plan.rows), Counter[str]()
    facts = {}
    for planting in plan.log:
        name = planting.operator.name
        counts[name] += 1
        table, identity = planting.edit.focus
        cells = {k: v for k, v in rows[table][identity].items() if not k.startswith("_")}
        key = name if counts[name] == 1 else f"{name}_{counts[name]}"
        facts[key] = SimpleNamespace(**{"code": identity, **cells})
    return facts


def draw_slots(declared: Mapping[str, Any], stream: Stream) -> dict[str, str]:
    """A value for each slot; no two slots share a picked value."""
    drawn: dict[str, str] = {}
    for name, slot in declared.items():
        if "range" in slot:
            drawn[name] = str(stream.between(*slot["range"]))
        else:
            drawn[name] = stream.pick([v for v in slot["pick"] if v not in drawn.values()])
    return drawn
