"""Link and order in JupyterLab, in depth: by mouse, by keyboard, enlarged, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib.items import read_item
from tests.browser.conftest import (
    Desk,
    DeskOf,
    panel,
    restart_kernel,
    run_all,
    to_top,
    until,
)
from tests.browser.samples import INITIATIVES, LINK, OBJECTIVES, ORDER, SERVES
from tests.conftest import Sample, link_item

pytestmark = pytest.mark.browser

LARGE: Sample = (
    read_item(link_item(12, 8).to_data() | {"title": "The large one"}),
    {"parts": {f"T{n:02}/G{1 + n % 8}": {"right": True} for n in range(1, 11)}},
)


@pytest.fixture(scope="module")
def desk(desk_of: DeskOf) -> Iterator[Desk]:
    """An assignment with both kinds, and with a large matrix."""
    with desk_of([LINK, ORDER, LARGE]) as served:
        yield served


@pytest.fixture
def link(page: Page, desk: Desk) -> Locator:
    """The open link panel, with nothing linked."""
    desk.open(page)
    return cleared(page, desk, LINK)


@pytest.fixture
def order(page: Page, desk: Desk) -> Locator:
    """The open order panel, with nothing placed."""
    desk.open(page)
    return cleared(page, desk, ORDER)


def cleared(page: Page, desk: Desk, sample: Sample) -> Locator:
    """The panel of an item, emptied of what an earlier test left."""
    item, _ = sample
    found = panel(page, item.title)
    if found.get_by_role("button", name="Clear all").get_attribute("aria-disabled") != "true":
        found.get_by_role("button", name="Clear all").click()
    until(page, lambda: not desk.recorded.get(item.id), "the emptied answer")
    return found


def box(matrix: Locator, pair: str) -> Locator:
    """The box of a pair, by the name that a screen reader hears."""
    left, right = pair.split("/")
    name = f"{left} {INITIATIVES[left][1]} {INITIATIVES[left][0]} {right} {OBJECTIVES[right]}"
    return matrix.get_by_role("checkbox", name=name, exact=True)


def linked(desk: Desk) -> list[str]:
    """The pairs on disk."""
    return ["/".join(pair) for pair in desk.recorded.get(LINK[0].id) or ()]


def ordered(desk: Desk) -> list[str]:
    """The sequence on disk."""
    return desk.recorded.get(ORDER[0].id) or []


def cell(matrix: Locator, pair: str) -> Locator:
    """The cell of a pair."""
    return box(matrix, pair).locator("xpath=ancestor::td")


def focused(page: Page) -> str:
    """The words of what has the focus, as a screen reader hears them."""
    return str(
        page.evaluate(
            """() => {
              const at = document.activeElement;
              const by = at.getAttribute("aria-labelledby")?.split(" ");
              const named = by?.map((id) => document.getElementById(id)) ?? [at];
              return named.map((one) => one.innerText).join(" ").replace(/\\s+/g, " ").trim();
            }"""
        )
    )


def focused_pair(page: Page) -> str:
    """The pair whose box has the focus, for example I01/O1."""
    return "/".join(re.findall(r"\b[IO]\d+\b", focused(page)))


# ---------------------------------------------------------------- link


def test_links_by_mouse(page: Page, desk: Desk, link: Locator) -> None:
    """A click on a cell links its pair, another takes the link away; both are on disk at once."""
    expect(link.get_by_text("12 points")).to_be_visible()
    expect(link.get_by_text("Still open")).to_be_visible()
    box(link, "I03/O3").click()
    expect(link.get_by_text("1 link of 30 possible")).to_be_visible()
    expect(link.get_by_text("5 rows without a link")).to_be_visible()
    expect(link.locator(".al-status")).to_have_text("✓Saved")
    # Beside the box is as good as on it.
    cell(link, "I01/O1").click(position={"x": 6, "y": 6})
    until(page, lambda: linked(desk) == ["I01/O1", "I03/O3"], "two links, row by row")
    box(link, "I03/O3").click()
    until(page, lambda: linked(desk) == ["I01/O1"], "one link")
    expect(link.locator(".al-open")).to_have_text("Answered")


def test_links_by_keyboard(page: Page, desk: Desk, link: Locator) -> None:
    """Tab goes into the matrix and out of it; the arrow keys go from box to box; Space links."""
    link.get_by_role("button", name="Clear all").focus()
    page.keyboard.press("Tab")
    assert focused_pair(page) == "I01/O1"
    page.keyboard.press("ArrowLeft")  # there is nothing further left
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    until(page, lambda: linked(desk) == ["I02/O2"], "the first link by keyboard")
    page.keyboard.press("End")
    assert focused_pair(page) == "I02/O5"
    page.keyboard.press("Control+Home")
    page.keyboard.press("Space")
    until(page, lambda: linked(desk) == ["I01/O1", "I02/O2"], "the second link by keyboard")
    page.keyboard.press("Control+End")
    assert focused_pair(page) == "I06/O5"
    page.keyboard.press("Tab")
    expect(
        link.get_by_role("group", name="How sure are you?").get_by_label("a guess")
    ).to_be_focused()
    page.keyboard.press("Tab")
    expect(link.get_by_role("button", name="Check my answer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")  # back to the box that was left
    assert focused_pair(page) == "I06/O5"
    expect(link.get_by_role("grid", name="Which serves which?")).to_be_visible()


def test_links_survive_a_restart(page: Page, desk: Desk, link: Locator) -> None:
    """After a restart of the kernel, and the cell run again, the links are ticked as before."""
    box(link, "I05/O4").click()
    box(link, "I06/O2").click()
    until(page, lambda: linked(desk) == ["I05/O4", "I06/O2"], "two links")
    restart_kernel(page)
    to_top(page)
    run_all(page)
    again = panel(page, LINK[0].title)
    expect(again.get_by_text("2 links of 30 possible")).to_be_visible()
    expect(box(again, "I05/O4")).to_be_checked()
    expect(box(again, "I01/O1")).not_to_be_checked()
    assert linked(desk) == ["I05/O4", "I06/O2"]


def test_links_are_checked_pair_by_pair(page: Page, desk: Desk, link: Locator) -> None:
    """With an open key the check says how many are right, and marks each pair in its cell."""
    for pair in (*SERVES[:5], "I04/O2"):
        box(link, pair).click()
    until(page, lambda: len(linked(desk)) == 6, "six links")
    link.get_by_role("button", name="Check my answer").click()
    expect(link.get_by_text("5 of your 6 links are right; you found 5 of the 6")).to_be_visible()
    mark = cell(link, "I04/O2").locator(".al-outcome")
    expect(mark).to_have_text("✗ not met")
    expect(link.locator(".al-verdict[data-part='I06/O2']")).to_contain_text("not linked")
    box(link, "I04/O2").click()  # a mark is about the answer that was checked
    expect(mark).to_have_count(0)
    expect(link.get_by_text("Your answer has changed since this check.")).to_be_visible()


@pytest.mark.parametrize("zoom", [1, 2])
def test_a_large_matrix_keeps_its_headings(page: Page, desk: Desk, zoom: int) -> None:
    """At 200 % zoom the matrix scrolls in its frame; the focused box lies clear of the headings."""
    page.set_viewport_size({"width": 1280 // zoom, "height": 900 // zoom})
    desk.open(page)
    if zoom > 1:  # a learner would close the side bar too
        page.keyboard.press("Control+b")
    large = panel(page, "The large one")
    large.get_by_role("checkbox").first.focus()
    for _ in range(11):
        page.keyboard.press("ArrowDown")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    for key in ("Home", "End", "Control+Home"):
        page.keyboard.press(key)
        hidden = page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return at !== document.activeElement;
            }"""
        )
        assert not hidden, f"after {key} something covers the focused box"
    large.scroll_into_view_if_needed()
    assert large.evaluate("e => e.scrollWidth <= e.clientWidth")


