"""The pieces of a feedback page, as plain data: what the template shows, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from alignlib.feedback import SIGNS
from alignlib.items import Outcome, Verdict


@dataclass(frozen=True)
class Part:
    """A line of an item's table: one part, its outcome, and what it rests on."""

    verdict: Verdict
    label: str

    @property
    def sign(self) -> str:
        """The outcome's sign, which says the same as its word and its colour."""
        return SIGNS[self.verdict.outcome]


@dataclass(frozen=True)
class Idea:
    """A claim of the course, and how many of the parts that rest on it were met."""

    claim: str
    idea: str
    met: int
    of: int

    @property
    def lost(self) -> int:
        """How many were not met."""
        return self.of - self.met

    @property
    def steps(self) -> int:
        """How long its bar is, in twentieths: empty for none alone, and full for all alone."""
        return max(20 * self.met // self.of, 1 if self.met else 0)


@dataclass(frozen=True)
class Criterion:
    """A row of a memo's rubric as a learner knows it, with what the marker gave and said."""

    label: str
    meaning: str
    points: float | None = None
    most: float | None = None
    remark: str = ""

    @property
    def given(self) -> str:
        """The points in words; what can be reached, where the marker has not split the points."""
        if self.points is None:
            return "–" if self.most is None else f"up to {self.most:g}"
        return f"{self.points:g}" if self.most is None else f"{self.points:g} of {self.most:g}"


@dataclass(frozen=True)
class Section:
    """One item of the page. `text` and `rubric` are a memo's, the other parts any item's."""

    id: str
    title: str
    points: float
    most: float
    status: str
    tally: str = ""
    remarks: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    ideas: tuple[Idea, ...] = ()
    lesson: str = ""
    comment: str = ""
    memo: bool = False
    text: str = ""
    rubric: tuple[Criterion, ...] = ()

    @property
    def with_rows(self) -> bool:
        """Whether the marker has given points by the rubric."""
        return any(row.points is not None for row in self.rubric)

    @property
    def in_short(self) -> str:
        """How it went, in the fewest words."""
        if self.memo:
            return self.status or "Read and marked."
        return self.tally or self.status or ("Right." if self.points == self.most else "Not right.")

    @property
    def met_parts(self) -> tuple[Part, ...]:
        """The parts that were met; an answer of one part is always shown as an open one."""
        met = tuple(part for part in self.parts if part.verdict.outcome is Outcome.MET)
        return met if len(self.parts) > 1 else ()

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """The parts to look at: all others."""
        return tuple(part for part in self.parts if part not in self.met_parts)

    @property
    def with_right(self) -> bool:
        """Whether the right answers are told."""
        return any(part.verdict.right for part in self.parts)

    @property
    def with_evidence(self) -> bool:
        """Whether anything is explained."""
        return any(part.verdict.evidence or part.verdict.claim for part in self.parts)


@dataclass(frozen=True)
class View:
    """A whole page, and `problems` that its instructor should see before it goes out."""

    learner: str
    assignment: str
    title: str
    firm: str
    lesson_file: str
    handed_in: str
    points: float
    most: float
    penalty: float
    waiting: float
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    ideas: tuple[Idea, ...]
    problems: tuple[str, ...] = ()
