"""
Grades for Canvas's gradebook.

What Canvas's import does is read from its own source (instructure/canvas-lms,
`lib/gradebook_importer.rb`): the head has to begin with *Student* and *ID*, *SIS User ID* and
*SIS Login ID* may follow, and *Section* has to end the learner's columns. A learner is looked for
by ID, then by SIS user id, then by SIS login id, and at last by the name. An assignment is found
by the number in brackets at the end of its column, or by its name; else Canvas offers to make it.
A line that begins with *Points Possible* tells the points of each assignment.
"""

from __future__ import annotations

from collections.abc import Sequence

from alignlib.errors import InstructorError
from alignlib.grading.export import cells
from alignlib.grading.export.base import LmsExport
from alignlib.grading.export.grades import Module, Total
from alignlib.grading.roster import CANVAS_ID, Entry, Roster

POINTS = "    Points Possible"
"""How Canvas's own export writes it, with the spaces; a name with these words would be no name."""

IDENTITIES = (CANVAS_ID, "sis user id", "sis login id")


class CanvasExport(LmsExport):
    """A gradebook that Canvas imports."""

    DEFAULT = "canvas.csv"

    def head(self, roster: Roster, asked: Sequence[Module]) -> list[list[str]]:
        """Canvas's columns with a column for each assignment, and the line of their points."""
        if not set(IDENTITIES) & set(roster.columns):
            raise InstructorError(
                f"{roster.path.name} has none of the columns ID, SIS User ID and SIS Login ID, by "
                "which Canvas finds a learner. Take one from the gradebook that Canvas exports."
            )
        return [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
            + [self.heading(module) for module in asked],
            [POINTS, "", "", "", ""] + [cells.number(module.points) for module in asked],
        ]

    def line(self, entry: Entry, totals: Sequence[Total | None]) -> list[str]:
        """A learner's line; the name is for people, and Canvas goes by the ids before it."""
        name = cells.inert(entry.name or entry.learner)
        return [
            name.replace(POINTS.strip(), ""),
            *self.identities(entry),
            cells.inert(entry.values.get("section", "")),
            *(cells.number(total.score if total else None) for total in totals),
        ]

    def identities(self, entry: Entry) -> list[str]:
        """Canvas's number, and the two ids of the student information system."""
        return [entry.values.get(column, "") for column in IDENTITIES]
