"""A learner's progress over all modules, in one call and one picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alignlib import certainty, review
from alignlib.certainty import Calibration
from alignlib.claims import CLAIMS, idea
from alignlib.places import assignments_near, here, who_works
from alignlib.standing import LESSON, ItemStanding, Standing, standing_in

if TYPE_CHECKING:
    import pandas as pd

    from alignlib.charts import Chart

MOST_IDEAS = 6
"""Weak ideas that are shown; who works on those has enough to do."""

MOST_DUE = 10
"""Items to revisit that are shown."""


@dataclass(frozen=True)
class Idea:
    """One claim of the course: how many parts about it were right at the latest try."""

    claim: str
    right: int
    wrong: int

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / (self.right + self.wrong)

    @property
    def words(self) -> str:
        """The same, counted."""
        return f"{self.right} of {self.right + self.wrong} right"


@dataclass(frozen=True)
class Progress:
    """
    What a learner has done, what was weak, and what to revisit and when.

    Text, and in a notebook a picture with tables. `remarks` say which files were not counted,
    and why.
    """

    learner: str
    today: date
    standings: tuple[Standing, ...]
    remarks: tuple[str, ...] = ()

    @property
    def items(self) -> Iterator[tuple[Standing, ItemStanding]]:
        """Each item with the assignment that it is of."""
        return ((one, item) for one in self.standings for item in one.items)

    @property
    def table(self) -> pd.DataFrame:
        """Every item as a row of a table, to sort and to filter."""
        import pandas as pd

        columns = ("assignment", "item", "title", "answered", "tries", "share", "day", "revisit")
        rows = [
            (one.title, i.id, i.title, i.answered, i.tries, i.share, i.day, i.due)
            for one, i in self.items
        ]
        return pd.DataFrame(rows, columns=list(columns))

    @cached_property
    def weak(self) -> tuple[Idea, ...]:
        """The ideas of which less than 80 % was right at the latest tries, the weakest first."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for standing in self.standings:
            for tried in standing.told:
                for right, claim in tried.parts.values():
                    if claim in CLAIMS:
                        found[claim][0 if right else 1] += 1
        ideas = (Idea(claim, *found[claim]) for claim in CLAIMS if claim in found)
        weak = [one for one in ideas if one.share < review.KNOWN]
        return tuple(sorted(weak, key=lambda one: one.share))

    @property
    def due(self) -> tuple[tuple[Standing, ItemStanding], ...]:
        """What to revisit, the earliest first."""
        dated = [(i.due, one, i) for one, i in self.items if i.due is not None]
        return tuple((one, i) for _, one, i in sorted(dated, key=lambda found: found[0]))

    @cached_property
    def calibration(self) -> Mapping[int, Calibration]:
        """How often the learner was right at each certainty, at the first check of each try."""
        return certainty.calibration(
            (tried.sure, tried.right, tried.wrong)
            for standing in self.standings
            for tried in standing.tries
            if tried.sure
        )

    @property
    def started(self) -> bool:
        """Whether anything is answered."""
        return any(item.begun for _, item in self.items)

    def chart(self) -> Chart:
        """The picture; it carries the same in words."""
        from alignlib.charts.learning import Bar, learning

        work = [
            Bar(
                one.title,
                one.known,
                one.answered - one.known - one.unscored,
                len(one.items),
                _done(one),
                one.unscored,
            )
            for one in self.standings
        ]
        ideas = [
            Bar(f"{i.claim}: {idea(i.claim)}", i.right, i.wrong, i.right + i.wrong, i.words)
            for i in self.weak[:MOST_IDEAS]
        ]
        return learning(work, ideas, self.calibration)

    # ---------------------------------------------------------------- in words

    def __repr__(self) -> str:
        head = f"Progress of {self.learner}" if self.learner else "Your progress"
        remarks = (f"! {remark}" for remark in self.remarks)
        return "\n".join((head, *map(str, self._sections()), *remarks))

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        tables = "".join(section.html for section in self._sections())
        told = "".join(f"<p><strong>Note:</strong> {escape(one)}</p>" for one in self.remarks)
        data: dict[str, Any] = {"text/html": ""}
        metadata: dict[str, Any] = {}
        if self.started:
            data, metadata = self.chart()._repr_mimebundle_()
        page = data["text/html"] + tables + told
        return {**data, "text/html": page, "text/plain": repr(self)}, metadata

    def _sections(self) -> Iterator[Section]:
        yield Section(
            "What is done",
            ("Done", "Part", "State"),
            tuple((one.sign, one.title, _done(one)) for one in self.standings),
            "" if self.started else NOTHING,
        )
        if not self.started:
            return
        weak = tuple((one.claim, idea(one.claim), one.words) for one in self.weak[:MOST_IDEAS])
        none = f"There is no idea of which less than {percent(review.KNOWN)} was right."
        yield Section(
            "What was weak",
            ("Claim", "Idea", "At the latest try"),
            weak,
            "" if weak else none,
        )
        soon = tuple(
            (_when(item.due, self.today), item.title, one.title, percent(item.share))
            for one, item in self.due[:MOST_DUE]
        )
        none = "Nothing yet. A day is set when an item is complete and its key is open."
        yield Section(
            "What to revisit, and when",
            ("When", "Item", "Part", "Points at the latest try"),
            soon,
            review.RULE if soon else none,
        )
        sure = tuple(
            (certainty.WORDS[one.sure], f"{one.right} of {one.parts} right", one.says)
            for one in self.calibration.values()
            if one.parts
        )
        none = "You have not said yet how sure you are. A panel asks below the answer."
        yield Section(
            "How sure, and how often right",
            ("You said", "At the first check", "What follows"),
            sure,
            "" if sure else none,
        )


