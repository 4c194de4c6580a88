"""The Validate button above an exercise in JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from alignlib import Workbook
from alignlib.cases import FILE_NAME, Bundle
from tests.browser.conftest import SLOW, picture
from tests.browser.test_exercise import FOLDER, NOTEBOOK
from tests.serving import Server

pytestmark = pytest.mark.browser


def test_the_button_says_what_is_open(page: Page, lab: Server) -> None:
    """Pressed on a half-done exercise, it names the open items, their parts and the next step."""
    folder = lab.folder / FOLDER
    work = Workbook("two-strategies", learner="grace", folder=folder)
    work.record("the-tool-list", ["P01"])
    variant = Bundle(folder / FILE_NAME).variant(work.variant)
    page.goto(lab.url(f"lab/tree/{NOTEBOOK}") + "&reset")
    expect(page.get_by_role("heading", name="Two strategies: the exercise")).to_be_visible(
        timeout=SLOW
    )
    page.get_by_role("button", name="Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("still open", timeout=SLOW)
    said = dialog.inner_text()
    picture(page, "validate")
    for item in variant.items.values():
        assert (f"{item.title}: " in said) == (item.id != "the-tool-list"), item.title
    assert "Sort the board pack: 21 of 21 still open (B01, B02, B03, B04, B05 …)." in said
    assert 'Answer it in the panel of work.ask("sort-the-board-pack"),' in said
    assert "Traceback" not in said
