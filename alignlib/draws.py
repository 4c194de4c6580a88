"""
The variants of an assignment as one learner works on them: the own one, and others to try again.

A learner's own variant is a public hash of the learner's id, and it alone is handed in and graded.
What is answered on any other variant therefore never enters `answers.json`: it lies beside it, in a
file of its own for each variant (`answers.variant-007.json`), in the same form and as safe. So the
receipt, the grader and an older alignlib find in `answers.json` what they always did; nobody can
hand in the variant that went best; and going back is only a matter of reading the other file again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alignlib.cases import Bundle, Variant, variant_of
from alignlib.errors import WorkbookError, shown
from alignlib.logbook import Logbook


@dataclass(frozen=True)
class Draw:
    """One variant as a learner works on it: its case, its items, and where the answers go."""

    variant: Variant
    log: Logbook
    own: bool

    @property
    def number(self) -> int:
        """The number of the variant."""
        return self.variant.number

    def complete(self, items: Iterable[str]) -> bool:
        """Whether nothing is open in these items."""
        known = (self.variant.items[item] for item in items if item in self.variant.items)
        return not any(item.open_parts(self.log.value(item)) for item in known)


class Draws:
    """
    Every variant of a bundle as a `Draw`, and who works on them.

    `log` keeps the answers to the learner's own variant, whose number is `own`.
    """

    def __init__(self, bundle: Bundle, log: Logbook, learner: str) -> None:
        self._bundle = bundle
        self._log = log
        self.learner = learner
        mine = variant_of(learner, bundle.assignment, bundle.variants)
        self._mine = self._own_draw(log.variant_in(log.read()) or mine)

    @property
    def mine(self) -> Draw:
        """The learner's own variant."""
        return self._mine

    @property
    def own(self) -> int:
        """Its number. It changes when somebody who has answered nothing says who they are."""
        return self._mine.number

    def sign(self, learner: str) -> None:
        """Put a learner's name on the answers; while there are none, the variant follows it."""
        number = self._log.sign(learner, self.own)
        self.learner = learner
        if number != self.own:
            self._mine = self._own_draw(number)

    def _own_draw(self, number: int) -> Draw:
        return Draw(self._bundle.variant(number), self._log, own=True)

    @property
    def count(self) -> int:
        """How many variants there are."""
        return self._bundle.variants

    def at(self, number: Any) -> Draw:
        """
        The draw of a variant.

        Raises `WorkbookError` for a number that there is not, and for any but the own one where
        the key is with an instructor: what is graded is not for trying out.
        """
        if type(number) is not int or not 1 <= number <= self._bundle.variants:
            raise WorkbookError(
                f"There is no variant {shown(number)}. There are 1 to {self._bundle.variants}; "
                f"your own is {self.own}."
            )
        if number == self.own:
            return self.mine
        if not self._bundle.open:
            raise WorkbookError(
                f"This assignment is graded, and you work on variant {self.own}. Another variant "
                "to try again is for practice; there the answers are open."
            )
        path = self._log.path
        other = path.with_name(f"{path.stem}.variant-{number:03}{path.suffix}")
        log = Logbook(other, self._log.assignment, self._log.variants)
        return Draw(self._bundle.variant(number), log, own=False)

    def another(self, now: int, items: tuple[str, ...]) -> Draw:
        """
        The next variant in the round on which one of these items is still open.

        One that was begun comes back, so that a notebook that is run again shows the same one.
        Raises `WorkbookError` where every variant is answered.
        """
        variants = self._bundle.variants
        for step in range(1, variants):
            number = (now - 1 + step) % variants + 1
            if number != self.own:
                draw = self.at(number)
                if not draw.complete(items):
                    return draw
        if variants == 1:
            raise WorkbookError(
                "There is only one variant of this assignment. Change your answers and check again."
            )
        what = "this item" if len(items) == 1 else "every item"
        raise WorkbookError(
            f"You have answered {what} on each of the {variants} variants. Change your answers "
            f"here, or open another one again: work.on({now % variants + 1})."
        )
