"""Putting scores where nbgrader looks for them."""

from __future__ import annotations

import html
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import determine_grade

from alignlib.answers import Answers
from alignlib.cases import Bundle, learner_id, variant_of
from alignlib.grading.bounds import one_line, too_deep
from alignlib.grading.marking import (
    LONGEST_REASON,
    Marking,
    memo_text,
    notices_cell,
    output_of,
    prepare,
    score_of,
)
from alignlib.scoring import Score
from tests.conftest import json_values
from tests.grading.kit import ASSIGNMENT, MEMO

SHARE = "purposeful-spend"


def answers(learner: str = "ada", **changes: Any) -> Answers:
    """A number recorded by a learner on the variant that is theirs."""
    made = {
        "assignment": ASSIGNMENT,
        "learner": learner,
        "variant": variant_of(learner, ASSIGNMENT, 12),
    } | changes
    return Answers(**made).with_answer(SHARE, 50.0)


def graded(points: float, most: float) -> Any:
    """What nbgrader makes of the output for a score."""
    cell = nbformat.v4.new_code_cell("work.check('x')")
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "grade_id": "x",
        "points": most,
    }
    cell.outputs = [output_of(Marking(Answers(), None, {}), "x", Score("x", points, most))]
    return determine_grade(cell)


@given(most=st.floats(0.5, 1000), share=st.floats(0, 1))
def test_nbgrader_reads_the_number_that_was_meant(most: float, share: float) -> None:
    """The text of the output is a plain float, which nbgrader turns into the same float."""
    points = round(min(share * most, most), 4)
    if points <= most:
        assert graded(points, most) == (points, most)


@pytest.mark.parametrize("points", [0.0, 1e-4, 0.1 + 0.2, 14.0])
def test_the_edges_are_read_too(points: float) -> None:
    """Nothing is nothing, and all is all."""
    assert graded(points, 14.0) == (points, 14.0)


def test_own_answers_on_the_own_variant_need_no_notice(larkfield: Bundle) -> None:
    """The usual case is scored in silence."""
    marking = prepare(answers(), larkfield, "ada", ASSIGNMENT)
    assert (marking.notices, marking.suspect) == ((), False)
    assert marking.variant is not None
    assert marking.variant.number == variant_of("ada", ASSIGNMENT, 12)


@pytest.mark.parametrize("student", ["Ada", " ada ", "ADA"])
def test_an_id_in_another_spelling_is_the_same(larkfield: Bundle, student: str) -> None:
    """Capitals and spaces around an id make no other learner."""
    assert learner_id(student) == "ada"
    assert not prepare(answers(), larkfield, student, ASSIGNMENT).suspect


def test_the_variant_of_the_answers_counts(larkfield: Bundle) -> None:
    """Answers made for another variant are scored on it, and the submission is flagged."""
    other = variant_of("ada", ASSIGNMENT, 12) % 12 + 1
    marking = prepare(answers(variant=other), larkfield, "ada", ASSIGNMENT)
    assert marking.variant is not None
    assert (marking.variant.number, marking.suspect) == (other, True)
    assert f"made for variant {other}" in marking.notices[0]


@pytest.mark.parametrize("variant", [0, -1, 13, 10**40])
def test_a_variant_that_there_is_not_earns_nothing(larkfield: Bundle, variant: int) -> None:
    """Without a variant there is no key: 0 for now, and a human is asked."""
    marking = prepare(answers(variant=variant), larkfield, "ada", ASSIGNMENT)
    assert marking.suspect
    if variant:
        score = score_of(marking, SHARE, 10.0)
        assert (score.points, score.for_human) == (0.0, True)
    assert all(len(notice) < 300 for notice in marking.notices)


def test_without_answers_nobody_is_suspected(larkfield: Bundle) -> None:
    """A blank file under another name is no copy."""
    marking = prepare(Answers("x", "bert", 99), larkfield, "ada", ASSIGNMENT)
    assert (marking.notices, marking.suspect) == ((), False)


def test_without_a_key_nothing_is_scored(larkfield: Bundle) -> None:
    """A missing key gives 0 and asks for a human; never full marks."""
    marking = prepare(answers(), None, "ada", ASSIGNMENT)
    score = score_of(marking, SHARE, 10.0)
    assert (score.points, score.for_human, marking.suspect) == (0.0, True, True)


