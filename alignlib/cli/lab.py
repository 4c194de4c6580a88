"""`alignlib lab`: open JupyterLab at the first page."""

from __future__ import annotations

import argparse
import subprocess
import sys

from alignlib.cli.kit import kit_root

FIRST_PAGE = "notebooks/00-start-here.ipynb"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command; anything else goes to JupyterLab as it is."""
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--port", type=int, default=None, help="the port to serve on")


def run(options: argparse.Namespace) -> int:
    """Run JupyterLab until it is stopped; its exit code."""
    root = kit_root()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",
    ]
    if options.no_browser:
        command.append("--no-browser")
    if options.port is not None:
        command.append(f"--port={options.port}")
    print("Opening JupyterLab. To stop it, press Ctrl+C here.")
    try:
        return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603 - our own words
    except KeyboardInterrupt:
        return 0
