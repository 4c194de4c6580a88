"""Memo: a text that a human marks by a rubric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, shown
from alignlib.items.base import Draw, Item, Judgement, Outcome, Verdict

LONGEST = 20_000
"""Characters in a memo. Ten times any memo we ask for; keeps a pasted book out of the answers."""


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric: its id, its name, and what the marker looks for."""

    id: str
    label: str
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Memo(Item):
    """
    A text for a named reader.

    The rule: an empty memo is worth 0; any other goes to a human, who marks it by the
    rubric. `words` is the length asked for; it is shown, never enforced.
    """

    KIND: ClassVar[str] = "memo"
    RIGHT_OR_WRONG: ClassVar[bool] = False
    """A reader decides; there is no right or wrong of which one could be sure."""

    words: tuple[int, int]
    criteria: tuple[Criterion, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        low, high = data["words"]
        criteria = tuple(
            Criterion(str(c["id"]), str(c["label"]), str(c.get("meaning", "")))
            for c in data.get("criteria", ())
        )
        return cls(**cls._common(data), words=(int(low), int(high)), criteria=criteria)

    def _own_data(self) -> dict[str, Any]:
        return {
            "words": list(self.words),
            "criteria": [
                {"id": c.id, "label": c.label, "meaning": c.meaning} for c in self.criteria
            ],
        }

    def validate(self, value: object) -> str:
        """The text, as it was written."""
        if not isinstance(value, str):
            raise AnswerError(
                f"{self.title}: the answer must be text in quotation marks; found {shown(value)}."
            )
        if len(value) > LONGEST:
            raise AnswerError(
                f"{self.title}: the text has {len(value):,} characters; at most {LONGEST:,} fit. "
                "Shorten it."
            )
        # A lone half of a character pair cannot be written to a file.
        return value.encode("utf-8", "replace").decode("utf-8")

    def in_words(self, value: Any) -> str:
        """How many words the text has."""
        return f"{len(value.split())} words"

    def reference(self, key: Mapping[str, Any]) -> None:
        """None: there is more than one good text, and a human marks it."""

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> None:
        """None: no text is simulated here."""

    def lured(self, key: Mapping[str, Any]) -> None:
        """None: no text is simulated here."""

    def parts(self) -> tuple[str, ...]:
        """One part: the text."""
        return (self.id,)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The item itself while the text is empty."""
        return () if value and value.strip() else (self.id,)

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """Nothing for an empty text, a human for any other."""
        if self.open_parts(value):
            return Judgement(0.0, (Verdict(self.id, self.title, Outcome.NOT_ATTEMPTED),))
        given = self.in_words(value)
        return Judgement(None, (Verdict(self.id, self.title, Outcome.FOR_A_HUMAN, given),))
