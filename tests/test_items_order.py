"""Order: settled pairs in the right order, minus twice those in the wrong one."""

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

from alignlib.errors import AnswerError, CaseError
from alignlib.feedback import to_html, visible
from alignlib.items import Item, Outcome, read_item
from alignlib.items.order import COST, MOST_THINGS, worth_of_guessing
from alignlib.scoring import award
from alignlib.variants.stream import Stream
from tests.conftest import order_item, order_key

ITEM, KEY = order_item(), order_key()
IDS = ITEM.parts()

# T03 comes first; then T01, T02, T05 in this order, and T06, T04 in this one. Nine pairs.
RIGHT = ["T03", "T01", "T02", "T05", "T06", "T04"]
PAIRS = [
    *itertools.combinations(("T03", "T01", "T02", "T05"), 2),
    *itertools.combinations(("T03", "T06", "T04"), 2),
]

answers = st.lists(st.sampled_from(IDS), unique=True)


def share(value: Any, item: Item = ITEM, key: dict[str, Any] = KEY) -> float:
    """The share of the points for a valid answer."""
    found = item.judge(item.validate(value), key).share
    assert found is not None
    return found


def chain(length: int) -> dict[str, Any]:
    """The key that settles one line: T01 before T02 before T03 and so on."""
    return order_key(*(f"T{n:02}/T{n + 1:02}" for n in range(1, length)))


# ---------------------------------------------------------------- what an answer is worth


@pytest.mark.parametrize(
    ("value", "right", "wrong"),
    [
        (RIGHT, 9, 0),
        (["T03", "T06", "T01", "T04", "T02", "T05"], 9, 0),  # any mixture of the two lines
        (["T03", "T06", "T04", "T01", "T02", "T05"], 9, 0),
        (["T03", "T01", "T05", "T02", "T06", "T04"], 8, 1),
        (["T01", "T03", "T05", "T02", "T06", "T04"], 7, 2),
        (["T03", "T01", "T02", "T05"], 6, 0),
        (["T03", "T02", "T01"], 2, 1),
        (["T05", "T04"], 0, 0),
        (["T03"], 0, 0),
        (RIGHT[::-1], 0, 9),
    ],
)
def test_the_rule(value: list[str], right: int, wrong: int) -> None:
    """With nine settled pairs: (right − 2 × wrong) / 9, never below 0."""
    assert max(0, right - COST * wrong) / 9 == pytest.approx(share(value), abs=1e-15)


