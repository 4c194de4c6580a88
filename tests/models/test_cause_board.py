"""The boxes of the board: what they attach, how they are named, and that a click draws once."""

from __future__ import annotations

from typing import Any

import pytest

from alignlib.models import cause_board
from alignlib.models.cause_board import UNSEEN, CauseBoard
from alignlib.models.causes import CAUSES, EVIDENCE, SYMPTOMS


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """What the board asks to be drawn."""
    seen: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def draw(*pairs: str, **asked: Any) -> str:
        seen.append((pairs, asked))
        return "a picture"

    monkeypatch.setattr(cause_board, "diagnosis", draw)
    return seen


def test_each_box_is_named_after_its_row_and_its_column(calls: list[Any]) -> None:
    """A screen reader that tells the name of a box alone tells which box it is."""
    board = CauseBoard()
    names = [box.description for box in board.boxes.values()]
    assert names == [f"{row.code} for {cause.code}" for row in EVIDENCE for cause in CAUSES]
    assert len(names) == len(set(names))
    assert calls == [((), {"why": False})]


def test_the_grid_is_whole(calls: list[Any]) -> None:
    """A line of headings for each symptom and a line for each row, each as wide as the grid."""
    grid = CauseBoard().children[1]
    assert len(grid.children) == (len(SYMPTOMS) + len(EVIDENCE)) * (1 + len(CAUSES))


def test_a_tick_draws_its_pair(calls: list[Any]) -> None:
    """The box in the row E3 and the column C1 attaches E3 to C1."""
    board = CauseBoard()
    board.boxes["E3", "C1"].value = True
    assert calls[-1][0] == ("E3-C1",)
    board.boxes["E3", "C1"].value = False
    assert calls[-1][0] == ()


def test_attaching_everything_draws_once(calls: list[Any]) -> None:
    """One press, one picture, all pairs; and one to take them away again."""
    board = CauseBoard()
    board.every.click()
    assert (len(calls), len(calls[-1][0])) == (2, len(EVIDENCE) * len(CAUSES))
    board.none.click()
    assert (len(calls), calls[-1][0]) == (3, ())


def test_reading_again_draws_again(calls: list[Any]) -> None:
    """The switch reaches the picture."""
    board = CauseBoard()
    board.why.value = True
    assert calls[-1][1] == {"why": True}


def test_the_picture_stands_below_the_boxes() -> None:
    """One picture with its words, which follows the boxes."""
    board = CauseBoard()
    board.boxes["E3", "C1"].value = True
    (shown,) = board.picture.outputs
    assert "with 1 claim, of which none counts" in shown["data"]["text/plain"]
    assert shown["data"]["image/png"]


def test_a_reader_without_a_kernel_sees_one_sentence(calls: list[Any]) -> None:
    """What a notebook stores of the boxes does not change from one version to the next."""
    assert repr(CauseBoard()) == UNSEEN
