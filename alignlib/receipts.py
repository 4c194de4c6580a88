"""The receipt: proof of what was recorded, and a copy of it inside the notebook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib.answers import RECEIPT_TYPE, Answers, parse

LARGEST_NOTEBOOK = 20_000_000
"""Bytes. A larger notebook is not searched for a receipt."""


@dataclass(frozen=True)
class Receipt:
    """
    What was recorded, shown to the learner and embedded for the grader.

    `remarks` say what is wrong with it, and what to do about it.
    """

    answers: Answers
    progress: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A short hash of the answers: two receipts with the same one hold the same answers."""
        text = json.dumps(self.answers.to_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]

    def __repr__(self) -> str:
        lines = [f"Receipt {self.digest} for {self.answers.learner or 'a learner without an id'}"]
        lines += [f"  {mark} {title}: {words}" for mark, title, words in self.progress]
        lines += [f"! {remark}" for remark in self.remarks]
        lines.append("Now save the notebook (Ctrl+S, or ⌘S): the receipt is saved in it.")
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            RECEIPT_TYPE: {"digest": self.digest, "answers": self.answers.to_data()},
        }


def newest_receipt(notebook: Mapping[str, Any]) -> Answers | None:
    """
    The answers of the last receipt in a notebook that holds any; None without one.

    A stranger may have made the notebook: nothing in it makes this raise.
    """
    last = None
    for receipt in _receipts(notebook):
        try:
            text = json.dumps(receipt.get("answers"))
        except (TypeError, ValueError, RecursionError):
            continue
        read = parse(text)
        if read.items:
            last = read
    return last


def _receipts(notebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs if isinstance(outputs, list) else ():
            data = output.get("data") if isinstance(output, dict) else None
            receipt = data.get(RECEIPT_TYPE) if isinstance(data, dict) else None
            if isinstance(receipt, dict):
                yield receipt


def receipt_beside(folder: Path, assignment: str) -> tuple[Answers, str] | None:
    """
    The newest receipt for an assignment in the notebooks of a folder, and its notebook's name.

    None where there is none that can be read.
    """
    found = []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            if path.stat().st_size > LARGEST_NOTEBOOK:
                continue
            notebook = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        receipt = newest_receipt(notebook) if isinstance(notebook, dict) else None
        if receipt is not None and receipt.assignment == assignment:
            found.append((max(one.at for one in receipt.items.values()), path.name, receipt))
    if not found:
        return None
    _, name, receipt = max(found, key=lambda one: one[:2])
    return receipt, name
