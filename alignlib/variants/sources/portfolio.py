"""Items that ask for a plan of the case's own initiatives: `from: {periods: …}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from alignlib.errors import InstructorError
from alignlib.items import read_item
from alignlib.items.plan import Plan
from alignlib.variants.best_plan import best_plan, plan_key
from alignlib.variants.forms import DAY, TEXT, record
from alignlib.variants.plant import Planted
from alignlib.variants.sources.base import Declared

FORM = record(
    {
        "periods": {"type": "integer", "minimum": 2, "maximum": 16},
        "budget_share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "claim": TEXT,
    },
    most_at_once={"type": "integer", "minimum": 1},
    after=DAY,
)

QUARTER = 3
"""Months of a period."""

DAYS = 91
"""Days of a quarter, as far as the length of an initiative goes."""

STEP = 10
"""A budget is rounded to so many thousand pounds: boards do not give 1,243."""


LEAST_ROOM = 0.08
"""How far chance has to stay below the best plan, as a share of its value. With less, the first
small slip would cost all the points in one draw, and only some of them in another."""


class OfPlan:
    """
    The initiatives of the case, to be funded quarter by quarter from the plan's first day on.

    With `after`, only those that start after this day, from the quarter after it on: what has
    begun is not decided again. What they need of the others has ended by then.

    Costs, lengths, links, dependencies and mandates are those of the tables, weights in per
    cent. The budget is a share of what all initiatives cost. The key is found by exact search.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("plan",)

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """A case without the tables that a portfolio is made of."""
        parts = template.get("plan", {})
        for name in ("objectives", "initiatives"):
            if name not in parts:
                yield f".from: the plan of the case has no part {name!r}, and a portfolio needs it."

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The portfolio that the tables describe."""
        source, rows = item["from"], planted.rows
        initiatives = [row for row in rows["initiatives"] if row["start"] > source.get("after", "")]
        begins = min(dt.date.fromisoformat(row["start"]) for row in initiatives)
        if "after" in source:
            begins = dt.date.fromisoformat(source["after"]) + dt.timedelta(days=1)
        open_to_choice = {row["initiative"] for row in initiatives}
        periods = _quarters(begins, source["periods"])
        links: dict[str, dict[str, int]] = {}
        weighty = {row["objective"] for row in rows["objectives"] if row.get("weight")}
        for link in rows["links"]:
            if link["strength"] and link["objective"] in weighty:
                links.setdefault(link["initiative"], {})[link["objective"]] = link["strength"]
        needs: dict[str, list[str]] = {}
        for row in rows.get("dependencies", ()):
            if row["predecessor"] in open_to_choice:
                needs.setdefault(row["successor"], []).append(row["predecessor"])
        costs = {row["initiative"]: round(row["budget_k"]) for row in initiatives}
        most = source.get("most_at_once")
        return {
            "periods": periods,
            "period": "quarter",
            "budget": round(sum(costs.values()) * source["budget_share"] / STEP) * STEP,
            **({} if most is None else {"most_at_once": most}),
            "objectives": [
                {
                    "id": row["objective"],
                    "text": row["text"],
                    "weight": max(1, round(100 * row["weight"])),
                    "by": periods[_quarter_of(row["due"], begins, len(periods))],
                }
                for row in rows["objectives"]
                if row["objective"] in weighty
            ],
            "candidates": [
                {
                    "id": row["initiative"],
                    "text": row["title"],
                    "note": row["mandate"] or "",
                    "cost": costs[row["initiative"]],
                    "lasts": max(1, round(_days(row["start"], row["end"]) / DAYS)),
                    "serves": links.get(row["initiative"], {}),
                    "needs": needs.get(row["initiative"], []),
                    "mandated": bool(row["mandate"]),
                }
                for row in initiatives
            ],
        }

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """
        The best plan, its value, and what chance comes to.

        Raises `InstructorError` where no plan keeps every rule, or a careless one is good.
        """
        key = plan_key(self._item(item, planted), f"{planted.seed}/items/{item['id']}")
        return {**key, "claim": item["from"]["claim"]}

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """The best plan, searched for anew."""
        shown = self._item(item, planted)
        best = best_plan(shown.portfolio)
        return {name: shown.portfolio.periods[start] for name, start in best.items()}

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """A portfolio of which chance, or counting links, makes a good plan."""
        try:
            key = self.key(item, planted)
        except (InstructorError, ValueError) as error:
            yield f"best plan of {item['id']}: {error}"
            return
        best, low = key["best_value"], key["baseline"]
        if best - low < LEAST_ROOM * best:
            yield f"chance too near the best plan of {item['id']}: {low} of {best}"

    def _item(self, item: Declared, planted: Planted) -> Plan:
        read = read_item({**item, **self.data(item, planted)})
        assert isinstance(read, Plan)
        return read


def _quarters(begins: dt.date, count: int) -> list[str]:
    """The quarters from the one of a day on, for example Q3 2026."""
    first = begins.year * 4 + (begins.month - 1) // QUARTER
    return [f"Q{n % 4 + 1} {n // 4}" for n in range(first, first + count)]


def _quarter_of(day: str, begins: dt.date, count: int) -> int:
    """The index of the last quarter that ends by a day: the first one at least, or the last."""
    due = dt.date.fromisoformat(day)
    months = (due.year - begins.year) * 12 + due.month - begins.month
    first_month = (begins.month - 1) % QUARTER
    ended = (months + first_month + 1) // QUARTER - 1
    return min(max(0, ended), count - 1)


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
