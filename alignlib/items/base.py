"""What every item kind has in common: its declaration, its verdicts, its judgement."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, CaseError, nearest, shown

Draw = Callable[[int], int]
"""A source of chance: called with n, it gives a whole number from 0 to n − 1."""

CHANCES = 1000
"""Steps in which a rate is drawn."""

MOST_BY_GUESSING = 0.1
"""What blind answers may earn on average, whatever way of guessing they follow: a tenth."""


def slips(rate: float, draw: Draw) -> bool:
    """Whether a part is left to chance this time."""
    return draw(CHANCES) < rate * CHANCES


def suggested(found: object, known: Sequence[str]) -> str:
    """
    The next step for an id that does not exist: the one that was probably meant, or the range.

    >>> suggested("i1", ["I01", "O02"]), suggested(7, ["I01", "I02"])
    ("Did you mean 'I01'?", 'Use the ids I01 to I02.')
    """
    return nearest(found, known) or f"Use the ids {known[0]} to {known[-1]}."


class Outcome(enum.StrEnum):
    """The outcome for one part of an answer."""

    MET = "met"
    NOT_MET = "not met"
    NOT_ATTEMPTED = "not attempted"
    FOR_A_HUMAN = "for a human"


@dataclass(frozen=True)
class Verdict:
    """
    The outcome for one part of an answer, with what it rests on.

    `part` is the id of the thing or option, `given` what the learner answered in words,
    `evidence` the words or rows that decide it, `claim` the idea behind it (S1 to S50), and
    `right` the right answer in words. Whoever shows a verdict decides, by the item's feedback
    policy, how much of it to show.
    """

    part: str
    label: str
    outcome: Outcome
    given: str = ""
    evidence: str = ""
    claim: str = ""
    right: str = ""


@dataclass(frozen=True)
class Judgement:
    """
    What a rule makes of one answer.

    `share` is the share of the item's points, from 0 to 1; None leaves it to a human.
    `tally` counts what was met, in the rule's own words, where "4 of 6 parts met" would not
    do; it says no more than the outcomes do. `note` explains a mistake.
    """

    share: float | None
    verdicts: tuple[Verdict, ...]
    note: str = ""
    tally: str = ""


@dataclass(frozen=True)
class Choice:
    """A thing to classify or an option to choose: its id, its text, and where it comes from."""

    id: str
    text: str
    note: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A choice from its JSON form."""
        return cls(id=str(data["id"]), text=str(data["text"]), note=str(data.get("note", "")))

    def to_data(self) -> dict[str, str]:
        """The choice in its JSON form."""
        return {"id": self.id, "text": self.text, "note": self.note}


@dataclass(frozen=True, kw_only=True)
class Item(ABC):
    """
    One question of an assignment.

    A kind is one module of `alignlib.items` with one subclass: its fields say what the
    learner sees, `validate` what an answer looks like, `judge` what it is worth.
    """

    KIND: ClassVar[str]

    RIGHT_OR_WRONG: ClassVar[bool] = True
    """Whether each part is right or wrong, so that one can say how sure one is of it."""

    id: str
    title: str
    prompt: str
    points: float
    claims: tuple[str, ...] = ()
    lesson: str = ""

    @classmethod
    @abstractmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""

    @abstractmethod
    def _own_data(self) -> dict[str, Any]:
        """The fields that only this kind has, in JSON form."""

    @abstractmethod
    def validate(self, value: object) -> Any:
        """
        The answer in its canonical JSON form.

        Raises `AnswerError` with what is wrong, the value found and the next step.
        """

    @abstractmethod
    def parts(self) -> tuple[str, ...]:
        """The ids of the parts that a complete answer fills in."""

    @abstractmethod
    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The ids of the parts that a valid answer (or None) leaves open."""

    @abstractmethod
    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """What a valid answer (or None) is worth against the key of its variant."""

    @abstractmethod
    def reference(self, key: Mapping[str, Any]) -> Any:
        """The answer that the key calls right; None where only a human can say."""

    @abstractmethod
    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> Any:
        """A simulated answer: each part is left to chance at `rate` (0 expert, 1 random)."""

    @abstractmethod
    def lured(self, key: Mapping[str, Any]) -> Any:
        """A simulated answer of someone who follows each lure that the key knows of."""

    def half_lured(self, key: Mapping[str, Any]) -> Any:
        """A simulated answer of someone who follows every second lure and knows the rest."""
        right, lured = self.reference(key), self.lured(key)
        if isinstance(right, dict):
            # A plan that follows a lure may fund what the right one does not, and leave out.
            parts = enumerate([*right, *(part for part in lured if part not in right)], start=1)
            chosen = {part: (right, lured)[n % 2] for n, part in parts}
            return {part: source[part] for part, source in chosen.items() if part in source}
        if isinstance(right, list):
            either = [*right, *(entry for entry in lured if entry not in right)]
            luring = sorted(entry for entry in either if (entry in right) != (entry in lured))
            followed = luring[::2]
            return sorted(entry for entry in either if (entry in right) != (entry in followed))
        return lured

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """
        The part of a recorded value that is an answer, and what was wrong with the rest.

        Used when grading: one bad entry must not cost the good ones. A kind whose answer has
        no parts keeps all or nothing.
        """
        try:
            return self.validate(value), ()
        except AnswerError as error:
            return None, (str(error),)

    def in_words(self, value: Any) -> str:
        """A valid answer in a few words, for the overview: its size, or a number as it is."""
        return f"{len(value)} recorded" if isinstance(value, dict | list) else "recorded"

    def to_data(self) -> dict[str, Any]:
        """The item in the JSON form that a learner's notebook and panel read."""
        common = {
            "id": self.id,
            "kind": self.KIND,
            "title": self.title,
            "prompt": self.prompt,
            "points": self.points,
            "claims": list(self.claims),
            "lesson": self.lesson,
        }
        return common | self._own_data()

    @staticmethod
    def _common(data: Mapping[str, Any]) -> dict[str, Any]:
        """The keyword arguments that every kind reads in the same way."""
        return {
            "id": str(data["id"]),
            "title": str(data["title"]),
            "prompt": str(data["prompt"]),
            "points": float(data["points"]),
            "claims": tuple(str(claim) for claim in data.get("claims", ())),
            "lesson": str(data.get("lesson", "")),
        }


def choices(data: Mapping[str, Any], field: str) -> tuple[Choice, ...]:
    """
    The choices in `data[field]`: at least one, and each with an id of its own.

    Raises `CaseError` where there is none, since nothing could be answered.
    """
    found = tuple(Choice.from_data(entry) for entry in data[field])
    if not found:
        raise CaseError(
            f"Item {shown(data['id'])} has no {field}. Get a fresh copy of the assignment."
        )
    refuse_doubled([choice.id for choice in found], data, field)
    return found


def refuse_doubled(ids: Sequence[str], data: Mapping[str, Any], field: str) -> None:
    """
    Hold that all `ids` of a field differ.

    Raises `CaseError` where two are equal, since an answer could not tell them apart.
    """
    doubled = sorted(identity for identity, times in Counter(ids).items() if times > 1)
    if doubled:
        raise CaseError(
            f"Item {shown(data['id'])} lists {', '.join(doubled)} twice in its {field}. "
            "Get a fresh copy of the assignment."
        )


def is_right(part: Mapping[str, Any]) -> bool:
    """What a key says of an option or a pair. Raises `ValueError` for a word such as "no"."""
    right = part["right"]
    if not isinstance(right, bool):
        raise ValueError(f"right is {shown(right)}, neither true nor false")
    return right
