"""What all exports share: what they are asked for, and how they say whom they left out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from alignlib import safe_file
from alignlib.errors import InstructorError, LearnerError
from alignlib.grading.bounds import one_line
from alignlib.grading.export import cells
from alignlib.grading.export.grades import Module, Total, learners, modules, totals
from alignlib.grading.roster import FILE_NAME, Entry, Roster, read_roster


class FileExport(ExportPlugin):
    """An export into one file, which is written whole or not at all."""

    DEFAULT: ClassVar[str] = "grades.csv"
    """The file that is written without `--to`."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; what is wrong is said in a sentence, and the command then fails."""
        path = Path(self.to or self.DEFAULT)
        try:
            rows = self.rows(gradebook)
            safe_file.replace(path, cells.table(rows))
        except (InstructorError, LearnerError) as error:
            self.log.error("%s", error)
            raise SystemExit(1) from None
        except OSError as error:
            self.log.error("%s could not be written: %s", path, safe_file.said(error))
            raise SystemExit(1) from None
        self.log.info("Exported %s lines to %s", len(rows) - 1, path)

    @abstractmethod
    def rows(self, gradebook: Gradebook) -> list[list[str]]:
        """The lines of the file, the head first."""

    def asked(self, gradebook: Gradebook) -> tuple[list[Module], list[str]]:
        """The assignments and the learners that the command was asked for."""
        return (
            modules(gradebook, [str(name) for name in self.assignment]),
            learners(gradebook, [str(name) for name in self.student]),
        )

    def warn(self, sentence: str, names: Iterable[str] = ()) -> None:
        """A warning in one line, with every name that it is about."""
        listed = ", ".join(one_line(repr(name)) for name in names)
        self.log.warning("%s%s", sentence, f" {listed}" if listed else "")


class LmsExport(FileExport):
    """
    A gradebook for an LMS: a line for each learner of the roster who has a grade.

    Whoever has none has no line, because an empty cell would take away a grade that the LMS
    has. A score counts as nbgrader's own export counts it.
    """

    roster = Unicode(
        FILE_NAME, help="CSV file that says who a learner is to the LMS; in the course folder"
    ).tag(config=True)

    columns = Dict(
        help="for each assignment the name of its column in the LMS; without one, its own name"
    ).tag(config=True)

    def rows(self, gradebook: Gradebook) -> list[list[str]]:
        """The head, what the LMS wants below it, and a line for each learner."""
        asked, names = self.asked(gradebook)
        roster = read_roster(Path(self.parent.coursedir.root, self.roster))
        scores: dict[str, dict[str, Total]] = {}
        for total in totals(gradebook, [module.name for module in asked]):
            if total.learner in names:
                scores.setdefault(total.learner, {})[total.module] = total
        self._tell_waiting(total for own in scores.values() for total in own.values())
        entries = self._matched(roster, scores, names)
        lines = [
            self.line(entry, [scores[learner].get(module.name) for module in asked])
            for learner, entry in entries.items()
        ]
        return [*self.head(roster, asked), *lines]

    @abstractmethod
    def head(self, roster: Roster, asked: Sequence[Module]) -> list[list[str]]:
        """The lines above the learners'. Raises `InstructorError` where a column is missing."""

    @abstractmethod
    def line(self, entry: Entry, totals: Sequence[Total | None]) -> list[str]:
        """A learner's line."""

    @abstractmethod
    def identities(self, entry: Entry) -> list[str]:
        """What the LMS finds a learner by; written as it is."""

    def heading(self, module: Module) -> str:
        """
        The name of an assignment's column.

        Raises `InstructorError` for one that a spreadsheet would take for a formula.
        """
        name = str(self.columns.get(module.name, module.name))
        if not cells.is_inert(name):
            raise InstructorError(
                f"The column {name!r} would be a formula in a spreadsheet. Give the assignment "
                "another name in the LMS, and in LmsExport.columns."
            )
        return name

    def _tell_waiting(self, every: Iterable[Total]) -> None:
        waiting = sorted({total.learner for total in every if total.waiting})
        if waiting:
            self.warn(
                f"Grades that are not final, because items wait for a human ({len(waiting)}):",
                waiting,
            )

    def _matched(
        self, roster: Roster, scores: dict[str, dict[str, Total]], names: Sequence[str]
    ) -> dict[str, Entry]:
        """The roster's line of each learner with a grade; all others are told, both ways."""
        found = {learner: entry for learner in scores if (entry := roster.of(learner))}
        if unknown := [learner for learner in scores if learner not in found]:
            self.warn(
                f"Left out: grades without a line in {roster.path.name} ({len(unknown)}). "
                "Add a line for each:",
                unknown,
            )
        nameless = [n for n, entry in found.items() if not any(self.identities(entry))]
        if nameless:
            self.warn(
                f"Left out: no id of the LMS in {roster.path.name} ({len(nameless)}). "
                "Add it in the line of each:",
                nameless,
            )
        odd = [n for n, e in found.items() if not all(map(cells.is_inert, self.identities(e)))]
        if odd:
            self.warn(
                f"Left out: an id that a spreadsheet would take for a formula ({len(odd)}). "
                "Enter these grades by hand:",
                odd,
            )
        if not self.student:
            self._tell_without_grades(roster, found)
        left_out = {*nameless, *odd}
        return {name: entry for name, entry in found.items() if name not in left_out}

    def _tell_without_grades(self, roster: Roster, found: dict[str, Entry]) -> None:
        graded = {entry.line for entry in found.values()}
        without = [entry.learner for entry in roster.entries if entry.line not in graded]
        if without:
            self.warn(
                f"In {roster.path.name} without a grade, so that nothing is exported "
                f"({len(without)}):",
                without,
            )
