"""The picture of the four wards: its curves, its words, and the controls that move it."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from typing import Any

import pytest
from ipywidgets import interactive

from alignlib.charts.sheet import SMALL
from alignlib.models.adoption import KNOWN, WARDS, WEEKS, Round
from alignlib.models.taking_up import controls, four_wards
from tests.charts.drawing import named, outside, overlaps, told

ROUNDS: list[dict[str, Any]] = [
    {},
    {"listen": True},
    {"ash": "show", "birch": "show", "hazel": "show", "rowan": "show"},
    {"ash": "shorten", "birch": "tablets", "hazel": "agree", "rowan": "show", "listen": True},
    {"ash": "remind", "hazel": "tablets", "week": 1},
    {"rowan": "show", "week": WEEKS, "listen": True},
    *({ward.name.lower(): effort for ward in WARDS} for effort in KNOWN),
    {ward.name.lower(): "tablets" for ward in WARDS} | {"listen": True},
]

every_round = pytest.mark.parametrize("asked", ROUNDS)


@every_round
def test_the_curves_are_the_rule(asked: dict[str, Any]) -> None:
    """Four lines in per cent; a dashed one beside each on which something is done."""
    chart, made = four_wards(**asked), Round(**asked)
    drawn = [list(line.get_ydata()) for line in named(chart, "active")]
    assert drawn == [[100 * share for share in curve.shares] for curve in made.curves]
    busy = [curve for curve in made.curves if curve.effort.name != "nothing"]
    assert len(busy) == len(named(chart, "before")) == len(named(chart, "begins"))
    assert all(line.get_linestyle() == "--" for line in named(chart, "before"))


@every_round
def test_no_text_hides_another(asked: dict[str, Any]) -> None:
    """Whatever is chosen, every text can be read whole."""
    chart = four_wards(**asked)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert "…" not in told(chart)
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@every_round
def test_the_words_are_few_and_whole(asked: dict[str, Any]) -> None:
    """Two to four sentences, each with a capital, and no gap in any of them."""
    alt = four_wards(**asked).alt
    assert 2 <= len(re.findall(r"\.(?: [A-Z]|$)", alt)) <= 4
    assert not re.search(r"nan|None|  |\.\.|\b1 days|\. [a-z]|: \.", alt)


def test_the_words_tell_what_the_curves_show() -> None:
    """Who climbs on, who falls back, how many, and what it costs."""
    assert four_wards(ash="shorten", birch="show", listen=True).alt == (
        "Four curves of people who work with a new tool. Each ward was asked first. Ash climbs "
        "on from week 20; Birch moves for a few weeks and falls back. In week 40, 62 of 116 people "
        "work with it; the efforts take 11 days of 24."
    )


def test_what_a_ward_says_is_seen_by_who_asks() -> None:
    """Without listening the picture holds no reason; the curves give none away."""
    assert told(four_wards()).count("nobody has asked") == len(WARDS)
    asked = told(four_wards(listen=True))
    assert all(ward.says in asked for ward in WARDS)


def test_too_many_days_are_told() -> None:
    """Not by the colour alone."""
    wide = four_wards(**{ward.name.lower(): "tablets" for ward in WARDS})
    assert "32 of 24: too many" in told(wide)
    assert "too many" not in told(four_wards())


def test_the_controls_fit_the_picture() -> None:
    """There is a control for each number and word of the function, with its starting value."""
    made = controls()
    asked = inspect.signature(four_wards).parameters
    assert list(made) == list(asked)
    assert all(made[name].value == asked[name].default for name in made)
    assert all(control.description and control.tooltip for control in made.values())
    model = interactive(four_wards, **made)
    made["ash"].value = "shorten"
    assert model.kwargs["ash"] == "shorten"


def test_the_same_round_gives_the_same_picture() -> None:
    """Two drawings are equal to the byte."""
    assert four_wards(ash="show").png() == four_wards(ash="show").png()


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.taking_up; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
