"""
Every kind of panel in JupyterLab and in Notebook 7: by mouse, by keyboard, light and dark.

There are four sittings. In each a learner opens a notebook, answers all items, asks for a check,
restarts the kernel and comes back. A sitting is slow, so that its tests share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.answering import BY, into
from tests.browser.conftest import (
    Desk,
    lab_over,
    panel,
    picture_of,
    receipts,
    restart_kernel,
    run_all,
    to_top,
    until,
    write_assignment,
)
from tests.browser.examining import MOVES, STICKS_OUT, Examination, examined, walked
from tests.browser.samples import ANSWERS, SAMPLES

pytestmark = pytest.mark.browser

KINDS = list(SAMPLES)
MOMENTS = ("before an answer", "after an answer", "with feedback")
TALL = {"width": 1280, "height": 12_000}
"""A window in which all panels are drawn at once."""

WIDE_TEXT = (
    ".al-panel * { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
    "word-spacing: 0.16em !important; } .al-panel p { margin-bottom: 2em !important; }"
)
WINDOWS = {"320 pixels": (320, ""), "200 %": (640, ""), "text set wide": (640, WIDE_TEXT)}
"""Narrow windows of WCAG 1.4.10, 1.4.4 and 1.4.12: their width, and a style of the reader's own."""


@dataclass
class Sitting:
    """A learner in front of a notebook with a panel of each kind."""

    desk: Desk
    page: Page
    front: str
    theme: str
    means: str
    examinations: dict[str, dict[str, Examination]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    walks: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    cut_off: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def panel(self, kind: str) -> Locator:
        """The panel of a kind."""
        return self.page.locator(f".al-panel[data-item={SAMPLES[kind][0].id}]")

    def state(self, kind: str) -> Any:
        """What a panel shows as the answer."""
        return self.panel(kind).evaluate(
            """(panel) => [
              ...[...panel.querySelectorAll("input, select, textarea")].map((one) =>
                ["checkbox", "radio"].includes(one.type) ? one.checked : one.value),
              ...[...panel.querySelectorAll("[data-thing]")].map((one) => one.dataset.thing),
            ]"""
        )


def drawn(page: Page) -> None:
    """Wait until all panels are on the page."""
    expect(page.locator(".al-panel")).to_have_count(len(KINDS))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, chromium_path: Path) -> Iterator[Desk]:
    """One server for all sittings; each has a folder of its own."""
    del chromium_path  # without a browser there is no need for a server
    folder, home = tmp_path_factory.mktemp("desks"), tmp_path_factory.mktemp("home")
    with lab_over(folder, home) as server:
        yield Desk(server, home, "")


@pytest.fixture(
    scope="module",
    params=["lab-light-mouse", "lab-dark-keys", "notebook-light-keys", "notebook-dark-mouse"],
)
def opened(request: pytest.FixtureRequest, served: Desk, browser: Browser) -> Iterator[Sitting]:
    """A notebook that was just run. Nothing is answered yet."""
    front, theme, means = request.param.split("-")
    write_assignment(served.server.folder / request.param, request.param, list(SAMPLES.values()))
    desk = Desk(served.server, served.home, request.param)
    context = browser.new_context(viewport=TALL)
    context.set_default_timeout(20_000)
    page = context.new_page()
    desk.open(page, front=front, dark=theme == "dark")
    drawn(page)
    sitting = Sitting(desk, page, front, theme, means)
    sitting.examinations[MOMENTS[0]] = examined(page)
    yield sitting
    context.close()


@pytest.fixture(scope="module")
def answered(opened: Sitting) -> Sitting:
    """All items answered, by the means of this sitting."""
    for kind in KINDS:
        BY[opened.means][kind](opened.panel(kind))
    until(opened.page, lambda: len(opened.desk.recorded) == len(KINDS), "an answer of each kind")
    opened.page.mouse.move(2, 2)  # what lies below the mouse looks different
    to_top(opened.page)
    opened.examinations[MOMENTS[1]] = examined(opened.page)
    if opened.front == "lab":
        for kind in KINDS:
            name = f"{kind}-dark" if opened.theme == "dark" else kind
            picture_of(opened.panel(kind), name)
    return opened


@pytest.fixture(scope="module")
def checked(answered: Sitting) -> Sitting:
    """Each answer checked, with all that was found unfolded."""
    page = answered.page
    for kind in KINDS:
        shown = answered.panel(kind)
        shown.get_by_role("button", name="Check my answer").click()
        expect(shown.get_by_role("heading", name="Feedback")).to_be_visible()
        if kind == "choose" and answered.front == "lab":
            picture_of(shown, "feedback-dark" if answered.theme == "dark" else "feedback")
        for folded in shown.locator(".al-feedback summary").all():
            folded.click()
    page.mouse.move(2, 2)
    to_top(page)
    answered.examinations[MOMENTS[2]] = examined(page)
    return answered


@pytest.fixture(scope="module")
def followed(checked: Sitting) -> Sitting:
    """Each panel gone through with Tab, in a laptop's window, where the notebook scrolls."""
    page = checked.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_timeout(1000)  # the notebook takes away what is far, and scrolls
    for kind in KINDS:
        found = panel(page, SAMPLES[kind][0].title)
        into(found)
        checked.walks[kind] = walked(found)
    page.set_viewport_size(TALL)
    drawn(page)
    return checked


