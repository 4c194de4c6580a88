"""Steps put to wards, and the turns of tasks: what they refuse, and what the log is held to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.variants.build import draw
from alignlib.variants.plant import Planted
from alignlib.variants.sources import source_of
from alignlib.variants.template import read_assignment, read_template

MODULE = Path(__file__).parents[2] / "solutions" / "07-bridging-skills"


@cache
def template() -> dict[str, Any]:
    """The case that has such items."""
    return read_template(MODULE / "case.yaml")


@cache
def planted() -> Planted:
    """One draw of it."""
    return draw(template(), read_assignment(MODULE / "assignment.yaml"), "items", 1)[0]


def declared(name: str) -> dict[str, Any]:
    """An item as its assignment declares it."""
    items = read_assignment(MODULE / "assignment.yaml")["items"]
    return next(dict(item) for item in items if item["id"] == name)


def against(name: str, draw_: Planted) -> list[str]:
    """What an item's source has against a draw."""
    source = source_of(declared(name))
    return list(source.objections(declared(name), draw_, template())) if source else []


def with_table(name: str, **cells: Any) -> Planted:
    """The draw with some columns of a table set to one value."""
    rows = planted().rows | {name: [row | cells for row in planted().rows[name]]}
    return replace(planted(), case=planted().case | {"rows": rows})


@pytest.mark.parametrize("name", ["what-first", "what-to-do-first"])
def test_a_sound_draw_has_nothing_against_it(name: str) -> None:
    """The tables and the log agree."""
    assert against(name, planted()) == []


def test_an_order_that_the_tables_do_not_give_is_refused() -> None:
    """Were every need lifted, the due dates alone would decide, and the log says otherwise."""
    found = against("what-first", with_table("task_needs", status="lifted"))
    assert found == ["what-first: the tables give another order than the log"]


def test_a_barrier_that_the_tables_do_not_show_is_refused() -> None:
    """Were each list right, no ward would have what some steps answer."""
    found = against("what-to-do-first", with_table("chart_checks", wrong=0))
    assert found == ["steps of what-to-do-first: no row of wards is wrong"]


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("what-to-do-first", {"pool": "none_such"}, "there is no pool 'none_such'"),
    ("what-to-do-first", {"labels": {"slow": ["slow_sign_in"]}}, "answers 'untaught'"),
    ("what-to-do-first", {"note": "for {nobody}"}, "there is no column {nobody}"),
]


@pytest.mark.parametrize(("name", "changes", "words"), FAULTS)
def test_a_fault_of_the_declaration_is_told(name: str, changes: dict[str, Any], words: str) -> None:
    """A pool, a label or a column that is not there is named."""
    item = declared(name)
    item["from"] = item["from"] | changes
    source = source_of(item)
    assert source is not None
    assert words in " ".join(source.faults(item, template()))


def test_turns_need_tasks() -> None:
    """A case without tasks is told so."""
    source = source_of(declared("what-first"))
    assert source is not None
    (fault,) = source.faults(declared("what-first"), {"plan": {}})
    assert fault == ".from.turns: the plan of the case has no part 'tasks'."


def test_only_what_was_freed_can_be_due_earlier() -> None:
    """Each reason names the need, or the earlier date."""
    source = source_of(declared("what-first"))
    assert source is not None
    due = {row["task"]: row["due"] for row in planted().rows["tasks"]}
    parts = source.key(declared("what-first"), planted())["parts"]
    for pair, told in parts.items():
        first, then = pair.split("/")
        assert bool(told["lure"]) == (due[then] < due[first])
        assert ("cannot begin" in told["why"]) or due[first] < due[then]
