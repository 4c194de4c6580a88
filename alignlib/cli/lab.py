"""`alignlib lab`: open JupyterLab at the first page."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from alignlib.cli.kit import kit_root

SETTINGS = Path(__file__).parent / "jupyter"
"""JupyterLab's page settings for the course: it asks nobody for news, and fetches none."""

FIRST_PAGE = "notebooks/00-start-here.ipynb"

PASSES_ON = True
"""Words that this command does not know are JupyterLab's."""


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
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one often is root. JupyterLab would refuse to start, and say why.
        print("You are root, the administrator. At home, use an account of your own.")
        command.append("--allow-root")
    if options.no_browser:
        command.append("--no-browser")
    if options.port is not None:
        command.append(f"--port={options.port}")
    command += options.others
    paths = (os.environ.get("JUPYTER_CONFIG_PATH"), str(SETTINGS))
    environment = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}
    print("Opening JupyterLab. To stop it, press Ctrl+C here.")
    try:
        return subprocess.run(command, cwd=root, env=environment, check=False).returncode  # noqa: S603 - our own words
    except KeyboardInterrupt:
        return 0
