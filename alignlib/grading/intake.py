"""Take down a submission's recorded answers: from `answers.json`, else from the receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from alignlib import answers as recorded
from alignlib.answers import RECEIPT_TYPE, Answers
from alignlib.grading.receive import NOT_FOLLOWED


@dataclass(frozen=True)
class Intake:
    """The answers as plain data, and in words what was wrong with them."""

    answers: dict[str, Any]
    notices: tuple[str, ...] = ()


def take_down(folder: Path, notebook: NotebookNode) -> Intake:
    """
    The recorded answers of a submission.

    The file goes before the receipt, which may be older; what the file lacks, or what cannot
    be read in it, is taken from the receipt.
    """
    path = folder / recorded.FILE_NAME
    notices: list[str] = []
    if path.with_name(path.name + NOT_FOLLOWED).exists():
        notices.append(f"{path.name} was a link or a device, not a file. It was not followed.")
    found = recorded.read(path)
    if found is None:
        notices.append(f"There is no {path.name} in the submission.")
        found = Answers()
    notices += found.problems
    receipt = newest_receipt(notebook)
    if receipt is not None:
        found, told = _filled_from(found, receipt)
        notices += told
    elif found.problems or not path.exists():
        notices.append("There is no receipt in the notebook to take answers from either.")
    return Intake(found.to_data(), tuple(notices))


def _filled_from(found: Answers, receipt: Answers) -> tuple[Answers, list[str]]:
    """The answers with what only the receipt holds, and a notice of what that was."""
    taken = {name: a for name, a in receipt.items.items() if name not in found.items}
    filled = replace(
        found,
        assignment=found.assignment or receipt.assignment,
        learner=found.learner or receipt.learner,
        # A file that is there says for which variant its answers are; they must not be mixed.
        variant=found.variant if found.items else receipt.variant,
        items={**found.items, **taken},
    )
    if found.items and taken and found.variant != receipt.variant:
        return found, ["The receipt is for another variant than the answers file; it was not used."]
    if not taken:
        return filled, []
    return filled, [f"Taken from the receipt in the notebook: {', '.join(sorted(taken))[:300]}."]


def newest_receipt(notebook: NotebookNode) -> Answers | None:
    """The last receipt in the notebook's outputs that holds an answer; None without one."""
    last = None
    for data in _receipts(notebook):
        try:
            text = json.dumps(data.get("answers"))
        except (TypeError, ValueError, RecursionError):
            continue
        read = recorded.parse(text)
        if read.items:
            last = read
    return last


def _receipts(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    for cell in notebook.cells:
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs if isinstance(outputs, list) else ():
            data = output.get("data") if isinstance(output, dict) else None
            receipt = data.get(RECEIPT_TYPE) if isinstance(data, dict) else None
            if isinstance(receipt, dict):
                yield receipt
