"""A course to measure grading in: copies of module 1 under other names, and a class of learners."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from alignlib.cases import FILE_NAME as CASES
from alignlib.cli.steps import environment
from alignlib.grading.bulk.form import KeptBundle
from alignlib.simulate import learners, submit

ROOT = Path(__file__).parents[1]
SLUG = "two-strategies"

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40_000)
"""As large as a chart in a notebook; whether it shows anything makes no difference here."""


class Cost(NamedTuple):
    """What a command took: seconds by the clock and of CPU, MB of its largest process."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Term:
    """A course with releases of some modules, copies of module 1, and what learners handed in."""

    folder: Path
    modules: tuple[str, ...]

    def run(self, *words: str, processors: int = 0) -> Cost:
        """What one command costs, here."""
        command = [sys.executable, "-m", *words]
        if processors and hasattr(os, "sched_setaffinity"):
            only = f"import os; os.sched_setaffinity(0, {set(range(processors))}); "
            code = f"{only}os.execv({sys.executable!r}, {command!r})"
            command = [sys.executable, "-c", code]
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            cwd=self.folder,
            env=environment() | {"JUPYTERHUB_USER": "sim"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(words)} ended with code {process.returncode}.")
        wall = time.perf_counter() - start
        return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def hand_in(self, count: int) -> None:
        """So many learners hand in every module; all well-behaved, since stock runs their code."""
        kinds = [one for one in learners(count) if one.kind not in ("hostile", "malformed")]
        for module in self.modules:
            release = self.folder / "exercises" / module
            bundle = KeptBundle(self.folder / "solutions" / module / CASES)
            for learner in kinds:
                folder = self.folder / "submitted" / learner.id / module
                if not folder.exists():
                    submit(folder, release, bundle, learner)
                    _show_something(folder / f"{SLUG}.ipynb")

    def submissions(self) -> int:
        """How many were handed in."""
        return len(list((self.folder / "submitted").glob("*/*")))

    def check_graded(self, modules: Sequence[str]) -> None:
        """Raise `SystemExit` where a submission has no graded notebook: a grader failed fast."""
        for module in modules:
            handed_in = {p.parent.name for p in self.folder.glob(f"submitted/*/{module}")}
            graded = {p.parts[-3] for p in self.folder.glob(f"autograded/*/{module}/*.ipynb")}
            if missing := handed_in - graded:
                raise SystemExit(f"{len(missing)} of {module} were not graded: {min(missing)} ...")

    def copy(self, folder: Path, configuration: str = "") -> Term:
        """The same course elsewhere, with nothing graded."""
        shutil.copytree(self.folder, folder)
        if configuration:
            (folder / "nbgrader_config.py").write_text(configuration, encoding="utf-8")
        return Term(folder, self.modules)


def _show_something(path: Path) -> None:
    """Outputs as a notebook has them that was worked in: a table and a picture."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "open-the-case")
    table = "".join(f"{n:6}  Initiative {n}  in delivery  {1000 * n}\n" for n in range(40))
    shown = {"text/plain": table, "text/html": f"<table><tr><td>{table}</td></tr></table>"}
    pictured = {"text/plain": "<Figure>", "image/png": base64.b64encode(PICTURE).decode()}
    cell["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": data} for data in (shown, pictured)
    ]
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def new_term(folder: Path, modules: int) -> Term:
    """A course with the releases of so many modules, made from module 1 under other names."""
    names = tuple(f"{number:02}-{SLUG}" for number in range(1, modules + 1))
    term = Term(folder, names)
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for name in names:
        source = ROOT / "solutions" / f"01-{SLUG}"
        shutil.copytree(
            source,
            folder / "solutions" / name,
            ignore=shutil.ignore_patterns("answers*", ".*", CASES),
        )
        with (
            ZipFile(source / CASES) as given,
            ZipFile(folder / "solutions" / name / CASES, "w") as made,
        ):
            for file in given.namelist():
                text = given.read(file)
                if file == "manifest.json":
                    text = json.dumps(json.loads(text) | {"assignment": name}).encode()
                made.writestr(file, text)
        term.run("nbgrader", "generate_assignment", name)
    return term
