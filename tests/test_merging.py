"""Two windows on one answer: nothing that either of them changed is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError
from alignlib.merging import changes, merged
from tests.conftest import choose_item, classify_item, memo_item, number_item

CLASSIFY, CHOOSE, NUMBER, MEMO = classify_item(), choose_item(), number_item(), memo_item()

sorted_things = st.none() | st.dictionaries(
    st.sampled_from(CLASSIFY.parts()), st.sampled_from(["business", "technology", "neither"])
)
chosen = st.none() | st.lists(st.sampled_from([f"T{n:02}" for n in range(1, 7)]), unique=True).map(
    CHOOSE.validate
)


def test_things_that_two_windows_sorted_are_all_sorted() -> None:
    """Each thing has the category that it was given last, in whichever window."""
    before = {"T01": "business", "T02": "business", "T03": "business"}
    mine = {"T01": "neither", "T02": "business", "T04": "neither"}
    theirs = {"T01": "business", "T02": "technology", "T03": "business", "T05": "neither"}
    assert merged(before, mine, theirs, CLASSIFY.validate) == {
        "T01": "neither",
        "T02": "technology",
        "T04": "neither",
        "T05": "neither",
    }


def test_options_that_two_windows_chose_are_all_chosen() -> None:
    """What was chosen in either window is chosen, what was taken back in either is not."""
    before, mine, theirs = ["T01", "T02"], ["T02", "T03"], ["T01", "T04"]
    assert merged(before, mine, theirs, CHOOSE.validate) == ["T03", "T04"]


@pytest.mark.parametrize(
    ("item", "before", "mine", "theirs"),
    [
        (NUMBER, None, 1.0, 2.0),
        (NUMBER, 1.0, None, 2.0),
        (MEMO, "One.", "One. Two.", "One. Three."),
        (MEMO, None, "One.", "Two."),
        (MEMO, "One.", None, "One. Two."),
    ],
)
def test_what_has_no_parts_is_not_written_over(
    item: Any, before: Any, mine: Any, theirs: Any
) -> None:
    """A number or a text that changed in another window is kept, and the learner is told."""
    with pytest.raises(AnswerError, match=r"^Not saved: .*another window.*run this cell again"):
        merged(before, mine, theirs, item.validate)


def a_sequence(value: Any) -> list[str]:
    """The validation of an item in which the order means something."""
    if len(set(value)) < len(value):
        raise AnswerError("Twice.")
    return list(value)


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [
        (["a", "b"], ["b", "a"], ["a", "b", "c"]),
        (None, ["a"], ["b"]),
        (["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"]),
    ],
)
def test_two_orders_are_not_mixed(before: Any, mine: Any, theirs: Any) -> None:
    """Of two sequences no third one is made that nobody wanted."""
    with pytest.raises(AnswerError, match="another window"):
        merged(before, mine, theirs, a_sequence)


@given(sorted_things, sorted_things)
def test_without_another_window_nothing_is_merged(before: Any, mine: Any) -> None:
    """Where nobody else changed anything, the answer is the window's own, to the letter."""
    assert merged(before, mine, before, CLASSIFY.validate) == mine
    assert merged(before, mine, mine, CLASSIFY.validate) == mine


@given(sorted_things, sorted_things, sorted_things)
def test_every_change_of_either_window_is_there(before: Any, mine: Any, theirs: Any) -> None:
    """A thing that one window changed is as that window left it; this one goes before."""
    old, new, other = before or {}, mine or {}, theirs or {}
    result = merged(before, mine, theirs, CLASSIFY.validate) or {}
    for thing in CLASSIFY.parts():
        changed = new.get(thing) != old.get(thing)
        assert result.get(thing) == (new if changed else other).get(thing)


@given(chosen, chosen, chosen)
def test_every_choice_of_either_window_counts(before: Any, mine: Any, theirs: Any) -> None:
    """An option that this window changed is as it left it, any other as it is recorded."""
    old, new, other = (set(value or ()) for value in (before, mine, theirs))
    result = set(merged(before, mine, theirs, CHOOSE.validate) or ())
    assert result == {
        option
        for option in old | new | other
        if (option in new if (option in new) != (option in old) else option in other)
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, 0),
        (None, {"a": 1}, 1),
        ({"a": 1, "b": 2}, {"a": 2, "c": 3}, 3),
        (["a", "b"], ["b", "c"], 2),
        (None, ["a"], 1),
        (1.0, 2.0, 1),
        ("One.", None, 1),
    ],
)
def test_changes_are_counted_by_parts(before: Any, after: Any, expected: int) -> None:
    """Two answers differ in as many parts as were changed between them."""
    assert expected == changes(before, after) == changes(after, before)
