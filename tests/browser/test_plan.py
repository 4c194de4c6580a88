"""A learner plans a portfolio in JupyterLab: by mouse, by keyboard, and after a restart."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from alignlib.cli.lab import SETTINGS
from tests.browser.test_exercise import SLOW, panel, restart_kernel, run_all, to_top, until
from tests.conftest import plan_item, plan_key
from tests.serving import Server, serving

pytestmark = pytest.mark.browser

FOLDER = "09-portfolio"
NOTEBOOK = f"{FOLDER}/portfolio.ipynb"
TITLE = "The next portfolio"
BEST: dict[str, str] = plan_key()["best"]

ITEM: dict[str, Any] = plan_item().to_data() | {
    "id": "next-portfolio",
    "title": TITLE,
    "prompt": "The board has £300k for 2027. Choose what to fund, and when each initiative starts.",
}


def write_assignment(folder: Path) -> None:
    """A small assignment of one item, with its notebook and an open `cases.zip`."""
    folder.mkdir(parents=True)
    case = {"firm": "Nimbusdesk", "notice": "A fictional firm.", "brief": "", "tables": {}}
    manifest = {
        "schema": 1,
        "assignment": FOLDER,
        "title": "Portfolio",
        "notebook": "portfolio",
        "minutes": 30,
        "variants": 1,
        "mark": "open",
    }
    files = {
        "manifest.json": manifest,
        "variant-001.json": {"case": case, "items": [ITEM]},
        "key-001.json": {"items": {ITEM["id"]: plan_key(feedback="full")}},
    }
    with zipfile.ZipFile(folder / "cases.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, json.dumps(content))
    v4 = nbformat.v4
    notebook = v4.new_notebook(  # type: ignore[no-untyped-call]
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            v4.new_markdown_cell("# Plan a portfolio"),  # type: ignore[no-untyped-call]
            v4.new_code_cell(  # type: ignore[no-untyped-call]
                "from alignlib import Workbook\n"
                'work = Workbook("portfolio", learner="grace")\n'
                'work.ask("next-portfolio")'
            ),
            v4.new_code_cell('work.check("next-portfolio")'),  # type: ignore[no-untyped-call]
        ],
    )
    nbformat.write(notebook, folder / "portfolio.ipynb")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home, in which JupyterLab keeps its settings."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def lab(
    tmp_path_factory: pytest.TempPathFactory, chromium_path: Path, home: Path
) -> Iterator[Server]:
    """JupyterLab over the small assignment."""
    del chromium_path  # without a browser there is no need for a server
    folder = tmp_path_factory.mktemp("work")
    write_assignment(folder / FOLDER)
    more = {"JUPYTER_CONFIG_PATH": str(SETTINGS)}
    with serving("jupyterlab", folder, home, "--LabApp.news_url=None", more=more) as server:
        yield server


def open_plan(page: Page, lab: Server, *, fresh: bool = True) -> Locator:
    """The panel in a notebook that was just run; without earlier answers if `fresh`."""
    if fresh:
        (lab.folder / FOLDER / "answers.json").unlink(missing_ok=True)
    page.goto(lab.url(f"lab/tree/{NOTEBOOK}"))
    expect(page.get_by_role("heading", name="Plan a portfolio")).to_be_visible(timeout=SLOW)
    run_all(page)
    return panel(page, TITLE)


def recorded(lab: Server) -> Any:
    """The plan in the learner's answers file; None while there is none."""
    path = lab.folder / FOLDER / "answers.json"
    if not path.exists():
        return None
    return json.loads(path.read_text(encoding="utf-8"))["items"].get(ITEM["id"], {}).get("value")


def box(plan: Locator, name: str) -> Locator:
    """The box that funds an initiative."""
    return plan.locator(f"[data-candidate={name}]").get_by_role("checkbox")


def start(plan: Locator, name: str) -> Locator:
    """The list from which the start of an initiative is chosen."""
    return plan.get_by_label(f"Starts {name}, in")


def test_a_plan_by_mouse(page: Page, lab: Server) -> None:
    """Each click is on disk; money, faults and objectives follow; a check gives the points."""
    plan = open_plan(page, lab)
    expect(plan.get_by_text("Nothing is funded yet.")).to_be_visible()
    box(plan, "T01").click()
    until(page, lambda: recorded(lab) == {"T01": "Q1 2027"}, "one initiative")
    expect(plan.get_by_text("80 of 300 thousand pounds, 220 left")).to_be_visible()
    expect(
        plan.locator(".al-result").get_by_text("T02 is mandated and not funded.")
    ).to_be_visible()

    # What it needs ends in the first quarter, so that it starts in the second by itself.
    box(plan, "T03").click()
    expect(start(plan, "T03")).to_have_value("Q2 2027")
    plan.get_by_text("Privacy law update").first.click()
    expect(plan.get_by_text("220 of 200 thousand pounds, ✗ 20 too much")).to_be_visible()
    expect(plan.get_by_text("4 of 7 funded")).to_have_count(0)
    expect(plan.get_by_text("3 of 7 funded, ✗ 1 fault", exact=True)).to_be_visible()

    start(plan, "T03").select_option("Q3 2027")
    expect(plan.get_by_text("✓ Every rule is kept.", exact=True)).to_be_visible()
    box(plan, "T04").click()
    start(plan, "T04").select_option("Q2 2027")
    until(page, lambda: recorded(lab) == BEST, "the best plan")
    expect(plan.get_by_text("strength 3 by T03: 3 × 50 = 150")).to_be_visible()
    expect(plan.get_by_text("Saved", exact=True)).to_be_visible()

    plan.get_by_role("button", name="Check my answer").click()
    expect(plan.get_by_text("40 of 40 points. 9 of 9 parts met.")).to_be_visible()
    expect(plan.locator(".al-objective").get_by_text("met")).to_have_count(3)


