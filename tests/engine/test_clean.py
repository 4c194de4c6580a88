"""The clean plan that an engine's case begins with, and the same bytes on every Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.tables import frame
from alignlib.variants.planting import Drawn, draw_plan
from alignlib.variants.stream import Stream

SECTION = yaml.safe_load((Path(__file__).parent / "plan.yaml").read_text(encoding="utf-8"))


def one_by_one(numbers: Iterable[Any], start: Any = 0) -> Any:
    """What `sum` does up to Python 3.11: it rounds after each number."""
    for number in numbers:
        start = start + number
    return start


def carrying(numbers: Iterable[Any], start: Any = 0) -> Any:
    """What `sum` does from Python 3.12 on: of floats it carries what rounding has lost."""
    given = list(numbers)
    floats = any(isinstance(number, float) for number in given)
    return math.fsum([start, *given]) if floats else one_by_one(given, start)


def drawn(number: int) -> Drawn:
    """A plan whose budgets are summed, with a gain that is summed."""
    return draw_plan(SECTION | {"plant": {"mirage": 1}}, {}, Stream(f"sums {number}"))


def test_the_two_ways_to_sum_differ() -> None:
    """The stand-ins below round differently, as the two Pythons do."""
    tenths = [0.1] * 10
    assert carrying(tenths) == 1.0 != one_by_one(tenths)


@pytest.mark.parametrize("way", [one_by_one, carrying])
def test_a_plan_does_not_depend_on_how_python_sums(
    way: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.12 changed `sum`; a plan, its log and so its key are the same to the last digit."""
    expected = [drawn(number) for number in range(40)]
    monkeypatch.setattr("builtins.sum", way)
    assert expected == [drawn(number) for number in range(40)]


def test_every_statement_of_the_survey_has_a_text() -> None:
    """A learner who joins the answers with the questionnaire loses no row and reads each text."""
    plan = drawn(1).clean
    survey, questionnaire = (frame(name, plan[name]) for name in ("survey", "questionnaire"))
    joined = survey.merge(questionnaire, on="statement", how="left", validate="many_to_one")
    assert len(survey) == len(joined)
    assert joined["text"].notna().all()
    assert set(questionnaire["text"]) <= set(SECTION["survey"]["entries"])
    assert len(questionnaire) == SECTION["survey"]["take"]


@pytest.mark.parametrize("name", ["rift", "few_answers"])
def test_a_note_on_a_statement_gives_its_text(name: str) -> None:
    """The log of a planting on the survey can be read without looking the code up."""
    plan = draw_plan(SECTION | {"plant": {name: 1}}, {}, Stream("texts"))
    (edit,) = [planting.edit for planting in plan.log]
    code = edit.focus[1].partition("/")[2]
    text = {row["statement"]: row["text"] for row in plan.rows["questionnaire"]}[code]
    assert f"statement {code} (“{text.removesuffix('.')}”)" in edit.why
