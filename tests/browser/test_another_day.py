"""A learner closes the browser, and comes back on another day."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ask, picture
from tests.browser.test_exercise import NOTEBOOK, SLOW, panel, recorded, run_all, to_top, until
from tests.serving import Server

pytestmark = pytest.mark.browser

NUMBER, MEMO = "purposeful-spend", "one-paragraph-two-readers"


def open_exercise(page: Page, lab: Server) -> None:
    """Open the exercise and wait until it is there."""
    page.goto(lab.url(f"lab/tree/{NOTEBOOK}"))
    expect(page.get_by_role("heading", name="Two strategies: the exercise")).to_be_visible(
        timeout=SLOW
    )


def end_kernels(lab: Server) -> None:
    """Stop every kernel, as a computer does that is switched off."""
    for session in ask(lab, "api/sessions"):
        ask(lab, f"api/sessions/{session['id']}", "DELETE")


def test_a_closed_tab_loses_nothing(page: Page, lab: Server) -> None:
    """What was typed a moment before the tab was closed, without leaving the box, is on disk."""
    open_exercise(page, lab)
    run_all(page)
    spend = panel(page, "Money with a purpose").get_by_role("textbox")
    spend.press_sequentially("61.5")
    spend.press("Tab")
    memo = panel(page, "One paragraph, two readers").get_by_role("textbox")
    memo.press_sequentially("Larkfield wants its customers to trust its word.")
    page.close(run_before_unload=True)
    expected = {NUMBER: 61.5, MEMO: "Larkfield wants its customers to trust its word."}
    other = page.context.new_page()
    until(other, lambda: recorded(lab) == expected, "what was typed last")


def test_a_notebook_that_is_not_running_says_how_to_see_its_panels(
    page: Page, lab: Server, browser: Browser
) -> None:
    """Opened without its kernel, each panel's place says what to do; then the panels are there."""
    open_exercise(page, lab)
    run_all(page)
    to_top(page)
    assert panel(page, "Sort the board pack").is_visible()
    hints = page.locator(".al-not-running")
    assert hints.count() > 0
    assert page.locator(".al-not-running:visible").count() == 0
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Save Notebook", exact=True).click()
    path = lab.folder / NOTEBOOK
    until(page, lambda: "al-not-running" in path.read_text(encoding="utf-8"), "the notebook")
    page.close()
    end_kernels(lab)

    again = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    open_exercise(again, lab)
    hint = again.locator(".al-not-running").first
    for _ in range(60):
        if hint.count():
            break
        again.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollBy(0, 400)")
        again.wait_for_timeout(100)
    hint.scroll_into_view_if_needed()
    expect(hint).to_be_visible()
    expect(hint).to_contain_text("Run All Cells")
    expect(again.get_by_text("model not found").first).to_be_visible()
    picture(again, "not-running")
    to_top(again)
    run_all(again)
    to_top(again)
    assert panel(again, "Sort the board pack").is_visible()
    assert again.locator(".al-not-running:visible").count() == 0
    again.context.close()
