"""The picture of a learner's progress."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from alignlib.certainty import calibration
from alignlib.charts.chart import Chart
from alignlib.charts.learning import FILLS, Bar, learning
from alignlib.charts.sheet import SMALL
from alignlib.claims import CLAIMS, idea
from tests.charts.drawing import outside, overlaps

MODULES = [Bar(f"Module {n} of a course", n % 4, n % 3, 9, "6 of 9 answered", 1) for n in range(9)]
IDEAS = [Bar(f"{c}: {idea(c)}", 2, 5, 7, "2 of 7 right") for c in list(CLAIMS)[:6]]
SURE = [(1, 12, 9), (2, 13, 8), (3, 5, 7)]


def full() -> Chart:
    """A picture with all that there can be."""
    return learning(MODULES * 2, IDEAS, calibration(SURE))


def widths(chart: Chart, name: str) -> list[float]:
    """The widths of the bars of one fill, from the top."""
    bars = [bar for bar in chart.figure.axes[0].patches if bar.get_gid() == name]
    return [round(bar.get_width(), 6) for bar in bars]  # type: ignore[attr-defined]


def test_no_text_hides_another_or_is_small() -> None:
    """Every text can be read: none lies over another, leaves the sheet, or is below nine points."""
    assert (overlaps(full()), outside(full())) == ([], [])
    assert min(text.get_fontsize() for text in full().figure.findobj(Text)) >= SMALL


def test_bars_are_as_long_as_what_they_say() -> None:
    """Of four things, one went well and two did not: a quarter is filled, a half is hatched."""
    chart = learning([Bar("One", 1, 2, 4, "3 of 4 answered")], [], {})
    assert (widths(chart, "well"), widths(chart, "not_well")) == ([25.0], [50.0])
    assert widths(chart, "unscored") == []


def test_a_certainty_is_shown_where_it_is_right() -> None:
    """The mark stands at the share that was right, the frame where that certainty pays."""
    chart = learning(MODULES, [], calibration([(3, 9, 3)]))
    (mark,) = [line for line in chart.figure.axes[0].lines if line.get_gid() == "share"]
    assert list(mark.get_xdata()) == [75.0]
    assert widths(chart, "pays") == [20.0]


def test_fills_differ_without_colour() -> None:
    """Of two fills no two have the same hatch and the same lightness."""
    from matplotlib.colors import rgb_to_hsv, to_rgb

    looks = {
        (look.get("hatch", ""), round(rgb_to_hsv(to_rgb(look["facecolor"]))[2], 1))
        for _, look in FILLS.values()
    }
    assert len(FILLS) == len(looks)


def test_the_words_say_what_the_picture_shows() -> None:
    """The alternative text names what is done, the weakest ideas and each certainty."""
    alt = full().alt
    assert "in 18 parts of the course answered." in alt
    assert "The weakest ideas: S1 (2 of 7 right), S2 (2 of 7 right), S3 (2 of 7 right) and 3" in alt
    assert "“certain” was right 5 of 12 times." in alt


@pytest.mark.parametrize("work", [[], [Bar("One", 0, 0, 9, "0 of 9 answered")]])
def test_without_an_answer_there_is_nothing_to_draw(work: list[Bar]) -> None:
    """A learner who has not begun reads so in the picture's place."""
    assert "nothing is answered yet" in learning(work, [], {}).alt


def test_the_same_progress_gives_the_same_picture() -> None:
    """Two drawings are equal to the byte."""
    assert full().png() == full().png()
