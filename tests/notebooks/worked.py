"""A lesson's worked analysis, run cell by cell on any variant of its practice."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from alignlib import Workbook
from alignlib.cases import Bundle, variant_of

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"

Run = Callable[..., dict[str, Any]]

every_variant = pytest.mark.parametrize("number", [1, 2, 3])


class Worked:
    """A lesson by its name, such as `03-objectives-to-initiatives`, and the bundle it draws on."""

    def __init__(self, name: str) -> None:
        self.path = NOTEBOOKS / f"{name}.ipynb"
        self.assignment = f"{name.partition('-')[2]}-practice"
        self.zip = NOTEBOOKS / "practice" / f"{name}-practice" / "cases.zip"

    @cached_property
    def bundle(self) -> Bundle:
        """The open variants that the lesson practises on."""
        return Bundle(self.zip)

    @cached_property
    def _cells(self) -> list[dict[str, Any]]:
        cells: list[dict[str, Any]] = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        return cells

    @cached_property
    def code(self) -> dict[str, str]:
        """The code of the lesson, by the ids of its cells."""
        return {c["id"]: "".join(c["source"]) for c in self._cells if c["cell_type"] == "code"}

    @cached_property
    def text(self) -> str:
        """The lesson's markdown."""
        return "\n".join("".join(c["source"]) for c in self._cells if c["cell_type"] != "code")

    def run(self, folder: Path, number: int, *ids: str, **changed: str) -> dict[str, Any]:
        """Run cells on a variant, in a folder; `changed` says what a learner makes of a cell."""
        (folder / "cases.zip").write_bytes(self.zip.read_bytes())
        names = (f"learner-{n}" for n in range(1_000))
        made = self.bundle
        learner = next(n for n in names if variant_of(n, made.assignment, made.variants) == number)
        work = Workbook(self.assignment, learner=learner, folder=folder)
        space: dict[str, Any] = {"work": work}
        exec("import pandas as pd", space)
        for cell in ids:
            exec(changed.get(cell.replace("-", "_"), self.code[cell]), space)
        return space
