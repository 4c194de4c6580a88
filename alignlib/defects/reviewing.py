"""Defects of quarterly reviews, and what looks like one: cancelled, one-sided, without a trace."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Place, Plan, changed, removed, where
from alignlib.defects.sessions import away
from alignlib.tables.schema import SIDES

GOOD_QUARTERS = 3
"""Reviews at the beginning that nothing is planted on: a plan is kept up while it is new."""


def _reviews(plan: Plan, chance: Chance) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Later reviews that left a line, in a drawn order: code, name, entries, lines of the log."""
    reviews = where(plan, "meetings", kind="review")
    for meeting in shuffled(reviews[GOOD_QUARTERS:], chance):
        entries = where(plan, "calendar", meeting=meeting)
        lines = where(plan, "review_log", meeting=meeting)
        name = f"{meeting} ({plan['meetings'][meeting]['date']})"
        if lines:
            yield meeting, name, entries, lines


def _places(entries: list[str], lines: list[str]) -> frozenset[Place]:
    return frozenset({*(("calendar", e) for e in entries), *(("review_log", x) for x in lines)})


def _first_line(plan: Plan, lines: list[str], **cells: object) -> tuple[Change, ...]:
    """The first line of a review changed, and its others taken away."""
    return (
        changed(plan, "review_log", lines[0], **cells),
        *(removed(plan, "review_log", line) for line in lines[1:]),
    )


def _cancelled(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A review stands in the calendar, and nobody came."""
    for meeting, name, entries, lines in _reviews(plan, chance):
        yield Edit(
            ("meetings", meeting),
            (*away(plan, entries), *(removed(plan, "review_log", line) for line in lines)),
            f"The review {name} stands in the calendar, and nobody came.",
            _places(entries, lines),
        )


def _one_sided(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """To a review one side came alone. The log has its lines all the same."""
    for meeting, name, entries, lines in _reviews(plan, chance):
        side = SIDES[chance(2)]
        own = [e for e in entries if plan["calendar"][e]["_side"] == side]
        yield Edit(
            ("meetings", meeting),
            away(plan, own),
            f"To the review {name} nobody of the {side} side came.",
            _places(entries, lines),
        )


def _unlogged(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Both sides came to a review, and nobody wrote down what followed."""
    for meeting, name, entries, lines in _reviews(plan, chance):
        yield Edit(
            ("meetings", meeting),
            _first_line(plan, lines, strategy="none", text=None),
            f"Of the review {name} the log says nothing: neither a change nor a reason for none.",
            _places(entries, lines),
        )


def _nothing_to_change(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A review changed nothing, and says why."""
    for meeting, name, entries, lines in _reviews(plan, chance):
        reason = plan["review_log"][lines[0]]["_reason"]
        yield Edit(
            ("meetings", meeting),
            _first_line(plan, lines, strategy="none", text=reason),
            f"The review {name} changed nothing, and the log says why. That is a review.",
            _places(entries, lines),
        )


_REVIEWED = ("quarters_reviewed",)

OPERATORS = (
    Operator("review_cancelled", ("S24",), _REVIEWED, _cancelled),
    Operator("review_one_sided", ("S24", "S23"), _REVIEWED, _one_sided),
    Operator("review_unlogged", ("S24", "S23"), _REVIEWED, _unlogged),
    Operator("nothing_to_change", ("S24", "S23"), (), _nothing_to_change,
             look_alike="review_unlogged"),
)  # fmt: skip
"""The operators of this module."""
