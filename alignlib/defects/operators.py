"""What an operator is: a named way to plant one defect, or one decoy, into a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alignlib.defects.plan import Edit, Place, Plan
from alignlib.errors import InstructorError

Chance = Callable[[int], int]
"""A source of chance: called with n, it gives a whole number from 0 to n − 1."""

Find = Callable[[Plan, Chance], Iterator[Edit]]
"""The edits that an operator could make in a plan, in a drawn order."""


@dataclass(frozen=True)
class Operator:
    """
    A typed way to plant something.

    A defect must move each diagnostic in `moves` and may move those in `may_move`; all others
    stay where they are. A decoy moves nothing (`moves` is empty): it only looks like a defect.
    `look_alike` names the defect that a hasty reader takes a decoy for.
    """

    name: str
    claims: tuple[str, ...]
    moves: tuple[str, ...]
    find: Find
    may_move: tuple[str, ...] = ()
    look_alike: str = ""

    @property
    def is_decoy(self) -> bool:
        """Whether it plants something harmless."""
        return not self.moves


@dataclass(frozen=True)
class Planting:
    """What one operator planted: the log entry from which the key is made."""

    operator: Operator
    edit: Edit


def planted(plan: Plan, operator: Operator, taken: frozenset[Place], chance: Chance) -> Planting:
    """
    The first edit of the operator that touches no row of an earlier one.

    Two plantings never share a row, so that none hides or mends another. Raises
    `InstructorError` when the plan has no room for it.
    """
    for edit in operator.find(plan, chance):
        if not edit.places & taken:
            return Planting(operator, edit)
    raise InstructorError(
        f"The plan has no room for one more {operator.name.replace('_', ' ')}: every row that "
        "it could change is taken. Ask for fewer, or give the plan more rows."
    )


def shuffled(options: list[str], chance: Chance) -> Iterator[str]:
    """The options one by one in a drawn order."""
    left = list(options)
    while left:
        yield left.pop(chance(len(left)))
