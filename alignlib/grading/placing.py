"""Find the released cell that each cell of a submitted notebook belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from alignlib.grading.bounds import writable
from alignlib.grading.nodes import Node

MOST_CELLS = 1_000

MOST_TEXT = 100_000
"""Characters kept of one source or output; beyond that nobody reads."""


@dataclass
class Placement:
    """
    Where the cells of a submitted notebook belong.

    `theirs` has the first cell for each place of the release, `own` the cells that follow
    each place and belong to none (−1 before the first), and `copies` the further cells of a
    place, which are among the own ones too. `order` is the order in which places were found.
    """

    theirs: dict[int, Node] = field(default_factory=dict)
    own: dict[int, list[Node]] = field(default_factory=dict)
    copies: dict[int, list[Node]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    def at(self, place: int) -> Iterator[Node]:
        """Every submitted cell that belongs to a place: the one that counts, then its copies."""
        if place in self.theirs:
            yield self.theirs[place]
        yield from self.copies.get(place, ())


def placed(released: Node, submitted: Node) -> Placement:
    """The placement of a submitted notebook's cells, the first thousand of them."""
    ids = {cell.id: number for number, cell in enumerate(released.cells)}
    found = Placement()
    last = -1
    for cell in submitted.cells[:MOST_CELLS]:
        place = _place(cell, ids, released, found.theirs.keys())
        if place is not None and place not in found.theirs:
            found.theirs[place] = cell
            found.order.append(place)
            last = place
            continue
        if place is not None:
            found.copies.setdefault(place, []).append(cell)
        found.own.setdefault(last, []).append(cell)
    return found


def _place(cell: Node, ids: dict[str, int], released: Node, taken: Collection[int]) -> int | None:
    """
    The place of a cell: by its id, else by its grade id or its very words.

    Where several released cells have the same words, the first that is not `taken` yet.
    """
    identity = cell.get("id")
    if isinstance(identity, str) and identity in ids:
        return ids[identity]
    name, words = grade_id(cell), text(cell.get("source"))
    found = None
    for number, other in enumerate(released.cells):
        if name and name == grade_id(other):
            return number
        if words and words == other.source and (found is None or found in taken):
            found = number
    return found


def marks(cell: Node) -> dict[str, Any]:
    """What nbgrader's metadata say about a cell; empty where they are none."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def grade_id(cell: Node) -> str:
    """The id under which nbgrader knows a cell; empty where it has none."""
    found = marks(cell).get("grade_id")
    return found if isinstance(found, str) else ""


def text(value: Any) -> str:
    """A notebook's text, which may be stored as a list of lines; empty for anything else."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "".join(value)
    return writable(value[:MOST_TEXT]) if isinstance(value, str) else ""
