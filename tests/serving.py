"""Real servers and a real browser for tests: started on this machine, seen by nobody else."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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
class Server:
    """A running Jupyter server: its address, its token, its folder."""

    address: str
    token: str
    folder: Path

    def url(self, path: str) -> str:
        """The address of a page, with the token that opens it."""
        return f"{self.address}/{path}?token={self.token}"


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


@contextmanager
def serving(
    module: str, folder: Path, home: Path, *options: str, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run `python -m MODULE` (jupyterlab, jupyter_server) over a folder, with an empty home."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    token = secrets.token_hex(8)
    command = [
        *(sys.executable, "-m", module, "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
        *options,
    ]
    log = home / "server.log"
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(
            command,
            cwd=folder,
            env=isolated(home) | dict(more or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            made = Server(f"http://127.0.0.1:{port}", token, folder)
            _wait_for(made.url("api"), server, log)
            yield made
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                # On a busy machine a Jupyter server may wait for itself while it shuts down.
                server.kill()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fail with its last words if it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@contextmanager
def browsing(chromium: Path) -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()