@dataclass(frozen=True)
class Section:
    """One table of the progress: as lines of text, and as HTML."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str

    def __str__(self) -> str:
        rows = (f"  {' | '.join(row)}" for row in self.rows)
        return "\n".join(("", self.title, *rows, *([f"  {self.note}"] if self.note else [])))

    @property
    def html(self) -> str:
        """A heading, the table and the note; every text escaped."""
        left = "style='text-align:left'"  # Jupyter sets the cells of a table to the right
        names = "".join(f"<th scope='col' {left}>{escape(head)}</th>" for head in self.heads)
        body = "".join(
            f"<tr>{''.join(f'<td {left}>{escape(cell)}</td>' for cell in row)}</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return f"<h4>{escape(self.title)}</h4>{table if self.rows else ''}{note}"


def percent(share: float | None) -> str:
    """A share in whole per cent; empty where there is none."""
    return "" if share is None else f"{100 * share:.0f} %"


NOTHING = "Nothing is answered yet. Begin with the first lesson."


def _done(one: Standing) -> str:
    words = f"{one.answered} of {len(one.items)} answered"
    if one.sealed:
        return f"{words}; your instructor has the key"
    return f"{words}, {one.known} went well" if one.answered else words


def _when(day: date | None, today: date) -> str:
    from alignlib.charts.words import MONTHS

    if day is None:
        return ""
    left = (day - today).days
    if left <= 1:
        return "tomorrow" if left == 1 else "today"
    return f"{day.day} {MONTHS[day.month - 1]}, in {left} days"


def progress(folder: str | Path | None = None, *, learner: str | None = None) -> Progress:
    """
    Your progress over all modules: what is done, what was weak, what to revisit and when.

    It reads what lies beside the exercises, and beside the practice of the lessons, of the course
    that the notebook is in (or `folder` is in). Where the key is open the answers are scored; where
    it is with an instructor you see only what is done. It changes nothing.
    """
    start = Path(folder).resolve() if folder is not None else here()
    me = who_works(learner, "")
    standings: list[Standing] = []
    remarks: list[str] = []
    for place in assignments_near(start):
        standing, told = standing_in(place, "" if me == LESSON else me)
        remarks += told
        if standing is not None:
            standings.append(standing)
    if not standings:
        remarks.append(
            f"No assignment was found near {start.name}. Run this in a notebook of the course."
        )
    return Progress(me, datetime.now().astimezone().date(), tuple(standings), tuple(remarks))
