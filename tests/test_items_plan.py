"""Plan: rules that must hold, and the value between what chance earns and the best."""

from __future__ import annotations

import json
import math
import random
import re
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError, CaseError
from alignlib.feedback import to_data, to_text
from alignlib.items import Item, Outcome, read_item
from alignlib.scoring import award
from alignlib.simulate import SOLVERS
from alignlib.variants.stream import Stream
from tests.conftest import plan_item, plan_key

ITEM, KEY = plan_item(), plan_key()
BEST: dict[str, str] = KEY["best"]
NAMES = tuple(f"T{n:02}" for n in range(1, 8))
PERIODS = ("Q1 2027", "Q2 2027", "Q3 2027", "Q4 2027")

GOOD = {"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q3 2027", "T07": "Q2 2027"}
"""Longer phone hours in the place of the queue app: 30 where the best plan has 60."""

answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(PERIODS))


def share(value: Any, item: Item = ITEM, key: dict[str, Any] = KEY) -> float:
    """The share of the points for a valid answer."""
    found = item.judge(item.validate(value), key).share
    assert found is not None
    return found


def outcomes(value: Any) -> dict[str, Outcome]:
    """The outcome of each rule and each objective."""
    return {v.part: v.outcome for v in ITEM.judge(value, KEY).verdicts}


# ---------------------------------------------------------------- the rule


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (BEST, 1.0),
        (GOOD, 0.5),
        ({"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q3 2027"}, 0.0),  # 170: as by lot
        ({"T02": "Q1 2027"}, 0.0),  # what is mandated alone
        (BEST | {"T07": "Q3 2027"}, 0.0),  # 30 over the budget
        ({name: start for name, start in BEST.items() if name != "T02"}, 0.0),  # no mandate
        (BEST | {"T03": "Q1 2027"}, 0.0),  # before what it needs
        ({}, 0.0),
    ],
)
def test_the_rule(value: dict[str, str], expected: float) -> None:
    """Nothing at the baseline of 170, all at the best of 230, half in the middle."""
    assert expected == share(value)


@pytest.mark.parametrize("period", PERIODS)
def test_funding_everything_is_worth_nothing(period: str) -> None:
    """Who funds all candidates breaks the budget and earns nothing."""
    assert share(dict.fromkeys(NAMES, period)) == 0.0


@given(answers)
def test_a_share_is_full_only_for_the_best_value(value: dict[str, str]) -> None:
    """Whatever is funded earns from 0 to 1, and 1 only where every part is met."""
    judged = ITEM.judge(ITEM.validate(value), KEY)
    assert judged.share is not None
    assert 0.0 <= judged.share <= 1.0
    met = {v.outcome for v in judged.verdicts} == {Outcome.MET}
    assert met == (judged.share == 1.0)


@given(answers)
def test_a_broken_rule_is_worth_nothing(value: dict[str, str]) -> None:
    """Where a rule is not met, the share is 0 and the note says why."""
    judged = ITEM.judge(ITEM.validate(value), KEY)
    rules = [v for v in judged.verdicts if not v.part.startswith("O")]
    if any(v.outcome is Outcome.NOT_MET for v in rules):
        assert judged.share == 0.0
        assert judged.note == "A plan that breaks a rule earns nothing."


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_nothing_matters(value: dict[str, str], chance: random.Random) -> None:
    """The same plan in another order, of an item in another order, is worth the same."""
    data = ITEM.to_data()
    for field in ("candidates", "objectives"):
        chance.shuffle(data[field])
    turned = dict(sorted(value.items(), key=lambda _: chance.random()))
    assert share(value) == share(turned, read_item(data))


@given(answers)
def test_an_answer_is_given_back_in_the_order_of_the_candidates(value: dict[str, str]) -> None:
    """The canonical answer lists what is funded as the item does."""
    assert list(ITEM.validate(value).items()) == sorted(value.items())


def test_another_plan_of_the_best_value_has_lost_nothing() -> None:
    """With all else equal another start is as good: full points, and every part is met."""
    other = BEST | {"T02": "Q3 2027"}
    assert share(other) == 1.0
    assert set(outcomes(other).values()) == {Outcome.MET}


# ---------------------------------------------------------------- what an answer looks like


