"""A plan as data: tables of rows that are never changed in place, and the edits between plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignlib import tables

Row = Mapping[str, Any]

Plan = Mapping[str, Mapping[str, Row]]
"""The rows of each table by their identity, for example `plan["objectives"]["O3"]`."""

Place = tuple[str, str]
"""A row's table and identity."""


@dataclass(frozen=True)
class Change:
    """One row before and after; None before says that it was added, None after, taken away."""

    table: str
    identity: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class Edit:
    """
    Some changes that belong together.

    `focus` is the row that an item asks about; `why` says what is wrong with it (or, for a
    decoy, what is not), naming what the evidence is. `leans_on` are rows that must stay as
    they are for the edit to show.
    """

    focus: Place
    changes: tuple[Change, ...]
    why: str
    leans_on: frozenset[Place] = frozenset()

    @property
    def places(self) -> frozenset[Place]:
        """The rows that no other edit may touch."""
        changed = {(change.table, change.identity) for change in self.changes}
        return frozenset({self.focus, *changed, *self.leans_on})


def identity_of(table: str, row: Row) -> str:
    """
    The identity of a row: its key columns, joined.

    >>> identity_of("objectives", {"objective": "O3", "text": "Grow"})
    'O3'
    """
    return "/".join(str(row[name]) for name in tables.TABLES[table].identity)


def plan_of(rows: Mapping[str, Iterable[Row]]) -> dict[str, dict[str, Row]]:
    """The plan that lists of rows describe."""
    return {
        table: {identity_of(table, row): dict(row) for row in table_rows}
        for table, table_rows in rows.items()
    }


def rows_of(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """The lists of rows of a plan, in its order."""
    return {table: [dict(row) for row in rows.values()] for table, rows in plan.items()}


def applied(plan: Plan, changes: Sequence[Change]) -> dict[str, dict[str, Row]]:
    """A new plan with the changes made; the old one stays as it is."""
    new: dict[str, dict[str, Row]] = {table: dict(rows) for table, rows in plan.items()}
    for change in changes:
        if change.after is None:
            new[change.table].pop(change.identity)
        else:
            new[change.table][change.identity] = dict(change.after)
    return new


def undone(plan: Plan, changes: Sequence[Change]) -> dict[str, dict[str, Row]]:
    """A new plan with the changes taken back, the last one first."""
    back = [Change(c.table, c.identity, c.after, c.before) for c in reversed(changes)]
    return applied(plan, back)


def changed(plan: Plan, table: str, identity: str, **cells: Any) -> Change:
    """The change that gives some cells of one row new values."""
    before = plan[table][identity]
    return Change(table, identity, before, {**before, **cells})


def removed(plan: Plan, table: str, identity: str) -> Change:
    """The change that takes one row away."""
    return Change(table, identity, plan[table][identity], None)


def added(table: str, row: Row) -> Change:
    """The change that adds one row."""
    return Change(table, identity_of(table, row), None, dict(row))


def grouped(plan: Plan, table: str, column: str) -> dict[Any, list[str]]:
    """
    The identities of the rows by what stands in a column, in the plan's order.

    For who would ask `where` once a row: that takes as long as the square of the table.
    """
    groups: dict[Any, list[str]] = {}
    for identity, row in plan.get(table, {}).items():
        groups.setdefault(row.get(column), []).append(identity)
    return groups


def where(plan: Plan, table: str, **cells: Any) -> list[str]:
    """The identities of the rows that hold these values, in the plan's order."""
    return [
        identity
        for identity, row in plan.get(table, {}).items()
        if all(row.get(name) == value for name, value in cells.items())
    ]
