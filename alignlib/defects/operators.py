"""What an operator is: a named way to plant one defect, or one decoy, into a plan."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from alignlib.defects.plan import Edit, Place, Plan
from alignlib.errors import InstructorError

Option = TypeVar("Option")

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


def unused(plan: Plan, table: str, count: int, chance: Chance) -> list[str]:
    """
    So many codes that no row of a table has, drawn from the numbers left out among them.

    A new row then stands anywhere in the table, and not at its end. Where too few numbers
    were left out, the codes go on behind the last one.
    """
    taken = {int(code[1:]) for code in plan[table]}
    free = [number for number in range(1, max(taken)) if number not in taken]
    free = list(itertools.islice(_drawn(free, chance), count))
    free += range(max(taken) + 1, max(taken) + 1 + count - len(free))
    first = next(iter(plan[table]))
    return [f"{first[0]}{number:0{len(first) - 1}}" for number in sorted(free)]


def shuffled(options: list[str], chance: Chance) -> Iterator[str]:
    """The options one by one in a drawn order."""
    return _drawn(options, chance)


def _drawn(options: list[Option], chance: Chance) -> Iterator[Option]:
    left = list(options)
    while left:
        yield left.pop(chance(len(left)))
