"""Plant one variant: draw a case from its template and log what was planted. The log is the key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignlib.variants.ledger import plant_ledger
from alignlib.variants.stream import Stream

LIVE, CLOSED = 5, 2
"""Goals in the register of every variant: so many live, so many closed."""

MINUTED_CLEAN = 2
"""Sound decisions that the minutes mention too, so that a mention alone gives nothing away."""


@dataclass(frozen=True)
class Planted:
    """One draw: the case as data, and the log of what was planted, by source of an item."""

    case: dict[str, Any]
    log: dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """One goal of the register; `closed_on` is empty while it lives."""

    code: str
    text: str
    owner: str
    closed_on: str = ""
    closed_because: str = ""


def plant(template: Mapping[str, Any], stream: Stream) -> Planted:
    """One variant of a case from its validated template."""
    slots = _slots(template["slots"], stream)
    meeting = dt.date.fromisoformat(_document(template, "minutes")["date"])
    goals = _goals(template["objectives"], slots, meeting, stream)
    decisions, decision_log, minutes = _decisions(
        template["decisions"], slots, goals, meeting, stream
    )
    live = [goal.code for goal in goals if not goal.closed_on]
    closed = [goal.code for goal in goals if goal.closed_on]
    mandates = [entry["mandate"].format(**slots) for entry in template["decisions"]["mandated"]]
    ledger = plant_ledger(template["budget"], meeting, live, closed, mandates, stream)
    log: dict[str, Any] = {"decisions": decision_log, **ledger.log}
    texts: dict[str, list[dict[str, Any]]] = {}
    for name, pool in template["pools"].items():
        texts[name], log[name] = _pool(pool, slots, stream)
    rows = {
        "documents": _documents(template["documents"], slots, minutes),
        "objectives": [_goal_row(goal) for goal in goals],
        "decisions": decisions,
        "cost_centres": ledger.cost_centres,
        "budget_lines": ledger.lines,
        **texts,
    }
    case = {
        "firm": template["firm"],
        "notice": template["notice"].strip(),
        "brief": template["brief"].format(**slots).strip(),
        "rows": rows,
    }
    return Planted(case, log)


def _slots(declared: Mapping[str, Any], stream: Stream) -> dict[str, str]:
    """A value for each slot; no two slots share a picked value."""
    drawn: dict[str, str] = {}
    for name, slot in declared.items():
        if "range" in slot:
            drawn[name] = str(stream.between(*slot["range"]))
        else:
            drawn[name] = stream.pick([v for v in slot["pick"] if v not in drawn.values()])
    return drawn


def _document(template: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(d for d in template["documents"] if d["id"] == name)


def _documents(
    declared: Sequence[Mapping[str, Any]], slots: Mapping[str, str], minutes: str
) -> list[dict[str, Any]]:
    words = {**slots, "minutes_of_decisions": minutes}
    return [
        {
            "document": d["id"],
            "kind": d["kind"],
            "title": d["title"].format(**words),
            "author": d["author"].format(**words),
            "role": d["role"].format(**words),
            "date": d["date"],
            "text": d["text"].format(**words).strip(),
        }
        for d in declared
    ]


def _pool(
    pool: Mapping[str, Any], slots: Mapping[str, str], stream: Stream
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The texts of one pool, so many of each label, shuffled and numbered; and their labels."""
    taken: list[Mapping[str, Any]] = []
    for label, count in pool["take"].items():
        taken += stream.sample([e for e in pool["entries"] if e["label"] == label], count)
    rows, log = [], {}
    for number, entry in enumerate(stream.shuffled(taken), start=1):
        identity = f"{pool['prefix']}{number:02}"
        rows.append(
            {
                "id": identity,
                "note": entry[pool["note"]].format(**slots),
                "text": entry["text"].format(**slots).strip(),
            }
        )
        log[identity] = {
            "label": entry["label"],
            "why": entry["why"].format(**slots).strip(),
            "claim": entry["claim"],
            "lure": entry.get("lure", ""),
        }
    return rows, log


def _goals(
    declared: Mapping[str, Any], slots: Mapping[str, str], meeting: dt.date, stream: Stream
) -> list[Goal]:
    """Live goals and two closed ones: one closed before the decisions began, one near their end."""
    live = stream.sample(declared["live"], LIVE)
    closed = stream.sample(declared["closed"], CLOSED)
    early = meeting - dt.timedelta(days=stream.between(250, 300))
    late = meeting - dt.timedelta(days=stream.between(40, 60))
    dated = [(entry, "") for entry in live]
    dated += [(closed[0], early.isoformat()), (closed[1], late.isoformat())]
    return [
        Goal(
            code=f"O{number}",
            text=entry["text"].format(**slots),
            owner=entry["owner"].format(**slots),
            closed_on=closed_on,
            closed_because=entry["closed_because"].format(**slots) if closed_on else "",
        )
        for number, (entry, closed_on) in enumerate(stream.shuffled(dated), start=1)
    ]


