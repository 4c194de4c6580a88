"""
Coverage: which claims of the content are taught in a lesson and tested by an item, and which not.

A lesson says what a part of it teaches by tags on its cells: the tag `S8` stands for the claim.
An item names its claims, and the heading of the lesson where its idea stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from alignlib.claims import CLAIMS


@dataclass(frozen=True)
class Lesson:
    """A lesson: its module, the claims that its cells teach, and its headings as anchors."""

    module: int
    teaches: frozenset[str]
    anchors: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A graded item: its module, its id, its points, its claims, and where it sends a reader."""

    module: int
    item: str
    points: float
    claims: tuple[str, ...]
    lesson: str


def read_lesson(path: Path) -> Lesson:
    """The lesson in a notebook such as `01-two-strategies.ipynb`."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tags = {tag for cell in cells for tag in cell["metadata"].get("tags", ())}
    headings = [
        line.lstrip("# ")
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("#")
    ]
    return Lesson(
        int(path.name[:2]), frozenset(tags & CLAIMS.keys()), frozenset(map(anchor, headings))
    )


def anchor(heading: str) -> str:
    """
    A heading as items name it.

    >>> anchor("It steers every department!")
    'it-steers-every-department'
    """
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


def asked_by(assignment: Mapping[str, Any]) -> list[Asked]:
    """The items of an `assignment.yaml`."""
    module = int(str(assignment["assignment"])[:2])
    return [
        Asked(module, item["id"], item["points"], tuple(item["claims"]), item["lesson"])
        for item in assignment["items"]
    ]


def as_table(lessons: Sequence[Lesson], items: Sequence[Asked]) -> pd.DataFrame:
    """One row a claim: where it is taught, by which items it is tested, and for how many points."""
    rows = []
    for claim in CLAIMS.values():
        asking = [item for item in items if claim.id in item.claims]
        rows.append(
            {
                "claim": claim.id,
                "idea": claim.idea,
                "lessons": ", ".join(
                    f"{lesson.module:02}" for lesson in lessons if claim.id in lesson.teaches
                ),
                "items": ", ".join(f"{item.module:02} {item.item}" for item in asking),
                "points": sum(item.points for item in asking),
            }
        )
    return pd.DataFrame(rows)


def holes(lessons: Sequence[Lesson], items: Sequence[Asked]) -> list[str]:
    """
    What is missing, in words: claims of a module that is there, and headings that are not.

    A claim belongs to the module that first teaches it; a module without items is not there.
    """
    there = {item.module for item in items}
    found = []
    for claim in CLAIMS.values():
        if claim.module not in there:
            continue
        if not any(claim.id in lesson.teaches for lesson in lessons):
            found.append(f"{claim.id} is taught in no lesson: tag the cell that teaches it.")
        if not any(claim.id in item.claims for item in items):
            found.append(f"{claim.id} is tested by no item.")
    anchors = {lesson.module: lesson.anchors for lesson in lessons}
    lost = [item for item in items if item.lesson not in anchors.get(item.module, ())]
    return found + [
        f"Item {item.item} sends a reader to {item.lesson!r}; lesson {item.module:02} has no such "
        "heading."
        for item in lost
    ]
