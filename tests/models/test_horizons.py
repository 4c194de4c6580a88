"""The picture of the two horizons: its bars, its words, and the sliders that move it."""

from __future__ import annotations

import inspect
import itertools
import re
import subprocess
import sys
from typing import Any

import pytest
from ipywidgets import interactive

from alignlib.charts.sheet import SMALL
from alignlib.models.horizons import SLIDERS, sliders, two_horizons
from alignlib.models.roadmap import Roadmap
from tests.charts.drawing import named, outside, overlaps, told

NUMBERS: list[dict[str, Any]] = [
    {},
    {"first_review": 27},
    {"first_review": 24, "then_every": 24},
    {"first_review": 1, "then_every": 1},
    {"due": 24},
    {"work": 1, "due": 6, "fresh": 6},
    {"work": 72, "first_review": 3, "then_every": 2, "due": 96, "fresh": 48},
    {"work": 30, "first_review": 10, "then_every": 6, "fresh": 30},
]
CORNERS = [
    dict(zip(SLIDERS, numbers, strict=True))
    for numbers in itertools.product(*(ends[2:] for ends in SLIDERS.values()))
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_bars_are_the_roadmap(numbers: dict[str, Any]) -> None:
    """Solid where it is fresh, hatched where it is out of date, a diamond for each review."""
    chart, road = two_horizons(**numbers), Roadmap(**{"work": 54} | numbers)
    hatched = [(b.get_x(), b.get_x() + b.get_width()) for b in named(chart, "dated")]
    assert list(road.dated) == hatched
    assert all(bar.get_hatch() for bar in named(chart, "dated"))
    assert not any(bar.get_hatch() for bar in named(chart, "fresh"))
    assert list(road.reviews) == [mark.get_xdata()[0] for mark in named(chart, "review")]
    drawn = sum(bar.get_width() for kind in ("fresh", "dated") for bar in named(chart, kind))
    assert drawn == pytest.approx(road.end)


def test_a_missed_goal_is_a_cross() -> None:
    """Its shape says it, not its colour alone; and words beside it say by how much."""
    (kept,), (missed,) = named(two_horizons(), "due"), named(two_horizons(due=24), "due")
    assert (kept.get_marker(), missed.get_marker()) == ("o", "X")
    assert "missed by 30 months" in told(two_horizons(due=24))


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_no_text_hides_another(numbers: dict[str, Any]) -> None:
    """Wherever the sliders stand, every text can be read."""
    chart = two_horizons(**numbers)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_the_words_are_few_and_whole(numbers: dict[str, Any]) -> None:
    """Five sentences at most, and no gap in any of them."""
    alt = two_horizons(**numbers).alt
    assert 4 <= len(re.findall(r"\.(?: |$)", alt)) <= 5
    assert not re.search(r"nan|None|  |\.\.|\b1 months", alt)


def test_the_words_tell_what_the_bars_show() -> None:
    """Its length, its reviews, its end, what is out of date, and the rule."""
    assert two_horizons(first_review=27).alt == (
        "A roadmap of 54 months of work, for a goal due in month 60. It is reviewed once, in "
        "month 27. It ends in month 54.5, because its reviews take 0.5 months: in time. From "
        "month 24 to month 27 and month 51 to month 54.5 it follows decisions that are older than "
        "24 months: 6.5 months in all. The 24-month rule (no longer, or with a review) is kept."
    )


def test_the_same_numbers_give_the_same_picture() -> None:
    """Two drawings are equal to the byte."""
    assert two_horizons().png() == two_horizons().png()


def test_there_is_a_slider_for_each_number() -> None:
    """Each number has its control, which starts where the model does and has words of its own."""
    asked = {name: p.default for name, p in inspect.signature(two_horizons).parameters.items()}
    made = sliders()
    assert asked == {name: slider.value for name, slider in made.items()}
    assert len({slider.description for slider in made.values()}) == len(made)
    assert sliders(work=36)["work"].value == 36


def test_a_slider_that_moves_draws_again() -> None:
    """The controls work on the model, as `interact` joins them."""
    seen: list[str] = []

    def play(**numbers: int) -> None:
        seen.append(two_horizons(**numbers).alt)

    model = interactive(play, **sliders())
    model.update()
    model.children[1].value = 24
    assert "never reviewed" in seen[0]
    assert "reviewed once, in month 24" in seen[-1]


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.horizons; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
