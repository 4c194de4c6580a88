"""Classify: right minus a penalty that makes guessing worth nothing."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError, CaseError
from alignlib.items import Item, Outcome, read_item
from tests.conftest import CATEGORIES, classify_item, classify_key

THINGS = 6
ITEM, KEY = classify_item(THINGS), classify_key(THINGS)
IDS = ITEM.parts()

answers = st.dictionaries(st.sampled_from(IDS), st.sampled_from(CATEGORIES[:3]))


def share(value: Any, item: Item = ITEM, key: dict[str, Any] = KEY) -> float:
    """The share of the points for a valid answer."""
    found = item.judge(item.validate(value), key).share
    assert found is not None
    return found


def right(*ids: str) -> dict[str, str]:
    """The right categories of some things."""
    return {i: KEY["parts"][i]["answer"] for i in ids}


def wrong(*ids: str) -> dict[str, str]:
    """A wrong category for some things."""
    return {
        i: next(c for c in CATEGORIES if c != KEY["parts"][i]["answer"]) for i in ids
    }  # fmt: skip


@pytest.mark.parametrize(
    ("hits", "misses", "expected"),
    [(6, 0, 6), (5, 0, 5), (5, 1, 4.5), (4, 2, 3), (3, 3, 1.5), (2, 4, 0), (1, 5, 0), (0, 6, 0)],
)
def test_the_rule(hits: int, misses: int, expected: float) -> None:
    """With three categories each right thing counts 1 and each wrong one −1/2, never below 0."""
    value = right(*IDS[:hits]) | wrong(*IDS[hits : hits + misses])
    assert expected / THINGS == pytest.approx(share(value), abs=1e-15)


@pytest.mark.parametrize("things", [1, 3, 7, 10, 12, 21, 33])
@pytest.mark.parametrize("categories", [2, 3, 5, 6, 7])
def test_all_right_is_exactly_1(things: int, categories: int) -> None:
    """All right is exactly 1.0, whatever the numbers: no rounding error shows."""
    item, key = classify_item(things, categories), classify_key(things, categories)
    assert share(item.reference(key), item, key) == 1.0


@pytest.mark.parametrize("categories", [2, 3, 4, 5, 6, 8])
def test_a_guess_is_worth_nothing_on_average(categories: int) -> None:
    """Over all categories, a guess of one thing adds as much as it takes away: exactly 0."""
    things = 2 * categories
    item, key = classify_item(things, categories), classify_key(things, categories)
    rest = dict(list(item.reference(key).items())[1:])
    open_share = Fraction(things - 1, things)
    shares = [share(rest | {"T01": c}, item, key) for c in CATEGORIES[:categories]]
    exact = [Fraction(s).limit_denominator(things * (categories - 1)) for s in shares]
    assert open_share == sum(exact) / categories


@pytest.mark.parametrize("category", CATEGORIES[:3])
def test_one_category_for_all_is_worth_nothing(category: str) -> None:
    """Where each category is right equally often, one category for all is worth 0."""
    assert share(dict.fromkeys(IDS, category)) == 0.0


@given(answers, st.sampled_from(IDS))
def test_one_more_right_thing_never_lowers_the_share(value: dict[str, str], thing: str) -> None:
    """Making one thing right, whether it was wrong or open, never costs anything."""
    assert share(value) <= share(value | right(thing))


@given(answers, st.sampled_from(IDS))
def test_one_more_wrong_thing_never_raises_the_share(value: dict[str, str], thing: str) -> None:
    """Making one thing wrong never earns anything."""
    assert share(value) >= share(value | wrong(thing))


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_things_does_not_count(value: dict[str, str], chance: random.Random) -> None:
    """The same answers to the same things in another order are worth the same."""
    data = ITEM.to_data()
    chance.shuffle(data["things"])
    chance.shuffle(data["categories"])
    shuffled = read_item(data)
    turned = dict(sorted(value.items(), key=lambda _: chance.random()))
    assert share(value) == share(turned, shuffled)


@given(answers)
def test_an_answer_is_given_back_in_the_order_of_the_things(value: dict[str, str]) -> None:
    """The canonical answer lists the things in their own order."""
    assert [i for i in IDS if i in value] == list(ITEM.validate(value))


def test_open_things_are_listed() -> None:
    """The things without a category are open, in their order."""
    assert IDS[1:] == ITEM.open_parts({"T01": "neither"})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("business", "a category for each thing"),
        (["T01"], "a category for each thing"),
        (None, "found None"),
        ({"T99": "business"}, "no 'T99' here. Use the ids T01 to T06"),
        ({"T01": "sales"}, "T01 has the category 'sales'. Choose one of business, technology"),
        ({"T01": None}, "T01 has the category None"),
        ({"T01": ["business"]}, "T01 has the category"),
        ({"T01": "Business"}, "'Business'"),
    ],
)
def test_what_is_no_answer_is_named(value: Any, words: str) -> None:
    """A malformed answer is refused with the value found and the next step."""
    with pytest.raises(AnswerError, match="Sort: ") as caught:
        ITEM.validate(value)
    assert words in str(caught.value)


def test_one_bad_entry_does_not_cost_the_good_ones() -> None:
    """Each entry that cannot be read is dropped alone, with one problem each."""
    value = right("T01", "T02") | {"T03": "sales", "T99": "business", "T04": 4}
    part, problems = ITEM.readable_part(value)
    assert right("T01", "T02") == part
    assert len(problems) == 3
    assert all(any(word in p for p in problems) for word in ("'sales'", "'T99'", "4"))


def test_a_verdict_shows_words_and_not_ids() -> None:
    """What was given and what is right are shown by the categories' labels."""
    verdict = ITEM.judge(wrong("T01"), KEY).verdicts[0]
    assert (
        verdict.part,
        verdict.label,
        verdict.outcome,
    ) == ("T01", "Statement 1.", Outcome.NOT_MET)
    assert (
        verdict.given,
        verdict.right,
        verdict.evidence,
        verdict.claim,
    ) == ("Technology", "Business", "Reason 1.", "S1")


def test_an_open_thing_is_not_attempted() -> None:
    """A thing without a category is not attempted: neither met nor not met."""
    outcomes = [v.outcome for v in ITEM.judge(right("T01"), KEY).verdicts]
    assert [Outcome.MET, *[Outcome.NOT_ATTEMPTED] * 5] == outcomes


def test_one_category_is_no_question() -> None:
    """With one category there is nothing to decide, and no penalty to compute."""
    data = ITEM.to_data()
    with pytest.raises(CaseError, match="two categories"):
        read_item(data | {"categories": data["categories"][:1]})


def test_a_lure_is_followed_where_there_is_one() -> None:
    """A learner with the misconception takes the lure, and else the right category."""
    lured = ITEM.lured(KEY)  # type: ignore[arg-type]
    for i in IDS:
        entry = KEY["parts"][i]
        assert (entry["lure"] or entry["answer"]) == lured[i]
