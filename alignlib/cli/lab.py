"""`alignlib lab`: open JupyterLab at the first page."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from alignlib.cli.kit import kit_root
from alignlib.errors import InstructorError

SETTINGS = Path(__file__).parent / "jupyter"
"""JupyterLab's page settings for the course: it asks nobody for news, and fetches none."""

FIRST_PAGE = "notebooks/00-start-here.ipynb"

PASSES_ON = True
"""Words that this command does not know are JupyterLab's."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command; anything else goes to JupyterLab as it is."""
    parser.add_argument("--course", type=Path, help="open a course folder instead, to grade in")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--port", type=int, default=None, help="the port to serve on")


def course_folder(folder: Path) -> Path:
    """
    A course folder, such as the demo's: Formgrader works in the one that JupyterLab starts in.

    Raises `InstructorError` for a folder without `nbgrader_config.py`.
    """
    if not (folder / "nbgrader_config.py").is_file():
        raise InstructorError(
            f"{folder} is no course folder: it holds no nbgrader_config.py. Make one with "
            "`alignlib build --into DIR`, or `alignlib demo`."
        )
    return folder.resolve()


def run(options: argparse.Namespace) -> int:
    """Run JupyterLab until it is stopped; its exit code."""
    root = course_folder(options.course) if options.course else kit_root()
    page = "/lab" if options.course else f"/lab/tree/{FIRST_PAGE}"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={page}",
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