def test_a_broken_plan_is_saved_with_a_warning(page: Page, lab: Server) -> None:
    """A plan that breaks a rule is on disk, with the fault in words, and check repeats it."""
    plan = open_plan(page, lab)
    box(plan, "T02").click()
    box(plan, "T06").click()
    start(plan, "T06").select_option("Q4 2027")
    until(page, lambda: recorded(lab) == {"T02": "Q1 2027", "T06": "Q4 2027"}, "a late plan")
    expect(plan.get_by_text("✗ T06 starts in Q4 2027 and takes 2 quarters")).to_be_visible()
    expect(plan.get_by_text("does not end within the plan")).to_be_visible()
    expect(plan.get_by_text("Saved", exact=True)).to_be_visible()
    run_all(page)
    expect(page.get_by_text("it breaks 1 rule: T06 starts in Q4 2027")).to_be_visible()


def test_a_plan_by_keyboard(page: Page, lab: Server) -> None:
    """Space funds, Tab goes on to the start, the arrows change it, and no shortcut runs."""
    plan = open_plan(page, lab)
    keys = page.keyboard
    box(plan, "T01").focus()
    keys.press("Space")
    expect(start(plan, "T01")).to_be_visible()
    keys.press("Tab")
    expect(start(plan, "T01")).to_be_focused()
    keys.press("Tab")
    expect(box(plan, "T02")).to_be_focused()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    expect(start(plan, "T03")).to_have_value("Q2 2027")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    expect(box(plan, "T04")).to_be_focused()
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowDown")
    until(page, lambda: recorded(lab) == BEST, "the best plan")

    # Letters that JupyterLab knows as shortcuts (a new cell, a cell cut) choose from the list.
    before = page.locator(".jp-Cell").count()
    keys.press("b")
    keys.press("x")
    assert page.locator(".jp-Cell").count() == before

    # Taken back, the focus stays on the box.
    keys.press("Shift+Tab")
    expect(box(plan, "T04")).to_be_focused()
    keys.press("Space")
    expect(box(plan, "T04")).to_be_focused()
    until(page, lambda: "T04" not in recorded(lab), "one taken back")


def test_a_plan_survives_a_kernel_restart(page: Page, lab: Server) -> None:
    """After a restart the plan is on the screen as it was, and on disk unchanged."""
    plan = open_plan(page, lab)
    for name, period in BEST.items():
        box(plan, name).click()
        start(plan, name).select_option(period)
    until(page, lambda: recorded(lab) == BEST, "the best plan")
    restart_kernel(page)
    to_top(page)
    run_all(page)
    plan = panel(page, TITLE)
    for name, period in BEST.items():
        expect(box(plan, name)).to_be_checked()
        expect(start(plan, name)).to_have_value(period)
    expect(plan.get_by_text("✓ Every rule is kept.", exact=True)).to_be_visible()
    assert recorded(lab) == BEST


def test_a_plan_can_be_cleared(page: Page, lab: Server) -> None:
    """One button takes everything back, on the screen and on disk."""
    plan = open_plan(page, lab)
    box(plan, "T02").click()
    until(page, lambda: recorded(lab) == {"T02": "Q1 2027"}, "one initiative")
    plan.get_by_role("button", name="Clear the plan").click()
    until(page, lambda: recorded(lab) is None, "nothing left")
    expect(box(plan, "T02")).not_to_be_checked()
    expect(plan.get_by_text("Still open")).to_be_visible()


def test_a_plan_in_the_dark_and_enlarged(page: Page, lab: Server, home: Path) -> None:
    """In the dark theme at twice the size nothing is cut off, and nothing scrolls sideways."""
    settings = home / "jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    chosen = settings / "themes.jupyterlab-settings"
    chosen.write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
    plan = open_plan(page, lab)
    expect(page.locator("body[data-jp-theme-light=false]")).to_be_attached()
    for name in ("T01", "T02", "T03"):
        box(plan, name).click()
    expect(plan.get_by_text("✗ As it is, this plan earns nothing:")).to_be_visible()
    page.set_viewport_size({"width": 640, "height": 450})  # a laptop's page at 200 %
    columns = plan.locator(".al-plan-grid > div")
    assert columns.count() == 2
    lefts = {columns.nth(n).evaluate("e => e.getBoundingClientRect().left") for n in (0, 1)}
    assert len(lefts) == 1
    assert plan.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    chosen.unlink()
