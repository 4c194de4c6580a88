"""Perception gap: dumbbells, intervals, and what is suppressed."""

from __future__ import annotations

from statistics import mean

import pandas as pd
import pytest

from alignlib.charts import perception_gap
from alignlib.charts.perception_gap import LOOKS
from alignlib.diagnostics.perception_gap import perception_gap as measured
from tests.charts.drawing import faulty, large, named, overlaps, told
from tests.diagnostics.plans import table


def survey(**scores: tuple[tuple[int, ...], tuple[int, ...]]) -> pd.DataFrame:
    """Answers by statement: those of business, those of technology."""
    return table(
        "survey",
        *(
            (f"{side[0]}{n}", side, statement, score)
            for statement, both in scores.items()
            for side, given in zip(("business", "technology"), both, strict=True)
            for n, score in enumerate(given)
        ),
    )


APART = survey(Q1=((5, 5, 4, 4, 5), (1, 2, 1, 2, 1)), Q2=((3, 3, 4, 3, 3), (3, 3, 3, 4, 3)),
               Q3=((1, 1, 1, 1, 1), (5, 5, 5, 5)))  # fmt: skip
"""Q1: 4.6 against 1.4. Q2: 3.2 against 3.2. Q3: only four answers of technology."""


@pytest.mark.parametrize("answers", [APART, faulty()["survey"], large(1)["survey"]])
def test_the_marks_are_the_means(answers: pd.DataFrame) -> None:
    """A circle and a square at the mean scores; a diamond at the gap, with its interval."""
    chart = perception_gap(answers)
    for code in sorted(answers["statement"].unique()):
        own = answers.query("statement == @code").dropna()
        sides = {side: list(own.query("side == @side")["score"])
                 for side in ("business", "technology")}  # fmt: skip
        if min(map(len, sides.values())) < 5:
            continue
        for side, scores in sides.items():
            (mark,) = named(chart, f"{code} {side}")
            assert mark.get_xdata()[0] == pytest.approx(mean(scores))
        (gap,) = named(chart, code)
        assert gap.get_xdata()[0] == pytest.approx(
            mean(sides["business"]) - mean(sides["technology"])
        )
        measure = measured(answers, code)
        ends = named(chart, f"{code} interval")[0].get_xdata()
        assert list(ends) == pytest.approx([measure.low, measure.high])


def test_too_few_answers_show_nothing() -> None:
    """The row says so; no mark and no number gives the scores away."""
    chart = perception_gap(APART)
    for gid in ("Q3", "Q3 business", "Q3 technology", "Q3 interval"):
        assert named(chart, gid) == []
    assert "fewer than 5 answers of technology: not shown" in told(chart)
    for text in (chart.alt, told(chart)):
        assert "−4.00" not in text
        assert "5.00" not in text


def test_sides_and_gaps_differ_by_shape() -> None:
    """Circle against square; a diamond is filled where the interval leaves out 0."""
    assert LOOKS["business"]["marker"] != LOOKS["technology"]["marker"]
    assert LOOKS["gap"]["markerfacecolor"] == "white" != LOOKS["clear"]["markerfacecolor"]
    chart = perception_gap(APART)
    assert named(chart, "Q1")[0].get_markerfacecolor() != "white"
    assert named(chart, "Q2")[0].get_markerfacecolor() == "white"


def test_equal_means_are_both_seen() -> None:
    """The circle lies inside the open square."""
    chart = perception_gap(APART)
    (circle,), (square,) = named(chart, "Q2 business"), named(chart, "Q2 technology")
    assert circle.get_markersize() < square.get_markersize()
    assert square.get_markerfacecolor() == "none"


def test_the_words_tell_what_the_marks_show() -> None:
    """The widest gap with both means, where the interval leaves out 0, what is not shown."""
    texts = pd.DataFrame({"statement": ["Q1"], "text": ["Data are easy to get."]})
    assert perception_gap(APART, texts).alt == (
        "Mean scores of business and technology on 3 statements, from 1 to 5. "
        "Furthest apart are the two sides on Q1 (Data are easy to get): business 4.60, "
        "technology 1.40, a gap of +3.20. The interval leaves out 0 for Q1. "
        "Not shown for too few answers: Q3."
    )


def test_sides_that_agree_are_told_so() -> None:
    """No gap at all is a finding too."""
    alt = perception_gap(survey(Q2=((3, 3, 4, 3, 3), (3, 3, 3, 4, 3)))).alt
    assert "The two sides agree on average on every statement that is shown." in alt
    assert "No interval leaves out 0." in alt


def test_one_statement_that_is_suppressed() -> None:
    """A chart with nothing to show still says why."""
    chart = perception_gap(survey(Q1=((3, 3), (3,))))
    assert chart.alt.endswith("Not shown for too few answers: Q1.")
    assert overlaps(chart) == []


def test_answers_all_alike_have_an_interval_of_no_width() -> None:
    """No scatter, no warning: the gap is what it is."""
    chart = perception_gap(survey(Q1=((5,) * 6, (1,) * 6)))
    assert "a gap of +4.00" in chart.alt
    assert len(chart.png()) > 1000
