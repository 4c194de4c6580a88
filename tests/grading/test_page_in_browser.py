"""A learner opens the feedback page in a real browser: nothing runs, and everything can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from alignlib.cases import Bundle
from tests.grading.hostile import ELSEWHERE, MARK, MEMO_ATTACK
from tests.grading.kit import MEMO
from tests.grading.test_page import COMMENT, Desk
from tests.pictures import picture

pytestmark = pytest.mark.browser

ATTACK = "\n".join(
    (
        MEMO_ATTACK,
        f"<link rel=stylesheet href=https://{ELSEWHERE}/x.css>",
        f"<meta http-equiv=refresh content='0;url=https://{ELSEWHERE}/'>",
        f"<form action=https://{ELSEWHERE}><button autofocus onfocus=\"document.title='{MARK}'\">",
        f"<details open ontoggle=\"document.title='{MARK}'\">",
        f"</style></title></textarea><script>alert('{MARK}')</script>",
        "</section></main></body><style>* { display: none !important }</style>",
    )
)
"""Everything that a text can try in a page."""

LEAST_CONTRAST = 4.5
"""What the accessibility guidelines (WCAG 2, level AA) ask of text."""


@dataclass
class Watched:
    """A page that takes down every request but its own, every dialog, and every complaint."""

    page: Page
    own: str
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def guard(self, route: Route) -> None:
        """Let the page itself pass; take down and stop all else."""
        if route.request.url.partition("#")[0] == self.own:
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def assert_unharmed(self) -> None:
        """Nothing was asked for, nothing ran, and nothing was refused to a text that tried."""
        self.page.wait_for_timeout(500)  # time for a script that had got through
        assert (self.asked, self.dialogs, self.said) == ([], [], [])
        assert MARK not in self.page.title()
        assert self.page.locator("script, iframe, svg, img, object, form, base").count() == 0
        assert len(self.page.frames) == 1


Open = Callable[..., Any]


@pytest.fixture(scope="module")
def desk(larkfield: Bundle, assignment: dict[str, Any]) -> Desk:
    """Pages of module 1."""
    return Desk(larkfield, {i["id"]: i for i in assignment["items"] if i["kind"] == "memo"})


@pytest.fixture(scope="module")
def pages(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of two pages: one of a learner who attacks, one of an ordinary one."""
    folder = tmp_path_factory.mktemp("pages")
    attacking = desk.answers("average").with_answer(MEMO, ATTACK)
    memo = {"manual": 12.0, "waits": False}
    made = {
        "hostile": desk.page(
            attacking,
            notices=[ATTACK],
            one_paragraph_two_readers=memo | {"comment": f"purpose: 4 {ATTACK}\n{ATTACK}"},
        ),
        "ordinary": desk.page(
            desk.answers("misconception"),
            notices=["There is no receipt in the notebook."],
            one_paragraph_two_readers=memo | {"comment": COMMENT},
        ),
    }
    found = {}
    for name, page in made.items():
        path = folder / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        found[name] = path.as_uri()
    return found


@pytest.fixture
def opened(browser: Browser, pages: dict[str, str]) -> Open:
    """Opens a page in a window of its own, watched from the first moment."""

    @contextmanager
    def opens(name: str, **options: Any) -> Iterator[Watched]:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}} | options)
        watched = Watched(context.new_page(), pages[name])
        context.route("**/*", watched.guard)
        page = watched.page
        page.on("dialog", lambda d: (watched.dialogs.append(d.message), d.dismiss()))
        page.on("console", lambda message: watched.said.append(message.text))
        page.on("pageerror", lambda error: watched.said.append(str(error)))
        page.goto(pages[name])
        yield watched
        context.close()

    return opens


@pytest.mark.parametrize("name", ["hostile", "ordinary"])
def test_the_page_asks_for_nothing_and_runs_nothing(opened: Open, name: str) -> None:
    """With scripts allowed, no text of a learner's or a marker's is more than text."""
    with opened(name) as watched:
        watched.assert_unharmed()
        page = watched.page
        expect(page.get_by_role("heading", name="Two strategies", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="The marker’s comment")).to_be_visible()
        if name == "hostile":
            expect(page.locator("blockquote")).to_have_text(ATTACK)
            expect(page.locator("footer")).to_be_visible()


def test_the_page_needs_no_script(opened: Open) -> None:
    """Without scripts everything is there, and the folded parts unfold."""
    with opened("ordinary", java_script_enabled=False) as watched:
        page = watched.page
        folded = page.locator("details").first
        expect(folded.locator("table")).to_be_hidden()
        folded.locator("summary").click()
        expect(folded.locator("table")).to_be_visible()
        page.get_by_role("link", name="Money with a purpose").click()
        expect(page.locator("#item-purposeful-spend")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["hostile", "ordinary"])
def test_the_page_fits_a_phone(opened: Open, name: str, tmp_path: Path) -> None:
    """At 320 points nothing is wider than the screen, and every table is still a table."""
    with opened(name, viewport={"width": 320, "height": 640}) as watched:
        page = watched.page
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        wide = "e => e.filter(o => o.getBoundingClientRect().right > 320.5).length"
        shown = page.locator("main *:not(caption, thead, thead *):visible")
        assert shown.evaluate_all(wide) == 0
        table = page.get_by_role("table", name="Points for each task")
        expect(table.get_by_role("row")).to_have_count(11)
        expect(table.get_by_role("columnheader")).to_have_count(3)
        expect(table.get_by_role("rowheader").first).to_have_text("Sort the board pack")
        picture(page, "feedback-page-phone" if name == "ordinary" else name, tmp_path)


CONTRAST = """elements => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = rgba(getComputedStyle(e).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255];
  };
  return elements
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => {
      const pair = [light(rgba(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => b - a);
      return [(pair[0] + 0.05) / (pair[1] + 0.05), e.textContent.trim().slice(0, 40)];
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(opened: Open, scheme: str, tmp_path: Path) -> None:
    """In the light and in the dark every text has the contrast that the guidelines ask for."""
    with opened("ordinary", color_scheme=scheme) as watched:
        page = watched.page
        found = page.locator("body *:visible").evaluate_all(CONTRAST)
        assert len(found) > 100
        assert [words for ratio, words in found if ratio < LEAST_CONTRAST] == []
        picture(page, "feedback-page" if scheme == "light" else scheme, tmp_path)


def test_on_paper_nothing_is_folded(opened: Open, tmp_path: Path) -> None:
    """Printed, the page is black on white, and the parts that were met are there too."""
    with opened("ordinary", color_scheme="dark") as watched:
        page = watched.page
        page.emulate_media(media="print")
        colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        hidden = "e => e.filter(o => o.getBoundingClientRect().height < 20).length"
        assert page.locator("details tbody tr").evaluate_all(hidden) == 0
        assert page.locator("details tbody tr").count() > 30
        assert len(page.pdf(format="A4")) > 20_000
        picture(page, "print", tmp_path)


def test_the_keyboard_reaches_everything(opened: Open) -> None:
    """Each link and each fold is reached with the Tab key, and shows that it is."""
    with opened("ordinary") as watched:
        page = watched.page
        wanted = page.locator("a, summary").count()
        reached = set()
        for _ in range(wanted):
            page.keyboard.press("Tab")
            now = "[document.activeElement.textContent, getComputedStyle(document.activeElement)"
            text, line = page.evaluate(f"{now}.outlineStyle]")
            assert line == "solid"
            reached.add(text)
        assert len(reached) > 12
