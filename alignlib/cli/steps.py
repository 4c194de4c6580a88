"""Run nbgrader's own commands, and follow what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from alignlib.errors import InstructorError


def environment() -> dict[str, str]:
    """The environment for nbgrader: it calls `alembic` by its name, so ours must be on PATH."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join((scripts, os.environ.get("PATH", "")))
    # Python's own warnings about nbgrader's libraries say nothing to an instructor.
    return os.environ | {"PATH": path, "PYTHONWARNINGS": "ignore"}


def nbgrader(course: Path, *words: str) -> Iterator[str]:
    """
    The lines that `nbgrader WORDS` says in a course folder, one by one.

    Raises `InstructorError` with the last lines when it fails.
    """
    command = [sys.executable, "-m", "nbgrader", *words]
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own words, no shell
        command,
        cwd=course,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip())
            yield line.rstrip()
    if process.returncode:
        raise InstructorError(
            f"nbgrader {words[0]} failed (exit code {process.returncode}). Its last words:\n"
            + "\n".join(said[-15:])
        )
