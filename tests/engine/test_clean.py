"""The clean plan that an engine's case begins with, and the same bytes on every Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

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
