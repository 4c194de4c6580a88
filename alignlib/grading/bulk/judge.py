"""One submission: what its scores are made of, and, where that has changed, its scores."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.answers import LARGEST as LARGEST_ANSWERS
from alignlib.cases import MOST_VARIANTS, variant_of
from alignlib.grading import receive, record
from alignlib.grading.bulk.form import Form, KeptBundle, SourceCell
from alignlib.grading.core import fill, take_in
from alignlib.grading.nodes import Node
from alignlib.grading.placing import grade_id, marks
from alignlib.grading.submission import LARGEST as LARGEST_NOTEBOOK
from alignlib.grading.submission import Submitted, notebook_in, read_notebook
from alignlib.grading.times import parse_utc

NO_KEY = "no key"


@dataclass(frozen=True)
class Stamp:
    """What the scores of a submission were made of; `size` is that of the graded notebook."""

    inputs: str
    variant: int
    key: str
    size: int


@dataclass(frozen=True)
class Task:
    """A submission to look at, and what is known of its last grading."""

    learner: str
    extension: str = ""
    stamp: Stamp | None = None


@dataclass(frozen=True)
class Unchanged:
    """A submission that was graded before and has not changed since."""

    learner: str


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded, and why."""

    learner: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """The scores of a submission, and the notebook that shows them."""

    learner: str
    stamp: Stamp
    timestamp: datetime | None
    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None]
    flags: frozenset[str]
    notices: tuple[str, ...]
    notebook: bytes


Result = Unchanged | Ungraded | Judged


def judge_all(form: Form, tasks: Collection[Task], *, touch: bool = True) -> list[Result]:
    """The results of some submissions, in their order; a broken one breaks no other."""
    with _no_collecting():
        return [_judged(form, task, touch) for task in tasks]


@contextmanager
def _no_collecting() -> Iterator[None]:
    """
    Keep Python from searching for circles of unused objects while a parcel is scored.

    A notebook is some hundred objects without circles; looking through them, and through the keys
    that stay in memory, again and again took a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judged(form: Form, task: Task, touch: bool) -> Result:
    try:
        return judge(form, task, touch=touch)
    except OSError as error:
        said = error.strerror or type(error).__name__
        return Ungraded(task.learner, f"It could not be read: the disk said “{said}”.")
    except Exception as error:  # noqa: BLE001 - one submission must not stop the class
        return Ungraded(
            task.learner,
            f"Grading it failed ({type(error).__name__}). Grade it with: nbgrader autograde "
            f"{form.assignment} --student={task.learner}",
        )


def judge(form: Form, task: Task, *, touch: bool = True) -> Result:
    """
    Score one submission, if what it is made of has changed.

    Links and devices in it are first replaced by notes, as on nbgrader's path. With `touch`
    off nothing is changed, and a submission that holds such things is not looked at.
    """
    folder = form.submission(task.learner)
    if touch:
        receive.make_safe(folder, form.assignment)
    elif strange := next(_strange(folder), ""):
        return Ungraded(task.learner, f"{strange!r} is no plain file; it would be set aside.")
    expected = folder / f"{form.notebook}.ipynb"
    # The digest comes first: what changes while it is read is found by the next run.
    inputs = _inputs(form, task, folder, expected)
    stamp, bundle = task.stamp, form.bundle()
    size = _size(form.graded_notebook(task.learner))
    if stamp and stamp == Stamp(inputs, stamp.variant, _key_digest(bundle, stamp.variant), size):
        return Unchanged(task.learner)
    submitted = read_notebook(expected)
    if _is_nothing(folder, submitted):
        return Ungraded(task.learner, "It holds neither a notebook nor answers.")
    taken = take_in(folder, form.released, submitted)
    marked = [cell for cell in taken.notebook.cells if marks(cell)]
    _restore(marked, form.cells)
    told = fill(taken.notebook, bundle, form.schemes, task.learner, form.assignment)
    found = record.of(taken.notebook)
    notices = [n for n in found.get("notices", ()) if n not in taken.remarks]
    variant = _variant(found, bundle, task.learner, form.assignment)
    scores, comments = dict(_scores(marked)), dict(_comments(marked))
    _forget_marks(marked)
    text = json.dumps(taken.notebook, separators=(",", ":")).encode("ascii")
    return Judged(
        task.learner,
        Stamp(inputs, variant, _key_digest(bundle, variant), len(text)),
        _handed_in(folder),
        scores,
        comments,
        frozenset(found.get("flags", ())),
        tuple(dict.fromkeys((*notices, *told))),
        text,
    )


def _is_nothing(folder: Path, submitted: Submitted) -> bool:
    """Whether nothing was handed in: no notebook, no answers, and nothing that was put aside."""
    no_notebook = not submitted.notebook.cells and (
        receive.PLACEHOLDER in submitted.metadata or not any(folder.glob("*.ipynb"))
    )
    there = os.path.lexists(folder / ANSWERS)
    return no_notebook and not there and not receive.notices(folder)


def _inputs(form: Form, task: Task, folder: Path, expected: Path) -> str:
    """A hash of all that grading reads of a submission, and of what holds for the whole class."""
    found = hashlib.sha256(f"{form.digest}\0{task.learner}\0{task.extension}".encode())
    for base, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *files)):
            inside = os.path.relpath(os.path.join(base, name), folder)  # noqa: PTH118 - a hot loop
            found.update(os.fsencode(inside) + b"\0")
    notebook = notebook_in(expected)
    for path, most in (
        (folder / ANSWERS, LARGEST_ANSWERS),
        (folder / receive.TIMESTAMP, receive.LONGEST_TIMESTAMP),
        (folder / receive.SECRET, receive.LONGEST_SECRET),
        (notebook, LARGEST_NOTEBOOK),
    ):
        found.update(_content(path, most) if path else b"none")
    found.update(str(notebook).encode("utf-8", "replace"))
    return found.hexdigest()


def _content(path: Path, most: int) -> bytes:
    """A hash of a file; of one that is too large to be read, its size."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return b"no file"
        if status.st_size > most:
            return b"%d bytes" % status.st_size
        return hashlib.sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return b"none"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _strange(folder: Path) -> Iterator[str]:
    """What `make_safe` would take away; it looks and changes nothing."""
    if folder.is_symlink():
        yield folder.name
    for base, folders, files in os.walk(folder):
        for name in (*folders, *files):
            mode = Path(base, name).lstat().st_mode
            if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
                yield name


