"""Panels in two windows: what is answered in either is saved, or the learner is told."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alignlib import Workbook
from alignlib.answers import FILE_NAME, SCHEMA, read
from alignlib.panels import Panel

NUMBER, CHOOSE, CLASSIFY, MEMO = (
    "purposeful-spend",
    "the-tool-list",
    "sort-the-board-pack",
    "one-paragraph-two-readers",
)

ROOT = Path(__file__).parents[1]


def saved(desk: Path) -> dict[str, Any]:
    """The values that are in the file, by item."""
    found = read(desk / FILE_NAME)
    assert found is not None
    return {item: answer.value for item, answer in found.items.items()}


@pytest.fixture
def windows(desk: Path) -> tuple[Workbook, Workbook]:
    """Two kernels that have the notebook of one learner open."""
    one, other = (Workbook("two-strategies", learner="ada", folder=desk) for _ in range(2))
    return one, other


def both(windows: tuple[Workbook, Workbook], item: str) -> tuple[Panel, Panel]:
    """The panel of an item in each window."""
    return windows[0].ask(item), windows[1].ask(item)


def test_two_windows_answer_different_items(desk: Path, windows: tuple[Workbook, Workbook]) -> None:
    """What one window saves, the other does not undo with what it knew before."""
    one, other = windows
    first, second = one.ask(CHOOSE), other.ask(NUMBER)
    first.value = ["P01"]
    second.value = 61.5
    first.value = ["P01", "P02"]
    assert saved(desk) == {CHOOSE: ["P01", "P02"], NUMBER: 61.5}


def test_two_windows_sort_the_same_things(desk: Path, windows: tuple[Workbook, Workbook]) -> None:
    """A click in a panel that does not know the other window's clicks adds to them."""
    one, other = both(windows, CLASSIFY)
    one.value = {"B01": "business"}
    other.value = {"B02": "neither"}
    assert saved(desk)[CLASSIFY] == {"B01": "business", "B02": "neither"}
    assert other.value == {"B01": "business", "B02": "neither"}
    assert other.status == {
        "state": "saved",
        "message": "Saved, together with what was changed in another window.",
        "open": 19,
        "parts": 21,
    }
    one.value = {"B01": "technology", "B03": "neither"}
    assert saved(desk)[CLASSIFY] == {"B01": "technology", "B02": "neither", "B03": "neither"}


def test_two_windows_choose_from_the_same_options(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """Options that were chosen in two windows are all chosen; what one takes back is gone."""
    one, other = both(windows, CHOOSE)
    one.value = ["P01"]
    other.value = ["P02"]
    assert saved(desk)[CHOOSE] == ["P01", "P02"]
    other.value = ["P02"]  # the learner takes back what came from the other window
    assert saved(desk)[CHOOSE] == ["P02"]


CLICKING = """
import sys
from pathlib import Path
from alignlib import Workbook
panel = Workbook("two-strategies", learner="ada", folder=Path(sys.argv[1])).ask(sys.argv[2])
for number in range(int(sys.argv[3]), 21, 2):
    panel.value = {**(panel.value or {}), f"B{number + 1:02}": "neither"}
    assert panel.status["state"] == "saved", panel.status
"""


def test_two_kernels_that_click_at_once_lose_no_click(desk: Path) -> None:
    """Two processes that sort every second thing each, at the same time, sort all of them."""
    command = [sys.executable, "-c", CLICKING, str(desk), CLASSIFY]
    kernels = [subprocess.Popen([*command, str(first)], cwd=ROOT) for first in (0, 1)]
    assert [kernel.wait(60) for kernel in kernels] == [0, 0]
    assert saved(desk)[CLASSIFY] == {f"B{number:02}": "neither" for number in range(1, 22)}


def test_clicks_that_crossed_the_news_undo_nothing(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """Quick clicks, made before the browser heard of the other window's, keep those."""
    one, other = both(windows, CLASSIFY)
    one.value = {"B01": "business", "B02": "business"}
    other.value = {"B11": "neither"}
    # The browser did not have B01 and B02 yet when the learner went on.
    other.value = {"B11": "neither", "B12": "neither", "B13": "neither"}
    assert set(saved(desk)[CLASSIFY]) == {"B01", "B02", "B11", "B12", "B13"}


@pytest.mark.parametrize(
    ("item", "first", "second"),
    [(NUMBER, 61.5, 12.0), (MEMO, "Written in one window.", "Written in the other.")],
)
def test_an_answer_without_parts_is_not_written_over(
    item: str, first: Any, second: Any, desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """A panel that does not show what another window saved may not replace it."""
    one, other = both(windows, item)
    one.value = first
    other.value = second
    assert other.status["state"] == "not saved"
    assert "another window" in other.status["message"]
    assert saved(desk) == {item: first}
    again = windows[1].ask(item)
    assert again.value == first
    again.value = second
    assert saved(desk) == {item: second}


def test_what_is_recorded_in_words_counts(desk: Path, windows: tuple[Workbook, Workbook]) -> None:
    """`record` says the whole answer, so it replaces what another window saved."""
    one, other = windows
    one.record(NUMBER, 61.5)
    other.record(NUMBER, 12.0)
    assert saved(desk) == {NUMBER: 12.0}


def test_a_change_that_was_not_saved_is_saved_with_the_next(
    desk: Path, windows: tuple[Workbook, Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a full disk refused is still on the screen, and is saved with the next click."""
    panel = windows[0].ask(CLASSIFY)
    panel.value = {"B01": "business"}

    def full_disk(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full_disk)
        panel.value = {"B01": "business", "B02": "neither"}
        assert panel.status["state"] == "not saved"
    panel.value = {"B01": "business", "B02": "neither", "B03": "neither"}
    assert set(saved(desk)[CLASSIFY]) == {"B01", "B02", "B03"}


def test_a_panel_of_a_folder_that_moved_says_so(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """After the folder was renamed, a click is not saved where nobody would look for it."""
    panel = windows[0].ask(CHOOSE)
    panel.value = ["P01"]
    moved = desk.rename(desk.with_name("my work"))
    panel.value = ["P01", "P02"]
    assert panel.status["state"] == "not saved"
    assert "Open the notebook where it is now" in panel.status["message"]
    assert not desk.exists()
    again = Workbook("two-strategies", learner="ada", folder=moved)
    assert again.ask(CHOOSE).value == ["P01"]


def test_a_panel_says_that_the_file_is_newer(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """A file that became a newer alignlib's while a panel was open is not replaced."""
    panel = windows[0].ask(CHOOSE)
    newer = f'{{"schema": {SCHEMA + 1}, "items": {{}}}}'
    (desk / FILE_NAME).write_text(newer, encoding="utf-8")
    panel.value = ["P01"]
    assert panel.status["state"] == "not saved"
    assert panel.status["message"].startswith("Not saved: answers.json in 01-two-strategies is of")
    assert "Update alignlib" in panel.status["message"]
    assert (desk / FILE_NAME).read_text(encoding="utf-8") == newer


def test_what_is_not_saved_is_told_beside_the_receipt(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """The overview and the receipt name each item whose panel holds something unsaved."""
    del desk
    work = windows[0]
    panel = work.ask(NUMBER)
    panel.value = 615
    remark = "! Money with a purpose: your last change is not saved. Its panel says why."
    assert remark in repr(work).splitlines()
    assert remark in repr(work.receipt()).splitlines()
    panel.value = 61.5
    assert "not saved" not in repr(work)
    assert "not saved" not in repr(work.receipt())
