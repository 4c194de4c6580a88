"""
Grades for Moodle's gradebook (*Grades*, *Import*, *CSV file*).

What Moodle's import does is read from its own source (moodle/moodle,
`grade/import/csv/classes/load_data.php`) and its page *Grade import*
(docs.moodle.org/311/en/Grade_import): one chosen column (*Map from*) is matched with the profile's
id number, email address or username (*Map to*), letter for letter; each other column is a new
grade item or one that is there. One user who is not found stops the whole import, which is why
nobody without an identifier is exported. A hyphen means that there is no grade.
"""

from __future__ import annotations

from collections.abc import Sequence

from traitlets import Enum

from alignlib.errors import InstructorError
from alignlib.grading.export import cells
from alignlib.grading.export.base import LmsExport
from alignlib.grading.export.grades import Module, Total
from alignlib.grading.roster import Entry, Roster

IDENTIFIERS = ("Username", "ID number", "Email address")
"""The columns of the roster that Moodle can match a user by."""

NO_GRADE = "-"
"""As Moodle's own export has it. An empty cell of a new grade item would be stored as 0."""

MOST = 100.0
"""Points above which Moodle refuses a grade, unless the site allows more."""


class MoodleExport(LmsExport):
    """A gradebook that Moodle imports: an identifier, a name for people, and the grades."""

    DEFAULT = "moodle.csv"

    identifier = Enum(
        IDENTIFIERS,
        default_value=IDENTIFIERS[0],
        help="the column of the roster by which Moodle is to find a learner (“Map from”)",
    ).tag(config=True)

    def head(self, roster: Roster, asked: Sequence[Module]) -> list[list[str]]:
        """The identifier's column, the name and a column for each assignment."""
        if self.identifier.casefold() not in roster.columns:
            there = [name for name in IDENTIFIERS if name.casefold() in roster.columns]
            advice = (
                f"Say --MoodleExport.identifier='{there[0]}'."
                if there
                else "Take one from the list of participants that Moodle exports."
            )
            raise InstructorError(
                f"{roster.path.name} has no column {self.identifier}, by which Moodle is to find a "
                f"learner. {advice}"
            )
        for module in asked:
            if module.points > MOST:
                self.warn(
                    f"{module.name} has {module.points:g} points; Moodle refuses grades above "
                    f"{MOST:g} unless the site allows them."
                )
        return [[self.identifier, "Full name", *(self.heading(module) for module in asked)]]

    def line(self, entry: Entry, totals: Sequence[Total | None]) -> list[str]:
        """A learner's line."""
        return [
            *self.identities(entry),
            cells.inert(entry.name or entry.learner),
            *(cells.number(total.score) if total else NO_GRADE for total in totals),
        ]

    def identities(self, entry: Entry) -> list[str]:
        """The one identifier that was chosen."""
        return [entry.values.get(self.identifier.casefold(), "")]
