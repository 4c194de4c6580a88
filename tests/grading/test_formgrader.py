"""A marker opens submissions in the real formgrader: a good one, and a hostile one."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from matplotlib.figure import Figure
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, Route, expect

from alignlib.answers import Answers
from tests.grading.hostile import ELSEWHERE, MARK, MEMO_ATTACK, put_scripts
from tests.grading.kit import ASSIGNMENT, MEMO, NOTEBOOK, Course, code, shows, with_receipt
from tests.pictures import picture
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.cycle]

HOSTILE, GOOD = "mallory", "ada"
POINTS, REMARK = "16.5", "Two readers, one paragraph: well done."

HIDDEN = "only-in-html"
"""A word of a learner's that no marker should see: it stands in outputs of other kinds."""

TABLE = shows(
    text_plain="  decision        date\n0      D01  2026-01-12",
    text_html=f"<table><tr><td>{HIDDEN}</td></tr></table>",
)

ANIMATION = {
    "output_type": "display_data",
    "metadata": {"isolated": HIDDEN},
    "data": {
        "image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{HIDDEN}</text></svg>",
        "text/latex": HIDDEN,
        "text/markdown": HIDDEN,
        "application/javascript": f"document.title='{MARK}{HIDDEN}'",
        "application/vnd.jupyter.widget-view+json": {"model_id": HIDDEN},
    },
}


def chart() -> dict[str, Any]:
    """An output with a chart as matplotlib draws it."""
    figure = Figure(figsize=(4, 2), layout="constrained")
    axes = figure.subplots()
    axes.barh(["names no goal", "serves a goal"], [38, 62], color=["#9aa5b1", "#1d5a9e"])
    axes.set_title("Share of the decisions (%)", fontsize=10)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=100)
    picture = base64.b64encode(out.getvalue()).decode()
    return shows(text_plain="<Figure size 400x200>", image_png=picture)


def attack(course: Course) -> Answers:
    """Everything hostile at once: in the memo, the receipt and every place of the notebook."""
    answers = course.answers(HOSTILE).with_answer(MEMO, MEMO_ATTACK)
    notebook = with_receipt(course.blank(), answers)
    put_scripts(notebook)
    course.hand_in(HOSTILE, answers, notebook)
    return answers


@pytest.fixture(scope="module", params=["nbgrader", "alignlib"])
def graded(
    course: Course, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Course:
    """A class of two, graded on either path; the good learner has a table and a chart."""
    made = Course(tmp_path_factory.mktemp(request.param) / "course", course.bundle)
    shutil.copytree(course.folder, made.folder)
    attack(made)
    notebook = made.blank()
    notebook["cells"].insert(4, code("work.case.decisions.head(2)", (TABLE,)))
    notebook["cells"].insert(
        5, code('shares.plot.barh(title="Share of the decisions (%)")', (chart(), ANIMATION))
    )
    made.hand_in(GOOD, made.answers(GOOD), notebook)
    if request.param == "nbgrader":
        run, due = made.nbgrader("autograde", ASSIGNMENT), 0
    else:
        run, due = made.alignlib("grade"), 1  # the memos wait for their marker
    assert run.code == due, run.log
    run = made.nbgrader("generate_feedback", ASSIGNMENT)
    assert run.code == 0, run.log
    return made


@pytest.fixture(scope="module")
def address(graded: Course, chromium_path: Path) -> Iterator[str]:
    """A Jupyter server with formgrader, on this machine only: its addresses, with the token."""
    del chromium_path  # without a browser there is no need for a server
    home = graded.folder.parent / "server-home"
    home.mkdir()
    with serving("jupyter_server", graded.folder, home) as server:
        yield server.url("{}")


@dataclass
class Watched:
    """A page that records what it asked of other computers, and every script of a learner's."""

    page: Page
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def guard(self, route: Route) -> None:
        """Let requests to this machine pass; record and stop all others."""
        url = urlsplit(route.request.url)
        if url.scheme in ("file", "data", "blob") or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def assert_unharmed(self) -> None:
        """No script of a learner's ran, no frame was opened, and nothing was asked for them."""
        assert MARK not in self.page.title()
        assert self.dialogs == []
        # nbgrader's own template asks a content network for MathJax, and for nothing else.
        assert [url for url in self.asked if "/mathjax/" not in url or ELSEWHERE in url] == []
        assert len(self.page.frames) == 1
        notebook = self.page.locator("#notebook-container").first
        expect(notebook).to_be_visible()
        for live in ("script", "iframe", "svg", "object", "style", "img[src='x']"):
            inside = notebook.locator(f"{live}:not([src^='data:image/png'])")
            harmful = [t for t in inside.evaluate_all("e => e.map(o => o.outerHTML)") if MARK in t]
            assert harmful == []
        links = notebook.locator("a[href]").evaluate_all("e => e.map(a => a.href)")
        assert [a for a in links if ELSEWHERE in a or a.startswith("javascript")] == []


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A new page, watched; it knows nobody yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    made = Watched(context.new_page())
    context.route("**/*", made.guard)
    made.page.on("dialog", lambda dialog: (made.dialogs.append(dialog.message), dialog.dismiss()))
    yield made
    context.close()


def open_submission(course: Course, learner: str, address: str, page: Page) -> None:
    """Log in and open a learner's notebook in formgrader, with its grades loaded."""
    with Gradebook(course.database) as gradebook:
        found = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, learner)
        path = f"formgrader/submissions/{found.id}/"
    page.goto(address.format("tree"))  # the token opens the door once; a cookie keeps it open
    page.goto(address.format(path))
    wait_until_loaded(page)


