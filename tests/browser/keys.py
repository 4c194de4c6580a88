"""How any answer to any item is given by keys alone, in the panel that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from alignlib.items import Item

FIRST_STOP = """[...here.closest(".al-panel").querySelectorAll("button, input, summary, select")]
    .find((one) => one.tabIndex >= 0 && !one.disabled && one.offsetParent) === here"""
"""Whether `here` is where Tab first comes in a panel."""


def press(page: Page, keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys.split():
        page.keyboard.press(key)


def seek(page: Page, keys: str, there: str) -> None:
    """Press keys until what has the focus passes a test, which the page calls `here`."""
    for _ in range(80):
        if page.evaluate(f"() => {{ const here = document.activeElement; return {there}; }}"):
            return
        press(page, keys)
    raise AssertionError(f"eighty times {keys} do not lead to where {there}")


def classify(page: Page, data: dict[str, Any], value: dict[str, str]) -> None:
    """A number chooses the category, and N goes on to the next open one."""
    categories = [category["id"] for category in data["categories"]]
    press(page, "Tab Enter")  # past the meanings, to "Next open"
    for thing in data["things"]:
        press(page, f"{categories.index(value[thing['id']]) + 1} n")


def choose(page: Page, data: dict[str, Any], value: list[str]) -> None:
    """Tab goes from box to box, Space ticks."""
    for option in data["options"]:
        press(page, "Tab Space" if option["id"] in value else "Tab")


def link(page: Page, data: dict[str, Any], value: list[list[str]]) -> None:
    """The arrow keys go from cell to cell, Space ticks."""
    rows, columns = ([each["id"] for each in data[side]] for side in ("left", "right"))
    press(page, "Tab Control+Home")  # into the matrix, past the button that clears it
    at = (0, 0)
    for left, right in value:
        goal = (rows.index(left), columns.index(right))
        ways = (("ArrowDown", "ArrowUp"), ("ArrowRight", "ArrowLeft"))
        for (there, back), now, then in zip(ways, at, goal, strict=True):
            press(page, " ".join([there if then > now else back] * abs(then - now)))
        press(page, "Space")
        at = goal


def order(page: Page, data: dict[str, Any], value: list[str]) -> None:
    """Tab goes to each button "Place", Enter presses it."""
    del data
    for thing in value:
        seek(page, "Shift+Tab", FIRST_STOP)
        seek(page, "Tab", f"here.textContent === 'Place {thing} at the end of your order'")
        press(page, "Enter")


def plan(page: Page, data: dict[str, Any], value: dict[str, str]) -> None:
    """Tab goes to each box, Space funds, and the arrow keys choose the start."""
    del data
    for thing, start in value.items():
        seek(page, "Shift+Tab", FIRST_STOP)
        seek(page, "Tab", f"here.matches('[data-candidate=\"{thing}\"] input')")
        press(page, "Space Tab")
        seek(page, "ArrowDown", f"here.value === '{start}'")


def number(page: Page, data: dict[str, Any], value: float) -> None:
    """The digits are typed, with a decimal comma."""
    del data
    page.keyboard.type(str(value).replace(".", ","))


def memo(page: Page, data: dict[str, Any], value: str) -> None:
    """The text is typed."""
    del data
    press(page, "Tab")
    page.keyboard.type(value)


BY_KEYS: dict[str, Callable[[Page, dict[str, Any], Any], None]] = {
    "classify": classify,
    "choose": choose,
    "link": link,
    "order": order,
    "plan": plan,
    "number": number,
    "memo": memo,
}
"""How a kind is answered, from the first stop of the Tab key in its panel."""


def answer(page: Page, item: Item, value: Any) -> None:
    """Give an answer in the panel that has the focus."""
    BY_KEYS[item.KIND](page, item.to_data(), value)
