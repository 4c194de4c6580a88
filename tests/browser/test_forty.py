"""Forty statements to sort: quick for the machine, and for the one who sorts them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib.items import read_item
from tests.browser.answering import into
from tests.browser.conftest import Desk, DeskOf, panel, until
from tests.conftest import classify_item, classify_key

pytestmark = pytest.mark.browser

FORTY = read_item(classify_item(40).to_data() | {"title": "Forty statements"})

AT_ONCE = 100
"""Milliseconds within which what we do seems to happen by our own hand (Miller 1968)."""


@pytest.fixture(scope="module")
def desk(desk_of: DeskOf) -> Iterator[Desk]:
    """An assignment with one long item."""
    with desk_of([(FORTY, classify_key(40))]) as served:
        yield served


@pytest.fixture
def forty(page: Page, desk: Desk) -> Locator:
    """The open panel, with nothing sorted yet."""
    (desk.server.folder / desk.name / "answers.json").unlink(missing_ok=True)
    desk.open(page)
    return panel(page, FORTY.title)


def sorted_on_disk(desk: Desk) -> dict[str, str]:
    """The categories on disk."""
    return desk.recorded.get(FORTY.id) or {}


def focused(forty: Locator) -> str:
    """The statement that has the focus."""
    return str(forty.evaluate("() => document.activeElement.closest('.al-thing')?.dataset.thing"))


def test_all_forty_by_two_keys_each(page: Page, desk: Desk, forty: Locator) -> None:
    """A number chooses, N goes on: eighty key presses sort forty statements, and none is lost."""
    into(forty)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for number in range(40):
        assert focused(forty) == f"T{number + 1:02}"
        page.keyboard.press(str(1 + number % 3))
        page.keyboard.press("n")
    expect(forty.get_by_text("All 40 answered").first).to_be_visible()
    expected = {thing: part["answer"] for thing, part in classify_key(40)["parts"].items()}
    until(page, lambda: sorted_on_disk(desk) == expected, "forty answers")
    expect(forty.get_by_role("button", name="Next open").first).to_be_disabled()


def test_only_the_open_ones(page: Page, desk: Desk, forty: Locator) -> None:
    """The filter shows what is open; an answered one stays until the learner moves on."""
    for thing in ("T01", "T02", "T04", "T40"):
        forty.locator(f"[data-thing={thing}]").get_by_text("Business", exact=True).click()
    until(page, lambda: len(sorted_on_disk(desk)) == 4, "four answers")
    forty.get_by_label("Only open ones").first.check()
    shown = forty.locator(".al-thing:visible")
    expect(shown).to_have_count(36)
    expect(shown.first).to_have_attribute("data-thing", "T03")
    expect(forty.get_by_label("Only open ones").last).to_be_checked()  # one filter, two boxes

    forty.get_by_role("button", name="Next open").first.click()
    assert focused(forty) == "T03"
    page.keyboard.press("2")
    expect(shown).to_have_count(36)  # nothing jumps below the hand
    page.keyboard.press("n")
    assert focused(forty) == "T05"
    expect(shown).to_have_count(35)
    forty.get_by_label("Only open ones").last.uncheck()
    expect(shown).to_have_count(40)


def test_next_open_begins_again_at_the_top(page: Page, desk: Desk, forty: Locator) -> None:
    """After the last open statement comes the first one."""
    forty.locator("[data-thing=T39]").get_by_text("Neither", exact=True).click()
    until(page, lambda: len(sorted_on_disk(desk)) == 1, "one answer")
    assert focused(forty) == "T39"
    page.keyboard.press("n")
    assert focused(forty) == "T40"
    page.keyboard.press("n")
    assert focused(forty) == "T01"


QUICK = """async (panel) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const measured = async (act) => {
    await painted();
    const before = performance.now();
    act();
    panel.getBoundingClientRect(); // the layout is part of what one waits for
    const spent = performance.now() - before;
    await painted();
    return spent;
  };
  const key = (name) => () => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const filter = panel.querySelector(".al-only");
  const times = { choose: [], next: [], filter: [] };
  panel.querySelector(".al-next").click();
  for (let round = 0; round < 20; round += 1) {
    times.choose.push(await measured(key("1")));
    times.next.push(await measured(key("n")));
    times.filter.push(await measured(() => filter.click()));
    filter.click();
    panel.querySelector(".al-next").click();
  }
  const middle = (all) => all.sort((a, b) => a - b)[all.length / 2];
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, middle(all)]));
}"""
"""Milliseconds for a choice, for the way to the next open one and for the filter: their medians."""


def test_forty_are_as_quick_as_one(forty: Locator) -> None:
    """A choice, the next open one and the filter each take less time than one notices."""
    spent = forty.evaluate(QUICK)
    assert set(spent) == {"choose", "next", "filter"}
    assert {name: ms for name, ms in spent.items() if ms > AT_ONCE} == {}
    assert min(spent.values()) > 0
