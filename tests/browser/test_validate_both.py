"""nbgrader's button "Validate", in JupyterLab and in Notebook 7: what is open, and all done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib import Workbook
from alignlib.answers import FILE_NAME
from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import Bundle, variant_of
from tests.browser.conftest import FRONTS, SLOW, kernel_is_ready, until
from tests.browser.test_exercise import FOLDER, NOTEBOOK
from tests.serving import Server

pytestmark = pytest.mark.browser

LEARNER = "grace"


def validated(page: Page, lab: Server, front: str) -> Locator:
    """What the button says about the exercise."""
    page.goto(lab.url(f"{FRONTS[front]}/{NOTEBOOK}"))
    expect(page.get_by_role("heading", name="Two strategies: the exercise")).to_be_visible(
        timeout=SLOW
    )
    until(page, lambda: kernel_is_ready(lab), "the kernel")
    page.get_by_text("Validate", exact=True).click()
    said = page.locator(".jp-Dialog")
    expect(said.get_by_text("Validation Results")).to_be_visible(timeout=SLOW)
    return said


@pytest.mark.parametrize("front", FRONTS)
def test_what_is_open_is_named(page: Page, lab: Server, front: str) -> None:
    """Each item that is open is named, with its parts and where to answer it."""
    (lab.folder / FOLDER / FILE_NAME).unlink(missing_ok=True)
    said = validated(page, lab, front)
    expect(said).to_contain_text("Sort the board pack: 21 of 21 still open (B01, B02")
    expect(said).to_contain_text("Money with a purpose: still open.")
    expect(said).to_contain_text('Answer it in the panel of work.ask("purposeful-spend")')


@pytest.mark.parametrize("front", FRONTS)
def test_a_finished_exercise_passes(page: Page, lab: Server, front: str) -> None:
    """With an answer to each item the button says so, and nothing of right or wrong."""
    folder = lab.folder / FOLDER
    (folder / FILE_NAME).unlink(missing_ok=True)
    bundle = Bundle(folder / CASES)
    number = variant_of(LEARNER, bundle.assignment, bundle.variants)
    work = Workbook("two-strategies", learner=LEARNER, folder=folder)
    for name, item in bundle.variant(number).items.items():
        key = bundle.key(number)[name]
        # As a hasty reader answers: wrong, where an item has something to fall for.
        work.record(name, item.lured(key) or item.reference(key) or "word " * 100)
    expect(validated(page, lab, front)).to_contain_text("Success!")