def orders(things: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """All sequences of these things."""
    return st.permutations(things)


@given(orders(IDS))
def test_a_sequence_is_worth_everything_where_nothing_is_violated(value: list[str]) -> None:
    """Exactly 1 for each sequence that the key allows, and less for every other one."""
    allowed = all(value.index(a) < value.index(b) for a, b in PAIRS)
    assert allowed == (share(value) == 1.0)


@given(orders(IDS), st.integers(0, 4))
def test_turning_a_settled_pair_right_never_lowers_the_share(value: list[str], at: int) -> None:
    """Two neighbours in the wrong order, put right, never cost anything; nor do free ones."""
    a, b = value[at], value[at + 1]
    turned = [*value[:at], b, a, *value[at + 2 :]]
    if (b, a) in PAIRS:
        assert share(value) <= share(turned)
    if (a, b) not in PAIRS and (b, a) not in PAIRS:
        assert share(value) == share(turned)


@given(answers, st.sampled_from(IDS))
def test_a_thing_at_its_place_never_lowers_the_share(value: list[str], thing: str) -> None:
    """A thing put where all its pairs are right never costs anything; leaving it out is safe."""
    without = [one for one in value if one != thing]
    for place in range(len(without) + 1):
        placed = [*without[:place], thing, *without[place:]]
        if all(placed.index(a) < placed.index(b) for a, b in PAIRS
               if thing in (a, b) and a in placed and b in placed):  # fmt: skip
            assert share(without) <= share(placed)


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_the_item_does_not_count(value: list[str], chance: random.Random) -> None:
    """The same sequence of an item that lists its things otherwise is worth the same."""
    data = ITEM.to_data()
    chance.shuffle(data["things"])
    assert share(value) == share(value, read_item(data))


@given(orders(IDS), st.permutations(list(KEY["parts"])))
def test_the_order_of_the_key_does_not_count(value: list[str], pairs: list[str]) -> None:
    """A key that names its pairs in another order scores the same."""
    assert share(value) == share(value, key=order_key(*pairs))


@given(orders(IDS))
def test_what_follows_from_the_key_is_settled_too(value: list[str]) -> None:
    """A key that also names what follows from its pairs scores every sequence the same."""
    every = order_key(*(f"{a}/{b}" for a, b in PAIRS))
    assert share(value) == share(value, key=every)


# ---------------------------------------------------------------- guessing


KEYS = {
    "five in a line": (5, list(itertools.combinations(range(5), 2))),
    "six in a line": (6, list(itertools.combinations(range(6), 2))),
    "two lines of three": (6, [*itertools.combinations((0, 1, 2), 2),
                               *itertools.combinations((3, 4, 5), 2)]),
    "four in a line": (4, list(itertools.combinations(range(4), 2))),
    "one before five": (6, [(0, n) for n in range(1, 6)]),
    "one pair": (2, [(0, 1)]),
}  # fmt: skip


def blind(things: int, pairs: list[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """What placing all things blindly earns, and the most that any set of them earns."""

    def mean(chosen: tuple[int, ...]) -> Fraction:
        both = [(a, b) for a, b in pairs if a in chosen and b in chosen]
        shares = [
            max(0, sum(1 if row.index(a) < row.index(b) else -COST for a, b in both))
            for row in itertools.permutations(chosen)
        ]
        return Fraction(sum(shares), len(shares) * len(pairs))

    sets = [c for n in range(things + 1) for c in itertools.combinations(range(things), n)]
    return mean(tuple(range(things))), max(mean(chosen) for chosen in sets)


@pytest.mark.parametrize("name", KEYS)
def test_the_worth_of_guessing_is_exact(name: str) -> None:
    """It is the mean over all sequences of the things that earn most if placed blindly."""
    things, pairs = KEYS[name]
    before = [[a for a, b in pairs if b == thing] for thing in range(things)]
    everything, most = blind(things, pairs)
    assert float(most) == pytest.approx(worth_of_guessing(before))
    assert everything <= most


def test_kendalls_tau_itself_would_pay_for_guessing() -> None:
    """A random sequence of five earns 0.16 by Kendall's tau, never below 0; here it earns 0.07."""
    pairs = KEYS["five in a line"][1]
    taus = [
        max(0, sum(1 if row.index(a) < row.index(b) else -1 for a, b in pairs)) / len(pairs)
        for row in itertools.permutations(range(5))
    ]
    assert sum(taus) / len(taus) == pytest.approx(0.163, abs=0.001)
    assert float(blind(5, pairs)[0]) == pytest.approx(0.074, abs=0.001)


@pytest.mark.parametrize("things", [5, 6, 8, 12])
def test_a_random_learner_stays_below_a_tenth(things: int) -> None:
    """Simulated learners who place at random earn less than a tenth of the points on average."""
    item, key = order_item(things), chain(things)
    shares = [share(item.attempt(key, 1.0, Stream(str(n)).below), item, key) for n in range(400)]
    assert sum(shares) / len(shares) < 0.1


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_who_slips_more_earns_less(rate: float) -> None:
    """A simulated learner loses points with each slip, and keeps those of the other things."""
    found = [share(ITEM.attempt(KEY, rate, Stream(str(n)).below)) for n in range(300)]
    more = [share(ITEM.attempt(KEY, rate + 0.3, Stream(str(n)).below)) for n in range(300)]
    assert 1 > sum(found) / 300 > sum(more) / 300 > 0


# ---------------------------------------------------------------- keys that cannot be


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (("T01/T02", "T02/T03", "T03/T01"), "goes in a circle: T0. before T0.* take one pair out"),
        (("T01/T01",), "goes in a circle: T01 before T01"),
        (("T01/T99",), "names 'T01/T99', which is no pair"),
        (("T01", "T02"), "names 'T01/', which is no pair"),
        (("T01/T02/T03",), "which is no pair"),
        (("T01/T02", "T02/T03", "T03/T04"), "blind sequence would earn 0.10 .*settle more pairs"),
        (tuple(f"T01/T0{n}" for n in range(2, 7)), "blind sequence would earn 0.23"),
    ],
)
def test_a_key_that_cannot_be_is_refused_in_words(pairs: tuple[str, ...], words: str) -> None:
    """Whoever makes a key is told what is wrong with it, by rule and by reference."""
    for method in (ITEM.reference, lambda key: ITEM.judge(RIGHT, key)):
        with pytest.raises(ValueError, match=words):
            method(order_key(*pairs))


def test_a_key_that_settles_nothing_is_refused() -> None:
    """Without a settled pair there is nothing to score."""
    with pytest.raises(ValueError, match="settles the order of no pair"):
        ITEM.judge(RIGHT, {"parts": {}})


def test_more_things_than_anybody_sorts_are_refused() -> None:
    """Twelve things are the most; the worth of a guess is counted over all sets of them."""
    assert len(order_item(MOST_THINGS).parts()) == MOST_THINGS
    with pytest.raises(CaseError, match="at most 12"):
        order_item(MOST_THINGS + 1)


def test_an_id_with_the_sign_that_joins_is_refused() -> None:
    """An id that holds the sign between two ids would make two pairs look alike."""
    data = ITEM.to_data()
    data["things"][0]["id"] = "T0/1"
    with pytest.raises(CaseError, match="no id of a pair may hold '/'"):
        read_item(data)


# ---------------------------------------------------------------- what an answer looks like


@given(answers)
def test_an_answer_keeps_its_order(value: list[str]) -> None:
    """The canonical answer is the sequence itself; what is not in it is open."""
    assert value == ITEM.validate(value)
    assert set(IDS) - set(value) == set(ITEM.open_parts(value))


@pytest.mark.parametrize(
    "value",
    [
        ("T02", "T01"),
        iter(["T02", "T01"]),
        pd.Series(["T02", "T01"]),
        np.array(["T02", "T01"]),
    ],
    ids=["tuple", "iterator", "series", "array"],
)
def test_any_sequence_of_ids_will_do(value: Any) -> None:
    """A learner may record the ids as they come out of a computation."""
    valid = ITEM.validate(value)
    assert valid == ["T02", "T01"]
    assert all(type(thing) is str for thing in valid)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("T01", 'must be a list, such as ["T01", "T06"]; found \'T01\''),
        ({"T01": 1}, "must be a list"),
        (None, "found None"),
        (7, "found 7"),
        (np.int64(7), "found np.int64(7)"),
        (np.array("T01"), "must be a list"),
        (float("nan"), "found nan"),
        ({"T01", "T02"}, "is a set, and a set has no order. Write a list"),
        (frozenset({"T01"}), "has no order"),
        (pd.DataFrame({"id": ["T01"]}), "found a whole table (DataFrame)"),
        (["T1"], "no 'T1' here. Did you mean 'T01'?"),
        (["t02"], "no 't02' here. Did you mean 'T02'?"),
        (["Z99"], "no 'Z99' here. Use the ids T01 to T06."),
        ([1], "no 1 here."),
        ([float("nan")], "no nan here"),
        ([pd.NA], "no <NA> here"),
        ([["T01"]], "no ['T01'] here"),
        (["T01", "T02", "T01"], "T01 is in the list twice. Give each thing one place."),
    ],
)
def test_what_is_no_answer_is_named(value: Any, words: str) -> None:
    """A malformed answer is refused with the value found and the next step."""
    with pytest.raises(AnswerError, match="Rank: ") as caught:
        ITEM.validate(value)
    assert words in str(caught.value)


