"""A real JupyterLab on this machine, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from alignlib.cli.lab import SETTINGS
from tests.serving import Server, browsing, serving

ROOT = Path(__file__).parents[2]


def picture(page: Page, name: str) -> None:
    """Save a picture for the docs, where the environment asks for pictures."""
    folder = os.environ.get("ALIGNLIB_PICTURES")
    if folder:
        page.screenshot(path=ROOT / folder / f"{name}.png", animations="disabled")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, chromium_path: Path) -> Iterator[Server]:
    """JupyterLab over a copy of the exercises and the lessons, with an empty home."""
    del chromium_path  # without a browser there is no need for a server
    folder = tmp_path_factory.mktemp("work")
    for name in ("exercises", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("answers*", ".*"))
    home = tmp_path_factory.mktemp("home")
    more = {"JUPYTER_CONFIG_PATH": str(SETTINGS)}
    with serving("jupyterlab", folder, home, "--LabApp.news_url=None", more=more) as server:
        yield server


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """Headless Chromium."""
    with browsing(chromium_path) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page with nothing remembered, of a laptop's size."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
