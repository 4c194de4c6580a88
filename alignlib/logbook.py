"""One learner's answers to one assignment on the disk: read, changed under a lock, kept safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib import safe_file
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
        """
        What is recorded now; no answers where there is no file.

        Raises `AnswerError` where the file may hold answers that this alignlib cannot read, or
        not now: to show none would look as if they were lost.
        """
        now = recorded.read(self.path) or Answers()
        if now.untouchable:
            raise AnswerError(f"{self.path.name} in {self.path.parent.name} {now.untouchable}.")
        return now

    def variant_in(self, now: Answers) -> int | None:
        """The variant that recorded answers were made for; None where that cannot be said."""
        if not now.items or now.variant is None:
            return None
        return now.variant if 1 <= now.variant <= self.variants else None

    def value(self, item: Item) -> Any:
        """The recorded answer as far as it can be read; None where there is none."""
        return _value_in(self.read(), item)

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
        self._put(item, lambda _: value, learner, variant)

    def change(self, item: Item, change: Callable[[Any], Any], learner: str, variant: int) -> Any:
        """
        Put what `change` makes of the recorded answer in its place; the new answer.

        Both happen under one lock, so that no other window comes between. Raises `AnswerError`
        as `save` does, and what `change` raises; the file is then as it was.
        """
        return self._put(item.id, lambda now: change(_value_in(now, item)), learner, variant)

    def _put(self, item: str, change: Callable[[Answers], Any], learner: str, variant: int) -> Any:
        with safe_file.locked(self.path.parent):
            now = self._read_to_save()
            mine = self.held(now, learner, variant)
            if mine.variant != variant:
                raise made_for_another(variant, mine.variant)
            value = change(now)
            changed = mine.without(item) if value is None else mine.with_answer(item, value)
            self._replace(now, changed)
        return value

    def sign(self, learner: str, variant: int) -> int:
        """
        Put the learner's name on the answers; the variant that they work on from now on.

        While nothing is answered that is the learner's own, later the one of the answers, or
        `variant` where the file does not say it.
        """
        with safe_file.locked(self.path.parent):
            now = self._read_to_save()
            own = variant_of(learner, self.assignment, self.variants)
            number = self.variant_in(now) or (variant if now.items else own)
            self._replace(now, Answers(self.assignment, learner, number, now.items))
        return number

    def restore(self, receipt: Answers, learner: str, variant: int) -> None:
        """
        Put the answers of a receipt into the file, where it holds none.

        `learner` and `variant` are used where the receipt does not name them.
        """
        with safe_file.locked(self.path.parent):
            now = self._read_to_save()
            if not now.items:
                self._replace(now, self.held(receipt, receipt.learner or learner, variant))

    def _read_to_save(self) -> Answers:
        try:
            return self.read()
        except AnswerError as error:
            raise AnswerError(f"Not saved: {error}") from None

    def _replace(self, now: Answers, changed: Answers) -> None:
        """Replace the file; what is damaged or of an older version is put aside first."""
        if now.problems:
            safe_file.put_aside(self.path, f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        elif now.older is not None:
            safe_file.put_aside(self.path, f"version-{now.older}")
        recorded.write(self.path, changed)


def _value_in(now: Answers, item: Item) -> Any:
    if item.id not in now.items:
        return None
    value, _ = item.readable_part(now.items[item.id].value)
    return value


def made_for_another(variant: int, others: int | None) -> AnswerError:
    """The error of an answer that was made for another variant than those in the file."""
    return AnswerError(
        f"Not saved: this is of variant {variant} of the case, and your answers are for variant "
        f"{others}. Restart the kernel, or run the notebook's first cell and then this cell "
        "again. Your recorded answers are as they were."
    )
