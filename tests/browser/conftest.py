"""A real JupyterLab on this machine, and a real browser in front of it."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]

FLAGS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root, and CI is root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

START_SECONDS = 90


@dataclass(frozen=True)
class Lab:
    """A running server: its address, its token, its folder of notebooks."""

    address: str
    token: str
    folder: Path

    def url(self, app: str, path: str) -> str:
        """The address of a notebook in JupyterLab ("lab") or Notebook 7 ("notebooks")."""
        tree = "lab/tree" if app == "lab" else "notebooks"
        return f"{self.address}/{tree}/{path}?token={self.token}"


def isolated(home: Path) -> dict[str, str]:
    """An environment in which nothing of this user's Jupyter, or of the project, is seen."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "NBGRADER"))}
    scripts = str(Path(sys.executable).parent)
    return kept | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PATH": os.pathsep.join((scripts, os.environ.get("PATH", ""))),
        "PYTHONPATH": "",
    }


def picture(page: Page, name: str) -> None:
    """Save a picture for the docs, where the environment asks for pictures."""
    folder = os.environ.get("ALIGNLIB_PICTURES")
    if folder:
        page.screenshot(path=ROOT / folder / f"{name}.png", animations="disabled")


def free_port() -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, chromium_path: Path) -> Iterator[Lab]:
    """JupyterLab over a copy of the exercises and the lessons, with an empty home."""
    home = tmp_path_factory.mktemp("home")
    settings = ROOT / "alignlib" / "cli" / "jupyter"
    folder = tmp_path_factory.mktemp("work")
    for name in ("exercises", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("answers*", ".*"))
    port, token = free_port(), secrets.token_hex(8)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    log = (home / "lab.log").open("w", encoding="utf-8")
    with (
        log,
        subprocess.Popen(
            command,
            cwd=folder,
            env=isolated(home) | {"JUPYTER_CONFIG_PATH": str(settings)},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api?token={token}", server, home / "lab.log")
            yield Lab(address, token, folder)
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page with nothing remembered, of a laptop's size."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
