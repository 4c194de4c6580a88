"""Items that ask in which order the tasks of a project are done: `from: {turns: …}`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

from alignlib.items.listed import JOINT
from alignlib.variants.forms import TEXT, record
from alignlib.variants.plant import Planted
from alignlib.variants.sources.base import Declared, unusable

FORM = record({"turns": {"const": "tasks"}, "claim": TEXT})


class Turns:
    """
    The open tasks of the case, in the order in which one team does one at a time.

    A task can begin when all that it still waits for is done; of those that can begin, the one
    that is due first has its turn. So there is one right order.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("order",)

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """A case without tasks."""
        if "tasks" not in template.get("plan", {}):
            yield ".from.turns: the plan of the case has no part 'tasks'."

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The open tasks, in the table's order."""
        return {
            "things": [
                {"id": row["task"], "text": row["text"], "note": f"due {row['due']}"}
                for row in planted.rows["tasks"]
                if row["status"] == "open"
            ]
        }

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """Each pair of tasks that follow each other, with the reason."""
        rows = planted.plan.rows["tasks"] if planted.plan else []
        places = {row["task"]: row["_place"] for row in rows if row["status"] == "open"}
        due = {row["task"]: row["due"] for row in rows}
        turns = sorted(places, key=lambda task: int(places[task]))
        waits = _waits(planted)
        return {
            "parts": {
                first + JOINT + then: {
                    "why": _why(first, then, waits),
                    "claim": item["from"]["claim"],
                    "lure": "it is due earlier" if due[then] < due[first] else "",
                }
                for first, then in pairwise(turns)
            }
        }

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """The order that the finished tables give."""
        left = {r["task"]: r["due"] for r in planted.rows["tasks"] if r["status"] == "open"}
        waits, turns = _waits(planted), list[str]()
        for _ in range(len(left)):
            ready = [task for task in left if not waits.get(task, set()) & set(left)]
            turns.append(min(ready, key=lambda task: left[task]))
            del left[turns[-1]]
        return turns

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """An order that the tables do not give, or one that the item's own rule refuses."""
        key = self.key(item, planted)
        logged = [part.split(JOINT) for part in key["parts"]]
        if list(map(list, pairwise(self.solved(item, planted, template)))) != logged:
            yield f"{item['id']}: the tables give another order than the log"
        yield from unusable(item, self.data(item, planted), key)


def _waits(planted: Planted) -> dict[str, set[str]]:
    """What each task waits for, of the needs that hold."""
    waits: dict[str, set[str]] = {}
    for row in planted.rows["task_needs"]:
        if row["status"] == "holds":
            waits.setdefault(row["task"], set()).add(row["waits_for"])
    return waits


def _why(first: str, then: str, waits: dict[str, set[str]]) -> str:
    """Why one task comes right before another: only what it has freed can be due earlier."""
    if first in waits.get(then, set()):
        return f"{then} cannot begin before {first} is done."
    return f"{first} can begin, and it is due earlier than {then}."
