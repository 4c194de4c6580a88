"""The board of causes: what counts by the attached rows, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.causes import (
    AGAINST,
    CAUSES,
    EVIDENCE,
    FEWEST_SOURCES,
    SILENT,
    SYMPTOMS,
    THIN,
    Board,
    attached,
    said_of,
)

PAIRS = [(row.code, cause.code) for row in EVIDENCE for cause in CAUSES]
boards = st.frozensets(st.sampled_from(PAIRS)).map(Board)
BEST = ("E3-C1", "E4-C1", "E6-C3", "E7-C3", "E9-C2", "E10-C2")


def test_an_empty_board_claims_nothing() -> None:
    """No row attached: no claim, and every symptom is open."""
    assert attached([]).claims == attached([]).counted == ()
    assert attached([]).open == SYMPTOMS


def test_each_symptom_has_one_cause_that_can_count() -> None:
    """What the lesson asks to find: with six rows, three causes count and nothing is open."""
    board = attached(BEST)
    assert [(c.symptom, c.cause) for c in board.counted] == [
        ("P1", "C1"), ("P2", "C3"), ("P3", "C2")
    ]  # fmt: skip
    assert board.open == ()


def test_no_five_rows_are_enough() -> None:
    """Take one of the six away, and one symptom is open again."""
    for missing in BEST:
        assert len(attached([pair for pair in BEST if pair != missing]).open) == 1


def test_everything_attached_counts_for_nothing() -> None:
    """Whoever attaches every row to every cause has claimed twelve causes, and shown none."""
    board = attached(["all"])
    assert (len(board.claims), board.counted, board.open) == (12, (), SYMPTOMS)


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        (["E3-C1"], THIN),
        (["E3-C1", "E4-C1", "E1-C1"], SILENT),
        (["E5-C4"], AGAINST),
        (["E2-C4"], AGAINST),
        (["E12-C1"], THIN),
        (["E12-C1", "E9-C1"], SILENT),
    ],
)
def test_a_claim_says_why_it_does_not_count(pairs: list[str], verdict: str) -> None:
    """One source, an idle row, or a row on the board that speaks against it."""
    (claim,) = attached(pairs).claims
    assert (claim.counts, claim.verdict) == (False, verdict)


def test_nobody_is_slow() -> None:
    """Whatever is attached, the blame never counts: the papers speak against it, or are silent."""
    assert not any("C4" in row.bears for row in EVIDENCE)
    assert {row.symptom for row in EVIDENCE if "C4" in row.against} == {"P1", "P2"}


@given(boards)
def test_what_counts_is_borne_out(board: Board) -> None:
    """A claim that counts has two sources, and each of its rows bears it out."""
    for claim in board.counted:
        assert len({row.source for row in claim.rows}) >= FEWEST_SOURCES
        assert all(claim.cause in row.bears for row in claim.rows)
        assert not claim.against


@given(boards)
def test_every_attached_row_is_in_one_claim(board: Board) -> None:
    """Nothing is lost and nothing is counted twice; what counts is a part of what is claimed."""
    held = [(row.code, claim.cause) for claim in board.claims for row in claim.rows]
    assert sorted(held) == sorted(board.attached)
    assert set(board.counted) <= set(board.claims)
    assert len(board.open) == len(SYMPTOMS) - len({c.symptom for c in board.counted})


@given(boards, st.sampled_from(PAIRS))
def test_an_idle_row_never_helps(board: Board, pair: tuple[str, str]) -> None:
    """One more row that does not bear its cause out cannot make more causes count."""
    row = next(r for r in EVIDENCE if r.code == pair[0])
    if pair[1] not in row.bears:
        assert len(Board(board.attached | {pair}).counted) <= len(board.counted)


@pytest.mark.parametrize("pair", ["E13-C1", "E1", "C1-E1", "E1-C5", "", 7, "E1-C1-C2"])
def test_a_pair_that_is_none_is_named(pair: object) -> None:
    """The message tells what was found, and how to write it."""
    with pytest.raises(LearnerError, match="is no pair of this board") as caught:
        attached([pair])
    assert str(pair) in str(caught.value)
    assert "E3-C1" in str(caught.value)


def test_pairs_may_be_written_loosely() -> None:
    """Small letters and blanks do no harm."""
    assert attached([" e3 - c1 "]) == attached(["E3-C1"])


def test_each_row_has_something_to_tell() -> None:
    """Whatever a row is attached to, the answer names the cause and says why."""
    for row in EVIDENCE:
        for cause in CAUSES:
            assert cause.code in said_of(row, cause.code)
            assert said_of(row, cause.code).endswith(".")
        assert not set(row.bears) & set(row.against)
