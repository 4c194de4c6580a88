"""Practice in a lesson: an attempt, its feedback, another variant, and back; and certainty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.history import FILE_NAME as HISTORY
from tests.browser.conftest import (
    FRONTS,
    SLOW,
    panel,
    picture_of,
    recorded_in,
    run_all,
    to_top,
    until,
)
from tests.serving import Server

pytestmark = pytest.mark.browser

LESSON = "notebooks/00-start-here.ipynb"
PRACTICE = "notebooks/practice/01-two-strategies-practice"
ITEM, TITLE = "practice-components", "One of each component"


def opened(page: Page, lab: Server, front: str = "lab") -> Locator:
    """The practice panel of the first page, after all cells have run."""
    page.goto(lab.url(f"{FRONTS[front]}/{LESSON}") + "&reset")
    expect(page.get_by_role("heading", name="Start here", exact=True)).to_be_visible(timeout=SLOW)
    run_all(page)
    to_top(page)
    return panel(page, TITLE)


def fits(practice: Locator) -> bool:
    """At 200 % zoom nothing of the panel, its controls and its feedback is cut off at the side."""
    page = practice.page
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": before["width"] // 2, "height": before["height"] // 2})
    page.wait_for_timeout(300)
    practice.locator(":is(.al-variant, .al-sure-told):visible").first.scroll_into_view_if_needed()
    found = practice.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    page.set_viewport_size(before)
    return bool(found)


def statements(practice: Locator) -> list[str]:
    """What the panel shows of its things, without the controls."""
    return [
        text.partition("\nInfra")[0] for text in practice.locator(".al-thing").all_inner_texts()
    ]


@pytest.fixture
def folder(lab: Server) -> Path:
    """The practice folder, with nothing recorded."""
    found = lab.folder / PRACTICE
    for path in (*found.glob("answers*.json"), found / HISTORY):
        path.unlink(missing_ok=True)
    return found


def tries(folder: Path) -> list[dict[str, Any]]:
    """What the history holds."""
    path = folder / HISTORY
    found = json.loads(path.read_text(encoding="utf-8"))["items"] if path.exists() else {}
    return [entry["value"] for entry in found.values()]


@pytest.mark.parametrize("front", FRONTS)
def test_an_attempt_its_feedback_another_variant_and_back(
    page: Page, lab: Server, folder: Path, front: str
) -> None:
    """After feedback a learner goes to a fresh variant and back, and no answer is lost."""
    practice = opened(page, lab, front)
    expect(practice.get_by_role("button", name="Another variant")).to_be_hidden()
    things = practice.locator(".al-thing")
    texts = statements(practice)
    things.nth(0).get_by_role("radio").nth(0).check()
    until(page, lambda: ITEM in recorded_in(folder), "the first answer")
    own = recorded_in(folder)
    practice.get_by_role("button", name="Check my answer").click()
    expect(practice.get_by_role("button", name="Another variant")).to_be_visible()
    expect(practice.locator(".al-summary")).to_contain_text("4 still open")
    told = practice.locator(".al-verdict[data-outcome='not attempted']").all_inner_texts()
    assert not [text for text in told if "Right answer" in text or "Evidence" in text]

    practice.get_by_role("button", name="Another variant").click()
    line = practice.locator(".al-variant")
    expect(line).to_contain_text("to try again")
    expect(practice.locator(".al-title")).to_be_focused()
    expect(practice.locator(".al-feedback")).to_be_hidden()
    expect(practice.get_by_text("Nothing recorded yet")).to_be_visible()
    assert texts != statements(practice)
    picture_of(practice, "another-variant")
    for number in range(5):
        practice.locator(".al-thing").nth(number).get_by_role("radio").nth(number).check()
    (other,) = folder.glob("answers.variant-*.json")
    until(
        page,
        lambda: len(json.loads(other.read_text())["items"][ITEM]["value"]) == 5,
        "the answers on the other variant",
    )
    assert own == recorded_in(folder)
    practice.get_by_role("button", name="Check my answer").click()
    expect(practice.locator(".al-verdict").first).to_be_visible()
    assert fits(practice)

    practice.get_by_role("button", name="Back to variant").click()
    expect(line).to_be_hidden()
    expect(practice.get_by_text("4 of 5 still open").first).to_be_visible()
    expect(practice.locator(".al-thing").nth(0).get_by_role("radio").nth(0)).to_be_checked()
    assert texts == statements(practice)
    assert own == recorded_in(folder)


def test_what_is_typed_last_goes_with_its_own_variant(
    page: Page, lab: Server, folder: Path
) -> None:
    """A number that is still being typed when one asks for another variant stays on its own."""
    page.goto(lab.url("lab/tree/notebooks/01-two-strategies.ipynb") + "&reset")
    expect(page.get_by_role("heading", name="Lesson 1: Two strategies")).to_be_visible(timeout=SLOW)
    run_all(page)
    to_top(page)
    spend = panel(page, "Money with a purpose")
    box = spend.get_by_role("textbox")
    box.fill("10")
    box.press("Tab")
    spend.get_by_role("button", name="Check my answer").click()
    another = spend.get_by_role("button", name="Another variant")
    expect(another).to_be_visible()
    box.fill("42")
    another.click()
    expect(spend.locator(".al-variant")).to_be_visible()
    expect(box).to_have_value("")
    until(page, lambda: recorded_in(folder).get("practice-purpose") == 42, "the number")
    assert not list(folder.glob("answers.variant-*.json"))


@pytest.mark.parametrize("front", FRONTS)
def test_certainty_by_keyboard(page: Page, lab: Server, folder: Path, front: str) -> None:
    """With keys alone one says how sure one is; after the check it is told what that counts."""
    practice = opened(page, lab, front)
    group = practice.get_by_role("group", name="How sure are you?")
    expect(group).to_be_visible()
    things = practice.locator(".al-thing")
    things.nth(0).get_by_role("radio").nth(0).check()
    until(page, (folder / ANSWERS).exists, "the answer")
    group.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(group.get_by_label("fairly sure")).to_be_checked()
    until(page, lambda: [one["sure"] for one in tries(folder)] == [2], "how sure")
    picture_of(practice, "certainty")
    page.keyboard.press("Tab")
    expect(practice.get_by_role("button", name="Check my answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(practice.locator(".al-sure-told")).to_contain_text("You said “fairly sure”")
    expect(group).to_be_hidden()
    (tried,) = tries(folder)
    right = sum(right for right, _ in tried["parts"].values())
    assert (len(tried["parts"]), tried["sure"]) == (1, 2)
    sentence = "1 right and 0 wrong" if right else "0 right and 1 wrong"
    expect(practice.locator(".al-sure-told")).to_contain_text(sentence)
    assert "sure" not in (folder / ANSWERS).read_text(encoding="utf-8")
    assert fits(practice)

    run_all(page)  # the panel is made anew: what was said stays closed
    again = panel(page, TITLE)
    expect(again.locator(".al-sure-told")).to_contain_text(sentence)


def test_progress_is_seen_in_the_notebook(page: Page, lab: Server, folder: Path) -> None:
    """After a practice the call shows a picture that has words, and the tables below it."""
    practice = opened(page, lab)
    things = practice.locator(".al-thing")
    for number in range(5):
        things.nth(number).get_by_role("radio").nth(0).check()
    practice.get_by_role("group", name="How sure are you?").get_by_label("certain").check()
    practice.get_by_role("button", name="Check my answer").click()
    expect(practice.locator(".al-sure-told")).to_contain_text("1 right and 4 wrong")
    run_all(page)
    heading = page.get_by_role("heading", name="See how far you are")
    for _ in range(60):
        if heading.count():
            break
        page.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollBy(0, 300)")
        page.wait_for_timeout(100)
    heading.scroll_into_view_if_needed()
    image = page.locator("img[alt*='“certain” was right 1 of 5 times']")
    expect(image).to_be_visible()
    for words in ("What was weak", "1 of 5 right", "tomorrow", "too few to say: 5 of at least 10"):
        expect(page.get_by_text(words).first).to_be_attached()
    picture_of(page.locator(".jp-OutputArea-output", has=image).first, "progress")
