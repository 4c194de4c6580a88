"""
Every exercise without a mouse, from the first cell to the receipt.

What is pressed here is what the page *Start here* tells learners who use no mouse. Answers are
given by keys alone; the page is only looked at.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alignlib.cases import Bundle, variant_of
from tests.browser.conftest import (
    FRONTS,
    ROOT,
    SLOW,
    kernel_is_ready,
    lab_over,
    receipts,
    recorded_in,
    set_theme,
    until,
)
from tests.browser.examining import examined
from tests.browser.keys import answer, press

pytestmark = pytest.mark.browser

EXERCISES = sorted(path.relative_to(ROOT) for path in ROOT.glob("exercises/*/*.ipynb"))
LEARNER = "grace"
TEXT = (
    "Our customers are to trust our word. Most of the technology plan serves that: one list of "
    "customers, a day that holds, and systems that do not fail. Some decisions have no live goal "
    "behind them. The log names each of them, with its date. Until somebody can say which goal of "
    "the company they serve, they should wait. On Thursday the board should stop them, and ask "
    "the chief executive and the head of technology for one page each: what the money is to "
    "change for customers, and how we shall see that it did."
)


def where(page: Page) -> int:
    """The number of the cell that has the focus, as its place in the notebook."""
    return int(
        page.evaluate(
            "() => document.activeElement.closest('.jp-Cell')?.dataset.windowedListIndex ?? -1"
        )
    )


def to_the_first_cell(page: Page) -> None:
    """Notebook 7 does not always begin in the first cell; then Tab goes there."""
    for _ in range(12):
        if where(page) == 0:
            return
        press(page, "Tab")
    raise AssertionError("twelve times Tab do not lead to the first cell")


def into_the_panel(page: Page) -> None:
    """Run the cell, stay there, and go on by Tab until the focus is in the panel."""
    press(page, "Control+Enter")
    drawn = page.locator(".jp-Cell.jp-mod-active .al-panel")
    expect(drawn).to_be_visible(timeout=SLOW)
    for _ in range(3):
        press(page, "Tab")
        if drawn.evaluate("panel => panel.contains(document.activeElement)"):
            return
    raise AssertionError("three times Tab do not lead from the cell into its panel")


@pytest.mark.parametrize(
    ("front", "theme", "exercise"),
    [("notebook", "dark", EXERCISES[0]), *(("lab", "light", each) for each in EXERCISES)],
)
def test_a_whole_exercise_by_keyboard(
    page: Page, tmp_path: Path, front: str, theme: str, exercise: Path
) -> None:
    """Every cell is run, every item answered and the notebook with its receipt saved, by keys."""
    folder, home = tmp_path / "work", tmp_path / "home"
    home.mkdir()
    notebook = folder / exercise
    desk = notebook.parent
    unwanted = shutil.ignore_patterns("answers*", ".*")
    shutil.copytree(ROOT / exercise.parent, desk, ignore=unwanted)
    bundle = Bundle(desk / "cases.zip")
    number = variant_of(LEARNER, bundle.assignment, bundle.variants)
    items, keys = bundle.variant(number).items, bundle.key(number)
    right = {name: item.reference(keys[name]) or TEXT for name, item in items.items()}
    light = str(theme == "light").lower()
    set_theme(home, dark=theme == "dark")

    with lab_over(folder, home) as server:
        page.goto(server.url(f"{FRONTS[front]}/{exercise.as_posix()}"))
        heading = page.get_by_role("heading", level=1, name=re.compile(": the exercise"))
        expect(heading).to_be_visible(timeout=SLOW)
        until(page, lambda: kernel_is_ready(server), "the kernel")
        assert page.locator("body").get_attribute("data-jp-theme-light") == light
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        to_the_first_cell(page)
        for place, cell in enumerate(cells):
            until(page, lambda place=place: where(page) == place, f"the focus in cell {place}")
            source = "".join(cell["source"])
            asked = re.match(r"work\.ask\(\"(.*)\"\)", source)
            if source.endswith("\nwork"):
                into_the_panel(page)
                found = examined(page)["learner"]
                assert (found.faults, found.unseen) == ([], [])
                page.keyboard.type(LEARNER)
                press(page, "Enter")
                expect(page.get_by_text(f"You work as {LEARNER}")).to_be_visible()
            elif asked:
                into_the_panel(page)
                answer(page, items[asked[1]], right[asked[1]])
            elif place < len(cells) - 1:
                press(page, "Shift+Enter")
                continue
            else:
                press(page, "Control+Enter")
                break
            press(page, "Escape ArrowDown")
        expect(page.locator(".jp-Cell.jp-mod-active .jp-OutputArea-output").first).to_be_visible()
        press(page, "Control+s")
        until(page, lambda: right in receipts(notebook), "the receipt with every answer")
    assert right == recorded_in(desk)
