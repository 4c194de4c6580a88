"""The boxes of the map: what they link, and that a click draws once."""

from __future__ import annotations

from typing import Any

import pytest

from alignlib.models import map_board
from alignlib.models.goal_map import GOALS, WORK
from alignlib.models.map_board import UNSEEN, MapBoard


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """What the board asks to be drawn."""
    seen: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def draw(*links: str, **asked: Any) -> str:
        seen.append((links, asked))
        return "a picture"

    monkeypatch.setattr(map_board, "goal_map", draw)
    return seen


def test_there_is_a_box_for_each_link(calls: list[Any]) -> None:
    """A row for each initiative, a box for each goal, each with a name of its own."""
    board = MapBoard()
    assert len(WORK) == len(board.boxes)
    names = [[f"{w.code}-{goal.code}" for goal in GOALS] for w in WORK]
    assert names == [[box.description for box in row] for row in board.boxes]
    told = {box.tooltip for row in board.boxes for box in row}
    assert len(told) == len(WORK) * len(GOALS)
    assert len(board.children[1].children) == len(WORK) * (1 + len(GOALS))
    assert calls == [((), {"reasons": False, "swap": False})]


def test_a_tick_draws_its_link(calls: list[Any]) -> None:
    """The box in the first row and second column is the link I1-O2."""
    board = MapBoard()
    board.boxes[0][1].value = True
    assert calls[-1][0] == ("I1-O2",)
    board.boxes[0][1].value = False
    assert calls[-1][0] == ()


def test_linking_everything_draws_once(calls: list[Any]) -> None:
    """One press, one picture, all links; and one to take them away again."""
    board = MapBoard()
    board.every.click()
    assert (len(calls), len(calls[-1][0])) == (2, 24)
    board.none.click()
    assert (len(calls), calls[-1][0]) == (3, ())


def test_asking_and_swapping_draw_again(calls: list[Any]) -> None:
    """Both switches reach the map; with wheels for the robot the row's name and links change."""
    board = MapBoard()
    board.reasons.value = True
    assert calls[-1][1] == {"reasons": True, "swap": False}
    board.boxes[3][1].value = True
    assert (calls[-1][0], board.names[3].value) == (("I4-O2",), "<b>I4</b> Robot that paints")
    board.swap.value = True
    assert (calls[-1][0], calls[-1][1]["swap"]) == (("I7-O2",), True)
    assert "wheels" in board.names[3].value


def test_the_picture_stands_below_the_boxes() -> None:
    """One picture with its words, which follows the boxes."""
    board = MapBoard()
    board.boxes[0][0].value = True
    (shown,) = board.picture.outputs
    assert "joined by 1 link:" in shown["data"]["text/plain"]
    assert shown["data"]["image/png"]


def test_a_reader_without_a_kernel_sees_one_sentence(calls: list[Any]) -> None:
    """What a notebook stores of the boxes does not change from one version to the next."""
    assert repr(MapBoard()) == UNSEEN