# ---------------------------------------------------------------- order


def place(order: Locator, identity: str) -> None:
    """Place a thing at the end, by its button."""
    order.get_by_role("button", name=f"Place {identity} at the end of your order").click()


def tool(order: Locator, name: str, identity: str) -> Locator:
    """A button of a placed thing."""
    return order.get_by_role("button", name=f"{name}: {identity}", exact=True)


def test_order_by_mouse(page: Page, desk: Desk, order: Locator) -> None:
    """Things are placed, moved one up, to the top and the bottom, and taken out, by buttons."""
    expect(order.get_by_text("8 points")).to_be_visible()
    expect(order.locator(".al-open")).to_have_text("6 of 6 still open")
    for identity in ("I01", "I02", "I03", "I04"):
        place(order, identity)
    expect(order.get_by_text("4 of 6 placed")).to_be_visible()
    expect(order.locator(".al-open")).to_have_text("2 of 6 still open")
    until(page, lambda: ordered(desk) == ["I01", "I02", "I03", "I04"], "four things")
    tool(order, "Up", "I03").click()
    until(page, lambda: ordered(desk) == ["I01", "I03", "I02", "I04"], "one up")
    tool(order, "To the top", "I04").click()
    until(page, lambda: ordered(desk) == ["I04", "I01", "I03", "I02"], "to the top")
    tool(order, "To the bottom", "I01").click()
    until(page, lambda: ordered(desk) == ["I04", "I03", "I02", "I01"], "to the bottom")
    tool(order, "Take out", "I03").click()
    until(page, lambda: ordered(desk) == ["I04", "I02", "I01"], "taken out")
    expect(order.locator(".al-status")).to_have_text("✓Saved")
    expect(order.get_by_role("list", name="Not placed yet").locator("li")).to_have_count(3)


