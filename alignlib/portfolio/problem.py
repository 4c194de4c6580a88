"""The problem: candidates, objectives, periods and limits, read and held to be sound."""

from __future__ import annotations

import numbers
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from alignlib.errors import shown

STRONGEST = 3
"""The strength of a link that an objective cannot do without, as in the table `links`."""

LARGEST = 10**9
"""No cost or weight is larger. Sums of them stay exact, in a browser too."""

Plan = Mapping[str, int]
"""The candidates that are funded, each with the index of the period in which it starts."""


def whole(value: Any, what: str, least: int = 0) -> int:
    """
    A whole number from `least` to `LARGEST`. 120.0 is one too: tables give it so.

    Whole numbers only, because a plan that costs exactly the budget must not miss it by a
    rounding error. Raises `TypeError` or `ValueError` naming `what` for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{what} is {shown(value)}, not a number")
    number = float(value)
    if not number.is_integer() or not least <= number <= LARGEST:
        raise ValueError(f"{what} is {shown(value)}, not a whole number from {least} to {LARGEST}")
    return int(number)


@dataclass(frozen=True)
class Candidate:
    """
    An initiative that could be funded.

    `serves` gives the strength (1 to 3) with which it serves an objective; what it `needs`
    must have ended before it starts; one that is `mandated` has to be funded.
    """

    id: str
    text: str
    cost: int
    lasts: int
    serves: Mapping[str, int]
    needs: tuple[str, ...] = ()
    mandated: bool = False
    note: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A candidate from its JSON form."""
        name, mandated = str(data["id"]), data.get("mandated", False)
        if not isinstance(mandated, bool):
            raise ValueError(f"mandated of {name} is {shown(mandated)}, neither true nor false")
        serves = {
            str(objective): whole(strength, f"the strength of {name} for {objective}", 1)
            for objective, strength in data.get("serves", {}).items()
        }
        if any(strength > STRONGEST for strength in serves.values()):
            raise ValueError(f"a strength of {name} is above {STRONGEST}")
        return cls(
            id=name,
            text=str(data["text"]),
            cost=whole(data["cost"], f"the cost of {name}"),
            lasts=whole(data["lasts"], f"lasts of {name}", 1),
            serves=serves,
            needs=tuple(str(need) for need in listed(data.get("needs", ()), f"needs of {name}")),
            mandated=mandated,
            note=str(data.get("note", "")),
        )

    def to_data(self) -> dict[str, Any]:
        """The candidate in its JSON form."""
        return {
            "id": self.id,
            "text": self.text,
            "note": self.note,
            "cost": self.cost,
            "lasts": self.lasts,
            "serves": dict(self.serves),
            "needs": list(self.needs),
            "mandated": self.mandated,
        }

    def end(self, start: int) -> int:
        """The index of the last period in which it runs."""
        return start + self.lasts - 1


@dataclass(frozen=True)
class Objective:
    """What the firm wants: its weight, and the period by whose end it has to be served."""

    id: str
    text: str
    weight: int
    by: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any], last: str) -> Self:
        """An objective from its JSON form; without a `by` it has time until the last period."""
        weight = whole(data["weight"], f"the weight of {data['id']}", 1)
        return cls(str(data["id"]), str(data["text"]), weight, str(data.get("by") or last))

    def to_data(self) -> dict[str, Any]:
        """The objective in its JSON form."""
        return {"id": self.id, "text": self.text, "weight": self.weight, "by": self.by}


