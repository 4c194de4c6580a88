"""Lesson 3's worked analysis, cell by cell, on every variant of its practice."""

from __future__ import annotations

import re

import pytest

from tests.notebooks.worked import Run, Worked, every_variant

LESSON = Worked("03-objectives-to-initiatives")
HINT = ' & plan["mandate"].isna()'


def key(number: int) -> float:
    """The right number of the practice item on a variant."""
    return float(LESSON.bundle.key(number)["practice-orphan-spend"]["answer"])


START = ("show-goals", "show-plan", "show-links", "helping")
MINUTES = (*START, "coverage-cell", "read-minutes", "apply-minutes")


@every_variant
def test_the_hint_leads_to_the_key(number: int, run: Run) -> None:
    """With the hint the cell prints what the panel takes for right; without it, more."""
    first, rest = LESSON.code["your-turn-cell"].split("\n", 1)
    hinted = run(number, *START, "your-turn-cell", your_turn_cell=f"{first}{HINT}\n{rest}")
    assert key(number) == pytest.approx(100 * hinted["money"], abs=0.05)
    assert 100 * run(number, *START, "your-turn-cell")["money"] > key(number) + 0.2


@every_variant
def test_the_first_try_finds_one_orphan_alone(number: int, run: Run) -> None:
    """The text says that all but one of those without a link have a mandate."""
    space = run(number, *START[:3], "naive-orphans")
    found = space["plan"][space["alone"]]
    assert found["mandate"].isna().sum() == 1
    assert found["mandate"].notna().sum() == 2


@every_variant
def test_one_claims_nearly_everything_and_the_platform_keeps_its_word(
    number: int, run: Run
) -> None:
    """The first row claims much and helps one goal; the platform below it helps with each link."""
    counted = run(number, *START, "claims")["counted"].sort_values("claims", ascending=False)
    first, second = counted.iloc[0], counted.iloc[1]
    assert (first["platform"], first["helps"]) == ("no", 1)
    assert first["claims"] >= 8
    assert (second["platform"], second["claims"]) == ("yes", second["helps"])


@every_variant
def test_the_minutes_are_read_whole(number: int, run: Run) -> None:
    """Each paragraph about a link is found, with the strength at its end."""
    space = run(number, *MINUTES)
    told = dict(re.findall(r"(?m)^(K\d+)\. .*strength (\d)\.$", space["minutes"]))
    assert len(told) == 4
    assert {link: str(strength) for link, strength in space["news"].items()} == told
    assert set(told.items()) <= {
        (link, str(s)) for link, s in space["links"][["link", "strength"]].values
    }


@every_variant
def test_the_second_look_lowers_the_coverage(number: int, run: Run) -> None:
    """As the text says: it is smaller after the minutes, and still high."""
    before = run(number, *START, "coverage-cell")["share"]
    after = run(number, *MINUTES, "coverage-again")["share"]
    assert 0.75 < after < before < 1


@every_variant
def test_the_second_look_finds_other_orphans(number: int, run: Run) -> None:
    """After the minutes four initiatives serve nothing, though nobody asked for them by law."""
    space = run(number, *MINUTES, "orphans-again")
    assert space["orphan"].sum() == 4


@every_variant
def test_the_whole_ledger_finds_its_initiative(number: int, run: Run) -> None:
    """Cleaned names are all found, and the showpiece got most."""
    space = run(number, *START, "claims", "show-ledger", "clean-ledger", "paid")
    assert not space["once"]["initiative"].isna().any()
    assert space["once"]["voucher"].is_unique
    most = space["plan"].sort_values("paid_k")["initiative"].iloc[-1]
    assert most == space["counted"]["claims"].idxmax()


def test_the_workshop_shares_out_all_but_the_robot(run: Run) -> None:
    """What the goals get is what was paid, and the rest of the whole is the robot's."""
    space = run(1, "toy-split", "toy-share")
    assert space["toys"]["reaches_k"].sum() == 24 + 12 + 14
    assert space["share"].sum() == pytest.approx(50 / 90)
