"""Plant a ledger: six months of posted lines, some twice, with and without a purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alignlib.variants.stream import Stream

MONTHS = 6
POSTED_TWICE = 8
"""Vouchers posted twice, all with a purpose or all without: so that counting them shows."""

AMOUNTS = ((40, 340), (110, 640))
"""Amounts in hundreds of pounds. One range is for lines with a purpose, the other for those
without, so that a share of lines is not the share of money."""

UNREACHED = ("blank", "closed", "mandate")
"""How a department is left out by the strategy: three departments, one in each way."""

PURPOSES = ("live",) * 9 + ("mandate",) * 3 + ("closed",) * 3 + ("blank",) * 5
"""How often a line of a technology department names a goal, a mandate, a closed goal, nothing."""

GOOD = ("live", "mandate")
"""What gives a line a purpose."""

SPELLINGS = ("{name} ({code})", "{code} {name}", "{name} {code}", "{code}-{name}")


@dataclass(frozen=True)
class Entry:
    """One posted line before it is made untidy."""

    month: str
    code: str
    text: str
    amount_k: float
    purpose: str
    objective: str
    mandate: str


@dataclass(frozen=True)
class Ledger:
    """The two tables, and the log for the items that are asked of them."""

    cost_centres: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    log: dict[str, Any] = field(default_factory=dict)


def plant_ledger(
    declared: Mapping[str, Any],
    meeting: dt.date,
    live: Sequence[str],
    closed: Sequence[str],
    mandates: Sequence[str],
    stream: Stream,
) -> Ledger:
    """The ledger of the six months before the meeting, and what was planted in it."""
    departments = declared["departments"]
    technology = [d["code"] for d in departments if d["technology"]]
    others = stream.shuffled([d["code"] for d in departments if not d["technology"]])
    ways = dict(zip(others, UNREACHED, strict=False))
    thin = others[len(UNREACHED)]
    entries: list[Entry] = []
    thin_month = stream.below(MONTHS)
    ranges = stream.shuffled(AMOUNTS)
    for number, month in enumerate(_months_before(meeting)):
        for department in departments:
            code = department["code"]
            texts = declared["lines"][code]
            count = 3 if code in technology else 1 + stream.below(2)
            for text in stream.sample(texts, count):
                if code in technology:
                    purpose = stream.pick(PURPOSES)
                elif code in ways:
                    purpose = stream.pick(("blank", ways[code]))
                elif code == thin:
                    purpose = "blank"
                else:
                    purpose = stream.pick(("live", "live", "blank"))
                amount = stream.between(*ranges[purpose in GOOD]) / 10
                entries.append(_entry(month, code, text, amount, purpose, live, closed, mandates,
                                      stream))  # fmt: skip
        if number == thin_month:
            text = stream.pick(declared["lines"][thin])
            amount = stream.between(8, 20) / 10
            entries.append(
                _entry(month, thin, text, amount, "live", live, closed, mandates, stream)
            )
    doubled_purpose = stream.pick((True, False))
    spend = [e for e in entries if e.code in technology]
    twice = stream.sample(
        [e for e in spend if (e.purpose in GOOD) == doubled_purpose], POSTED_TWICE
    )
    lines = _untidy(entries, twice, departments, stream)
    return Ledger(
        cost_centres=[
            {
                "code": d["code"],
                "department": d["name"],
                "technology": "yes" if d["technology"] else "no",
            }
            for d in departments
        ],
        lines=lines,
        log={
            "purposeful-spend": _spend_log(entries, twice, technology),
            "departments": _department_log(entries, departments),
        },
    )


def _months_before(meeting: dt.date) -> list[str]:
    months = []
    first = meeting.replace(day=1)
    for _ in range(MONTHS):
        first = (first - dt.timedelta(days=1)).replace(day=1)
        months.append(first.strftime("%Y-%m"))
    return months[::-1]


def _entry(
    month: str,
    code: str,
    text: str,
    amount_k: float,
    purpose: str,
    live: Sequence[str],
    closed: Sequence[str],
    mandates: Sequence[str],
    stream: Stream,
) -> Entry:
    objective = {"live": stream.pick(live), "closed": stream.pick(closed)}.get(purpose, "")
    mandate = stream.pick(mandates) if purpose == "mandate" else ""
    return Entry(month, code, text, amount_k, purpose, objective, mandate)


def _untidy(
    entries: Sequence[Entry],
    twice: Sequence[Entry],
    departments: Sequence[Mapping[str, Any]],
    stream: Stream,
) -> list[dict[str, Any]]:
    """The lines as the clerk posted them: in order of months, names spelled in many ways."""
    spellings = {d["code"]: d["spellings"] for d in departments}
    first = stream.between(2000, 7000)
    posted = [(entry, f"V{first + n}") for n, entry in enumerate(stream.shuffled(entries))]
    posted += [(entry, voucher) for entry, voucher in posted if entry in twice]
    posted = sorted(stream.shuffled(posted), key=lambda pair: pair[0].month)
    return [
        {
            "line": f"L{number:03}",
            "voucher": voucher,
            "month": entry.month,
            "cost_centre": stream.pick(SPELLINGS).format(
                code=entry.code, name=stream.pick(spellings[entry.code])
            ),
            "text": entry.text,
            "amount_k": entry.amount_k,
            "objective": entry.objective or None,
            "mandate": entry.mandate or None,
        }
        for number, (entry, voucher) in enumerate(posted, start=1)
    ]


def _spend_log(
    entries: Sequence[Entry], twice: Sequence[Entry], technology: Sequence[str]
) -> dict[str, Any]:
    """The share of technology spend with a purpose, and what each common mistake would give."""
    spend = [e for e in entries if e.code in technology]
    return {
        "answer": _share(spend, GOOD),
        "mistakes": {
            "duplicates_counted": _share([*spend, *twice], GOOD),
            "closed_goals_counted": _share(spend, (*GOOD, "closed")),
            "mandates_left_out": _share(spend, ("live",)),
            "lines_not_money": round(
                100 * sum(e.purpose in GOOD for e in spend) / len(spend), 4
            ),
            "all_departments": _share(entries, GOOD),
        },
    }  # fmt: skip


def _share(entries: Sequence[Entry], purposes: Sequence[str]) -> float:
    total = sum(e.amount_k for e in entries)
    return round(100 * sum(e.amount_k for e in entries if e.purpose in purposes) / total, 4)


def _department_log(
    entries: Sequence[Entry], departments: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    log = {}
    for department in departments:
        own = [e for e in entries if e.code == department["code"]]
        reached = [e for e in own if e.purpose == "live"]
        if reached:
            codes = sorted({e.objective for e in reached})
            why = f"Money of {department['name']} serves the live goal {codes[0]}."
        elif any(e.purpose == "closed" for e in own):
            why = f"{department['name']} names only goals that are closed."
        elif any(e.purpose == "mandate" for e in own):
            why = f"{department['name']} names mandates, and not one goal."
        else:
            why = f"{department['name']} names no goal at all."
        log[department["code"]] = {
            "label": "wrong" if reached else "right",
            "why": why,
            "claim": "S7",
            # Whoever takes any code for a live goal overlooks these.
            "lure": "closed" if not reached and any(e.purpose == "closed" for e in own) else "",
        }
    return log
