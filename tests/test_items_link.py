"""Link: share of right pairs minus share of wrong ones, over every possible pair."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from alignlib.errors import AnswerError, CaseError
from alignlib.feedback import to_data, to_html
from alignlib.items import Item, Outcome, read_item
from alignlib.items.link import OTHERWISE, worth_of_guessing
from alignlib.scoring import award
from alignlib.variants.stream import Stream
from tests.conftest import LINKED, link_item, link_key

ITEM, KEY = link_item(), link_key()
PAIRS = [[f"T{a:02}", f"G{b}"] for a in range(1, 5) for b in range(1, 6)]
RIGHT = [pair for pair in PAIRS if "/".join(pair) in LINKED]
WRONG = [pair for pair in PAIRS if pair not in RIGHT]

answers = st.lists(st.sampled_from(PAIRS), unique_by=tuple)


def share(value: Any, item: Item = ITEM, key: dict[str, Any] = KEY) -> float:
    """The share of the points for a valid answer."""
    found = item.judge(item.validate(value), key).share
    assert found is not None
    return found


# ---------------------------------------------------------------- what an answer is worth


@pytest.mark.parametrize(
    ("hits", "wrong", "expected"),
    [(5, 0, 1.0), (4, 0, 0.8), (1, 0, 0.2), (5, 1, 0.9), (5, 5, 0.5), (3, 2, 0.4), (2, 4, 0.0)],
)
def test_the_rule(hits: int, wrong: int, expected: float) -> None:
    """With 5 right pairs and 15 wrong ones, of which 10 count: hits/5 − wrong/10, never below 0."""
    assert expected == pytest.approx(share([*RIGHT[:hits], *WRONG[:wrong]]), abs=1e-15)


def test_all_wrong_pairs_count_where_they_are_few() -> None:
    """With 7 right pairs and 14 wrong ones, no more than twice as many, each wrong one is 1/14."""
    item = link_item(3, 7)
    right = [["T01", f"G{n}"] for n in range(1, 8)]
    key = {"parts": {"/".join(pair): {"right": True} for pair in right}}
    found = share([*right, ["T02", "G1"]], item, key)
    assert pytest.approx(found) == 1 - 1 / 14


@pytest.mark.parametrize(("left", "right"), [(4, 5), (12, 8), (7, 3), (2, 12)])
@pytest.mark.parametrize("pairs", [1, 3, 5, 6])
def test_the_ends_are_exact(left: int, right: int, pairs: int) -> None:
    """All the right pairs are exactly 1; linking everything and nothing are exactly 0."""
    item = link_item(left, right)
    every = [[a.id, b.id] for a in item.left for b in item.right]  # type: ignore[attr-defined]
    key = {"parts": {"/".join(pair): {"right": True} for pair in every[::3][:pairs]}}
    assert share(item.reference(key), item, key) == 1.0
    assert share(every, item, key) == 0.0
    assert share([], item, key) == 0.0


@given(answers, st.sampled_from(RIGHT))
def test_one_more_right_pair_never_lowers_the_share(value: Any, pair: list[str]) -> None:
    """Linking one more right pair never costs anything."""
    assert share(value) <= share([*(one for one in value if one != pair), pair])


@given(answers, st.sampled_from(WRONG))
def test_one_more_wrong_pair_never_raises_the_share(value: Any, pair: list[str]) -> None:
    """Linking one more wrong pair never earns anything."""
    assert share(value) >= share([*(one for one in value if one != pair), pair])


@given(answers, st.randoms(use_true_random=False))
def test_the_order_does_not_count(value: Any, chance: random.Random) -> None:
    """The same pairs in another order, of an item in another order, are worth the same."""
    data = ITEM.to_data()
    chance.shuffle(data["left"])
    chance.shuffle(data["right"])
    assert share(value) == share(chance.sample(value, len(value)), read_item(data))


# ---------------------------------------------------------------- guessing


@pytest.mark.parametrize(("right", "wrong"), [(1, 11), (2, 4), (3, 9), (4, 3)])
def test_the_worth_of_guessing_is_exact(right: int, wrong: int) -> None:
    """It is the best mean, over all sets of links of one size, of what the rule gives."""
    counted = min(wrong, 2 * right)
    pairs = [True] * right + [False] * wrong
    means = []
    for size in range(1, len(pairs) + 1):
        drawn = list(itertools.combinations(pairs, size))
        shares = [max(Fraction(0), Fraction(sum(d), right) - Fraction(size - sum(d), counted))
                  for d in drawn]  # fmt: skip
        means.append(sum(shares) / len(shares))
    assert float(max(means)) == pytest.approx(worth_of_guessing(right, wrong))


@pytest.mark.parametrize("pairs", [21, 24, 35, 48, 60, 96])
def test_blind_links_earn_at_most_a_tenth(pairs: int) -> None:
    """From 21 possible pairs on, any key with up to two thirds of them right is a fair one."""
    worths = [worth_of_guessing(right, pairs - right) for right in range(1, pairs * 2 // 3 + 1)]
    assert max(worths) <= 0.1


@pytest.mark.parametrize(("right", "without"), [(1, 0.25), (2, 0.15)])
def test_few_right_pairs_are_why_wrong_ones_are_capped(right: int, without: float) -> None:
    """If every wrong pair of a 12 × 8 matrix counted, linking many of them would pay."""
    wrong = 96 - right

    def uncapped(links: int) -> float:
        worth = hypergeom(96, right, links)
        return sum(
            max(0.0, hits / right - (links - hits) / wrong) * worth.pmf(hits)
            for hits in range(right + 1)
        )

    assert without == pytest.approx(max(uncapped(links) for links in range(1, 97)), abs=0.005)
    assert worth_of_guessing(right, wrong) < 0.02


def test_a_random_learner_stays_below_a_tenth() -> None:
    """Simulated learners who link at random earn less than a tenth of the points on average."""
    item = link_item(12, 8)
    key = {"parts": {f"T{n:02}/G{1 + n % 8}": {"right": True} for n in range(1, 11)}}
    shares = [share(item.attempt(key, 1.0, Stream(str(n)).below), item, key) for n in range(400)]
    assert sum(shares) / len(shares) < 0.1


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_who_slips_more_earns_less(rate: float) -> None:
    """A simulated learner loses points with each slip, and keeps those of the other pairs."""
    found = [share(ITEM.attempt(KEY, rate, Stream(str(n)).below)) for n in range(300)]
    more = [share(ITEM.attempt(KEY, rate + 0.3, Stream(str(n)).below)) for n in range(300)]
    assert 1 > sum(found) / 300 > sum(more) / 300 > 0


# ---------------------------------------------------------------- keys that cannot be


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "calls 0 of 20 pairs right"),
        ({"T01/G1": {"right": False}}, "calls 0 of 20 pairs right"),
        ({"/".join(pair): {"right": True} for pair in PAIRS}, "calls 20 of 20 pairs right"),
        ({"T01/G9": {"right": True}}, "names 'T01/G9', which is no pair"),
        ({"T01-G1": {"right": True}}, "names 'T01-G1', which is no pair"),
        ({"T01/G1": {"right": "no"}}, "right is 'no', neither true nor false"),
        ({"/".join(pair): {"right": True} for pair in PAIRS[:16]}, "blind links would earn 0.12"),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(parts: Any, words: str) -> None:
    """Whoever makes a key is told what is wrong with it, by rule and by reference."""
    for method in (ITEM.reference, lambda key: ITEM.judge(RIGHT, key)):
        with pytest.raises(ValueError, match=words):
            method({"parts": parts})


def test_an_id_with_the_sign_that_joins_is_refused() -> None:
    """An id that holds the sign between two ids would make two pairs look alike."""
    data = ITEM.to_data()
    data["left"][0]["id"] = "T01/G1"
    with pytest.raises(CaseError, match="no id of a pair may hold '/'"):
        read_item(data)


# ---------------------------------------------------------------- what an answer looks like


@given(answers)
def test_an_answer_is_given_back_row_by_row(value: Any) -> None:
    """The canonical answer lists the pairs in the order of the left and then the right things."""
    assert [pair for pair in PAIRS if pair in value] == ITEM.validate(value)


FRAME = pd.DataFrame({"initiative": ["T02", "T01"], "objective": ["G3", "G1"]})


@pytest.mark.parametrize(
    "value",
    [
        [("T02", "G3"), ("T01", "G1")],
        {("T02", "G3"), ("T01", "G1")},
        iter([["T02", "G3"], ["T01", "G1"]]),
        FRAME.to_numpy(),
        FRAME.to_numpy().tolist(),
        FRAME.itertuples(index=False),
        pd.Series([("T02", "G3"), ("T01", "G1")]),
        np.array([["T02", "G3"], ["T01", "G1"]]),
    ],
    ids=["tuples", "set", "iterator", "objects", "lists", "rows", "series", "array"],
)
def test_any_collection_of_pairs_will_do(value: Any) -> None:
    """A learner may record the pairs as they come out of a computation."""
    valid = ITEM.validate(value)
    assert valid == [["T01", "G1"], ["T02", "G3"]]
    assert all(type(end) is str for pair in valid for end in pair)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("T01/G1", 'must be a list, such as [["T01", "G1"]]; found'),
        ({"T01": "G1"}, "must be a list"),
        (None, "found None"),
        (7, "found 7"),
        (np.float64(7.0), "found np.float64(7.0)"),
        (np.array(7), "must be a list"),
        (float("nan"), "found nan"),
        (FRAME, "found a whole table (DataFrame). Turn it into a list, for example with .values"),
        ([float("nan")], "nan is no pair"),
        ([np.float64(7.0)], "is no pair"),
        (["T01", "G1"], "'T01' is no pair. Write a pair as [\"T01\", \"G1\"]."),
        ([["T01"]], "['T01'] is no pair"),
        ([["T01", "G1", "G2"]], "is no pair"),
        ([{"T01", "G1"}], "is no pair"),
        ([{"T01": "G1"}], "is no pair"),
        ([["T1", "G1"]], "no 'T1' under “Initiative”. Did you mean 'T01'?"),
        ([["t01", "G1"]], "no 't01' under “Initiative”. Did you mean 'T01'?"),
        ([["T01", "G"]], "no 'G' under “Objective”. Did you mean 'G"),
        ([["T01", "x9"]], "no 'x9' under “Objective”. Use the ids G1 to G5."),
        ([["T01", pd.NA]], "no <NA> under “Objective”"),
        ([["T01", float("nan")]], "no nan under “Objective”"),
        ([["G1", "T01"]], "['G1', 'T01'] is the wrong way round. Write [\"T01\", \"G1\"]."),
        ([["T01", "G1"], ["T01", "G1"]], "T01/G1 is in the list twice"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_named(value: Any, words: str) -> None:
    """A malformed answer is refused with the value found and the next step."""
    with pytest.raises(AnswerError, match="Join: ") as caught:
        ITEM.validate(value)
    assert words in str(caught.value)


def test_one_bad_pair_does_not_cost_the_good_ones() -> None:
    """Each entry that is no pair is dropped alone, with one problem each; a double counts once."""
    value = [["T02", "G2"], ["T09", "G1"], 4, ["T01", "G1"], ["T02", "G2"]]
    part, problems = ITEM.readable_part(value)
    assert part == [["T01", "G1"], ["T02", "G2"]]
    assert len(problems) == 3
    assert "Join: T02/G2 is in the list twice. It counts once." in problems


def test_no_links_are_open() -> None:
    """While nothing is linked the item is open; a row without a link does not keep it open."""
    assert ITEM.open_parts([]) == ("join",)
    assert ITEM.open_parts([["T01", "G1"]]) == ()


# ---------------------------------------------------------------- what is said of it


def test_there_is_a_verdict_for_what_the_key_names_and_what_was_linked() -> None:
    """Right pairs, the wrong ones that the key explains, and every other pair that was linked."""
    value = [["T01", "G1"], ["T02", "G1"], ["T04", "G1"]]
    verdicts = {v.part: v for v in ITEM.judge(value, KEY).verdicts}
    assert set(verdicts) == {*KEY["parts"], "T04/G1"}
    met = {part for part, v in verdicts.items() if v.outcome is Outcome.MET}
    assert met == {"T01/G1", "T03/G5"}
    assert (verdicts["T02/G2"].given, verdicts["T02/G2"].right) == ("not linked", "link them")
    assert (verdicts["T02/G1"].given, verdicts["T02/G1"].right) == ("linked", "do not link them")
    assert verdicts["T02/G1"].label == "Initiative 2. – Objective 1."


def test_a_pair_that_the_key_does_not_name_is_wrong_for_a_stated_reason() -> None:
    """The stated sentence, or the key's own for all such pairs, and the item's first idea."""
    value = [["T04", "G1"]]
    said = next(v for v in ITEM.judge(value, KEY).verdicts if v.part == "T04/G1")
    assert (said.evidence, said.claim) == (OTHERWISE, "S16")
    own = KEY | {"otherwise": {"why": "No document names both.", "claim": "S15"}}
    said = next(v for v in ITEM.judge(value, own).verdicts if v.part == "T04/G1")
    assert (said.evidence, said.claim) == ("No document names both.", "S15")


@pytest.mark.parametrize(
    ("hits", "wrong", "words"),
    [
        (4, 2, "4 of your 6 links are right; you found 4 of the 5 right ones."),
        (1, 1, "1 of your 2 links is right; you found 1 of the 5 right ones."),
        (1, 0, "Your link is right; you found 1 of the 5 right ones."),
        (0, 1, "Your link is not right; you found 0 of the 5 right ones."),
    ],
)
def test_precision_and_recall_are_told_in_plain_words(hits: int, wrong: int, words: str) -> None:
    """Every form of feedback says how many links are right, and how many were found."""
    score = award(ITEM, [*RIGHT[:hits], *WRONG[:wrong]], KEY)
    for policy in ("verdicts", "evidence", "full"):
        assert words in to_html("Join", score, policy)
        assert words in to_data(score, policy)["summary"]


def test_a_blank_gives_no_pair_away() -> None:
    """The feedback on a blank names no pair of the key."""
    told = to_html("Join", award(ITEM, None, KEY), "verdicts")
    assert not any(part in told for part in KEY["parts"])
    assert "Nothing was recorded." in told


def test_a_lure_turns_a_pair_around() -> None:
    """The lured learner links what looks right; half of the lures move half of the pairs."""
    assert sorted([*RIGHT, ["T02", "G1"], ["T03", "G5"]]) == ITEM.lured(KEY)
    assert sorted([*RIGHT, ["T02", "G1"]]) == ITEM.half_lured(KEY)
