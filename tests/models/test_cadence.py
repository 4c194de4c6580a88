"""The picture of cadence and drift: its curves, its bars, its words, and its sliders."""

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
from alignlib.models.cadence import SLIDERS, cadence_and_drift, sliders
from alignlib.models.drift import MONTHS, Drift
from tests.charts.drawing import named, outside, overlaps, told

NUMBERS: list[dict[str, Any]] = [
    {},
    {"every": 3},
    {"every": 1, "days": 20},
    {"every": 12, "mends": 0},
    {"every": 36, "at_start": 50, "mends": 10},
    {"every": 3, "at_start": 40, "pace": 10},
    {"every": 1, "days": 1},
]
CORNERS = [
    dict(zip(SLIDERS, numbers, strict=True))
    for numbers in itertools.product(*(ends[2:] for ends in SLIDERS.values()))
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_bars_are_the_five_years(numbers: dict[str, Any]) -> None:
    """Solid where the work fits, hatched where it does not, dark for the reviews."""
    chart, plan = cadence_and_drift(**numbers), Drift(**numbers)
    useful, missed = named(chart, "useful"), named(chart, "missed")
    assert plan.useful == pytest.approx(useful[0].get_width())
    assert plan.missed == pytest.approx(missed[0].get_width())
    assert all(bar.get_hatch() for bar in missed)
    drawn = sum(
        bar.get_width() for kind in ("useful", "missed", "in reviews") for bar in named(chart, kind)
    )
    assert drawn == pytest.approx(MONTHS * (2 if plan.reviews else 1))


@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_curve_is_the_drift(numbers: dict[str, Any]) -> None:
    """It begins and ends where the plan does, and has a diamond for each review."""
    chart, plan = cadence_and_drift(**numbers), Drift(**numbers)
    (curve,) = named(chart, "fit")
    fits = list(curve.get_ydata())
    assert (fits[0], fits[-1]) == pytest.approx((plan.at_start, plan.at_end))
    assert list(plan.reviews) == [mark.get_xdata()[0] for mark in named(chart, "review")]
    assert len(named(chart, "never")) == bool(plan.reviews)


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_no_text_hides_another(numbers: dict[str, Any]) -> None:
    """Wherever the sliders stand, every text can be read."""
    chart = cadence_and_drift(**numbers)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@pytest.mark.parametrize("numbers", NUMBERS + CORNERS)
def test_the_words_are_few_and_whole(numbers: dict[str, Any]) -> None:
    """Five sentences at most, and no gap in any of them."""
    alt = cadence_and_drift(**numbers).alt
    assert 3 <= len(re.findall(r"\.(?: |$)", alt)) <= 5
    assert not re.search(r"nan|None|  |\.\.|\b1 reviews|\b1 working days|-0", alt)


def test_the_words_tell_what_the_curve_shows() -> None:
    """Its world, its reviews, its end, and where the five years go."""
    assert cadence_and_drift(every=3).alt == (
        "Of 100 pieces of work 100 fit at the start, and 3 in 100 of those lose their reason each "
        "month. There are 19 reviews, one every 3 months; each mends 80 in 100 misfits and takes "
        "3 working days. On the last day 89 fit; without any review it would be 16. Of 60 months "
        "of work, 53.5 fit, 3.6 do not and 2.9 go into reviews. Without any review, 27.6 months "
        "would fit."
    )
    assert "There is one review, after 36 months; it mends" in cadence_and_drift(every=36).alt


def test_what_is_left_stands_beside_the_curve() -> None:
    """The last day and the sum are told in words, not by the height of a line alone."""
    words = told(cadence_and_drift(every=3))
    assert "89 fit on the last day" in words
    assert "16 without any review" in words
    assert "53.5 of 60 months of work that fits" in words


def test_the_same_numbers_give_the_same_picture() -> None:
    """Two drawings are equal to the byte."""
    assert cadence_and_drift(every=6).png() == cadence_and_drift(every=6).png()


def test_there_is_a_slider_for_each_number() -> None:
    """Each number has its control, which starts where the model does and has words of its own."""
    asked = {n: p.default for n, p in inspect.signature(cadence_and_drift).parameters.items()}
    made = sliders()
    assert asked == {name: slider.value for name, slider in made.items()}
    assert len({slider.description for slider in made.values()}) == len(made)
    assert sliders(every=6)["every"].value == 6


def test_a_slider_that_moves_draws_again() -> None:
    """The controls work on the model, as `interact` joins them."""
    seen: list[str] = []

    def play(**numbers: int) -> None:
        seen.append(cadence_and_drift(**numbers).alt)

    model = interactive(play, **sliders())
    model.update()
    model.children[2].value = 12
    assert "no review in five years" in seen[0]
    assert "4 reviews, one every 12 months" in seen[-1]


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.cadence; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
