"""The picture of the two ways of looking: its lines, its marks, its words, and the sliders."""

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
from alignlib.models.controls import SLIDERS, sliders, with_controls
from alignlib.models.rollout import WEEKS, Rollout
from tests.charts.drawing import named, outside, overlaps, told

NUMBERS: list[dict[str, Any]] = [
    {},
    {"effect": 3, "trend": -4, "noise": 4, "draw": 7},
    {"own_trend": 6, "noise": 1},
    {"effect": 3, "trend": 0, "noise": 0},
    {"effect": 2, "draw": 12},
    {"sites": 1},
    {"sites": 2, "noise": 6, "draw": 3},
    {"effect": 0.5, "sites": 20, "noise": 0.5},
]
CORNERS = [
    dict(zip(SLIDERS, numbers, strict=True))
    for numbers in itertools.product(*(ends[2:] for ends in SLIDERS.values()))
]


def at(chart: Any, gid: str) -> float:
    """Where a mark of this name stands, in points."""
    (mark,) = named(chart, gid)
    return float(mark.get_xdata()[0])


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_marks_are_what_is_said(numbers: dict[str, Any]) -> None:
    """The truth, what before and after says, what the controls say, and its interval."""
    chart, world = with_controls(**numbers), Rollout(**numbers)
    assert world.effect == at(chart, "truth")
    assert world.before_after == at(chart, "before and after")
    assert world.with_controls == at(chart, "with controls")
    spans = [tuple(line.get_xdata()) for line in named(chart, "interval")]
    assert spans == ([(world.found.low, world.found.high)] if world.sites > 1 else [])


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_lines_are_the_weekly_means(numbers: dict[str, Any]) -> None:
    """Each side's mean, week by week, and what would have happened anyway, from the start on."""
    chart, world = with_controls(**numbers), Rollout(**numbers)
    means = world.readings.groupby(["group", "week"])["value"].mean()
    for group in ("treated", "control"):
        (line,) = named(chart, group)
        assert list(line.get_ydata()) == pytest.approx(list(means[group]))
    (anyway,) = named(chart, "anyway")
    assert list(anyway.get_xdata()) == list(range(WEEKS))
    assert anyway.get_ydata()[0] == world.expected("treated", WEEKS, technology=False)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"effect": 2}, "holds the truth"),
        ({"draw": 12}, "misses the truth"),
        ({"own_trend": 6}, "failed pre-trend"),
        ({"sites": 1}, "no interval: one site a side"),
    ],
)
def test_words_beside_the_interval_say_what_it_is_worth(
    numbers: dict[str, Any], words: str
) -> None:
    """Whether it holds the truth, and before that whether it may be built on at all."""
    assert words in told(with_controls(**numbers))


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_no_text_hides_another(numbers: dict[str, Any]) -> None:
    """Wherever the sliders stand, every text can be read."""
    chart = with_controls(**numbers)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_the_words_are_few_and_whole(numbers: dict[str, Any]) -> None:
    """Four sentences, and no gap in any of them."""
    alt = with_controls(**numbers).alt
    assert len(re.findall(r"\.(?: |$)", alt)) == 4
    assert not re.search(r"nan|None|  |\.\.|\b1 sites", alt)


def test_the_words_tell_what_the_marks_show() -> None:
    """The world, what each side did, what the controls say, and what that is worth."""
    assert with_controls(effect=3, trend=-4, noise=0).alt == (
        "5 sites with the technology and 5 without it: all of them would have moved by −4.0 "
        "points anyway, and its true effect is +3.0 points. The sites with it moved by −1.0 "
        "points from before to after, those without it by −4.0. With controls the effect is +3.0 "
        "points, with an interval from +3.0 to +3.0. The interval holds the truth and leaves out "
        "0."
    )
    assert "the first would have moved by +10.0 points anyway, the others by +4.0" in (
        with_controls(own_trend=6).alt
    )


def test_the_same_numbers_give_the_same_picture() -> None:
    """Two drawings are equal to the byte."""
    assert with_controls().png() == with_controls().png()


def test_there_is_a_slider_for_each_number() -> None:
    """Each number has its control, which starts where the model does and has words of its own."""
    asked = {name: p.default for name, p in inspect.signature(with_controls).parameters.items()}
    made = sliders()
    assert asked == {name: slider.value for name, slider in made.items()}
    assert len({slider.description for slider in made.values()}) == len(made)
    assert sliders(effect=3)["effect"].value == 3


def test_a_slider_that_moves_draws_again() -> None:
    """The controls work on the model, as `interact` joins them."""
    seen: list[str] = []

    def play(**numbers: int) -> None:
        seen.append(with_controls(**numbers).alt)

    model = interactive(play, **sliders())
    model.update()
    model.children[0].value = 5
    assert "its true effect is 0.0 points" in seen[0]
    assert "its true effect is +5.0 points" in seen[-1]


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.controls; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
