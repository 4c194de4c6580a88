"""
A real JupyterLab on this machine, and a real browser in front of it.

Notebook 7 is another page of the same server.

`lab` serves the course as it is; `desk` serves a small assignment that a test module makes of
its own items, for panels that no exercise of the course uses yet.
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.answers import RECEIPT_TYPE
from alignlib.cli.lab import SETTINGS
from tests.conftest import Sample, write_cases
from tests.serving import Server, serving

ROOT = Path(__file__).parents[2]

FRONTS = {"lab": "lab/tree", "notebook": "notebooks"}
"""Under which address JupyterLab, and Notebook 7, open a notebook."""

SLOW = 60_000
"""Milliseconds for a kernel to start and a notebook to run on a busy machine."""


def picture(page: Page, name: str) -> None:
    """Save a picture for the docs, where the environment asks for pictures."""
    folder = os.environ.get("ALIGNLIB_PICTURES")
    if folder:
        page.screenshot(path=ROOT / folder / f"{name}.png", animations="disabled")


def picture_of(part: Locator, name: str) -> None:
    """Save a picture of one part of the page, where the environment asks for pictures."""
    folder = os.environ.get("ALIGNLIB_PICTURES")
    if folder:
        size = part.page.viewport_size
        if size:  # a window tall enough that nothing of JupyterLab's lies over the part
            part.page.set_viewport_size(size | {"height": 2000})
        part.page.evaluate("document.activeElement.blur()")
        part.screenshot(path=ROOT / folder / f"{name}.png", animations="disabled")
        if size:
            part.page.set_viewport_size(size)


# ---------------------------------------------------------------- servers and pages


@contextmanager
def lab_over(folder: Path, home: Path) -> Iterator[Server]:
    """JupyterLab over a folder, with an empty home."""
    more = {"JUPYTER_CONFIG_PATH": str(SETTINGS)}
    with serving("jupyterlab", folder, home, "--LabApp.news_url=None", more=more) as server:
        yield server


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, chromium_path: Path) -> Iterator[Server]:
    """JupyterLab over a copy of the exercises and the lessons, with an empty home."""
    del chromium_path  # without a browser there is no need for a server
    folder = tmp_path_factory.mktemp("work")
    for name in ("exercises", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("answers*", ".*"))
    with lab_over(folder, tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page with nothing remembered, of a laptop's size."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def ask(server: Server, path: str, method: str = "GET") -> Any:
    """Ask the server's own interface."""
    request = urllib.request.Request(server.url(path), method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        text = reply.read()
    return json.loads(text) if text else None


def kernel_is_ready(server: Server) -> bool:
    """Whether the one kernel is idle and a page hears it. What is run before then gets lost."""
    kernels = ask(server, "api/kernels")
    return [(one["execution_state"], one["connections"]) for one in kernels] == [("idle", 1)]


# ---------------------------------------------------------------- what a learner does


def run_all(page: Page) -> None:
    """Run every cell from the menu, and wait until the last one has run."""
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    expect(idle).to_be_attached(timeout=SLOW)  # what is run before the kernel is there gets lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(idle).to_be_attached(timeout=SLOW)


def restart_kernel(page: Page) -> None:
    """Restart the kernel from the menu and agree to it."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator("[data-command='kernelmenu:restart']").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()


def panel(page: Page, title: str) -> Locator:
    """The panel of an item, by its title; scrolled to, because far cells are not drawn."""
    found = page.locator(".al-panel", has=page.get_by_role("heading", name=title))
    for _ in range(2):  # from where the page is, then from its top
        for _ in range(60):
            if found.count():
                found.first.scroll_into_view_if_needed()
                return found.first
            page.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollBy(0, 500)")
            page.wait_for_timeout(100)
        to_top(page)
    raise AssertionError(f"no panel {title!r} on the page")


def to_top(page: Page) -> None:
    """Scroll the notebook back to its first cell."""
    page.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollTo(0, 0)")


def until(page: Page, true: Callable[[], bool], what: str) -> None:
    """Wait for something, for ten seconds at most."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within ten seconds: {what}")


def recorded_in(folder: Path) -> dict[str, Any]:
    """What a learner's answers file in a folder holds, by item."""
    path = folder / ANSWERS
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"items": {}}
    return {name: entry["value"] for name, entry in found["items"].items()}


def receipts(path: Path) -> list[dict[str, Any]]:
    """The answers in the receipts of a saved notebook; none while it is being saved."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except json.JSONDecodeError:
        return []
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    found = [one[RECEIPT_TYPE]["answers"]["items"] for one in data if RECEIPT_TYPE in one]
    return [{name: entry["value"] for name, entry in items.items()} for items in found]


# ---------------------------------------------------------------- an assignment of a test's own


def write_assignment(folder: Path, name: str, samples: list[Sample]) -> None:
    """An open assignment of one variant with these items, and a notebook with a panel for each."""
    write_cases(folder, name, samples)
    opening = f'from alignlib import Workbook\nwork = Workbook("{name}", learner="grace")'
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            nbformat.v4.new_markdown_cell("# A test of panels\n\n## The items"),
            nbformat.v4.new_code_cell(opening),
            *(nbformat.v4.new_code_cell(f'work.ask("{item.id}")') for item, _ in samples),
            nbformat.v4.new_code_cell("work.receipt()"),
        ],
    )
    nbformat.write(notebook, folder / f"{name}.ipynb")


THEME = "jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
"""Where JupyterLab keeps its theme, below the home that `isolated` gives it."""


def set_theme(home: Path, *, dark: bool) -> None:
    """Choose the theme of JupyterLab and Notebook 7."""
    theme = home / THEME
    theme.parent.mkdir(parents=True, exist_ok=True)
    chosen = {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"}
    theme.write_text(json.dumps(chosen), encoding="utf-8")


@dataclass(frozen=True)
class Desk:
    """A served assignment: where it lies, and how its notebook is opened."""

    server: Server
    home: Path
    name: str

    @property
    def recorded(self) -> dict[str, Any]:
        """What is on disk, by item."""
        return recorded_in(self.server.folder / self.name)

    def open(self, page: Page, *, front: str = "lab", dark: bool = False) -> None:
        """Open the notebook in a front end, in one theme or the other, and run all its cells."""
        set_theme(self.home, dark=dark)
        # `reset`, so that no test finds the windows as another one left them.
        path = f"{FRONTS[front]}/{self.name}/{self.name}.ipynb"
        page.goto(self.server.url(path) + "&reset")
        expect(page.get_by_role("heading", name="A test of panels")).to_be_visible(timeout=SLOW)
        light = str(not dark).lower()
        expect(page.locator(f"body[data-jp-theme-light={light}]")).to_be_attached()
        run_all(page)


DeskOf = Callable[[list[Sample]], AbstractContextManager[Desk]]


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory: pytest.TempPathFactory, chromium_path: Path) -> DeskOf:
    """Serves an assignment of items that a test module brings along."""
    del chromium_path  # without a browser there is no need for a server

    @contextmanager
    def serve(samples: list[Sample]) -> Iterator[Desk]:
        folder = tmp_path_factory.mktemp("desk")
        write_assignment(folder / "panels", "panels", samples)
        home = tmp_path_factory.mktemp("home")
        with lab_over(folder, home) as server:
            yield Desk(server, home, "panels")

    return serve
