"""`alignlib doctor`: what is wrong with an installation, in words, and what to do."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.answers import read
from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import Bundle
from alignlib.cli.kit import kit_root
from alignlib.errors import InstructorError, LearnerError

NEEDED = ("jupyterlab", "notebook", "ipykernel", "ipywidgets", "anywidget", "pandas", "filelock")
FOR_INSTRUCTORS = ("nbgrader", "nbconvert", "nbformat", "jsonschema", "PyYAML", "rich")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and in words what was found."""

    well: bool
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command needs nothing said to it."""


def run(options: argparse.Namespace) -> int:
    """Look at everything; 0 when all is well, 1 when something is not."""
    findings = [finding for look in LOOKS for finding in look()]
    for finding in findings:
        print(f"{'✓' if finding.well else '✗'} {finding.words}")
    bad = sum(not finding.well for finding in findings)
    print(f"\n{bad} of {len(findings)} things need attention." if bad else "\nEverything is well.")
    return 1 if bad else 0


def look_at_python() -> Iterator[Finding]:
    """The version of Python, and whether alignlib runs from the kit's own environment."""
    version = ".".join(map(str, sys.version_info[:3]))
    well = sys.version_info >= (3, 11)
    yield Finding(
        well, f"Python {version}" + ("" if well else " is too old: install 3.11 or later.")
    )


def look_at_packages() -> Iterator[Finding]:
    """Whether each package is there, in the range that alignlib asks for."""
    ranges = _ranges()
    for name in NEEDED + FOR_INSTRUCTORS:
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if name in FOR_INSTRUCTORS:
                yield Finding(True, f"{name} is not installed. Only instructors need it.")
            else:
                yield Finding(False, f"{name} is missing. Run: pip install -r requirements.lock")
            continue
        wanted = ranges.get(name.lower())
        if wanted and not _in_range(found, wanted):
            yield Finding(
                False,
                f"{name} {found} is installed, {wanted} is needed. "
                "Run: pip install -r requirements.lock",
            )
        else:
            yield Finding(True, f"{name} {found}")


def _ranges() -> dict[str, str]:
    """The ranges that alignlib's own metadata states, by package."""
    from packaging.requirements import Requirement

    try:
        stated = importlib.metadata.requires("alignlib") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    wanted = [Requirement(text) for text in stated]
    return {w.name.lower(): str(w.specifier) for w in wanted if str(w.specifier)}


def _in_range(version: str, wanted: str) -> bool:
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(wanted).contains(version, prereleases=True)


def look_at_kernel() -> Iterator[Finding]:
    """Whether the kernel that notebooks ask for runs this very Python."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        yield Finding(
            False, "There is no kernel python3. Run: python -m ipykernel install --sys-prefix"
        )
        return
    program = spec.argv[0]
    # A bare "python" means the Python that runs Jupyter: jupyter_client puts it in its place.
    same = not Path(program).is_absolute() or Path(program).parent == Path(sys.executable).parent
    advice = "" if same else " Run: python -m ipykernel install --sys-prefix"
    where = "this Python" if same else f"another Python ({program}), which may lack alignlib."
    yield Finding(same, f"The notebooks' kernel runs {where}{advice}")


def look_at_widgets() -> Iterator[Finding]:
    """Whether JupyterLab can show the panels."""
    from jupyter_core.paths import jupyter_path

    for name in ("@jupyter-widgets/jupyterlab-manager", "anywidget"):
        there = any((Path(p) / name).exists() for p in jupyter_path("labextensions"))
        advice = "" if there else " is missing. Run: pip install -r requirements.lock"
        yield Finding(there, f"JupyterLab's extension {name}{advice}")


def look_at_assignments() -> Iterator[Finding]:
    """Whether every assignment's cases, answers and folder are in order."""
    try:
        root = kit_root()
    except InstructorError as error:
        yield Finding(False, str(error))
        return
    for folder in sorted(path.parent for path in root.glob("exercises/*/*.ipynb")):
        yield from _look_at_folder(folder)


def _look_at_folder(folder: Path) -> Iterator[Finding]:
    try:
        bundle = Bundle(folder / CASES)
        bundle.variant(1)
        mark = "open" if bundle.open else "sealed"
        yield Finding(True, f"{folder.name}: {bundle.variants} variants, {mark}")
    except LearnerError as error:
        yield Finding(False, f"{folder.name}: {error}")
    found = read(folder / ANSWERS)
    if found is not None:
        said = " ".join(found.problems) or f"{len(found.items)} answers recorded"
        yield Finding(not found.problems, f"{folder.name}: {said}")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Finding(
            False,
            f"{folder.name}: answers cannot be saved here ({error.strerror}). "
            "Ask for write access, or copy the folder to a place of your own.",
        )


def look_at_nbgrader() -> Iterator[Finding]:
    """Whether nbgrader can make a gradebook: it calls `alembic` by its name."""
    try:
        importlib.metadata.version("nbgrader")
    except importlib.metadata.PackageNotFoundError:
        return
    scripts = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    there = shutil.which("alembic", path=scripts) is not None
    advice = "" if there else ", which makes new gradebooks, is missing. Run: pip install alembic"
    yield Finding(there, f"The command alembic{advice}")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    look_at_python,
    look_at_packages,
    look_at_kernel,
    look_at_widgets,
    look_at_assignments,
    look_at_nbgrader,
)
"""Everything the doctor looks at, in order."""
