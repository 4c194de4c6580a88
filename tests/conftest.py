"""What all tests share: where the browser is, and what its absence means."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
"""Chromium and its relatives, as Linux names them."""

PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)
"""Where macOS and Windows put them, off the PATH."""

WITHOUT = (
    "no Chromium or Chrome on this machine: the browser tests did not run. "
    "Install one (on Debian: apt install chromium) to run them"
)


def find_chromium(
    which: Callable[[str], str | None] = shutil.which,
    environment: Mapping[str, str] = os.environ,
) -> Path | None:
    """The first browser of the Chromium family on this machine, or None."""
    for command in COMMANDS:
        if found := which(command):
            return Path(found)
    for place in PLACES:
        path = place
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
            path = path.replace(f"{{{name}}}", environment.get(name, "?"))
        if Path(path).is_file():
            return Path(path)
    return None


def require_chromium(found: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """
    The browser found; without one the test is skipped, and in CI it fails.

    A skipped test is easily overlooked in CI, where the browser is part of the machine.
    """
    if found is not None:
        return found
    if environment.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(WITHOUT, pytrace=False)
    pytest.skip(WITHOUT)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Chromium's executable, for Playwright's `executable_path`."""
    return require_chromium(find_chromium())