def _variant(found: Mapping[str, Any], bundle: KeptBundle | None, learner: str, of: str) -> int:
    """The variant whose key the scores depend on: what the answers name, else the learner's."""
    answers = found.get("answers", {})
    made = answers.get("variant")
    # No database holds every whole number that a learner can write.
    if answers.get("items") and isinstance(made, int) and 0 < made <= MOST_VARIANTS:
        return made
    return variant_of(learner, of, bundle.variants) if bundle else 0


def _key_digest(bundle: KeptBundle | None, variant: int) -> str:
    return bundle.key_digest(variant) if bundle else NO_KEY


def _restore(marked: Sequence[Node], cells: Mapping[str, SourceCell]) -> None:
    """Locked cells have the words of the gradebook, whatever a learner made of them."""
    for cell in marked:
        source = cells.get(grade_id(cell))
        if source and source.locked and cell.source != source.source:
            cell.source = source.source


def _scores(marked: Sequence[Node]) -> Iterator[tuple[str, float | None]]:
    """The automatic score of each grade cell, as nbgrader's `determine_grade` finds it."""
    for cell in marked:
        own = marks(cell)
        if not own.get("grade"):
            continue
        if own.get("solution"):
            yield grade_id(cell), 0.0 if _untouched(cell) else None
        elif cell.cell_type != "code":
            yield grade_id(cell), None
        elif cell.outputs:
            yield grade_id(cell), float(cell.outputs[0].data["text/plain"])
        else:
            yield grade_id(cell), float(own["points"])


def _comments(marked: Sequence[Node]) -> Iterator[tuple[str, str | None]]:
    """The comment of nbgrader itself on each cell that a learner fills."""
    for cell in marked:
        own = marks(cell)
        if own.get("solution") or own.get("task"):
            blank = not own.get("task") and _untouched(cell)
            yield grade_id(cell), "No response." if blank else None


def _untouched(cell: Node) -> bool:
    return bool(marks(cell).get("checksum") == checksum(cell))


def checksum(cell: Node) -> str:
    """The checksum that nbgrader makes of a marked cell. A test holds that it is the same."""
    own = marks(cell)
    grade, solution = own.get("grade", False), own.get("solution", False)
    locked = not solution and (bool(grade) or own.get("locked", False))
    parts = [cell.source, cell.cell_type, str(grade), str(solution), str(locked), own["grade_id"]]
    if grade:
        parts.append(str(float(own["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _forget_marks(marked: Sequence[Node]) -> None:
    """Cells without points were there for `nbgrader validate`; a marker sees no box for them."""
    for cell in marked:
        if marks(cell).get("grade") and not marks(cell).get("points"):
            del cell.metadata["nbgrader"]


def _handed_in(folder: Path) -> datetime | None:
    path = folder / receive.TIMESTAMP
    try:
        text = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return parse_utc(text) if text else None
