"""A course to grade in: its folders, its learners' submissions, and what nbgrader made of them."""

from __future__ import annotations

import copy
import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from alignlib.answers import Answers
from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import Bundle, variant_of
from alignlib.cli.steps import environment
from alignlib.scoring import Score, award
from alignlib.simulate import SIMULATED_MEMO, solvers
from alignlib.variants.stream import Stream

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "01-two-strategies"
NOTEBOOK = "two-strategies"
MEMO = "one-paragraph-two-readers"
HANDED_IN = "2026-03-20 12:00:00 UTC"

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What one of nbgrader's commands said, and its exit code."""

    code: int
    log: str

    def about(self, learner: str) -> str:
        """
        The messages that name a learner, without the many about copied files.

        A learner is named by a folder (`submitted/ada/...`) or at the start (`ada: ...`).
        """
        named = re.compile(rf"(?:[/\\]|\] |student '){re.escape(learner)}(?:[/\\:']|$)")
        lines = [line for line in self.log.splitlines() if named.search(line)]
        return "\n".join(line for line in lines if "Copying" not in line)


@dataclass(frozen=True)
class Grade:
    """One grade as the gradebook holds it."""

    auto: float | None
    manual: float | None
    score: float
    most: float
    waits: bool
    comment: str | None


@dataclass(frozen=True)
class Course:
    """
    One course folder, with the open cases that its answers are scored against.

    Its gradebook is nbgrader's own file, or `db_url`, where that is given.
    """

    folder: Path
    bundle: Bundle
    db_url: str = ""

    @property
    def release(self) -> Path:
        """The folder that learners get."""
        return self.folder / "exercises" / ASSIGNMENT

    @property
    def source(self) -> Path:
        """The folder that instructors write."""
        return self.folder / "solutions" / ASSIGNMENT

    @property
    def database(self) -> str:
        """The address of the gradebook."""
        return self.db_url or f"sqlite:///{self.folder / 'gradebook.db'}"

    def nbgrader(self, *words: str) -> Run:
        """Run one of nbgrader's own commands here, in an empty home."""
        return self.run("nbgrader", *words)

    def alignlib(self, *words: str) -> Run:
        """Run one of our own commands here, in an empty home and a wide window."""
        return self.run("alignlib", *words)

    def run(self, program: str, *words: str) -> Run:
        """Run a program of Python's here, in an empty home."""
        home = self.folder.parent / "home"
        home.mkdir(exist_ok=True)
        own = {"HOME": str(home), "USERPROFILE": str(home), "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", program, *words],
            cwd=self.folder,
            env=environment() | own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=500,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        return Run(done.returncode, done.stdout)

    def copied(self, folder: Path) -> Course:
        """The same course in another folder."""
        shutil.copytree(self.folder, folder)
        return Course(folder, self.bundle)

    def kept_in(self, db_url: str) -> Course:
        """The same folder, with its gradebook elsewhere, as its configuration then says."""
        with (self.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(f"\nc.CourseDirectory.db_url = {db_url!r}\n")
        return Course(self.folder, self.bundle, db_url)

    def submitted(self, learner: str) -> Path:
        """The folder of a learner's submission."""
        return self.folder / "submitted" / learner / ASSIGNMENT

    def blank(self) -> Notebook:
        """A fresh copy of the released notebook."""
        text = (self.release / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
        notebook: Notebook = json.loads(text)
        return notebook

    def answers(self, learner: str, kind: str = "careful", variant: int | None = None) -> Answers:
        """What a simulated learner of a kind records, with a memo unless they leave all blank."""
        number = variant or variant_of(learner, ASSIGNMENT, self.bundle.variants)
        key, recorded = self.bundle.key(number), Answers(ASSIGNMENT, learner, number)
        for item in self.bundle.variant(number).items.values():
            stream = Stream(f"tests/{learner}/{item.id}")
            value = solvers(self.bundle.misconception)[kind](item, key[item.id], stream)
            if item.id == MEMO and kind != "blank":
                value = SIMULATED_MEMO
            if value not in (None, [], {}):
                recorded = recorded.with_answer(item.id, item.validate(value))
        return recorded

    def hand_in(
        self,
        learner: str,
        answers: Answers | Mapping[str, Any] | str | bytes | None,
        notebook: Notebook | str | bytes | None = None,
        name: str = f"{NOTEBOOK}.ipynb",
    ) -> Path:
        """Write a submission: answers and a notebook, each as it should be or as raw text."""
        folder = self.submitted(learner)
        folder.mkdir(parents=True)
        if answers is not None:
            data = answers.to_data() if isinstance(answers, Answers) else answers
            _write(folder / "answers.json", data)
        _write(folder / name, self.blank() if notebook is None else notebook)
        (folder / "timestamp.txt").write_text(HANDED_IN, encoding="utf-8")
        return folder

    def awards(self, answers: Answers, variant: int | None = None) -> dict[str, Score]:
        """What `alignlib.scoring.award` gives for these answers, item by item."""
        number = variant or answers.variant or 1
        key = self.bundle.key(number)
        return {
            name: award(
                item,
                answers.items[name].value if name in answers.items else None,
                key[name],
            )
            for name, item in self.bundle.variant(number).items.items()
        }

    def points(self, answers: Answers, variant: int | None = None) -> dict[str, float]:
        """The same as plain points."""
        return {name: score.points for name, score in self.awards(answers, variant).items()}

    def grades(self) -> dict[str, dict[str, Grade]]:
        """For each learner the grade of each item, as the gradebook has them."""
        found: dict[str, dict[str, Grade]] = {}
        with Gradebook(self.database) as gradebook:
            for submission in gradebook.assignment_submissions(ASSIGNMENT):
                own = found.setdefault(submission.student.id, {})
                for notebook in submission.notebooks:
                    comments = {c.name: c.manual_comment for c in notebook.comments}
                    for grade in notebook.grades:
                        own[grade.name] = Grade(
                            grade.auto_score,
                            grade.manual_score,
                            grade.score,
                            grade.max_score,
                            bool(grade.needs_manual_grade),
                            comments.get(grade.name),
                        )
        return found

    def exported(self) -> dict[str, dict[str, str]]:
        """The rows of `grades.csv`, by learner."""
        with (self.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}

    def feedback(self, learner: str) -> str:
        """The page that a learner gets, as it is in the file."""
        path = self.folder / "feedback" / learner / ASSIGNMENT / f"{NOTEBOOK}.html"
        return path.read_text(encoding="utf-8")

    def autograded(self, learner: str) -> Notebook:
        """The notebook that the marker sees."""
        path = self.folder / "autograded" / learner / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook


def new_course(folder: Path, bundle: Bundle) -> Course:
    """A course of module 1 alone with this repository's configuration; no release yet."""
    source = folder / "solutions" / ASSIGNMENT
    shutil.copytree(
        ROOT / "solutions" / ASSIGNMENT,
        source,
        ignore=shutil.ignore_patterns("answers*", ".*", CASES),
    )
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(bundle.path, source / CASES)
    return Course(folder, bundle)


def _write(path: Path, content: Any) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def text_of(page: str) -> str:
    """The words of an HTML page without its tags, styles and scripts."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"(?s)<[^>]*>", " ", bare)).split())


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's text."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def graded_cells(notebook: Notebook) -> list[dict[str, Any]]:
    """The cells that nbgrader gives points for, in their order."""
    return [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]


def with_receipt(notebook: Notebook, answers: Answers) -> Notebook:
    """The notebook with a receipt as the last output."""
    from alignlib.receipts import Receipt

    made = copy.deepcopy(notebook)
    made["cells"][-1]["outputs"] = [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "metadata": {},
            "data": Receipt(answers, ())._repr_mimebundle_(),
        }
    ]
    return made


def markdown(source: Any, **more: Any) -> dict[str, Any]:
    """A learner's own text cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source} | more


def code(source: Any, outputs: Any = (), **more: Any) -> dict[str, Any]:
    """A learner's own code cell."""
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "source": source,
        "outputs": list(outputs) if isinstance(outputs, tuple) else outputs,
    } | more


def shows(**data: Any) -> dict[str, Any]:
    """An output with these data; `text_html` stands for text/html."""
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {name.replace("_", "/", 1): value for name, value in data.items()},
    }


def snapshot(folders: Iterable[Path]) -> dict[str, tuple[int, int] | str]:
    """What lies in some folders: each file's size and time of change, each link's goal."""
    found: dict[str, tuple[int, int] | str] = {}
    for folder in folders:
        for base, _, files in os.walk(folder):
            for name in files:
                path = Path(base, name)
                status = path.lstat()
                found[str(path)] = (
                    str(path.readlink())
                    if path.is_symlink()
                    else (status.st_size, status.st_mtime_ns)
                )
    return found