def test_one_bad_entry_does_not_cost_the_good_ones() -> None:
    """Each entry that is no thing is dropped alone; of a double the first place counts."""
    part, problems = ITEM.readable_part(["T02", "T99", None, "T01", "T02"])
    assert part == ["T02", "T01"]
    assert len(problems) == 3
    assert "Rank: T02 is in the list twice. It counts once." in problems


# ---------------------------------------------------------------- what is said of it


def told(value: list[str]) -> dict[str, Outcome]:
    """The outcome of each part."""
    return {v.part: v.outcome for v in ITEM.judge(value, KEY).verdicts}


def test_feedback_is_about_the_direct_pairs() -> None:
    """With everything placed there is a verdict for each pair that follows from no others."""
    value = ["T01", "T03", "T02", "T05", "T06", "T04"]
    expected = dict.fromkeys(KEY["parts"], Outcome.MET) | {"T03/T01": Outcome.NOT_MET}
    assert expected == told(value)


def test_a_named_pair_that_follows_from_others_is_not_told_twice() -> None:
    """Where the key also names what follows from its pairs, the feedback stays with the steps."""
    longer = order_key(*KEY["parts"], "T03/T02")
    assert set(KEY["parts"]) == {v.part for v in ITEM.judge(RIGHT, longer).verdicts}