def test_points_that_differ_earn_nothing(larkfield: Bundle) -> None:
    """Where notebook and item do not agree on the points, a human is asked."""
    marking = prepare(answers(), larkfield, "ada", ASSIGNMENT)
    score = score_of(marking, SHARE, 9.0)
    assert (score.points, score.for_human) == (0.0, True)
    assert "Rebuild the release" in score.reason


def test_an_item_that_there_is_not_earns_nothing(larkfield: Bundle) -> None:
    """A grade cell without an item gives 0, and asks for a human."""
    marking = prepare(answers(), larkfield, "ada", ASSIGNMENT)
    assert score_of(marking, "no-such-item", 5.0).for_human


def test_a_reason_has_an_end(larkfield: Bundle) -> None:
    """A hundred thousand wrong options are not a hundred thousand sentences on a page."""
    made = answers().with_answer("the-tool-list", list(range(100_000)))
    score = score_of(prepare(made, larkfield, "ada", ASSIGNMENT), "the-tool-list", 10.0)
    assert 0 < len(score.reason) <= LONGEST_REASON
    assert score.points == 0.0


@given(value=json_values)
def test_any_value_gets_a_score(larkfield: Bundle, value: Any) -> None:
    """Whatever was recorded, each item's score is a finite float from 0 to its points."""
    made = Answers(ASSIGNMENT, "ada", 1)
    for item in larkfield.variant(1).items:
        made = made.with_answer(item, value)
    marking = prepare(made, larkfield, "ada", ASSIGNMENT)
    for item in larkfield.variant(1).items.values():
        score = score_of(marking, item.id, item.points)
        assert type(score.points) is float
        assert 0.0 <= score.points <= item.points
        assert "\n" not in score.reason


# ---------------------------------------------------------------- memos


def marking_with(memo: Any) -> Marking:
    """A marking of answers with this memo."""
    return Marking(Answers().with_answer(MEMO, memo), None, {})


@pytest.mark.parametrize(
    ("recorded", "typed", "expected"),
    [
        ("A memo.", "", "A memo."),
        ("", "Typed.", "Typed."),
        ("  ", "Typed.", "Typed."),
        (5, "Typed.", "Typed."),
        (5, "", ""),
        ("Same.", "Same. ", "Same."),
    ],
)
def test_the_memo_is_found(recorded: Any, typed: str, expected: str) -> None:
    """The recorded memo goes before the typed one; either stands alone."""
    assert memo_text(marking_with(recorded), MEMO, {MEMO: typed}) == expected


def test_two_memos_are_both_shown() -> None:
    """A marker sees what was recorded and what was typed, where they differ."""
    text = memo_text(marking_with("Recorded."), MEMO, {MEMO: "Typed."})
    assert text.startswith("Recorded.")
    assert text.endswith("Typed.")


# ---------------------------------------------------------------- words on a page


@given(notice=st.text())
def test_a_notice_on_the_page_is_text(notice: str) -> None:
    """A notice cannot leave its line: no Markdown, no tag, no formula comes of it."""
    source = notices_cell([one_line(notice)]).source
    assert len(source.splitlines()) == 1
    inside = source.partition("<li>")[2].partition("</li>")[0]
    assert "<" not in inside
    assert html.unescape(inside) == one_line(notice)
    assert "mathjax_ignore" in source


def test_feedback_is_no_formula() -> None:
    """MathJax passes over the feedback, so that sums of money stay sums of money."""
    output = output_of(Marking(Answers(), None, {}), "x", Score("x", 1.0, 2.0, reason="$1 and $2"))
    assert output.data["text/html"].startswith('<div class="tex2jax_ignore mathjax_ignore">')


@pytest.mark.parametrize(
    ("levels", "expected"), [(1, False), (40, False), (41, True), (9_999, True)]
)
def test_depth_is_found_without_recursion(levels: int, expected: bool) -> None:
    """Forty levels are allowed; ten thousand are counted without falling over them."""
    value: Any = 1
    for number in range(levels):
        value = [value] if number % 2 else {"a": value}
    assert too_deep(value) is expected