@dataclass(frozen=True)
class Limit:
    """The most that what starts in some periods may cost, for example in one year."""

    label: str
    periods: tuple[str, ...]
    most: int

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A limit from its JSON form."""
        label = str(data["label"])
        periods = tuple(str(p) for p in listed(data["periods"], f"periods of {label}"))
        return cls(label, periods, whole(data["most"], f"the most of {label}"))

    def to_data(self) -> dict[str, Any]:
        """The limit in its JSON form."""
        return {"label": self.label, "periods": list(self.periods), "most": self.most}


@dataclass(frozen=True)
class Portfolio:
    """
    Everything that decides which plans there are and what each is worth.

    `unit` is that of every cost; `period` is what one period is called ("quarter").
    """

    candidates: tuple[Candidate, ...]
    objectives: tuple[Objective, ...]
    periods: tuple[str, ...]
    budget: int
    unit: str
    limits: tuple[Limit, ...] = ()
    most_at_once: int | None = None
    period: str = "period"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """
        A portfolio from its JSON form.

        Raises `ValueError` naming what does not fit together, such as a need that no
        candidate meets.
        """
        periods = tuple(str(label) for label in listed(data["periods"], "periods"))
        if not periods:
            raise ValueError("there is no period")
        at_once = data.get("most_at_once")
        made = cls(
            candidates=tuple(Candidate.from_data(entry) for entry in data["candidates"]),
            objectives=tuple(Objective.from_data(o, periods[-1]) for o in data["objectives"]),
            periods=periods,
            budget=whole(data["budget"], "the budget"),
            unit=str(data["unit"]),
            limits=tuple(Limit.from_data(entry) for entry in data.get("limits") or ()),
            most_at_once=None if at_once is None else whole(at_once, "most_at_once", 1),
            period=str(data.get("period") or "period"),
        )
        made._hold_together()
        return made

    def to_data(self) -> dict[str, Any]:
        """The portfolio in its JSON form."""
        return {
            "candidates": [candidate.to_data() for candidate in self.candidates],
            "objectives": [objective.to_data() for objective in self.objectives],
            "periods": list(self.periods),
            "period": self.period,
            "budget": self.budget,
            "unit": self.unit,
            "limits": [limit.to_data() for limit in self.limits],
            "most_at_once": self.most_at_once,
        }

    @cached_property
    def by_id(self) -> Mapping[str, Candidate]:
        """Every candidate by its id."""
        return {candidate.id: candidate for candidate in self.candidates}

    def index(self, period: str) -> int:
        """Where a period stands among all, from 0."""
        return self.periods.index(period)

    def amount(self, number: int) -> str:
        """
        A sum of money in words: "1,250 thousand pounds".

        The panel writes it alike; a test holds that.
        """
        return f"{number:,} {self.unit}".strip()

    def with_needs(self, ids: Iterable[str]) -> set[str]:
        """These candidates, and all that they need, however far back."""
        found: set[str] = set()
        left = list(ids)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self.by_id[name].needs
        return found

    def _hold_together(self) -> None:
        if not self.candidates or not self.objectives:
            raise ValueError("without candidates and objectives there is nothing to plan")
        _all_differ(self.periods, "periods")
        _all_differ([limit.label for limit in self.limits], "limits")
        objectives = {objective.id for objective in self.objectives}
        for one in self.candidates:
            _known(one.serves, objectives, f"{one.id} serves")
            _known(one.needs, self.by_id, f"{one.id} needs")
            if any(one.id in self.with_needs([need]) for need in one.needs):
                raise ValueError(f"{one.id} needs itself")
        for objective in self.objectives:
            _known([objective.by], self.periods, f"{objective.id} is due by")
        for limit in self.limits:
            _known(limit.periods, self.periods, f"the limit {limit.label} is for")


def listed(value: Any, what: str) -> Iterable[Any]:
    """The value if it is a list. A text would be read letter by letter, so it is refused."""
    if not isinstance(value, list | tuple):
        raise TypeError(f"{what}: {shown(value)} is no list")
    return value


def _known(names: Iterable[str], known: Iterable[str], whose: str) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"{whose} {', '.join(unknown)}, which is not there")


def _all_differ(names: Iterable[str], what: str) -> None:
    doubled = sorted(name for name, times in Counter(names).items() if times > 1)
    if doubled:
        raise ValueError(f"{', '.join(doubled)} stands twice in the {what}")