def wait_until_loaded(page: Page) -> None:
    """Wait until formgrader has fetched the grades and the comments."""
    there = "typeof formgrader === 'object' && formgrader.grades && formgrader.comments"
    page.wait_for_function(f"{there} && formgrader.grades.loaded && formgrader.comments.loaded")


def show_at_top(part: Locator) -> None:
    """Scroll until a part of the page stands right below formgrader's bar."""
    part.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)")


def test_formgrader_lists_the_class(graded: Course, address: str, watched: Watched) -> None:
    """The manual grading page names the assignment, and says that the memos wait."""
    watched.page.goto(address.format("tree"))
    watched.page.goto(address.format("formgrader/gradebook"))
    expect(watched.page.get_by_role("link", name=ASSIGNMENT)).to_be_visible()
    watched.page.goto(address.format(f"formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}"))
    expect(watched.page.get_by_text("Submission #1")).to_be_visible()
    expect(watched.page.locator("tbody tr")).to_have_count(2)
    picture(watched.page, "formgrader-class", graded.folder.parent, full_page=True)
    assert watched.asked == []


def test_formgrader_shows_the_hostile_submission_as_text(
    graded: Course, address: str, watched: Watched
) -> None:
    """The marker reads the attack, and the attack does nothing; a true picture is shown."""
    page = watched.page
    open_submission(graded, HOSTILE, address, page)
    expect(page.get_by_text("What we noticed about this submission")).to_be_visible()
    expect(page.get_by_text("HTML, scripts or links were found").first).to_be_visible()
    page.wait_for_timeout(1_500)  # time for a script that had got through
    watched.assert_unharmed()
    shown = page.locator("#notebook-container").first.inner_text()
    assert f"<script>document.title='{MARK}'</script>" in shown
    pictures = (
        page.locator("#notebook-container")
        .first.locator("img")
        .evaluate_all("e => e.map(i => i.src)")
    )
    assert len(pictures) == 1
    assert pictures[0].startswith("data:image/png;base64,iVBOR")
    picture(page, "formgrader-hostile", graded.folder.parent, full_page=True)


def test_formgrader_shows_the_rubric_beside_the_memo(
    graded: Course, address: str, watched: Watched
) -> None:
    """Right above the memo stand the criteria with their four descriptors, and the exemplars."""
    page = watched.page
    open_submission(graded, GOOD, address, page)
    rubric = page.locator(".text_cell_render", has_text="Learners never see this box")
    expect(rubric.locator("tbody tr")).to_have_count(4)
    rubric.get_by_text("Exemplars, one for each level").click()
    expect(rubric.get_by_text("Exemplar, level 4")).to_be_visible()
    rubric.get_by_text("Exemplars, one for each level").click()
    expect(rubric.get_by_text("Exemplar, level 4")).to_be_hidden()
    below = page.locator(".nbgrader_cell", has=page.locator(f"#{MEMO}"))
    expect(below).to_contain_text("Written for a simulated learner")
    ends, begins = rubric.bounding_box(), below.bounding_box()
    assert ends is not None
    assert begins is not None
    assert 0 <= begins["y"] - (ends["y"] + ends["height"]) < 100
    show_at_top(rubric)
    picture(page, "formgrader-memo", graded.folder.parent)


