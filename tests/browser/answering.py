"""How a learner gives the sample answers: with the mouse, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator

from tests.browser.samples import ANSWERS, MEANINGS

# ---------------------------------------------------------------- with the mouse


def classify_by_mouse(panel: Locator) -> None:
    """Click the words of a category."""
    for thing, category in ANSWERS["classify"].items():
        label = MEANINGS[category][0]
        panel.locator(f"[data-thing={thing}]").get_by_text(label, exact=True).click()


def choose_by_mouse(panel: Locator) -> None:
    """Click on a paragraph."""
    for option in ANSWERS["choose"]:
        panel.locator(f"[data-option={option}] .al-text").click()


def link_by_mouse(panel: Locator) -> None:
    """Click into a cell of the table."""
    for left, right in ANSWERS["link"]:
        row = panel.locator("tbody tr", has=panel.page.get_by_text(left, exact=True))
        row.locator("td").nth(int(right[1:]) - 1).click()


def order_by_mouse(panel: Locator) -> None:
    """Click on "Place"; what was placed too early is moved by its buttons."""
    for thing in ("I01", "I05", "I02", "I03"):
        panel.get_by_role("button", name=f"Place {thing} at the end of your order").click()
    for name in ("Down", "Down"):
        panel.get_by_role("button", name=f"{name}: I01", exact=True).click()


def number_by_mouse(panel: Locator) -> None:
    """Click into the box, type, and click elsewhere."""
    panel.get_by_role("textbox").click()
    panel.get_by_role("textbox").press_sequentially("66.1")
    panel.locator(".al-title").click()


def plan_by_mouse(panel: Locator) -> None:
    """Click on an initiative, then choose its start from the list."""
    for thing, period in ANSWERS["plan"].items():
        panel.locator(f"[data-candidate={thing}] .al-text").click()
        panel.get_by_label(f"Starts {thing}, in").select_option(period)


def memo_by_mouse(panel: Locator) -> None:
    """Click into the box, type, and click elsewhere."""
    panel.get_by_role("textbox").click()
    panel.get_by_role("textbox").press_sequentially(ANSWERS["memo"])
    panel.locator(".al-title").click()


# ---------------------------------------------------------------- with the keyboard

KEYS: dict[str, str] = {
    # past the meanings to "Next open"; then a number chooses, and N goes on
    "classify": "Tab Enter 1 n 1 n 3 n 1",
    "choose": "Tab Space Tab Space",
    "link": "Tab Space ArrowDown ArrowRight Space ArrowDown ArrowRight Space "
    "ArrowDown ArrowLeft Space",
    # four are placed; the last one goes to the top, and I01 one down
    "order": "Tab Enter Enter Enter Tab Enter Shift+Tab Shift+Tab Home Tab ArrowDown",
    "number": "6 6 . 1 Enter",
    # the start of T03 moves from the second quarter to the third, that of T07 to the second
    "plan": "Tab Tab Space Tab Tab Space Tab Tab Space Tab ArrowDown Tab Tab Tab Tab Space Tab "
    "ArrowDown",
    "memo": "Tab",
}
"""The keys for each kind, from the first stop of the Tab key in its panel."""


def into(panel: Locator) -> None:
    """Go from the panel's cell into the panel: the cell's own tools come first, if it shows any."""
    panel.locator("xpath=ancestor::*[contains(@class, 'jp-CodeCell')]").focus()
    for _ in range(4):
        panel.page.keyboard.press("Tab")
        if panel.evaluate("panel => panel.contains(document.activeElement)"):
            return
    raise AssertionError("the Tab key does not lead from the cell into its panel")


def by_keys(kind: str) -> Callable[[Locator], None]:
    """What gives the sample answer of a kind by keys alone."""

    def press(panel: Locator) -> None:
        into(panel)
        for key in KEYS[kind].split():
            panel.page.keyboard.press(key)
        if kind == "memo":
            panel.page.keyboard.type(ANSWERS["memo"])
        panel.page.keyboard.press("Tab")

    return press


BY: dict[str, dict[str, Callable[[Locator], None]]] = {
    "mouse": {
        "classify": classify_by_mouse,
        "choose": choose_by_mouse,
        "link": link_by_mouse,
        "order": order_by_mouse,
        "number": number_by_mouse,
        "plan": plan_by_mouse,
        "memo": memo_by_mouse,
    },
    "keys": {kind: by_keys(kind) for kind in KEYS},
}
"""What gives the sample answer, by the means and the kind."""
