"""The table of claims: what is taught where, what is tested by which item, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alignlib import cli
from alignlib.claims import CLAIMS
from alignlib.coverage import Asked, Lesson, as_table, holes, read_lesson

ROOT = Path(__file__).parents[1]

OF_ONE = frozenset(claim.id for claim in CLAIMS.values() if claim.module == 1)
LESSON = Lesson(1, OF_ONE, frozenset({"a-heading"}))
ITEM = Asked(1, "an-item", 10, tuple(sorted(OF_ONE)), "a-heading")


def test_the_course_has_no_hole() -> None:
    """Every claim of the modules that are there is taught and tested, and headings are found."""
    assert cli.main(["coverage"]) == 0


def test_a_claim_has_its_lessons_items_and_points() -> None:
    """The table has a row for each of the fifty claims."""
    other = Asked(2, "other", 5, ("S1", "S9"), "x")
    table = as_table([LESSON], [ITEM, other]).set_index("claim")
    assert list(table.index) == list(CLAIMS)
    assert table.loc["S1"].to_list()[1:] == ["01", "01 an-item, 02 other", 15]
    assert table.loc["S9"].to_list()[1:] == ["", "02 other", 5]


@pytest.mark.parametrize(
    ("lesson", "item", "hole"),
    [
        (Lesson(1, OF_ONE - {"S3"}, LESSON.anchors), ITEM, "S3 is taught in no lesson"),
        (LESSON, Asked(1, "an-item", 10, ("S1",), "a-heading"), "S8 is tested by no item"),
        (LESSON, Asked(1, "an-item", 10, ITEM.claims, "elsewhere"), "has no such heading"),
    ],
)
def test_a_hole_is_named(lesson: Lesson, item: Asked, hole: str) -> None:
    """What is not taught, not tested or not to be found is said."""
    assert holes([LESSON], [ITEM]) == []
    assert any(hole in found for found in holes([lesson], [item]))


def test_claims_of_modules_to_come_are_no_holes() -> None:
    """A module without items is not there yet."""
    assert not any("S9" in found for found in holes([LESSON], [ITEM]))


def test_a_lesson_is_read_from_its_notebook(tmp_path: Path) -> None:
    """Tags on any cell are claims, headings in text cells are anchors."""
    cells = [
        {"cell_type": "markdown", "metadata": {"tags": ["S8", "hidden"]}, "source": ["# One\n"]},
        {"cell_type": "markdown", "metadata": {}, "source": ["Text\n", "### It is: 2 things!"]},
        {"cell_type": "code", "metadata": {"tags": ["S2"]}, "source": ["# no heading"]},
    ]
    path = tmp_path / "03-slug.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    lesson = read_lesson(path)
    assert (lesson.module, lesson.teaches) == (3, {"S2", "S8"})
    assert lesson.anchors == {"one", "it-is-2-things"}


def test_every_lesson_of_the_kit_says_what_it_teaches() -> None:
    """A lesson without a claim on any cell would count for nothing."""
    lessons = sorted((ROOT / "notebooks").glob("0[1-9]-*.ipynb"))
    assert lessons
    assert all(read_lesson(path).teaches for path in lessons)