def test_order_by_keyboard(page: Page, desk: Desk, order: Locator) -> None:
    """Enter places one thing after the other; keys move them; the new place is said."""
    heard = order.locator("p.al-hidden[role=status]")
    order.get_by_role("button", name="Place I01 at the end").focus()
    for _ in range(6):  # the focus goes on to the next thing to place by itself
        page.keyboard.press("Enter")
    until(page, lambda: len(ordered(desk)) == 6, "six things by Enter alone")
    expect(order.get_by_text("Everything is placed.")).to_be_visible()
    assert focused(page).endswith("Up: I06")
    page.keyboard.press("ArrowUp")
    expect(heard).to_have_text("I06 is now number 5 of 6.")
    page.keyboard.press("Home")
    expect(heard).to_have_text("I06 is now number 1 of 6.")
    page.keyboard.press("ArrowUp")
    expect(heard).to_have_text("I06 is at the top already.")
    page.keyboard.press("ArrowDown")
    expected = ["I01", "I06", "I02", "I03", "I04", "I05"]
    until(page, lambda: ordered(desk) == expected, "moved by keys")
    assert focused(page).endswith("Up: I06")  # the focus moves with the thing
    page.keyboard.press("ArrowRight")
    assert focused(page).endswith("Down: I06")
    page.keyboard.press("Space")
    expect(heard).to_have_text("I06 is now number 3 of 6.")
    page.keyboard.press("Tab")
    assert focused(page).endswith("Up: I03")  # one stop of the Tab key for each row
    page.keyboard.press("Delete")
    expect(heard).to_have_text("I03 is taken out. 5 things are placed.")
    until(page, lambda: ordered(desk) == ["I01", "I02", "I06", "I04", "I05"], "taken out")
    assert focused(page).endswith("I04")


def test_an_order_survives_a_restart(page: Page, desk: Desk, order: Locator) -> None:
    """After a restart of the kernel, and the cell run again, a half-done order stands as before."""
    for identity in ("I05", "I02", "I03"):
        place(order, identity)
    until(page, lambda: ordered(desk) == ["I05", "I02", "I03"], "three things")
    restart_kernel(page)
    to_top(page)
    run_all(page)
    again = panel(page, ORDER[0].title)
    rows = again.get_by_role("list", name="Your order, from first to last").locator("li")
    expect(rows).to_have_count(3)
    assert [row.get_attribute("data-thing") for row in rows.all()] == ["I05", "I02", "I03"]
    expect(again.locator(".al-open")).to_have_text("3 of 6 still open")


def test_an_order_is_checked_pair_by_pair(page: Page, desk: Desk, order: Locator) -> None:
    """With an open key the check counts the pairs and names each that stands the wrong way."""
    for identity in ("I05", "I02", "I01", "I03", "I06"):
        place(order, identity)
    until(page, lambda: len(ordered(desk)) == 5, "five things")
    order.get_by_role("button", name="Check my answer").click()
    expect(order.get_by_text("are right and 1 is wrong. A wrong one costs 2")).to_be_visible()
    verdict = order.locator(".al-verdict[data-part='I03/I01']")
    expect(verdict).to_contain_text("I01 before I03")
    expect(order.locator(".al-row[data-thing=I03] .al-outcome")).to_have_text("✗ not met")
    tool(order, "Up", "I03").click()
    expect(order.locator(".al-row .al-outcome")).to_have_count(0)
