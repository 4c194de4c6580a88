"""The profile: each measure on its own scale, undefined ones in words, no total."""

from __future__ import annotations

import math

import pytest

from alignlib.charts import diagnostic_profile
from alignlib.charts.diagnostic_profile import LOOKS
from alignlib.diagnostics import Measure, Profile, known, profile
from tests.charts.drawing import clean, faulty, large, named, outside, overlaps, told


def name_of(measure: Measure) -> str:
    """The name under which a measure is drawn."""
    return measure.name.replace("_", " ") + (f" of {measure.about}" if measure.about else "")


@pytest.mark.parametrize("tables", [clean(), faulty(), large(1)])
def test_each_measure_is_a_dot_at_its_value(tables: dict[str, object]) -> None:
    """And its interval, where it has one, is a line from end to end."""
    found = profile(tables)  # type: ignore[arg-type]
    chart = diagnostic_profile(found)
    for measure in found:
        dots = named(chart, name_of(measure))
        if not measure.defined:
            assert dots == []
            continue
        assert [dot.get_xdata()[0] for dot in dots] == [measure.value]
        intervals = named(chart, f"{name_of(measure)} interval")
        assert [list(line.get_xdata()) for line in intervals] == (
            [] if math.isnan(measure.low) else [[measure.low, measure.high]]
        )


def test_a_dot_is_inside_its_scale() -> None:
    """Every value and every end of an interval lies between the ends of its own axis."""
    found = profile(large(2))
    chart = diagnostic_profile(found)
    for measure in found:
        for dot in named(chart, name_of(measure)):
            low, high = dot.axes.get_xlim()
            ends = [x for x in (measure.low, measure.value, measure.high) if not math.isnan(x)]
            assert low <= min(ends) <= max(ends) <= high


def test_what_is_undefined_says_why() -> None:
    """A measure without a value has words in the place of its dot."""
    chart = diagnostic_profile(
        Profile((Measure("orphan_spend", math.nan, "no budget"), Measure("budget_fit", 0.5)))
    )
    assert "undefined: no budget" in told(chart)
    assert chart.alt.endswith("Take care: undefined orphan spend (no budget).")


def test_what_must_not_be_built_on_looks_and_reads_different() -> None:
    """Another shape, open, and the reason at the foot of the sheet."""
    flagged = Measure("effect", 2.5, "failed pre-trend", low=1.0, high=4.0, about="M1")
    chart = diagnostic_profile(Profile((flagged, Measure("effect", -1.0, about="M2"))))
    assert named(chart, "effect of M1")[0].get_marker() == "D"
    assert named(chart, "effect of M2")[0].get_marker() == "o"
    assert LOOKS["flagged"]["markerfacecolor"] != LOOKS["value"]["markerfacecolor"]
    assert "Not to build on: effect of M1, failed pre-trend." in told(chart)
    assert "not to build on effect of M1 (failed pre-trend)" in chart.alt


def test_what_could_not_be_measured_is_named() -> None:
    """With the tables that are missing."""
    chart = diagnostic_profile(Profile((Measure("budget_fit", 0.5),), {"effect": ("readings",)}))
    assert "Not measured: effect (without readings)." in told(chart)
    assert "1 diagnostic could not be measured" in chart.alt


def test_the_words_tell_what_the_dots_show() -> None:
    """How many are at their best, the furthest from it, the widest gap, the effect."""
    measures = (
        Measure("budget_fit", 0.9),
        Measure("horizon_fit", 0.25),
        Measure("seat_balance", 1.0),
        Measure("orphan_spend", 0.3),
        Measure("perception_gap", 0.5, low=-0.25, high=1.25, about="Q1"),
        Measure("perception_gap", -1.5, low=-2.0, high=-1.0, about="Q2"),
        Measure("effect", 6.0, low=5.0, high=7.0, about="M1"),
    )
    assert diagnostic_profile(Profile(measures)).alt == (
        "Profile of 7 measures, each on its own scale, without a total. "
        "1 of 4 shares at their best; furthest from it are horizon fit at 25.0 % (best 100 %), "
        "orphan spend at 30.0 % (best 0 %) and budget fit at 90.0 % (best 100 %). "
        "Furthest from 0: perception gap of Q2, −1.50 (−2.00 to −1.00); "
        "effect of M1, +6.00 (+5.00 to +7.00)."
    )


def test_alignment_and_delivery_stand_apart() -> None:
    """No scale carries measures of both."""
    found = profile(clean())
    chart = diagnostic_profile(found)
    axes_of: dict[int, set[str]] = {}
    for measure in found:
        for dot in named(chart, name_of(measure)):
            axes_of.setdefault(id(dot.axes), set()).add(known()[measure.name].axis)
    assert all(len(sorts) == 1 for sorts in axes_of.values())


def test_there_is_no_total() -> None:
    """Nothing on the sheet adds the measures up: each number is one measure's own."""
    measures = tuple(Measure(name, 0.5) for name in ("budget_fit", "horizon_fit", "ownership"))
    assert told(diagnostic_profile(Profile(measures))).count("50.0 %") == len(measures)


@pytest.mark.parametrize("size", [1, 12.345, -98765.4])
def test_all_sixteen_have_room(size: float) -> None:
    """A profile of every diagnostic, with long reasons and wide intervals, can be read."""
    long = "failed pre-trend: the treated sites moved by +0.31 a week against the control sites "
    measures = [
        Measure(
            name,
            0.4,
            about="" if diagnostic.each is None else f"X{n}",
            low=0.1,
            high=0.9,
        )
        for name, diagnostic in known().items()
        for n in range(1 if diagnostic.each is None else 3)
    ]
    flagged = Measure(
        "effect", size, long + "already before", low=-abs(size) * 9, high=abs(size) * 9, about="M1"
    )
    chart = diagnostic_profile(Profile((*measures, flagged)))
    assert (overlaps(chart), outside(chart)) == ([], [])
