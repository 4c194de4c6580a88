"""
The exercise of module 1 without a mouse, from the first cell to the receipt.

What is pressed here is what the page *Start here* tells learners who use no mouse. Answers are
given by keys alone; the page is only looked at.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from alignlib.cases import Bundle, variant_of
from alignlib.items import Item
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

pytestmark = pytest.mark.browser

FOLDER = "exercises/01-two-strategies"
LEARNER = "grace"
PARAGRAPH = (
    "Larkfield wants its customers to trust its word. Most of the technology plan serves that: "
    "one list of shoppers, a delivery day that holds, and tills that do not fail. Some decisions "
    "have no live goal behind them. The log names each of them, with its date. Until somebody "
    "can say which goal of the company they serve, they should wait. On Thursday the board should "
    "stop them, and ask the chief executive and the head of technology for one page each: what "
    "the money is to change for customers, and how we shall see that it did."
)


def where(page: Page) -> int:
    """The number of the cell that has the focus, as its place in the notebook."""
    return int(
        page.evaluate(
            "() => document.activeElement.closest('.jp-Cell')?.dataset.windowedListIndex ?? -1"
        )
    )


def press(page: Page, keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys.split():
        page.keyboard.press(key)


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


def answer(page: Page, item: Item, value: Any) -> None:
    """Give an answer in the panel that has the focus."""
    data = item.to_data()
    if item.KIND == "classify":
        categories = [category["id"] for category in data["categories"]]
        press(page, "Tab Enter")  # past the meanings, to "Next open"
        for thing in data["things"]:
            press(page, f"{categories.index(value[thing['id']]) + 1} n")
    elif item.KIND == "choose":
        for option in data["options"]:
            press(page, "Tab Space" if option["id"] in value else "Tab")
    elif item.KIND == "link":
        rows, columns = ([each["id"] for each in data[side]] for side in ("left", "right"))
        press(page, "Tab Control+Home")  # into the matrix, past the button that clears it
        at = (0, 0)
        for left, right in value:
            goal = (rows.index(left), columns.index(right))
            ways = (("ArrowDown", "ArrowUp"), ("ArrowRight", "ArrowLeft"))
            for (there, back), now, then in zip(ways, at, goal, strict=True):
                press(page, " ".join([there if then > now else back] * abs(then - now)))
            press(page, "Space")
            at = goal
    elif item.KIND == "number":
        page.keyboard.type(str(value).replace(".", ","))
    else:
        press(page, "Tab")
        page.keyboard.type(value)


@pytest.mark.parametrize(("front", "theme"), [("lab", "light"), ("notebook", "dark")])
def test_a_whole_exercise_by_keyboard(page: Page, tmp_path: Path, front: str, theme: str) -> None:
    """Every cell is run, every item answered and the notebook with its receipt saved, by keys."""
    folder, home = tmp_path / "work", tmp_path / "home"
    home.mkdir()
    shutil.copytree(ROOT / FOLDER, folder / FOLDER, ignore=shutil.ignore_patterns("answers*", ".*"))
    notebook = folder / FOLDER / "two-strategies.ipynb"
    bundle = Bundle(folder / FOLDER / "cases.zip")
    number = variant_of(LEARNER, bundle.assignment, bundle.variants)
    items, keys = bundle.variant(number).items, bundle.key(number)
    right = {name: item.reference(keys[name]) or PARAGRAPH for name, item in items.items()}
    light = str(theme == "light").lower()
    set_theme(home, dark=theme == "dark")

    with lab_over(folder, home) as server:
        page.goto(server.url(f"{FRONTS[front]}/{FOLDER}/two-strategies.ipynb"))
        heading = page.get_by_role("heading", name="Two strategies: the exercise")
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
    assert right == recorded_in(folder / FOLDER)