def _goal_row(goal: Goal) -> dict[str, Any]:
    return {
        "objective": goal.code,
        "text": goal.text,
        "owner": goal.owner,
        "status": "closed" if goal.closed_on else "live",
        "closed_on": goal.closed_on or None,
        "closed_because": goal.closed_because or None,
    }


WHY = {
    "clean": "Its goal, {code}, was live on the day.",
    "blank": "No goal and no mandate is written beside it, and the minutes name none.",
    "closed": "Its goal, {code}, was closed on {closed_on}, before the decision.",
    "unknown": "Its goal, {code}, is not in the register of goals.",
    "mandated": "It has no goal of its own, but a law or contract obliges the firm: {mandate}.",
    "closed_later": "Its goal, {code}, was still live on the day; it was closed on {closed_on}.",
    "in_minutes": "The log names no goal, but the minutes do: {code}.",
}
"""Why a decision has, or has not, a goal: one sentence for each way it was planted."""

LURING = ("closed", "unknown", "mandated", "in_minutes")
"""The ways in which “a blank means no goal, a code means a goal” goes wrong."""

WITHOUT_GOAL = ("blank", "closed", "unknown")
"""The ways of planting that leave a decision without a goal. The other ways are sound or decoys."""


def _decisions(
    declared: Mapping[str, Any],
    slots: Mapping[str, str],
    goals: Sequence[Goal],
    meeting: dt.date,
    stream: Stream,
) -> tuple[list[dict[str, Any]], dict[str, Any], str]:
    """The log of decisions, what was planted in it, and the minutes' sentences about it."""
    take = dict(declared["take"])
    mandated = stream.sample(declared["mandated"], take["mandated"])
    ways = [way for way, count in take.items() if way != "mandated" for _ in range(count)]
    plain = stream.sample(declared["entries"], len(ways))
    drawn = [
        _decision(way, entry, slots, goals, meeting, stream)
        for way, entry in [
            *zip(ways, plain, strict=True),
            *(("mandated", entry) for entry in mandated),
        ]
    ]
    drawn = sorted(stream.shuffled(drawn), key=lambda d: str(d["row"]["date"]))
    rows, log, spoken = [], {}, []
    clean_spoken = 0
    for number, decision in enumerate(drawn, start=1):
        identity = f"{declared['prefix']}{number:02}"
        rows.append({"decision": identity, **decision["row"]})
        log[identity] = {
            "label": "right" if decision["way"] in WITHOUT_GOAL else "wrong",
            "way": decision["way"],
            "why": decision["why"],
            "claim": "S8",
            "lure": decision["way"] if decision["way"] in LURING else "",
        }
        clean_spoken += decision["way"] == "clean"
        if decision["way"] == "in_minutes" or (
            decision["way"] == "clean" and clean_spoken <= MINUTED_CLEAN
        ):
            spoken.append(f"{identity}. {decision['minute']}")
    return rows, log, "\n\n".join(spoken)


def _decision(
    way: str,
    entry: Mapping[str, Any],
    slots: Mapping[str, str],
    goals: Sequence[Goal],
    meeting: dt.date,
    stream: Stream,
) -> dict[str, Any]:
    live = [goal for goal in goals if not goal.closed_on]
    early, late = sorted((g for g in goals if g.closed_on), key=lambda g: g.closed_on)
    first, last = meeting - dt.timedelta(days=240), meeting - dt.timedelta(days=10)
    goal: Goal | None = stream.pick(live) if way in ("clean", "in_minutes") else None
    code, closed_on = (goal.code, "") if goal else ("", "")
    if way == "closed":
        code, closed_on = early.code, early.closed_on
    elif way == "closed_later":
        code, closed_on = late.code, late.closed_on
        last = dt.date.fromisoformat(late.closed_on) - dt.timedelta(days=20)
    elif way == "unknown":
        code = f"O{len(goals) + stream.between(2, 4)}"
    day = first + dt.timedelta(days=stream.below((last - first).days))
    mandate = entry["mandate"].format(**slots) if way == "mandated" else ""
    written = "" if way in ("blank", "mandated", "in_minutes") else code
    return {
        "way": way,
        "row": {
            "date": day.isoformat(),
            "by": entry["by"].format(**slots),
            "text": entry["text"].format(**slots),
            "objective": written or None,
            "mandate": mandate or None,
        },
        "why": WHY[way].format(code=code, closed_on=closed_on, mandate=mandate),
        "minute": entry["minute"].format(**slots, objective=code) if way != "mandated" else "",
    }
