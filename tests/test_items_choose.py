"""Choose: share of right options minus share of wrong ones."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError
from alignlib.items import Item, Outcome, read_item
from tests.conftest import choose_item, choose_key

OPTIONS, RIGHT = 6, 2
ITEM, KEY = choose_item(OPTIONS), choose_key(OPTIONS, RIGHT)
IDS = tuple(KEY["parts"])

answers = st.lists(st.sampled_from(IDS), unique=True)


def share(value: Any, item: Item = ITEM, key: dict[str, Any] = KEY) -> float:
    """The share of the points for a valid answer."""
    found = item.judge(item.validate(value), key).share
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("hits", "slips", "expected"),
    [(2, 0, 1.0), (1, 0, 0.5), (2, 1, 0.75), (2, 2, 0.5), (1, 1, 0.25), (1, 2, 0.0), (0, 1, 0.0)],
)
def test_the_rule(hits: int, slips: int, expected: float) -> None:
    """With 2 right and 4 wrong options: hits/2 − slips/4, never below 0."""
    value = [*IDS[:hits], *IDS[RIGHT : RIGHT + slips]]
    assert expected == share(value)


@pytest.mark.parametrize(
    ("options", "right"), [(o, r) for o in (2, 9, 10, 12) for r in range(1, o)]
)
def test_the_ends_are_exact(options: int, right: int) -> None:
    """All the right ones are exactly 1; everything and nothing are exactly 0."""
    item, key = choose_item(options), choose_key(options, right)
    assert share(item.reference(key), item, key) == 1.0
    assert share(list(key["parts"]), item, key) == 0.0
    assert share([], item, key) == 0.0


@given(answers, st.sampled_from(IDS[:RIGHT]))
def test_one_more_right_option_never_lowers_the_share(value: list[str], option: str) -> None:
    """Choosing one more right option never costs anything."""
    assert share(value) <= share({*value, option})


@given(answers, st.sampled_from(IDS[RIGHT:]))
def test_one_more_wrong_option_never_raises_the_share(value: list[str], option: str) -> None:
    """Choosing one more wrong option never earns anything."""
    assert share(value) >= share({*value, option})


@given(answers, st.randoms(use_true_random=False))
def test_the_order_does_not_count(value: list[str], chance: random.Random) -> None:
    """The same options in another order, of an item in another order, are worth the same."""
    data = ITEM.to_data()
    chance.shuffle(data["options"])
    turned = sorted(value, key=lambda _: chance.random())
    assert share(value) == share(turned, read_item(data))


@given(answers)
def test_an_answer_is_given_back_in_the_order_of_the_options(value: list[str]) -> None:
    """The canonical answer lists the options in their own order."""
    assert sorted(value) == ITEM.validate(value)


@pytest.mark.parametrize(
    "value",
    [
        ("T02", "T01"),
        {"T01", "T02"},
        iter(["T02", "T01"]),
        pd.Series(["T02", "T01"]),
        ["T01", "T02"],
    ],
    ids=["tuple", "set", "iterator", "series", "list"],
)
def test_any_collection_of_ids_will_do(value: Any) -> None:
    """A learner may record the ids as they come out of a computation."""
    assert ITEM.validate(value) == ["T01", "T02"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("T01", "must be a list of ids"),
        ({"T01": True}, "must be a list of ids"),
        (None, "must be a list of ids"),
        (7, "must be a list of ids"),
        (["T99"], "no option 'T99'. Use the ids T01 to T06"),
        ([1], "no option 1"),
        ([["T01"]], "no option ['T01']"),
        (["T01", "T01"], "T01 is in the list twice"),
    ],
)
def test_what_is_no_answer_is_named(value: Any, words: str) -> None:
    """A malformed answer is refused with the value found and the next step."""
    with pytest.raises(AnswerError, match="Pick: ") as caught:
        ITEM.validate(value)
    assert words in str(caught.value)


def test_one_bad_option_does_not_cost_the_good_ones() -> None:
    """Each option that does not exist is dropped alone, with one problem each."""
    part, problems = ITEM.readable_part(["T02", "T99", None, "T01"])
    assert part == ["T01", "T02"]
    assert len(problems) == 2


def test_a_doubled_option_counts_once() -> None:
    """An option that is in the recorded list twice counts once."""
    assert ITEM.readable_part(["T01", "T01", "T02"])[0] == ["T01", "T02"]


def test_a_doubled_option_is_named() -> None:
    """A doubled option in a recorded list is a problem in words."""
    _, problems = ITEM.readable_part(["T01", "T01", "T02"])
    assert any("twice" in problem for problem in problems)


def test_a_missing_value_among_the_options_is_named() -> None:
    """A missing value of pandas, which equals nothing and answers no question, is named."""
    with pytest.raises(AnswerError, match="no option <NA>"):
        ITEM.validate(["T01", pd.NA])


def test_one_empty_choice_is_open() -> None:
    """While nothing is chosen the item is open; with one option it is not."""
    assert ITEM.open_parts([]) == ("pick",)
    assert ITEM.open_parts(["T05"]) == ()


def test_a_verdict_for_each_option() -> None:
    """Options chosen rightly and left out rightly are met; the others are not."""
    verdicts = {v.part: v for v in ITEM.judge(["T01", "T06"], KEY).verdicts}
    met = {part for part, v in verdicts.items() if v.outcome is Outcome.MET}
    assert met == {"T01", "T03", "T04", "T05"}
    assert (verdicts["T02"].given, verdicts["T02"].right) == ("left out", "choose it")
    assert (verdicts["T06"].given, verdicts["T06"].right) == ("chosen", "leave it out")


def test_a_lure_turns_an_option_around() -> None:
    """Where an option has a lure, the lured learner does the opposite of what is right."""
    expected = [i for i, entry in KEY["parts"].items() if entry["right"] != bool(entry["lure"])]
    assert expected == ITEM.lured(KEY)  # type: ignore[comparison-overlap]
