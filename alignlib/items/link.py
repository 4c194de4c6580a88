"""Link: join each thing on the left with the things on the right that it belongs to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
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
    is_right,
    slips,
    suggested,
)
from alignlib.items.listed import JOINT, entries, readable_entries, refuse_joints

Pair = tuple[str, str]

WRONG_TO_RIGHT = 2
"""
The most wrong pairs that count for one right pair.

In a matrix of 12 × 8 with 8 right pairs there are 88 wrong ones. If all 88 counted, eleven wrong
links would cost what one right link earns; and with few right pairs it would pay to link many
pairs blindly, for 0.25 on average with one right pair and 0.15 with two. So a wrong link always
takes away at least half of what a right one gives.
"""

OTHERWISE = "Nothing in the case links these two."
"""Why a pair is wrong that the key does not name."""


@dataclass(frozen=True, kw_only=True)
class Link(Item):
    """
    A set of pairs, each of one thing on the left and one on the right.

    The rule: the share of the right pairs that were linked, minus the share of the wrong pairs
    that were linked, never below 0. Where there are more than twice as many wrong pairs as
    right ones, they count as twice as many: then a wrong link takes away half of what a right
    one gives. Linking everything, or nothing, is worth 0.

    The key names the right pairs, and the wrong ones that it has something to say about; every
    other pair is wrong. One right link alone earns its share, 1 of the right pairs. Blind links,
    however many, earn at most a tenth on average. A key with which they would earn more is
    refused, as is one with no right pair or with no wrong one. From 21 possible pairs on, every
    key is good in which at most two pairs in three are right.
    """

    KIND: ClassVar[str] = "link"

    left: tuple[Choice, ...]
    right: tuple[Choice, ...]
    left_heading: str
    right_heading: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        left, right = choices(data, "left"), choices(data, "right")
        refuse_joints([thing.id for thing in (*left, *right)], data)
        return cls(
            **cls._common(data),
            left=left,
            right=right,
            left_heading=str(data["left_heading"]),
            right_heading=str(data["right_heading"]),
        )

    def _own_data(self) -> dict[str, Any]:
        return {
            "left": [thing.to_data() for thing in self.left],
            "right": [thing.to_data() for thing in self.right],
            "left_heading": self.left_heading,
            "right_heading": self.right_heading,
        }

    def _pairs(self) -> list[Pair]:
        """Every possible pair, row by row."""
        return [(a.id, b.id) for a in self.left for b in self.right]

    def _listed(self, linked: Iterable[Pair]) -> list[list[str]]:
        """Pairs in their canonical form: lists of two ids, row by row, each once."""
        linked = set(linked)
        return [[a, b] for a, b in self._pairs() if (a, b) in linked]

    def _example(self) -> str:
        return f'["{self.left[0].id}", "{self.right[0].id}"]'

    def validate(self, value: object) -> list[list[str]]:
        """The answer as a list of `[left, right]`, in the order of the left and right things."""
        linked: set[Pair] = set()
        for entry in entries(self.title, value, f"[{self._example()}]"):
            pair = self._pair(entry)
            if pair in linked:
                raise AnswerError(
                    f"{self.title}: {JOINT.join(pair)} is in the list twice. Name each pair once."
                )
            linked.add(pair)
        return self._listed(linked)

    def _pair(self, entry: object) -> Pair:
        """One entry as a pair of ids that exist. Raises `AnswerError` for any other."""
        # A set of two has no first one; a row of a NumPy array is as good as a list.
        ends = (
            tuple(entry)
            if isinstance(entry, Iterable) and not isinstance(entry, str | bytes | Mapping | Set)
            else ()
        )
        if len(ends) != 2:
            raise AnswerError(
                f"{self.title}: {shown(entry)} is no pair. Write a pair as {self._example()}."
            )
        left, right = ([thing.id for thing in side] for side in (self.left, self.right))
        turned = all(isinstance(end, str) for end in ends) and ends[0] in right and ends[1] in left
        if turned and not (ends[0] in left and ends[1] in right):
            raise AnswerError(
                f"{self.title}: {shown(list(ends))} is the wrong way round. "
                f'Write ["{ends[1]}", "{ends[0]}"].'
            )
        for end, known, heading in zip(
            ends, (left, right), (self.left_heading, self.right_heading), strict=True
        ):
            if not isinstance(end, str) or end not in known:
                raise AnswerError(
                    f"{self.title}: there is no {shown(end)} under “{heading}”. "
                    f"{suggested(end, known)}"
                )
        return str(ends[0]), str(ends[1])

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """The pairs that exist, each once; one problem for each entry that was dropped."""
        return readable_entries(self, value)

    def in_words(self, value: Any) -> str:
        """How many links there are."""
        return f"{len(value)} linked"

    def reference(self, key: Mapping[str, Any]) -> list[list[str]]:
        """The right pairs."""
        return self._listed(self._read(key))

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> list[list[str]]:
        """The right pairs; in the place of some, any pair at all."""
        pairs = self._pairs()
        return self._listed(
            pairs[draw(len(pairs))] if slips(rate, draw) else (a, b) for a, b in self.reference(key)
        )

    def lured(self, key: Mapping[str, Any]) -> list[list[str]]:
        """The pairs that look right: the lure turns each one that has it around."""
        right, parts = self._read(key), key["parts"]
        return self._listed(
            pair
            for pair in self._pairs()
            if (pair in right) != bool(parts.get(JOINT.join(pair), {}).get("lure"))
        )

    def parts(self) -> tuple[str, ...]:
        """One part: the links as a whole, since a row without any can be right."""
        return (self.id,)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The item itself while nothing is linked."""
        return () if value else (self.id,)

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """
        Share of right pairs linked minus share of wrong ones.

        There is a verdict for each pair that the key names and for each other one that was
        linked; a blank has one verdict, which names no pair.
        """
        right = self._read(key)
        linked = {(a, b) for a, b in value or ()}
        if not linked:
            return Judgement(0.0, (Verdict(self.id, self.title, Outcome.NOT_ATTEMPTED),))
        hits, wrong = len(linked & right), len(linked - right)
        most = _counted(len(right), len(self._pairs()) - len(right))
        share = (hits * most - wrong * len(right)) / (len(right) * most)
        verdicts = tuple(
            self._verdict(pair, key, linked=pair in linked, right=pair in right)
            for pair in self._pairs()
            if pair in linked or JOINT.join(pair) in key["parts"]
        )
        return Judgement(max(0.0, share), verdicts, tally=_tally(hits, len(linked), len(right)))

    def _verdict(self, pair: Pair, key: Mapping[str, Any], *, linked: bool, right: bool) -> Verdict:
        part = JOINT.join(pair)
        told = key["parts"].get(part) or {
            "why": OTHERWISE,
            "claim": self.claims[0] if self.claims else "",
            **key.get("otherwise", {}),
        }
        left = next(thing.text for thing in self.left if thing.id == pair[0])
        other = next(thing.text for thing in self.right if thing.id == pair[1])
        return Verdict(
            part=part,
            label=f"{left} – {other}",
            outcome=Outcome.MET if linked == right else Outcome.NOT_MET,
            given="linked" if linked else "not linked",
            evidence=str(told.get("why", "")),
            claim=str(told.get("claim", "")),
            right="link them" if right else "do not link them",
        )

    def _read(self, key: Mapping[str, Any]) -> set[Pair]:
        """
        The right pairs of a key.

        Raises `ValueError`, in words for whoever makes keys, where the key names a pair that is
        not there, calls no pair right or every one, or leaves too much to a lucky guess.
        """
        parts = key["parts"]
        pairs = {JOINT.join(pair): pair for pair in self._pairs()}
        strange = [part for part in parts if part not in pairs]
        if strange:
            raise ValueError(f"the key names {shown(strange[0])}, which is no pair of the item")
        right = {pairs[part] for part, entry in parts.items() if is_right(entry)}
        wrong = len(pairs) - len(right)
        if not right or not wrong:
            raise ValueError(f"the key calls {len(right)} of {len(pairs)} pairs right")
        guessed = worth_of_guessing(len(right), wrong)
        if guessed > MOST_BY_GUESSING:
            raise ValueError(
                f"with {len(right)} right and {wrong} wrong pairs, blind links would earn "
                f"{guessed:.2f} on average, more than {MOST_BY_GUESSING}; add things on a side"
            )
        return right