def test_formgrader_tells_how_to_mark_by_criterion(
    graded: Course, address: str, watched: Watched, assignment: dict[str, Any]
) -> None:
    """Below the rubric stand the lines that a marker copies into the comment, one a criterion."""
    page = watched.page
    open_submission(graded, GOOD, address, page)
    memo = next(item for item in assignment["items"] if item["id"] == MEMO)
    box = page.locator(".text_cell_render", has_text="Learners never see this box")
    for criterion in memo["criteria"]:
        row = box.locator("tbody tr", has_text=criterion["label"])
        expect(row.locator("td")).to_have_text([" ".join(t.split()) for t in criterion["levels"]])
    copied = box.locator("code").inner_text().split("\n")
    assert [f"{c['id']}:" for c in memo["criteria"]] == [line.strip() for line in copied]


def test_formgrader_shows_tables_and_charts_and_nothing_else(
    graded: Course, address: str, watched: Watched
) -> None:
    """Of a learner's outputs a marker sees plain text and PNG pictures, and no other kind."""
    page = watched.page
    open_submission(graded, GOOD, address, page)
    notebook = page.locator("#notebook-container").first
    expect(notebook.get_by_text("2026-01-12").first).to_be_visible()
    drawn = notebook.locator("img")
    expect(drawn).to_have_count(1)
    expect(drawn).to_be_visible()
    assert drawn.evaluate("i => [i.complete, i.naturalWidth, i.naturalHeight]") == [True, 400, 200]
    assert HIDDEN not in page.content()
    assert notebook.locator("svg").count() == 0
    watched.assert_unharmed()
    show_at_top(notebook.get_by_text("2026-01-12").first)
    picture(page, "formgrader-chart", graded.folder.parent)


def test_formgrader_shows_the_verdicts_at_the_scores(
    graded: Course, address: str, watched: Watched
) -> None:
    """Each automatic score stands in its field, with the table of verdicts below it."""
    page = watched.page
    open_submission(graded, GOOD, address, page)
    points = graded.points(graded.answers(GOOD))
    expect(page.locator("input.score")).to_have_count(10)
    expect(page.locator("#sort-the-board-pack")).to_have_attribute(
        "placeholder", f"{points['sort-the-board-pack']:g}"
    )
    expect(page.get_by_label("Feedback: Sort the board pack").locator("tbody tr")).to_have_count(21)


def test_a_score_and_a_comment_are_there_after_a_reload(
    graded: Course, address: str, watched: Watched
) -> None:
    """What the marker types is saved at once, into nbgrader's gradebook."""
    page = watched.page
    open_submission(graded, HOSTILE, address, page)
    score, comment = page.locator(f"#{MEMO}"), page.locator(f"#{MEMO}-comment")
    score.fill(POINTS)
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.ok):
        score.blur()
    comment.fill(REMARK)
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.ok):
        comment.blur()
    page.reload()
    wait_until_loaded(page)
    expect(page.locator(f"#{MEMO}")).to_have_value(POINTS)
    expect(page.locator(f"#{MEMO}-comment")).to_have_value(REMARK)
    grade = graded.grades()[HOSTILE][MEMO]
    assert (grade.manual, grade.comment) == (float(POINTS), REMARK)
    watched.assert_unharmed()


def test_marking_one_memo_after_the_other(graded: Course, address: str, watched: Watched) -> None:
    """From the first submission "Next" leads to the second; what was typed before is saved."""
    page = watched.page
    page.goto(address.format("tree"))
    page.goto(address.format(f"formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}"))
    page.get_by_text("Submission #1").click()
    wait_until_loaded(page)
    given = {}
    for number, points in ((1, "11"), (2, "12")):
        expect(page.get_by_text(f"Submission {number} / 2")).to_be_visible()
        score, comment = page.locator(f"#{MEMO}"), page.locator(f"#{MEMO}-comment")
        score.fill(points)
        with page.expect_response(lambda r: "/api/grade/" in r.url and r.ok):
            score.blur()
        comment.fill(f"purpose: 4\nSeen as number {number}.")
        with page.expect_response(lambda r: "/api/comment/" in r.url and r.ok):
            comment.blur()
        given[points] = f"purpose: 4\nSeen as number {number}."
        page.get_by_role("link", name="Next").click()
        if number == 1:
            wait_until_loaded(page)
    # After the last submission "Next" leads back to the list, where no memo waits any more.
    expect(page.get_by_text("Submission #2")).to_be_visible()
    found = {f"{g[MEMO].manual:g}": g[MEMO].comment for g in graded.grades().values()}
    assert given == found
    assert [g[MEMO].waits for g in graded.grades().values()] == [False, False]
