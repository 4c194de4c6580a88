"""The picture of the map: its lines, its figures, its words."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from alignlib.charts.sheet import SMALL
from alignlib.models.goal_map import GOALS, NO_REASON, REASONS, drawn
from alignlib.models.mapping import goal_map
from tests.charts.drawing import named, outside, overlaps, told

DRAWINGS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (links, {"reasons": reasons, "swap": swap})
    for links in ((), ("I1-O1",), ("I5-O2", "I3-O1", "I6-O4"), ("all",))
    for reasons in (False, True)
    for swap in (False, True)
]

every_drawing = pytest.mark.parametrize(("links", "asked"), DRAWINGS)


@every_drawing
def test_there_is_a_line_for_each_link(links: tuple[str, ...], asked: dict[str, Any]) -> None:
    """A whole line for a link that counts; if reasons are asked, a dashed one for each other."""
    chart, made = goal_map(*links, **asked), drawn(links, swapped=asked["swap"])
    firm = made.links & REASONS.keys() if asked["reasons"] else made.links
    assert len(firm) == len(named(chart, "link"))
    assert len(made.links - firm) == len(named(chart, "bare link"))
    assert all(line.get_linestyle() == "--" for line in named(chart, "bare link"))


@every_drawing
def test_the_bars_are_the_figures(links: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Each bar is as long as its share; the one with reasons is hatched."""
    chart, made = goal_map(*links, **asked), drawn(links, swapped=asked["swap"])
    (coverage,) = named(chart, "Coverage, drawn")
    (orphans,) = named(chart, "Orphan spend, drawn")
    full = goal_map("all")
    (whole,) = named(full, "Coverage, drawn")
    assert coverage.get_width() == pytest.approx(made.coverage * whole.get_width())
    assert orphans.get_width() == pytest.approx(made.orphan_spend * whole.get_width())
    for bar in named(chart, "Coverage, reasoned"):
        assert bar.get_width() == pytest.approx(made.reasoned.coverage * whole.get_width())
        assert bar.get_hatch()


@every_drawing
def test_no_text_hides_another(links: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Whatever is ticked, every text can be read."""
    chart = goal_map(*links, **asked)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert "…" not in told(chart)
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@every_drawing
def test_the_words_are_few_and_whole(links: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Two to four sentences, each with a capital, and no gap in any of them."""
    alt = goal_map(*links, **asked).alt
    assert 2 <= len(re.findall(r"\.(?: [A-Z]|$)", alt)) <= 4
    assert not re.search(r"nan|None|  |\.\.|\b1 links|\. [a-z]", alt)


def test_the_words_tell_what_the_lines_show() -> None:
    """The links, both figures as drawn and with reasons, and what stands alone."""
    assert goal_map("all", reasons=True).alt == (
        "A map of 4 goals and 6 initiatives, joined by 24 links: coverage 100.0 %, orphan spend "
        "0.0 %. 4 links have a reason. If only that counts, coverage is 66.7 % and orphan spend "
        "50.8 %. Nothing serves O2; I4 and I5 without a goal."
    )
    assert "Too much is claimed by I1, I2, I3, I4 and 2 more." in goal_map("all").alt


def test_each_link_is_answered_below_the_picture() -> None:
    """Asked for reasons, the workshop says of each link how it works, or why it does not."""
    below = goal_map("I5-O2", "I3-O3", reasons=True).below
    assert below.index("A loose wheel") < below.index("It reminds parents")
    assert goal_map("I5-O2").below == goal_map(reasons=True).below == ""


def test_links_without_an_answer_are_counted_in_one_line() -> None:
    """Fourteen times the same sentence would bury the answers that there are."""
    below = goal_map("all", reasons=True).below
    assert below.count(NO_REASON) == 1
    assert f"<b>14 links</b> {NO_REASON}" in below


def test_what_stands_alone_has_a_shape_and_words() -> None:
    """A diamond and not a square, and what is missing stands beside it."""
    chart = goal_map("I1-O1")
    shapes = {goal.code: named(chart, goal.code)[0].get_marker() for goal in GOALS}
    assert shapes == {"O1": "s", "O2": "D", "O3": "D", "O4": "o"}
    assert "weight 30 %, nothing serves it" in told(chart)
    assert "£6k, by mandate: fire law" in told(chart)


def test_the_same_links_give_the_same_picture() -> None:
    """Two drawings are equal to the byte, whatever the order of the links."""
    assert goal_map("I1-O1", "I2-O3").png() == goal_map("I2-O3", "I1-O1").png()


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.map_board; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
