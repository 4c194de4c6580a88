"""
Certainty: how sure a learner is of an answer, and what right and wrong then count.

The scheme is that of certainty-based marking by Tony Gardner-Medwin, as the documentation of
Moodle describes it ("Using certainty-based marking"). It is for practice alone: it says whether a
learner knows what they know. No graded score knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RIGHT = {1: 1, 2: 2, 3: 3}
"""What something right counts at each certainty."""

WRONG = {1: 0, 2: -2, 3: -6}
"""What something wrong counts at each certainty."""

WORDS = {1: "a guess", 2: "fairly sure", 3: "certain"}
"""What each certainty is called on the screen; `PAYS` says what it means."""

PAYS = {1: (0.0, 2 / 3), 2: (2 / 3, 0.8), 3: (0.8, 1.0)}
"""
The chance to be right from which, and up to which, each certainty has the highest expected count.

With the chance p they expect p, 4p − 2 and 9p − 6. The first two are equal at p = 2/3, the last
two at p = 4/5. So who says how sure they are does best: the rule is proper.
"""

FEWEST = 10
"""Parts at one certainty from which on we compare. Of fewer, one more right moves too much."""

MARGIN = 0.1
"""How far outside its range a share of right answers lies before we call it so."""


def count(sure: int, right: int, wrong: int) -> int:
    """
    What so many right and so many wrong parts count at a certainty.

    >>> count(1, 2, 1), count(2, 2, 1), count(3, 2, 1)
    (2, 2, 0)
    """
    return right * RIGHT[sure] + wrong * WRONG[sure]


def expected(sure: int, chance: float) -> float:
    """What a part counts on average that is right with this chance."""
    return chance * RIGHT[sure] + (1 - chance) * WRONG[sure]


def honest(chance: float) -> int:
    """
    The certainty of somebody who says what they believe; at a border the lower one.

    >>> honest(0.5), honest(0.7), honest(0.9)
    (1, 2, 3)
    """
    return next(sure for sure, (_, most) in PAYS.items() if chance <= most)


def told(sure: int, right: int, wrong: int) -> str:
    """
    What became of an answer at a certainty, in a sentence.

    >>> told(2, 15, 6)
    'You said “fairly sure”. For practice, 15 right and 6 wrong count 15 × 2 − 6 × 2 = +18.'
    """
    sum_ = f"{right} × {RIGHT[sure]} − {wrong} × {-WRONG[sure]}"
    total = count(sure, right, wrong)
    sign = "−" if total < 0 else "+" if total else ""
    return (
        f"You said “{WORDS[sure]}”. For practice, {right} right and {wrong} wrong count "
        f"{sum_} = {sign}{abs(total)}."
    )


@dataclass(frozen=True)
class Calibration:
    """How often somebody was right at one certainty."""

    sure: int
    right: int
    wrong: int

    @property
    def parts(self) -> int:
        """How many parts were answered at it."""
        return self.right + self.wrong

    @property
    def share(self) -> float | None:
        """The share that was right; None without any."""
        return self.right / self.parts if self.parts else None

    @property
    def says(self) -> str:
        """What follows from it, in a few words; with a reason where nothing does."""
        if self.share is None:
            return "not used yet"
        if self.parts < FEWEST:
            return f"too few to say: {self.parts} of at least {FEWEST} parts"
        low, high = PAYS[self.sure]
        if self.share < low - MARGIN:
            return "less often right than you thought"
        if self.share > high + MARGIN:
            return "more often right than you thought"
        return "about as often right as you thought"


def calibration(answered: Iterable[tuple[int, int, int]]) -> Mapping[int, Calibration]:
    """Of answers as (certainty, right parts, wrong parts): how often each certainty was right."""
    found = {sure: [0, 0] for sure in WORDS}
    for sure, right, wrong in answered:
        found[sure][0] += right
        found[sure][1] += wrong
    return {sure: Calibration(sure, right, wrong) for sure, (right, wrong) in found.items()}