def test_a_gap_is_bridged() -> None:
    """Where a thing between two is not placed, the two are judged, with the reason of each step."""
    verdicts = {v.part: v for v in ITEM.judge(["T05", "T03"], KEY).verdicts}
    assert verdicts["T03/T05"].outcome is Outcome.NOT_MET
    assert verdicts["T03/T05"].evidence == "Reason T03/T01. Reason T01/T02. Reason T02/T05."
    assert verdicts["T03/T05"].claim == "S38"


def test_a_thing_that_is_not_placed_gives_nothing_away() -> None:
    """It is not attempted, and its verdict says nothing of where it belongs."""
    verdict = next(v for v in ITEM.judge(["T03", "T01"], KEY).verdicts if v.part == "T06")
    assert verdict.outcome is Outcome.NOT_ATTEMPTED
    shown = visible(verdict, "full")
    assert (shown.given, shown.evidence, shown.right) == ("", "", "")


def test_a_verdict_says_what_stood_before_what() -> None:
    """Given and right answer are told by the ids; the texts of both things stand beside them."""
    verdicts = {v.part: v for v in ITEM.judge(["T01", "T03"], KEY).verdicts}
    said = verdicts["T03/T01"]
    assert (said.given, said.right) == ("T01 before T03", "T03 before T01")
    assert (said.label, said.evidence) == ("Step 3. – Step 1.", "Reason T03/T01.")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (RIGHT, "Of 9 pairs with a settled order, 9 are right."),
        (
            ["T03", "T01", "T05", "T02", "T06", "T04"],
            "Of 9 pairs with a settled order, 8 are right and 1 is wrong. A wrong one costs 2",
        ),
        (["T03", "T01"], "Of 9 pairs with a settled order, 1 is right."),
        (["T01", "T03"], "0 are right and 1 is wrong."),
        (["T03"], "Of 9 pairs with a settled order, 0 are right."),
    ],
)
def test_the_pairs_are_told_in_plain_words(value: list[str], words: str) -> None:
    """The feedback says how many pairs are right and wrong, and what a wrong one costs."""
    assert words in to_html("Rank", award(ITEM, value, KEY), "verdicts")


def test_one_thing_alone_is_not_called_nothing() -> None:
    """One placed thing earns nothing, but it was recorded, and the feedback does not deny it."""
    assert "Nothing was recorded" not in to_html("Rank", award(ITEM, ["T03"], KEY), "verdicts")
    assert "Nothing was recorded" in to_html("Rank", award(ITEM, None, KEY), "verdicts")


def test_the_reference_stays_near_the_item() -> None:
    """Of the sequences that the key allows, the reference takes the earliest thing each time."""
    assert ITEM.reference(KEY) == ["T03", "T01", "T02", "T05", "T06", "T04"]


def test_a_lure_turns_a_pair_round() -> None:
    """The lured learner turns each pair with a lure round; the half-lured one every second."""
    lured, half = ITEM.lured(KEY), ITEM.half_lured(KEY)
    luring = [part.split("/") for part, entry in KEY["parts"].items() if entry["lure"]]
    assert len(luring) == 3
    turned = [sum(row.index(a) > row.index(b) for a, b in luring) for row in (lured, half)]
    assert turned == [3, 2]
    assert share(lured) < share(half) < 1.0