@pytest.fixture(scope="module")
def narrowed(checked: Sitting) -> Sitting:
    """What was cut off in narrow windows."""
    page = checked.page
    if checked.front == "lab":  # its side bar would leave a panel next to nothing
        checked.panel(KINDS[0]).locator("button").first.focus()
        page.keyboard.press("Escape")
        page.keyboard.press("Control+b")
        expect(page.locator(".jp-FileBrowser")).to_be_hidden()
    for window, (width, style) in WINDOWS.items():
        page.set_viewport_size(TALL | {"width": width})
        added = page.add_style_tag(content=style or " ")
        page.wait_for_timeout(300)
        drawn(page)
        checked.cut_off[window] = {k: checked.panel(k).evaluate(STICKS_OUT) for k in KINDS}
        added.evaluate("style => style.remove()")
    page.set_viewport_size(TALL)
    if checked.front == "lab":
        page.keyboard.press("Control+b")
    return checked


@pytest.fixture(scope="module")
def restarted(checked: Sitting) -> Sitting:
    """The kernel restarted, and all cells run again."""
    checked.before = {kind: checked.state(kind) for kind in KINDS}
    old = checked.panel(KINDS[-1]).element_handle()
    restart_kernel(checked.page)
    run_all(checked.page)
    until(checked.page, lambda: not old.evaluate("e => e.isConnected"), "a new panel")
    drawn(checked.page)
    return checked


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_answered_is_on_disk(answered: Sitting, kind: str) -> None:
    """By mouse or by keyboard, in either front end: the answer is saved, and the panel says so."""
    item, _ = SAMPLES[kind]
    assert ANSWERS[kind] == answered.desk.recorded[item.id]
    expect(answered.panel(kind).locator(".al-status")).to_have_text("✓Saved")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_fault(checked: Sitting, kind: str, moment: str) -> None:
    """No violation of WCAG 2.2 A or AA, and the panel was looked at."""
    found = checked.examinations[moment][SAMPLES[kind][0].id]
    assert found.faults == []
    assert found.unseen == [], found.passed


@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_can_be_followed(followed: Sitting, kind: str) -> None:
    """At each stop of Tab there is a ring that nothing covers, on a target that is large enough."""
    stops, faults = followed.walks[kind]
    assert faults == []
    assert 2 <= len(stops) == len(set(stops)) < 40


@pytest.mark.parametrize("kind", KINDS)
def test_escape_goes_back_to_the_cell(checked: Sitting, kind: str) -> None:
    """From inside a panel Escape goes to its cell, from where the arrow keys go on."""
    into(checked.panel(kind))
    checked.page.keyboard.press("Escape")
    assert checked.panel(kind).evaluate(
        "panel => document.activeElement === panel.closest('.jp-Cell')"
    )


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_in_a_narrow_window(narrowed: Sitting, kind: str, window: str) -> None:
    """At 320 pixels, at 200 % zoom and with text set wide nothing sticks out to the side."""
    assert narrowed.cut_off[window][kind] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_those_who_want_no_motion(checked: Sitting, kind: str) -> None:
    """Nothing fades or slides where the system asks for reduced motion."""
    checked.page.emulate_media(reduced_motion="reduce")
    found = checked.panel(kind).evaluate(MOVES)
    checked.page.emulate_media(reduced_motion="no-preference")
    assert found == []
    assert checked.panel(kind).evaluate(MOVES) != []


def test_a_choice_is_seen_without_our_colours(checked: Sitting) -> None:
    """In a high-contrast mode, which replaces all colours, what is chosen still has its marks."""
    checked.page.emulate_media(forced_colors="active")
    looks = checked.panel("classify").evaluate(
        """panel => [true, false].map((chosen) => [...panel.querySelectorAll(".al-pill")]
             .filter((pill) => pill.control.checked === chosen)
             .map((pill) => getComputedStyle(pill).outlineStyle))"""
    )
    edges = checked.panel("classify").evaluate(
        """panel => [...panel.querySelectorAll(".al-thing")].map((thing) =>
             [thing.dataset.open, getComputedStyle(thing).borderLeftColor])"""
    )
    checked.page.emulate_media(forced_colors="none")
    assert [set(look) for look in looks] == [{"solid"}, {"none"}]
    assert len({colour for is_open, colour in edges if is_open == "true"}) == 1
    assert not {c for o, c in edges if o == "true"} & {c for o, c in edges if o == "false"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_outlives_the_kernel(restarted: Sitting, kind: str) -> None:
    """After a restart and a run of all cells the panel shows what it showed before."""
    item, _ = SAMPLES[kind]
    assert ANSWERS[kind] == restarted.desk.recorded[item.id]
    expect(restarted.panel(kind).locator(".al-status")).to_have_text("✓Saved")
    assert restarted.before[kind] == restarted.state(kind)


def test_the_saved_notebook_carries_a_receipt(restarted: Sitting) -> None:
    """Ctrl+S inside a panel saves the notebook, and with it the answers."""
    into(restarted.panel("classify"))
    restarted.page.keyboard.press("Control+s")
    path = restarted.desk.server.folder / restarted.desk.name / f"{restarted.desk.name}.ipynb"
    expected = {SAMPLES[kind][0].id: ANSWERS[kind] for kind in KINDS}
    until(restarted.page, lambda: expected in receipts(path), "the receipt")
    assert restarted.desk.recorded == expected
