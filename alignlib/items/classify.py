"""Classify: give each thing one category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, shown
from alignlib.items.base import (
    Choice,
    Draw,
    Item,
    Judgement,
    Outcome,
    Verdict,
    choices,
    refuse_doubled,
    slips,
    suggested,
)


@dataclass(frozen=True)
class Category:
    """One of the categories: its id, the words shown for it, and what it means."""

    id: str
    label: str
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Classify(Item):
    """
    A category for each thing.

    The rule: each right thing counts 1, each wrong one −1/(m−1) with m categories, an open
    one 0; the sum is divided by the number of things and never falls below 0. With this
    penalty a guess is worth nothing on average.
    """

    KIND: ClassVar[str] = "classify"

    categories: tuple[Category, ...]
    things: tuple[Choice, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        categories = tuple(
            Category(str(c["id"]), str(c["label"]), str(c.get("meaning", "")))
            for c in data["categories"]
        )
        refuse_doubled([category.id for category in categories], data, "categories")
        if len(categories) < 2:
            raise ValueError("a classify item needs at least two categories")
        return cls(**cls._common(data), categories=categories, things=choices(data, "things"))

    def _own_data(self) -> dict[str, Any]:
        return {
            "categories": [
                {"id": c.id, "label": c.label, "meaning": c.meaning} for c in self.categories
            ],
            "things": [thing.to_data() for thing in self.things],
        }

    def validate(self, value: object) -> dict[str, str]:
        """The answer as `{thing: category}` in the order of the things; some may be left open."""
        if not isinstance(value, Mapping):
            raise AnswerError(
                f"{self.title}: the answer must give a category for each thing, such as "
                f'{{"{self.things[0].id}": "{self.categories[0].id}"}}; found {shown(value)}.'
            )
        things = [thing.id for thing in self.things]
        known = [category.id for category in self.categories]
        for thing, category in value.items():
            if not isinstance(thing, str) or thing not in things:
                raise AnswerError(
                    f"{self.title}: there is no {shown(thing)} here. {suggested(thing, things)}"
                )
            # Its type first: a missing value of pandas answers no `in` with yes or no.
            if not isinstance(category, str) or category not in known:
                raise AnswerError(
                    f"{self.title}: {thing} has the category {shown(category)}. "
                    f"Choose one of {', '.join(known)}."
                )
        return {thing: value[thing] for thing in things if thing in value}

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """The things with a known category; one problem for each that was dropped."""
        if not isinstance(value, Mapping):
            return super().readable_part(value)
        kept: dict[str, str] = {}
        problems: list[str] = []
        for thing, category in value.items():
            good, bad = super().readable_part({thing: category})
            kept |= good or {}
            problems += bad
        return self.validate(kept), tuple(problems)

    def in_words(self, value: Any) -> str:
        """How many things have a category."""
        return f"{len(value)} sorted"

    def reference(self, key: Mapping[str, Any]) -> dict[str, str]:
        """The right category of each thing."""
        return {thing.id: key["parts"][thing.id]["answer"] for thing in self.things}

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> dict[str, str]:
        """The right categories, some of them drawn instead."""
        return {
            thing: self.categories[draw(len(self.categories))].id if slips(rate, draw) else right
            for thing, right in self.reference(key).items()
        }

    def lured(self, key: Mapping[str, Any]) -> dict[str, str]:
        """The lure of each thing that has one."""
        return {
            thing: key["parts"][thing].get("lure") or right
            for thing, right in self.reference(key).items()
        }

    def parts(self) -> tuple[str, ...]:
        """The ids of the things."""
        return tuple(thing.id for thing in self.things)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The things without a category."""
        return tuple(thing.id for thing in self.things if thing.id not in (value or {}))

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """Right minus the penalty for wrong, over all things; one verdict a thing."""
        given = value or {}
        verdicts = tuple(self._verdict(t, given.get(t.id), key["parts"][t.id]) for t in self.things)
        right = sum(v.outcome is Outcome.MET for v in verdicts)
        wrong = sum(v.outcome is Outcome.NOT_MET for v in verdicts)
        # Whole numbers first: 21 of 21 must give exactly 1.0, not 0.9999999999999999.
        others = len(self.categories) - 1
        share = (right * others - wrong) / (len(self.things) * others)
        return Judgement(max(0.0, share), verdicts)

    def _verdict(self, thing: Choice, given: str | None, key: Mapping[str, Any]) -> Verdict:
        words = {category.id: category.label for category in self.categories}
        if given is None:
            outcome = Outcome.NOT_ATTEMPTED
        else:
            outcome = Outcome.MET if given == key["answer"] else Outcome.NOT_MET
        return Verdict(
            part=thing.id,
            label=thing.text,
            outcome=outcome,
            given=words.get(given, "") if given else "",
            evidence=str(key.get("why", "")),
            claim=str(key.get("claim", "")),
            right=words[key["answer"]],
        )
