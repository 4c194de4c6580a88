"""What is the same for all submissions of one assignment: the release, its cells, keys, rubric."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from alignlib.cases import Bundle, Variant
from alignlib.errors import InstructorError
from alignlib.grading.bulk.settings import Settings
from alignlib.grading.course import Course, canonical, expected_notebook
from alignlib.grading.nodes import Node, node
from alignlib.grading.placing import grade_id, marks
from alignlib.grading.submission import rejoin

SCORING = ("answers.py", "cases.py", "claims.py", "errors.py", "feedback.py", "items", "grading",
           "receipts.py", "scoring.py", "strict_json.py")  # fmt: skip
"""What of alignlib a score and its page depend on."""


@dataclass(frozen=True)
class SourceCell:
    """A marked cell of an assignment, as the gradebook has it."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str | None


@dataclass(frozen=True)
class Cells:
    """The marked cells of an assignment's notebook in the gradebook."""

    source: Mapping[str, SourceCell]
    points: Mapping[str, float]
    kernelspec: str | None
    duedate: datetime | None


@dataclass(frozen=True)
class Form:
    """
    Everything but the submission that a score depends on.

    `digest` names it, keys apart: another digest, and every submission is graded again.
    """

    settings: Settings
    assignment: str
    notebook: str
    released: Node
    cells: Mapping[str, SourceCell]
    schemes: Mapping[str, Mapping[str, Any]]
    bundle_path: Path | None
    bundle_print: str
    digest: str

    def bundle(self) -> KeptBundle | None:
        """The cases with their keys; read once in each process."""
        return _bundle(self.bundle_path, self.bundle_print) if self.bundle_path else None

    def submission(self, learner: str) -> Path:
        """The folder that a learner handed in."""
        return Course(self.settings).submission(self.assignment, learner)

    def graded_notebook(self, learner: str) -> Path:
        """Where the marker finds what was made of a submission."""
        folder = self.settings.format_path(
            self.settings.autograded_directory, learner, self.assignment
        )
        return Path(folder, f"{self.notebook}.ipynb")


class KeptBundle(Bundle):
    """A bundle that reads each variant and each key only once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._variants: dict[int, Variant] = {}
        self._keys: dict[int, Mapping[str, Any]] = {}
        self._digests: dict[int, str] = {}

    def variant(self, number: int) -> Variant:
        """The case and the items of a variant."""
        if number not in self._variants:
            self._variants[number] = super().variant(number)
        return self._variants[number]

    def key(self, number: int) -> Mapping[str, Any]:
        """The key of a variant, by item."""
        if number not in self._keys:
            self._keys[number] = super().key(number)
        return self._keys[number]

    def key_digest(self, number: int) -> str:
        """A hash of a variant with its key, to see whether either has changed."""
        if number not in self._digests:
            found = hashlib.sha256(f"{self.variants}\n".encode())
            with zipfile.ZipFile(self.path) as archive:
                for name in (f"variant-{number:03}.json", f"key-{number:03}.json"):
                    if name in archive.NameToInfo:
                        found.update(archive.read(name))
            self._digests[number] = found.hexdigest()
        return self._digests[number]


@lru_cache(maxsize=8)
def _bundle(path: Path, _fingerprint: str) -> KeptBundle:
    return KeptBundle(path)


def form_of(settings: Settings, assignment: str, cells: Cells) -> Form:
    """
    The form of an assignment, from its folders and from the gradebook.

    Raises `InstructorError` where the release and the gradebook do not belong together.
    """
    course = Course(settings)
    path = course.released_notebook(assignment)
    text = path.read_bytes()
    released = _read(path, text)
    _check(released, cells, path)
    _mark(released, cells)
    bundle = course.bundle(assignment)
    schemes = course.mark_scheme(assignment)
    parts = (
        canonical(released),
        canonical(schemes),
        canonical({name: vars(cell) for name, cell in cells.source.items()}),
        str(cells.duedate),
        str(settings.late),
        version(),
    )
    return Form(
        settings,
        assignment,
        Path(expected_notebook(assignment)).stem,
        released,
        cells.source,
        schemes,
        bundle.path if bundle else None,
        bundle.fingerprint if bundle else "",
        hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest(),
    )


def _read(path: Path, text: bytes) -> Node:
    try:
        released: Node = node(json.loads(text))
        for cell in released.cells:
            rejoin(cell)
    except (AttributeError, TypeError, ValueError):
        raise InstructorError(
            f"The release {path} is damaged. Make it again: nbgrader generate_assignment "
            f"{path.parent.name} --force"
        ) from None
    return released


def _check(released: Node, cells: Cells, path: Path) -> None:
    ours = {grade_id(cell) for cell in released.cells if grade_id(cell)}
    strange = sorted(ours ^ set(cells.source))
    if strange:
        raise InstructorError(
            f"The release {path} and the gradebook do not belong together: only one of them has "
            f"the cell {strange[0]!r}. Run: nbgrader generate_assignment {path.parent.name} --force"
        )


def _mark(released: Node, cells: Cells) -> None:
    """What the gradebook says of the release goes before the release, as nbgrader has it."""
    if cells.kernelspec and (kernelspec := json.loads(cells.kernelspec)):
        released.metadata["kernelspec"] = node(kernelspec)
    for cell in released.cells:
        own = marks(cell)
        if grade_id(cell) in cells.source:
            own["checksum"] = cells.source[grade_id(cell)].checksum
        if own.get("grade") and grade_id(cell) in cells.points:
            own["points"] = cells.points[grade_id(cell)]


@lru_cache(maxsize=1)
def version() -> str:
    """
    The version of the grader: a hash of the code that a score depends on.

    A number that somebody has to raise would be forgotten.
    """
    root = Path(__file__).parents[2]
    found = hashlib.sha256(metadata.version("alignlib").encode())
    for name in SCORING:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()
