"""One learner's answers to one assignment on the disk: read, changed under a lock, kept safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib.answers import Answers
from alignlib.cases import variant_of
from alignlib.errors import AnswerError
from alignlib.items import Item


@dataclass(frozen=True)
class Logbook:
    """
    The answers file of an assignment with so many variants.

    It holds no state: another window may change the file at any time, so each call reads it.
    """

    path: Path
    assignment: str
    variants: int

    def read(self) -> Answers:
        """What is recorded now; no answers where there is no file."""
        return recorded.read(self.path) or Answers()

    def variant_in(self, now: Answers) -> int | None:
        """The variant that recorded answers were made for; None where that cannot be said."""
        if not now.items or now.variant is None:
            return None
        return now.variant if 1 <= now.variant <= self.variants else None

    def value(self, item: Item) -> Any:
        """The recorded answer as far as it can be read; None where there is none."""
        now = self.read()
        if item.id not in now.items:
            return None
        value, _ = item.readable_part(now.items[item.id].value)
        return value

    def held(self, now: Answers, learner: str, variant: int) -> Answers:
        """What is recorded, under the learner's name; the answers keep their own variant."""
        return Answers(
            self.assignment, learner or now.learner, self.variant_in(now) or variant, now.items
        )

    def save(self, item: str, value: Any, learner: str, variant: int) -> None:
        """
        Put one answer, made for `variant`, into the file; None takes it out.

        Raises `AnswerError` where the others there are for another variant: a window from
        before the learner's id was said must not move them.
        """
        with recorded.locked(self.path.parent):
            now = self.read()
            mine = self.held(now, learner, variant)
            if mine.variant != variant:
                raise made_for_another(variant, mine.variant)
            changed = mine.without(item) if value is None else mine.with_answer(item, value)
            self._replace(now, changed)

    def sign(self, learner: str, variant: int) -> int:
        """
        Put the learner's name on the answers; the variant that they work on from now on.

        While nothing is answered that is the learner's own, later the one of the answers, or
        `variant` where the file does not say it.
        """
        with recorded.locked(self.path.parent):
            now = self.read()
            own = variant_of(learner, self.assignment, self.variants)
            number = self.variant_in(now) or (variant if now.items else own)
            self._replace(now, Answers(self.assignment, learner, number, now.items))
        return number

    def _replace(self, now: Answers, changed: Answers) -> None:
        """Replace the file; what cannot be read of it now is put aside first."""
        if now.problems:
            recorded.put_aside(self.path, datetime.now(UTC))
        recorded.write(self.path, changed)


def made_for_another(variant: int, others: int | None) -> AnswerError:
    """The error of an answer that was made for another variant than those in the file."""
    return AnswerError(
        f"Not saved: this is of variant {variant} of the case, and your answers are for variant "
        f"{others}. Restart the kernel, or run the notebook's first cell and then this cell "
        "again. Your recorded answers are as they were."
    )
