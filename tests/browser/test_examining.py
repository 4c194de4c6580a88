"""The examination of panels sees what it should see: each check is shown a bad example."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.examining import MOVES, STICKS_OUT, WANTED, Examination, examined, walked

pytestmark = pytest.mark.browser

WORDS = "".join(f"<p>Paragraph {number}.</p>" for number in range(6))
SOUND = f'<h1>A panel</h1><div role="group">{WORDS}</div><button>Large enough</button>'
SMALL = '<button style="width: 9px; min-height: 9px; padding: 0" aria-label="{}"></button>'


def show(page: Page, inside: str, style: str = "") -> None:
    """A page with nothing but one panel."""
    page.set_content(
        '<html lang="en"><title>A page</title><style>button, input { min-height: 30px }</style>'
        '<main><section class="al-panel" data-item="one" '
        f'style="width: 300px; {style}">{inside}</section></main></html>'
    )


def test_a_sound_panel_has_no_fault(page: Page) -> None:
    """Enough of it was looked at, and nothing is wrong."""
    show(page, SOUND)
    found = examined(page)["one"]
    assert (found.faults, found.unseen) == ([], [])


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ('<p style="color: #aaa">Faint words.</p>', "color-contrast"),
        ('<p style="background: linear-gradient(#fff, #777)">On a slope.</p>', "color-contrast"),
        ("<input>", "label"),
        ('<div role="button" tabindex="0"></div>', "aria-command-name"),
        ("<h4>Too deep</h4>", "heading-order"),
        (SMALL.format("one") + SMALL.format("two"), "target-size"),
    ],
    ids=["faint", "undecided", "nameless", "nameless too", "heading", "small"],
)
def test_a_fault_is_found(page: Page, bad: str, rule: str) -> None:
    """What breaks a rule, or cannot be decided, is named with its rule."""
    show(page, SOUND + bad)
    assert {fault.partition(":")[0] for fault in examined(page)["one"].faults} == {rule}


@pytest.mark.parametrize("style", ["display: none", "height: 0; overflow: hidden"])
def test_a_panel_that_axe_did_not_see_is_no_success(page: Page, style: str) -> None:
    """Without a fault, but also without a word looked at."""
    show(page, SOUND, style)
    found = examined(page).get("one", Examination())
    assert found.faults == []
    assert "color-contrast" in found.unseen
    assert Examination().unseen == list(WANTED)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ('<button style="outline: none">Without a ring</button>', "no ring"),
        (SMALL.format("small"), "9 by 9 pixels"),
        (
            "<button>Below</button><div style='position: relative; top: -40px; height: 60px; "
            "background: #fff'></div>",
            "covered by DIV",
        ),
    ],
    ids=["ring", "size", "covered"],
)
def test_a_focus_that_cannot_be_followed_is_found(page: Page, bad: str, fault: str) -> None:
    """A stop without a ring, one that is too small, one that something lies over."""
    show(page, bad)
    page.add_style_tag(content=":focus { outline: 3px solid blue; }")
    page.keyboard.press("Tab")
    stops, faults = walked(page.locator(".al-panel"))
    assert len(stops) == 1
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        ("<p class='wide' style='width: 400px'>Wide.</p>", ["wide: Wide."]),
        (f"<p class='cut' style='overflow: hidden; white-space: nowrap'>{'Cut off. ' * 20}</p>",
         ["cut: Cut off. Cut off. Cut off. Cut"]),
        ("<p>Narrow.</p>", []),
    ],
    ids=["wide", "cut", "narrow"],
)  # fmt: skip
def test_what_sticks_out_is_found(page: Page, bad: str, found: list[str]) -> None:
    """What is wider than its panel, and what is cut off inside of it."""
    show(page, bad)
    sticking = page.locator(".al-panel").evaluate(STICKS_OUT)
    assert [one for one in sticking if not one.startswith("the panel")] == found


def test_what_moves_is_found(page: Page) -> None:
    """A transition is a movement."""
    show(page, "<p class='slow' style='transition: color 1s'>Slow.</p><p>Still.</p>")
    assert page.locator(".al-panel").evaluate(MOVES) == ["slow"]
