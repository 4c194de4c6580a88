"""A learner does the exercise of module 1 in JupyterLab, as a learner would."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    SLOW,
    panel,
    picture,
    receipts,
    recorded_in,
    restart_kernel,
    run_all,
    to_top,
    until,
)
from tests.serving import Server

pytestmark = pytest.mark.browser

FOLDER = "exercises/01-two-strategies"
NOTEBOOK = f"{FOLDER}/two-strategies.ipynb"


def recorded(lab: Server) -> dict[str, Any]:
    """The items in the learner's answers file."""
    return recorded_in(lab.folder / FOLDER)


def test_an_exercise_survives_a_kernel_restart(page: Page, lab: Server) -> None:
    """Answers by mouse and by keyboard are on disk at once and on screen after a restart."""
    page.goto(lab.url(f"lab/tree/{NOTEBOOK}"))
    expect(page.get_by_role("heading", name="Two strategies: the exercise")).to_be_visible(
        timeout=SLOW
    )
    run_all(page)

    to_top(page)
    who = page.get_by_label("Your learner id")
    who.fill("grace")
    who.press("Enter")
    expect(page.get_by_text("You are working as")).to_be_visible()
    to_top(page)
    run_all(page)

    board = panel(page, "Sort the board pack")
    things = board.locator(".al-thing")
    assert things.count() == 21
    things.nth(0).get_by_text("Technology strategy", exact=True).click()
    expect(board.get_by_text("20 of 21 still open").first).to_be_visible()

    things.nth(1).get_by_text("Business strategy", exact=True).click()
    expect(board.get_by_text("19 of 21 still open").first).to_be_visible()
    board.evaluate("e => e.scrollIntoView({ block: 'start' })")
    picture(page, "exercise")

    tools = panel(page, "The tool list")
    tools.get_by_role("checkbox").nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    until(page, lambda: recorded(lab).get("the-tool-list") == ["P01", "P03"], "two paragraphs")

    spend = panel(page, "Money with a purpose")
    spend.get_by_role("textbox").fill("61,5")
    spend.get_by_role("textbox").press("Tab")
    until(page, lambda: recorded(lab).get("purposeful-spend") == 61.5, "the number")

    memo = panel(page, "One paragraph, two readers")
    memo.get_by_role("textbox").fill("Larkfield wants its customers to trust its word.")
    page.keyboard.press("Tab")
    until(page, lambda: "one-paragraph-two-readers" in recorded(lab), "the paragraph")
    before = recorded(lab)
    assert list(before["sort-the-board-pack"].values()) == ["technology", "business"]

    restart_kernel(page)
    to_top(page)
    run_all(page)

    to_top(page)
    board = panel(page, "Sort the board pack")
    expect(board.get_by_text("19 of 21 still open").first).to_be_visible()
    expect(board.locator(".al-thing").nth(0).get_by_role("radio").nth(1)).to_be_checked()
    tools = panel(page, "The tool list")
    expect(tools.get_by_role("checkbox").nth(0)).to_be_checked()
    expect(tools.get_by_role("checkbox").nth(2)).to_be_checked()
    expect(panel(page, "Money with a purpose").get_by_role("textbox")).to_have_value("61.5")
    expect(panel(page, "One paragraph, two readers").get_by_role("textbox")).to_have_value(
        "Larkfield wants its customers to trust its word."
    )
    assert recorded(lab) == before


def test_the_saved_notebook_carries_the_receipt(page: Page, lab: Server) -> None:
    """After run-all and Ctrl+S the notebook itself holds a copy of the answers."""
    page.goto(lab.url(f"lab/tree/{NOTEBOOK}"))
    expect(page.get_by_role("heading", name="Two strategies: the exercise")).to_be_visible(
        timeout=SLOW
    )
    run_all(page)
    page.get_by_role("heading", name="Two strategies: the exercise").click()
    page.keyboard.press("Control+s")
    path = lab.folder / NOTEBOOK

    until(page, lambda: bool(receipts(path)), "the receipt")
    assert receipts(path)[-1] == recorded(lab)
