"""Two markers compared: the measures against a library, the published example, and by hand."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from alignlib.errors import InstructorError
from alignlib.grading.markers.agreement import (
    TOTAL,
    agreement,
    alpha,
    compare,
    weighted_kappa,
)
from alignlib.grading.markers.sheet import Sheet

POINTS = range(6)
"""What a criterion of five points can give, whole points alone."""

pairs_of_marks = st.lists(
    st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS)), min_size=3, max_size=40
)


def columns(pairs: list[tuple[int, int]]) -> tuple[Any, Any]:
    """The first and the second marker's marks."""
    first, second = np.array(pairs, dtype=float).T
    return first, second


def sheet(name: str, **points: dict[str, float]) -> Sheet:
    """A sheet with the criteria that its memos have."""
    criteria = tuple(dict.fromkeys(c for given in points.values() for c in given))
    return Sheet(name, criteria, points)


def alpha_by_definition(marks: list[list[float]]) -> float:
    """
    Krippendorff's alpha for interval data as he defines it: by pairs of marks.

    `marks` has a list for each unit, of as many marks as it has; a unit with one is left out.
    """
    units = [unit for unit in marks if len(unit) > 1]
    every = [mark for unit in units for mark in unit]
    observed = sum(
        2 * sum((a - b) ** 2 for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(every)
    expected = 2 * sum((a - b) ** 2 for a, b in combinations(every, 2))
    return 1 - observed / (expected / (len(every) * (len(every) - 1)))


# ---------------------------------------------------------------- the measures


@given(pairs_of_marks)
def test_kappa_is_the_librarys(pairs: list[tuple[int, int]]) -> None:
    """The quadratic weighted kappa is that of statsmodels, which counts a table of categories."""
    first, second = columns(pairs)
    found = float(weighted_kappa(first, second))
    if len(set(first) | set(second)) == 1:
        assert math.isnan(found)
        return
    bins = np.arange(-0.5, len(POINTS), 1)
    table, _ = to_table(np.c_[first, second].astype(int), bins=bins)
    with np.errstate(all="ignore"):
        expected = cohens_kappa(table, wt="quadratic", return_results=False)
    assert expected == pytest.approx(found, abs=1e-9)


def test_alpha_of_the_published_example() -> None:
    """By its definition, three observers of fifteen units agree as the literature has it."""
    observers = (
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    )
    units = zip(*(line.split() for line in observers), strict=True)
    marks = [[float(mark) for mark in unit if mark != "*"] for unit in units]
    assert alpha_by_definition(marks) == pytest.approx(0.811, abs=5e-4)


@given(pairs_of_marks)
def test_alpha_is_that_of_the_definition(pairs: list[tuple[int, int]]) -> None:
    """For two markers the short form gives what all pairs of marks give."""
    first, second = columns(pairs)
    found = float(alpha(first, second))
    if len(set(first) | set(second)) == 1:
        assert math.isnan(found)
    else:
        marks = [[float(a), float(b)] for a, b in pairs]
        assert alpha_by_definition(marks) == pytest.approx(found, abs=1e-9)


@given(pairs_of_marks)
def test_no_measure_asks_who_came_first(pairs: list[tuple[int, int]]) -> None:
    """With the markers exchanged every number is the same, the ends of intervals apart."""
    one = agreement("x", pairs, 1.0)
    other = agreement("x", [(b, a) for a, b in pairs], 1.0)
    assert (one.exact, one.adjacent) == (other.exact, other.adjacent)
    for mine, yours in ((one.kappa, other.kappa), (one.alpha, other.alpha)):
        if mine.value is None:
            assert yours.value is None
        else:
            assert mine.value == pytest.approx(yours.value)


@pytest.mark.parametrize("measure", [weighted_kappa, alpha])
def test_markers_who_always_agree(measure: Any) -> None:
    """Where every mark is given twice alike, both measures are 1."""
    first, second = columns([(1, 1), (5, 5), (3, 3)])
    assert float(measure(first, second)) == 1.0


@pytest.mark.parametrize("measure", [weighted_kappa, alpha])
def test_markers_who_always_disagree(measure: Any) -> None:
    """Where high meets low, both measures lie under 0: worse than chance."""
    first, second = columns([(0, 5), (5, 0), (0, 5), (5, 0)])
    assert float(measure(first, second)) < -0.5


# ---------------------------------------------------------------- one criterion


def test_exact_and_adjacent() -> None:
    """Same marks count as exact, marks a step apart as adjacent, and no others."""
    found = agreement("x", [(5, 5), (4, 5), (3.5, 2.5), (1, 5)], 1.0)
    assert (found.memos, found.exact, found.adjacent) == (4, 0.25, 0.75)


def test_a_tenth_is_a_tenth() -> None:
    """0.3 and 0.1 are two tenths apart, whatever binary numbers make of them."""
    assert agreement("x", [(0.3, 0.1)] * 3, 0.2).adjacent == 1.0


def test_an_interval_holds_its_value() -> None:
    """A measure lies between the ends of its interval, and more memos make it narrower."""
    pairs = [(5, 4), (4, 4), (3, 3), (2, 3), (1, 1), (0, 2), (5, 5), (2, 2)]
    narrow, wide = agreement("x", pairs * 10, 1.0).alpha, agreement("x", pairs, 1.0).alpha
    for found in (narrow, wide):
        assert found.low is not None
        assert found.high is not None
        assert found.value is not None
        assert found.low < found.value < found.high
    assert narrow.high - narrow.low < wide.high - wide.low  # type: ignore[operator]


def test_the_same_sheets_give_the_same_interval() -> None:
    """The draws come from a fixed seed."""
    pairs = [(5, 4), (4, 4), (3, 3), (2, 3), (1, 1), (0, 2)]
    assert agreement("x", pairs, 1.0) == agreement("x", pairs, 1.0)


def test_one_mark_for_all_settles_nothing() -> None:
    """Where every mark is the same there is no value, no interval, and no error."""
    found = agreement("x", [(3, 3)] * 5, 1.0)
    assert found.exact == 1.0
    assert (found.kappa.value, found.alpha.value, found.alpha.low) == (None, None, None)


def test_two_memos_have_no_interval() -> None:
    """Of two memos there is nothing to draw from."""
    found = agreement("x", [(1, 2), (4, 4)], 1.0)
    assert found.alpha.value is not None
    assert found.alpha.low is None


# ---------------------------------------------------------------- two sheets


def test_each_criterion_and_all_together() -> None:
    """There is a line for each criterion, and one for the sums."""
    one = sheet("A.csv", m1={"a": 5, "b": 1}, m2={"a": 3, "b": 3})
    other = sheet("B.csv", m1={"a": 4, "b": 2}, m2={"a": 3, "b": 3})
    found = compare(one, other).agreements
    assert [a.criterion for a in found] == ["a", "b", TOTAL]
    assert [a.exact for a in found] == [0.5, 0.5, 1.0]


def test_one_criterion_has_no_sum() -> None:
    """Where there is one criterion, a line for all together would say it twice."""
    found = compare(sheet("A", m1={"a": 5}, m2={"a": 3}), sheet("B", m1={"a": 4}, m2={"a": 3}))
    assert [a.criterion for a in found.agreements] == ["a"]


def test_what_one_left_open_counts_for_neither() -> None:
    """A memo counts on the criteria that both have marked, and in the sum if all are."""
    one = sheet("A", m1={"a": 5, "b": 1}, m2={"a": 3, "b": 2}, m3={"a": 0, "b": 0})
    other = sheet("B", m1={"a": 5, "b": 1}, m2={"a": 3}, m3={"a": 1, "b": 0})
    assert {a.criterion: a.memos for a in compare(one, other).agreements} == {
        "a": 3,
        "b": 2,
        TOTAL: 2,
    }


def test_the_memos_to_talk_about() -> None:
    """Named are memos with a criterion more than a step apart, the furthest first."""
    one = sheet("A", m1={"a": 5, "b": 1}, m2={"a": 3, "b": 3}, m3={"a": 0, "b": 5})
    other = sheet("B", m1={"a": 3, "b": 1}, m2={"a": 4, "b": 2}, m3={"a": 5, "b": 3})
    found = compare(one, other)
    assert [(talk.memo, talk.apart) for talk in found.talks] == [
        ("m3", {"a": (0, 5), "b": (5, 3)}),
        ("m1", {"a": (5, 3)}),
    ]
    assert [talk.memo for talk in compare(one, other, step=0.5).talks] == ["m3", "m1", "m2"]


def test_memos_of_one_sheet_alone_are_named() -> None:
    """A memo that only one has marked is left out, and said so."""
    found = compare(
        sheet("A.csv", m1={"a": 5}, m2={"a": 3}), sheet("B.csv", m1={"a": 5}, m9={"a": 3})
    )
    assert found.remarks == (
        "A.csv alone has m2. They were left out.",
        "B.csv alone has m9. They were left out.",
    )


def test_sheets_without_a_common_memo_are_refused() -> None:
    """Numbers that do not fit are an error in words."""
    with pytest.raises(InstructorError, match="no memo in common"):
        compare(sheet("A", m1={"a": 5}), sheet("B", m2={"a": 5}))


def test_sheets_with_other_criteria_are_refused() -> None:
    """A column that only one sheet has is named, with the one that was probably meant."""
    with pytest.raises(InstructorError, match=r"B has no column 'purpose'.*Did you mean 'purpos'"):
        compare(sheet("A", m1={"purpose": 5}), sheet("B", m1={"purpos": 5}))
