"""
Every verdict of a class in one table, for whoever counts: which items, and which ideas, went wrong.

An item has a line with its points and no part, and then a line without points for each part of
the answer, with its claim and its verdict. So the points of a learner's lines add up to the score,
and the share of a claim's lines that are *met* says how well the idea is understood. The points are
the gradebook's, a marker's included and a late penalty not; the verdicts are made anew from the
answers that were graded, by the rule that scored them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from alignlib.answers import Answers, parse
from alignlib.cases import Bundle, Variant, variant_of
from alignlib.errors import CaseError
from alignlib.grading import record
from alignlib.grading.course import Course, canonical, expected_notebook
from alignlib.grading.export import cells
from alignlib.grading.export.base import FileExport
from alignlib.grading.export.grades import ItemGrade, item_grades
from alignlib.items import Outcome, Verdict
from alignlib.scoring import award

HEAD = ["learner", "module", "item", "part", "claim", "points", "max_points", "verdict"]


class LongExport(FileExport):
    """A line for each item of each learner, and one for each part of each answer."""

    DEFAULT = "long.csv"

    def rows(self, gradebook: Gradebook) -> list[list[str]]:
        """The head and all lines, module by module, learner by learner."""
        asked, names = self.asked(gradebook)
        found, known = [HEAD], set(names)
        for module in asked:
            verdicts = _Verdicts(Course.of(self), module.name)
            for grade in item_grades(gradebook, module.name):
                if grade.learner in known:
                    found += _lines(grade, verdicts.of(grade))
            if verdicts.missing:
                self.warn(
                    f"{module.name}: points without verdicts, because there are no answers or no "
                    f"key to make them from ({len(verdicts.missing)}):",
                    sorted(verdicts.missing),
                )
        return found


def _lines(grade: ItemGrade, verdicts: tuple[Verdict, ...]) -> Iterator[list[str]]:
    who = [cells.inert(grade.learner), grade.module, grade.item]
    waits = str(Outcome.FOR_A_HUMAN) if grade.waits else ""
    yield [*who, "", "", cells.number(grade.score), cells.number(grade.most), waits]
    for verdict in verdicts:
        yield [*who, cells.inert(verdict.part), verdict.claim, "", "", str(verdict.outcome)]


class _Verdicts:
    """The verdicts of one assignment, learner by learner, each variant read once."""

    def __init__(self, course: Course, module: str) -> None:
        self.directory: Any = course.directory
        self.module = module
        self.bundle: Bundle | None = course.bundle(module)
        self.missing: set[str] = set()
        self._variants: dict[int, tuple[Variant, Mapping[str, Any]] | None] = {}
        self._last: tuple[str, Answers | None] = ("", None)

    def of(self, grade: ItemGrade) -> tuple[Verdict, ...]:
        """The verdicts on one item; none for a memo, whose marker gives points only."""
        answers = self._answers(grade.learner)
        made_for = self._variant(grade.learner, answers) if answers else None
        if answers is None or made_for is None:
            self.missing.add(grade.learner)
            return ()
        variant, key = made_for
        item, answer = variant.items.get(grade.item), answers.items.get(grade.item)
        if item is None or item.KIND == "memo":
            return ()
        return award(item, answer.value if answer else None, key.get(item.id)).verdicts

    def _answers(self, learner: str) -> Answers | None:
        """The answers that were graded: they are in the record of the autograded notebook."""
        if self._last[0] != learner:
            step = self.directory.autograded_directory
            folder = self.directory.format_path(step, learner, self.module)
            self._last = learner, _recorded(Path(folder) / expected_notebook(self.module))
        return self._last[1]

    def _variant(self, learner: str, answers: Answers) -> tuple[Variant, Mapping[str, Any]] | None:
        """The variant that the answers were scored on, with its key."""
        if self.bundle is None or (answers.items and answers.assignment != self.module):
            return None
        own = variant_of(learner, self.module, self.bundle.variants)
        number = answers.variant if answers.variant and answers.items else own
        if number not in self._variants:
            try:
                made = self.bundle.variant(number), self.bundle.key(number)
            except CaseError:
                made = None
            self._variants[number] = made
        return self._variants[number]


def _recorded(path: Path) -> Answers | None:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        answers = metadata[record.NAME]["answers"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return parse(canonical(answers))
