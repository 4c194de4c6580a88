"""In words: what a submission has that it should not have, or lacks. Nothing depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alignlib.errors import shown
from alignlib.grading import record
from alignlib.grading.bounds import one_line
from alignlib.grading.nodes import Node
from alignlib.grading.placing import MOST_CELLS, Placement, grade_id, marks, placed, text

MOST_FILES = 5

MOST_SEARCHED = 100_000
"""Characters of one text that are searched for scripts."""


ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|link|meta|base|form|svg)\b"
    r"|\b(?:java|vb)script:"
    r"|\bon(?:error|load|click|focus|toggle|begin|mouse\w{1,8})\s*="
    r"|\\href\b|\]\(\s*(?:https?:)?//",
    re.IGNORECASE,
)
"""
What could run, or call another computer, when a page is opened. It only finds words for a
notice: nothing of a learner's is shown as HTML, whether or not this finds it.
"""


def files(folder: Path) -> list[str]:
    """Notices about modules in a submission: a grader that runs code might load them."""
    modules = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    if not modules:
        return []
    names = ", ".join(shown(name) for name in modules[:MOST_FILES])
    more = f" and {len(modules) - MOST_FILES} more" if len(modules) > MOST_FILES else ""
    return [
        one_line(f"The submission brings code of its own: {names}{more}.", 250)
        + " It was not used; no code of a submission is run."
    ]


def cells(released: Node, submitted: Node, found: Placement | None = None) -> list[str]:
    """Notices about marked cells that were deleted, copied, moved or changed, and invented ones."""
    found = found or placed(released, submitted)
    graded = [place for place, cell in enumerate(released.cells) if marks(cell).get("grade")]
    name = {place: grade_id(released.cells[place]) for place in graded}
    notices = []
    if len(submitted.cells) > MOST_CELLS:
        notices.append(
            f"The notebook has {len(submitted.cells):,} cells; {MOST_CELLS:,} were read."
        )
    faults = {
        "missing and put back": [p for p in graded if p not in found.theirs],
        "there more than once; the copies are shown as text": [
            p for p in graded if p in found.copies
        ],
        "out of order and put back in their places": _moved([p for p in found.order if p in name]),
        "changed and put back as they were": [p for p in graded if _rewritten(released, found, p)],
    }
    for what, places in faults.items():
        if places:
            names = ", ".join(name[p] for p in places)
            notices.append(f"Marked cells were {what}: {names}.")
    for place in graded:
        notices += _changed_marks(released.cells[place], found.theirs.get(place))
    ours = {grade_id(cell) for cell in released.cells}
    own = [cell for after in found.own.values() for cell in after]
    invented = [
        shown(grade_id(c)) for c in own if marks(c).get("grade") and grade_id(c) not in ours
    ]
    if invented:
        notices.append(f"Cells that claim points of their own earn none: {', '.join(invented)}.")
    return [one_line(notice) for notice in notices]


def _moved(order: list[int]) -> list[int]:
    """The places that were found after a later one."""
    return [place for number, place in enumerate(order) if place < max(order[:number], default=-1)]


def _rewritten(released: Node, found: Placement, place: int) -> bool:
    """Whether a locked cell has other words than in the release."""
    theirs = found.theirs.get(place)
    if theirs is None or marks(released.cells[place]).get("solution"):
        return False
    return bool(text(theirs.get("source")).strip() != released.cells[place].source.strip())


def _changed_marks(released: Node, theirs: Node | None) -> Iterator[str]:
    """What nbgrader's metadata of a cell say differently; it counts for nothing."""
    if theirs is None:
        return
    ours, given = marks(released), marks(theirs)
    fields = ("grade_id", "points", "grade", "solution", "locked", "task")
    changed = [f for f in fields if f in ours and given.get(f) != ours[f]]
    if changed:
        yield (
            f"The marks of the cell {ours['grade_id']} were changed ({', '.join(changed)}); "
            "those of the course count."
        )


def own_code(released: Node, submitted: Node, found: Placement | None = None) -> list[str]:
    """A notice about code cells that a learner added: innocent, but not what is scored."""
    own = (found or placed(released, submitted)).own.values()
    count = sum(cell.get("cell_type") == "code" for after in own for cell in after)
    if not count:
        return []
    return [f"Code cells that were added ({count}) are shown to the marker. No cell was run."]


def contents(released: Node, submitted: Node, metadata: Mapping[str, Any]) -> list[str]:
    """Notices about scripts, remote pictures, and a grading record in a learner's notebook."""
    known = {cell.source for cell in released.cells}
    where: set[str] = set()
    for cell in submitted.cells[:MOST_CELLS]:
        if text(cell.get("source")) not in known:
            where.update(_active_in(cell))
    if any(ACTIVE.search(part) for part in _texts(metadata)):
        where.add("the metadata")
    notices = []
    if where:
        notices.append(
            f"HTML, scripts or links were found in {', '.join(sorted(where))}. "
            "They were left out or are shown as plain text."
        )
    if record.NAME in metadata:
        notices.append("The notebook brings a grading record of its own. It was not used.")
    return notices


def _active_in(cell: Node) -> Iterator[str]:
    """Where a cell holds something active; the source of a code cell is no such place."""
    if cell.get("cell_type") != "code" and ACTIVE.search(text(cell.get("source"))):
        yield "texts"
    if any(ACTIVE.search(part) for part in _texts(cell.get("metadata"))):
        yield "the metadata"
    if any(ACTIVE.search(part) for part in _texts(cell.get("attachments"))):
        yield "attachments"
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, dict):
            kinds = {kind: value for kind, value in data.items() if kind != "text/plain"}
            if any(ACTIVE.search(part) for part in _texts(kinds)):
                yield "outputs"


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, each cut to what is searched."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one[:MOST_SEARCHED]
        elif isinstance(one, dict):
            left.extend(one.keys())
            left.extend(one.values())
        elif isinstance(one, list):
            if all(isinstance(part, str) for part in one):
                yield "".join(one)[:MOST_SEARCHED]
            else:
                left.extend(one)
