"""What operators on wards read in a plan, and how the log of a ward looks that is held up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from alignlib.defects.operators import Chance, shuffled
from alignlib.defects.plan import Change, Place, Plan, Row, changed, grouped, where
from alignlib.errors import InstructorError

STILL_USING = (24, 42)
"""Per cent of its people who go on signing in on a ward that is held up."""

FEWEST = 3
"""People at least who go on: of two, one may sign in twice as often as the other by chance."""

TIMES_LEFT = (8, 13)
"""Sign-ins a month of those who go on."""

ALIKE = {True: TIMES_LEFT, False: TIMES_LEFT}
"""They sign in as often as each other."""


@dataclass(frozen=True)
class Ward:
    """What belongs to one ward: its rows of the log, its bookings, its reports, its interview."""

    code: str
    name: str
    entries: tuple[str, ...]
    bookings: tuple[str, ...]
    checks: tuple[str, ...]
    interview: str

    @property
    def places(self) -> frozenset[Place]:
        """All these rows, as places that must stay as they are."""
        return frozenset(
            {
                ("wards", self.code),
                ("interviews", self.interview),
                *(("sign_ins", e) for e in self.entries),
                *(("course_bookings", b) for b in self.bookings),
                *(("chart_checks", c) for c in self.checks),
            }
        )


def wards(plan: Plan, chance: Chance, *, new: bool = False) -> Iterator[Ward]:
    """The wards in a drawn order: those that have learned, or those that are new."""
    entries = grouped(plan, "sign_ins", "_ward")
    bookings = grouped(plan, "course_bookings", "_ward")
    checks = grouped(plan, "chart_checks", "ward")
    for code in shuffled(where(plan, "wards", _new="yes" if new else "no"), chance):
        (interview,) = where(plan, "interviews", ward=code)
        name = str(plan["wards"][code]["name"])
        yield Ward(
            code, name, tuple(entries[code]), tuple(bookings[code]), tuple(checks[code]), interview
        )


def drawn_from(bounds: tuple[int, int], chance: Chance) -> int:
    """A whole number between two bounds, both included."""
    return bounds[0] + chance(bounds[1] - bounds[0] + 1)


def says(plan: Plan, ward: Ward, about: str, chance: Chance) -> Change:
    """
    The interview of a ward becomes a voice about something, one that no other ward has.

    Raises `InstructorError` where the template has too few of them.
    """
    said = {row["text"] for row in plan["interviews"].values()}
    known = plan["interviews"][ward.interview]["_voices"].get(about, ())
    voices = [voice for voice in known if voice not in said]
    if not voices:
        raise InstructorError(
            f"plan.wards.voices: there are too few voices of {about!r}. Add some."
        )
    text = voices[chance(len(voices))]
    return changed(plan, "interviews", ward.interview, text=text)


def _fallen(plan: Plan, ward: Ward, chance: Chance) -> Iterator[tuple[str, int | None]]:
    """
    Each entry of a ward, and the rank of its person among those who go on; None of the others.

    The first month stays as it is: people tried. A person who stands in the log twice for a
    month is the same person.
    """
    rows = plan["sign_ins"]
    people = sorted({str(rows[entry]["person"]) for entry in ward.entries})
    order = list(shuffled(people, chance))
    first = min(str(rows[entry]["month"]) for entry in ward.entries)
    going = {
        month: order[: max(FEWEST, round(len(order) * drawn_from(STILL_USING, chance) / 100))]
        for month in sorted({str(rows[entry]["month"]) for entry in ward.entries})
    }
    for entry in ward.entries:
        row = rows[entry]
        on = going[str(row["month"])]
        person = str(row["person"])
        if str(row["month"]) > first:
            yield entry, on.index(person) if person in on else None


def log_of(
    plan: Plan,
    ward: Ward,
    chance: Chance,
    times: Mapping[bool, tuple[int, int]],
    seconds: tuple[int, int] | None = None,
) -> tuple[Change, ...]:
    """
    The log of a ward that is held up: few people sign in, so often and in so many seconds.

    `times` are the sign-ins of the first of them (True) and of the others (False).
    """
    drawn: dict[tuple[str, str], dict[str, Any]] = {}
    changes = []
    for entry, rank in _fallen(plan, ward, chance):
        row = plan["sign_ins"][entry]
        cell = (str(row["month"]), str(row["person"]))
        if cell not in drawn and rank is None:
            drawn[cell] = {"times": 0, "seconds": None}
        elif cell not in drawn:
            drawn[cell] = {
                "times": drawn_from(times[rank == 0], chance),
                "seconds": float(drawn_from(seconds, chance)) if seconds else row["seconds"],
            }
            if drawn[cell]["seconds"] is None:
                drawn[cell]["seconds"] = float(6 + chance(13))
        changes.append(changed(plan, "sign_ins", entry, **drawn[cell]))
    return tuple(changes)


def later(changes: tuple[Change, ...]) -> list[Row]:
    """The log as it then stands behind the first three months: each person once a month."""
    found = {}
    for change in changes:
        row = change.after
        if row is not None and row.get("_learning") == "no":
            found[str(row["month"]), str(row.get("person"))] = row
    return list(found.values())


def share_of(part: float, whole: float) -> str:
    """A share in per cent, for a sentence."""
    return f"{100 * part / whole:.0f} per cent"
