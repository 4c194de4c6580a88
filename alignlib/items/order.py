"""Order: put things into a sequence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, shown
from alignlib.items.base import (
    MOST_BY_GUESSING,
    Choice,
    Draw,
    Item,
    Judgement,
    Outcome,
    Verdict,
    choices,
    slips,
    suggested,
)
from alignlib.items.listed import JOINT, entries, readable_entries, refuse_joints

Pair = tuple[str, str]

COST = 2
"""
How many pairs in the right order one in the wrong order takes away.

With 1 this is Kendall's tau. Half of the pairs of a random sequence are right, so its tau is 0
on average; but a score never falls below 0, so the lucky half would be kept and the other half
forgiven. A random sequence of five things would earn 0.16, and with fewer settled pairs more.
With 2 it earns 0.07. The price is that a sequence with two pairs in three right is worth nothing.
"""

MOST_THINGS = 12
"""More than anybody sorts by hand, and few enough to work out exactly what a guess is worth."""


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """
    A sequence of things, from first to last.

    The rule: the key settles the order of some pairs, not of all (a partial order), and what
    follows from two pairs is settled too. Each settled pair in the right order counts 1, each
    in the wrong order −2, each with a thing that is not placed 0. The sum is divided by the
    number of settled pairs and never falls below 0. So leaving a thing out costs less than
    guessing its place, and things whose order is not settled may stand either way.

    Placing all or some things blindly earns at most a tenth on average. A key with which it
    would earn more is refused, because too few of its pairs are settled: four things in one
    line, or one thing before all others, are too easy to guess; five in a line, or two lines of
    three, are not. A key that goes in a circle, or settles nothing, is refused too.
    """

    KIND: ClassVar[str] = "order"

    things: tuple[Choice, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        things = choices(data, "things")
        refuse_joints([thing.id for thing in things], data)
        if len(things) > MOST_THINGS:
            raise ValueError(f"{len(things)} things; an order item has at most {MOST_THINGS}")
        return cls(**cls._common(data), things=things)

    def _own_data(self) -> dict[str, Any]:
        return {"things": [thing.to_data() for thing in self.things]}

    def validate(self, value: object) -> list[str]:
        """The answer as a list of ids, first to last; things may be left out while working."""
        known = list(self.parts())
        example = f'["{known[0]}", "{known[-1]}"]'
        if isinstance(value, Set):
            raise AnswerError(
                f"{self.title}: {shown(value)} is a set, and a set has no order. "
                f"Write a list, such as {example}."
            )
        placed: list[str] = []
        for thing in entries(self.title, value, example):
            if not isinstance(thing, str) or thing not in known:
                raise AnswerError(
                    f"{self.title}: there is no {shown(thing)} here. {suggested(thing, known)}"
                )
            if thing in placed:
                raise AnswerError(
                    f"{self.title}: {thing} is in the list twice. Give each thing one place."
                )
            placed.append(str(thing))
        return placed

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """The things that exist, each where it stands first; one problem for each entry dropped."""
        return readable_entries(self, value)

    def in_words(self, value: Any) -> str:
        """How many things are placed."""
        return f"{len(value)} placed"

    def reference(self, key: Mapping[str, Any]) -> list[str]:
        """A right sequence: of all those that the key allows, the one nearest the item's own."""
        before = self._before(key)
        left, placed = list(self.parts()), list[str]()
        while left:
            placed.append(next(thing for thing in left if before[thing] <= set(placed)))
            left.remove(placed[-1])
        return placed

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> list[str]:
        """A right sequence; some things are taken out and put back anywhere."""
        placed = self.reference(key)
        astray = [thing for thing in placed if slips(rate, draw)]
        placed = [thing for thing in placed if thing not in astray]
        for thing in astray:
            placed.insert(draw(len(placed) + 1), thing)
        return placed

    def lured(self, key: Mapping[str, Any]) -> list[str]:
        """A right sequence in which each pair with a lure is turned round."""
        return self._turned(key, every=1)

    def half_lured(self, key: Mapping[str, Any]) -> list[str]:
        """A right sequence in which every second pair with a lure is turned round."""
        return self._turned(key, every=2)

    def _turned(self, key: Mapping[str, Any], every: int) -> list[str]:
        placed = self.reference(key)
        luring = [pair for pair in _named(key) if key["parts"][JOINT.join(pair)].get("lure")]
        for first, second in luring[::every]:
            if placed.index(first) < placed.index(second):
                placed.remove(second)
                placed.insert(placed.index(first), second)
        return placed

    def parts(self) -> tuple[str, ...]:
        """The ids of the things."""
        return tuple(thing.id for thing in self.things)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The things that are not placed."""
        return tuple(thing.id for thing in self.things if thing.id not in (value or ()))

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """
        Settled pairs in the right order minus twice those in the wrong one.

        There is a verdict for each pair of placed things that settles something by itself, and
        not because of a thing between the two; and one for each thing that is not placed, which
        tells nothing of where it belongs.
        """
        place = {thing: number for number, thing in enumerate(value or ())}
        before = self._before(key)
        settled = [(a, b) for b in self.parts() for a in self.parts() if a in before[b]]
        both = [(a, b) for a, b in settled if a in place and b in place]
        right = sum(place[a] < place[b] for a, b in both)
        wrong = len(both) - right
        direct = [
            (a, b) for a, b in both if not any(a in before[c] and c in before[b] for c in place)
        ]
        return Judgement(
            max(0.0, (right - COST * wrong) / len(settled)),
            (
                *(self._verdict(a, b, key, right=place[a] < place[b]) for a, b in direct),
                *(
                    Verdict(thing.id, thing.text, Outcome.NOT_ATTEMPTED)
                    for thing in self.things
                    if thing.id not in place
                ),
            ),
            tally=_tally(right, wrong, len(settled)) if place else "",
        )

    def _verdict(self, a: str, b: str, key: Mapping[str, Any], *, right: bool) -> Verdict:
        texts = {thing.id: thing.text for thing in self.things}
        why = _reasons(a, b, key)
        return Verdict(
            part=f"{a}{JOINT}{b}",
            label=f"{texts[a]} – {texts[b]}",
            outcome=Outcome.MET if right else Outcome.NOT_MET,
            given=f"{a} before {b}" if right else f"{b} before {a}",
            evidence=" ".join(str(part["why"]) for part in why if part.get("why")),
            claim=next((str(part["claim"]) for part in why if part.get("claim")), ""),
            right=f"{a} before {b}",
        )

    def _before(self, key: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
        """What has to stand before each thing. Raises `ValueError` for a key that cannot be."""
        return _settled(self.parts(), tuple(_named(key)))


def _named(key: Mapping[str, Any]) -> Iterable[Pair]:
    """The pairs that a key names, `(before, after)`."""
    for part in key["parts"]:
        before, _, after = part.partition(JOINT)
        yield before, after


def _reasons(a: str, b: str, key: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the key says of a pair; where it names a chain from `a` to `b`, of each step of it."""
    chains = [[a]]
    for chain in chains:  # it grows while we go through it: the shortest chain comes first
        if chain[-1] == b:
            return [key["parts"][JOINT.join(step)] for step in pairwise(chain)]
        chains += [[*chain, after] for before, after in _named(key) if before == chain[-1]]
    return []