def test_a_year_may_come_as_a_number() -> None:
    """Where periods are years, 2027 names one; a truth value and another number do not."""
    item = plan_item(
        periods=["2027", "2028", "2029"],
        limits=[],
        objectives=[{"id": f"O{n}", "text": "A", "weight": 1} for n in (1, 2, 3)],
    )
    assert item.validate({"T01": 2027, "T02": np.int64(2028)}) == {"T01": "2027", "T02": "2028"}
    for wrong in (True, 0, 1, 10**5000):
        with pytest.raises(AnswerError, match="T01 has the start"):
            item.validate({"T01": wrong})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "must give a start for each initiative that you fund, such as"),
        (["T01"], "must give a start"),
        ({"T01", "T02"}, "must give a start"),
        ("T01", "must give a start"),
        (7, "must give a start"),
        (math.nan, "must give a start"),
        (np.float64(1), "must give a start"),
        (pd.DataFrame({"T01": ["Q1 2027"]}), "must give a start"),
        (pd.Series(BEST), "must give a start"),
        ([("T01", "Q1 2027"), ("T01", "Q2 2027")], "must give a start"),
        ({"T1": "Q1 2027"}, "no initiative 'T1'. Did you mean 'T01'?"),
        ({"X": "Q1 2027"}, "no initiative 'X'. Use the ids T01 to T07."),
        ({1: "Q1 2027"}, "no initiative 1. "),
        ({None: "Q1 2027"}, "no initiative None"),
        ({("T01",): "Q1 2027"}, "no initiative ('T01',)"),
        ({"T01": "Q1"}, "start 'Q1'. Use Q1 2027 to Q4 2027. Leave out what you do not fund."),
        ({"T01": "Q1-2027"}, "start 'Q1-2027'. Did you mean 'Q1 2027'?"),
        ({"T01": "Q9 2027"}, "start 'Q9 2027'. Did you mean"),
        ({"T01": 0}, "start 0. Use Q1 2027 to Q4 2027."),
        ({"T01": None}, "start None"),
        ({"T01": math.nan}, "start nan"),
        ({"T01": True}, "start True"),
        ({"T01": pd.NA}, "start <NA>"),
        ({"T01": np.array(["Q1 2027"])}, "start a whole ndarray"),
        ({"T01": ["Q1 2027"]}, "start ['Q1 2027']"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_answer_is_named(value: Any, words: str) -> None:
    """A malformed answer is refused with the value found and the next step."""
    with pytest.raises(AnswerError, match=r"^Plan: ") as caught:
        ITEM.validate(value)
    assert words in str(caught.value)


def test_one_bad_start_does_not_cost_the_good_ones() -> None:
    """Each initiative or start that does not exist is dropped alone, with one problem each."""
    part, problems = ITEM.readable_part(BEST | {"T99": "Q1 2027", "T07": "soon"})
    assert part == BEST
    assert len(problems) == 2


def test_a_plan_that_breaks_a_rule_is_an_answer() -> None:
    """It is recorded, closes the item, and its size is told together with its first fault."""
    value = {"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q1 2027"}
    assert ITEM.open_parts(ITEM.validate(value)) == ()
    words = ITEM.in_words(value)
    assert words.startswith("3 funded, 220 thousand pounds; it breaks 3 rules: What starts in ")
    assert words.endswith("That is 20 too much")  # whoever shows it ends the sentence


def test_a_sound_plan_in_words() -> None:
    """How many are funded, and what they cost."""
    assert ITEM.in_words(BEST) == "4 funded, 280 thousand pounds"


def test_an_empty_plan_is_open() -> None:
    """While nothing is funded the item is open, and nothing was attempted."""
    assert ITEM.open_parts({}) == ("plan",)
    assert set(outcomes({}).values()) == {Outcome.NOT_ATTEMPTED}


def test_an_objective_may_not_be_named_like_a_rule() -> None:
    """A verdict is found by its part: an objective called "budget" is refused."""
    data = ITEM.to_data()
    data["objectives"] = [*data["objectives"], {"id": "budget", "text": "Save", "weight": 1}]
    with pytest.raises(CaseError, match="budget twice"):
        read_item(data)


# ---------------------------------------------------------------- verdicts


def test_a_verdict_for_each_rule_and_each_objective() -> None:
    """Of the good plan only O2 is served less than it could be."""
    found = outcomes(GOOD)
    assert [part for part, one in found.items() if one is Outcome.NOT_MET] == ["O2"]
    assert list(found)[:6] == [
        *("mandated", "budget", "budget the first half", "at once", "order", "horizon"),
    ]


def test_the_evidence_of_an_objective_names_no_plan() -> None:
    """It says what would serve more strongly, which the item shows too, not what the best does."""
    verdict = {v.part: v for v in ITEM.judge(GOOD, KEY).verdicts}["O2"]
    assert verdict.given == "strength 1 by T07: 1 × 30 = 30"
    assert verdict.evidence == "Initiatives that would serve it more strongly: T04, T05."
    assert verdict.right == "strength 2 by T04: 2 × 30 = 60"


def test_an_objective_that_was_served_late_is_told_so() -> None:
    """A funded initiative that ends after the objective is due is the evidence."""
    verdict = {v.part: v for v in ITEM.judge(BEST | {"T04": "Q4 2027"}, KEY).verdicts}["O2"]
    assert verdict.evidence.endswith("but ends after Q3 2027.")


def test_the_key_may_give_a_part_its_own_reason_and_idea() -> None:
    """What stands under `parts` of the key goes before the key's common claim."""
    key = plan_key(parts={"O2": {"why": "The board said so.", "claim": "S27"}})
    found = {v.part: v for v in ITEM.judge(GOOD, key).verdicts}
    assert found["O2"].evidence.endswith("The board said so.")
    assert (found["O2"].claim, found["O1"].claim) == ("S27", "S38")


def test_the_reckoning_can_be_checked_by_hand() -> None:
    """The note shows how the value became points."""
    note = ITEM.judge(GOOD, KEY).note
    assert note.endswith("so yours earns (200 − 170) ÷ (230 − 170) = 50 % of the points.")
    poor = ITEM.judge({"T02": "Q1 2027"}, KEY).note
    assert poor.endswith("are worth 170 or less, so yours earns nothing.")


def test_no_feedback_but_the_full_one_gives_the_best_plan_away() -> None:
    """Under the other policies no form of feedback tells how the best plan serves O2."""
    score = award(ITEM, GOOD, KEY)
    for policy in ("verdicts", "evidence"):
        told = to_text("Plan", score, policy) + str(to_data(score, policy))
        assert "2 × 30 = 60" not in told
    assert "2 × 30 = 60" in str(to_data(score, "full"))


@pytest.mark.parametrize(
    "changes",
    [
        {"best": {}},
        {"best": GOOD},
        {"best": BEST | {"T07": "Q3 2027"}},
        {"best": None},
        {"best_value": 240},
        {"best_value": "230"},
        {"baseline": 230},
        {"baseline": 400},
        {"baseline": None},
        {"baseline": -1},
        {"best": GOOD, "best_value": 200},
    ],
    ids=str,
)
def test_a_key_that_cannot_be_right_scores_nothing(changes: dict[str, Any]) -> None:
    """It gives no points and asks for a human, whatever it says; never an exception."""
    score = award(ITEM, BEST, plan_key(**changes))
    assert score.points == 0.0
    assert score.for_human


# ---------------------------------------------------------------- the worked example


def test_the_example_in_contributing_is_true() -> None:
    """The data, the answer, the key and the numbers that CONTRIBUTING.md shows are these."""
    text = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("### plan\n")[2].partition("\n## ")[0]
    data, answer, key = map(json.loads, re.findall(r"```json\n(.*?)```", section, re.DOTALL))
    common = {name: ITEM.to_data()[name] for name in ("id", "kind", "title", "prompt", "points")}
    item = read_item(common | data)
    assert (item.to_data() | {"claims": [], "lesson": ""}) == (
        ITEM.to_data() | {"claims": [], "lesson": ""}
    )
    assert (answer, key) == (GOOD, KEY)
    assert item.judge(answer, key).share == 0.5
    assert "3 × 50 (T03) + 1 × 30 (T07) + 1 × 20 (T01) = 200" in section
    assert "(200 − 170) ÷ (230 − 170) = 50 %" in section
    assert "is worth 170;" in item.judge(item.lured(key), key).note


# ---------------------------------------------------------------- simulated learners


@pytest.mark.parametrize("kind", SOLVERS)
def test_every_simulated_learner_gives_an_answer(kind: str) -> None:
    """Each kind of simulated learner gives nothing, or a plan that is valid."""
    item = plan_item(claims=["S1"])
    for seed in range(20):
        value = SOLVERS[kind](item, KEY, Stream(str(seed)))
        assert value is None or value == item.validate(value)


def test_a_simulated_plan_keeps_every_rule() -> None:
    """Chance is drawn from plans that could be carried out, or it would look too poor."""
    for seed in range(50):
        value = ITEM.attempt(KEY, 1.0, Stream(str(seed)).below)
        assert "breaks" not in ITEM.in_words(value)


def test_random_answers_stay_below_a_tenth() -> None:
    """Plans by lot earn less than a tenth of the points on average."""
    found = [share(ITEM.attempt(KEY, 1.0, Stream(str(seed)).below)) for seed in range(400)]
    assert statistics.fmean(found) < 0.1