def _counted(right: int, wrong: int) -> int:
    """How many wrong pairs a rule counts."""
    return min(wrong, WRONG_TO_RIGHT * right)


@lru_cache
def worth_of_guessing(right: int, wrong: int) -> float:
    """
    What blind links earn on average, whatever number of them earns most.

    Of `n` links without any knowledge, the number that is right follows the hypergeometric
    distribution, so this is no estimate.

    >>> worth_of_guessing(6, 42) < 0.03 < 0.1 < worth_of_guessing(3, 3)
    True
    """
    most = _counted(right, wrong)

    def earned(links: int) -> float:
        total = sum(
            math.comb(right, hits)
            * math.comb(wrong, links - hits)
            * max(0, hits * most - (links - hits) * right)
            for hits in range(max(0, links - wrong), min(right, links) + 1)
        )
        return total / (math.comb(right + wrong, links) * right * most)

    return max(earned(links) for links in range(1, right + wrong + 1))


def _tally(hits: int, linked: int, right: int) -> str:
    """
    Precision and recall in plain words.

    >>> _tally(5, 7, 6)
    '5 of your 7 links are right; you found 5 of the 6 right ones.'
    """
    if linked == 1:
        yours = "Your link is right" if hits else "Your link is not right"
    else:
        yours = f"{hits} of your {linked} links {'is' if hits == 1 else 'are'} right"
    there = f"{hits} of the {right} right ones" if right > 1 else f"{hits} of 1 right one"
    return f"{yours}; you found {there}."