@lru_cache
def _settled(things: tuple[str, ...], named: tuple[Pair, ...]) -> Mapping[str, frozenset[str]]:
    """
    For each thing all that has to stand before it: what the key names, and what follows from it.

    Raises `ValueError`, in words for whoever makes keys, where the key names a thing that is not
    there, goes in a circle, settles nothing, or leaves too much to a lucky guess.
    """
    strange = [f"{a}{JOINT}{b}" for a, b in named if not {a, b} <= set(things)]
    if strange:
        raise ValueError(f"the key names {shown(strange[0])}, which is no pair of the item")
    steps = {thing: {a for a, b in named if b == thing} for thing in things}
    before: dict[str, frozenset[str]] = {}
    try:
        for thing in TopologicalSorter(steps).static_order():
            before[thing] = frozenset(steps[thing]).union(*(before[a] for a in steps[thing]))
    except CycleError as error:
        circle = " before ".join(error.args[1])
        raise ValueError(f"the key goes in a circle: {circle}; take one pair out") from None
    if not any(before.values()):
        raise ValueError("the key settles the order of no pair")
    guessed = worth_of_guessing([[things.index(a) for a in before[thing]] for thing in things])
    if guessed > MOST_BY_GUESSING:
        raise ValueError(
            f"a blind sequence would earn {guessed:.2f} on average, more than "
            f"{MOST_BY_GUESSING}; add things, or settle more pairs"
        )
    return before


def worth_of_guessing(before: Sequence[Iterable[int]]) -> float:
    """
    What a blind sequence earns on average, of all the things or of whichever earn most.

    `before[n]` numbers the things that have to stand before thing `n`, closed under "before".
    Every sequence is counted, by the set of things in it, so this is no estimate.

    >>> line = [range(n) for n in range(5)]
    >>> worth_of_guessing(line) < 0.1 < worth_of_guessing(line[:4])
    True
    """
    masks = [sum(1 << other for other in others) for others in before]
    settled = sum(mask.bit_count() for mask in masks)
    # For each set of things: how many sequences have 0, 1, 2 ... pairs right. The counts stand
    # side by side in one whole number, a field of bits each, so that a shift moves them all.
    field = math.factorial(len(masks)).bit_length()
    counts = [1] + [0] * ((1 << len(masks)) - 1)
    most = 0.0
    for chosen in range(1, len(counts)):
        last = [n for n in range(len(masks)) if chosen >> n & 1]
        right_with = {n: (masks[n] & chosen).bit_count() for n in last}
        counts[chosen] = sum(counts[chosen ^ (1 << n)] << field * right_with[n] for n in last)
        pairs = sum(right_with.values())
        total = sum(
            (counts[chosen] >> field * right & ((1 << field) - 1))
            * max(0, right - COST * (pairs - right))
            for right in range(pairs + 1)
        )
        most = max(most, total / (math.factorial(len(last)) * settled))
    return most


def _tally(right: int, wrong: int, settled: int) -> str:
    """
    The pairs in plain words.

    >>> _tally(8, 1, 10)
    'Of 10 pairs with a settled order, 8 are right and 1 is wrong. A wrong one costs 2 right ones.'
    """
    there = f"Of {settled} pairs with a settled order" if settled > 1 else "Of 1 settled pair"
    yours = f"{right} {'is' if right == 1 else 'are'} right"
    if not wrong:
        return f"{there}, {yours}."
    others = f"{wrong} {'is' if wrong == 1 else 'are'} wrong"
    return f"{there}, {yours} and {others}. A wrong one costs {COST} right ones."
