"""Link and order in JupyterLab: by mouse, by keyboard, in both themes, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib.items import read_item
from tests.browser.conftest import (
    Desk,
    DeskOf,
    Sample,
    panel,
    picture_of,
    restart_kernel,
    run_all,
    to_top,
    until,
)
from tests.conftest import link_item

pytestmark = pytest.mark.browser

INITIATIVES = {
    "I01": ("Click and collect in all 42 stores", "1.9 M"),
    "I02": ("One customer file for shops and web", "0.8 M"),
    "I03": ("Stock counted by radio tags", "1.2 M"),
    "I04": ("Chat assistant for the website", "0.4 M"),
    "I05": ("Move the tills to the new network", "0.7 M"),
    "I06": ("Loyalty app with personal offers", "1.1 M"),
}
OBJECTIVES = {
    "O1": "Grow online sales by a third",
    "O2": "Keep nine in ten loyal customers",
    "O3": "Cut stock losses by half",
    "O4": "Pass the security audit",
    "O5": "Open in two more countries",
}
SERVES = ("I01/O1", "I02/O2", "I02/O1", "I03/O3", "I05/O4", "I06/O2")
FIRST = ("I05/I03", "I03/I01", "I02/I06", "I06/I04", "I05/I02", "I01/I04")


def choice(identity: str, text: str, note: str = "") -> dict[str, str]:
    """A thing of an item."""
    return {"id": identity, "text": text, "note": note}


def pairs(named: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """A key that names these pairs."""
    told = {"why": "The minutes of March say so.", "claim": "S16"}
    return {"feedback": "full", "parts": dict.fromkeys(named, told | more)}


LINK: Sample = (
    read_item(
        {
            "id": "which-serves-which",
            "kind": "link",
            "title": "Which serves which?",
            "prompt": "Link each initiative with the objectives that it serves. An initiative may "
            "serve several objectives, or none.",
            "points": 12,
            "claims": ["S16"],
            "lesson": "every-choice-traced",
            "left_heading": "Initiative",
            "right_heading": "Objective",
            "left": [choice(i, text, note) for i, (text, note) in INITIATIVES.items()],
            "right": [choice(i, text) for i, text in OBJECTIVES.items()],
        }
    ),
    pairs(SERVES, right=True),
)

ORDER: Sample = (
    read_item(
        {
            "id": "what-comes-first",
            "kind": "order",
            "title": "What must come first?",
            "prompt": "Put the initiatives into an order in which each one finds ready what it "
            "needs.",
            "points": 8,
            "claims": ["S38"],
            "lesson": "dependencies",
            "things": [choice(i, text, note) for i, (text, note) in INITIATIVES.items()],
        }
    ),
    pairs(FIRST),
)

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


# ---------------------------------------------------------------- both


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_can_be_read_in_either_theme(page: Page, desk: Desk, *, dark: bool) -> None:
    """In JupyterLab's light and dark theme the words of both panels have a contrast of 4.5 to 1."""
    desk.open(page, dark=dark)
    theme = "-dark" if dark else ""
    link = cleared(page, desk, LINK)
    for pair in (*SERVES[:4], "I04/O2"):
        box(link, pair).click()
    until(page, lambda: len(linked(desk)) == 5, "five links")
    link.get_by_role("button", name="Check my answer").click()
    expect(link.get_by_role("heading", name="Feedback")).to_be_visible()
    assert faint(link) == []
    picture_of(link, f"link{theme}")
    order = cleared(page, desk, ORDER)
    for identity in ("I05", "I02", "I01", "I03"):
        place(order, identity)
    until(page, lambda: len(ordered(desk)) == 4, "four things")
    assert faint(order) == []
    picture_of(order, f"order{theme}")


FAINT = """(panel) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour, below) => {
    canvas.fillStyle = below; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (data) => [...data].slice(0, 3)
    .map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const found = [];
  for (const element of panel.querySelectorAll("*")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    // What is disabled may be faint; what nobody sees has no contrast.
    const unseen = !element.checkVisibility() || element.closest("[aria-disabled], .al-hidden");
    if (!own || unseen) continue;
    let ground = element;
    while (ground && rgb(getComputedStyle(ground).backgroundColor, "#f0f").join() !==
                     rgb(getComputedStyle(ground).backgroundColor, "#0f0").join()) {
      ground = ground.parentElement;
    }
    const back = getComputedStyle(ground).backgroundColor;
    const [a, b] = [light(rgb(getComputedStyle(element).color, back)), light(rgb(back, back))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${element.textContent.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return found;
}"""
"""The texts of a panel whose contrast with the nearest solid ground is below 4.5 to 1."""


def faint(found: Locator) -> list[str]:
    """The texts that are too faint to read."""
    assert found.evaluate("e => e.querySelectorAll('*').length") > 50
    return list(found.evaluate(FAINT))
