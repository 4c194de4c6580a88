"""Take down a submission's recorded answers: from `answers.json`, else from the receipt."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib.answers import Answer, Answers
from alignlib.cases import learner_id
from alignlib.errors import shown
from alignlib.grading.bounds import one_line, too_deep, writable
from alignlib.grading.course import canonical
from alignlib.grading.nodes import Node
from alignlib.receipts import newest_receipt


@dataclass(frozen=True)
class Intake:
    """The answers as plain data, and in words what was wrong with them."""

    answers: dict[str, Any]
    notices: tuple[str, ...] = ()


def take_down(folder: Path, notebook: Node, items: Collection[str]) -> Intake:
    """
    The recorded answers of a submission to these `items`.

    The file goes before the receipt, which may be older; what the file lacks, or what cannot
    be read in it, is taken from the receipt.
    """
    path = folder / recorded.FILE_NAME
    notices: list[str] = []
    found = recorded.read(path)
    missing = found is None
    if found is None:
        notices.append(f"There is no {path.name} in the submission.")
        found = Answers()
    notices += found.problems
    receipt = newest_receipt(notebook)
    if receipt is not None:
        found, told = _filled_from(found, receipt)
        notices += told
    elif found.problems or missing:
        notices.append("There is no receipt in the notebook to take answers from either.")
    found, told = _of_items(found, items)
    notices += told
    data = json.loads(writable(canonical(found.to_data())))
    return Intake(data, tuple(one_line(notice) for notice in notices))


def _filled_from(found: Answers, receipt: Answers) -> tuple[Answers, list[str]]:
    """The answers with what only the receipt holds, and a notice of what that was."""
    taken = {name: a for name, a in receipt.items.items() if name not in found.items}
    if not taken:
        return found, []
    if not found.items:
        # A file that could be read in part may still say whose it is.
        found = replace(
            found,
            assignment=found.assignment or receipt.assignment,
            learner=found.learner or receipt.learner,
            variant=receipt.variant,
        )
    elif strange := _other_than(found, receipt):
        return found, [
            f"The receipt is for another {strange} than the answers file; it was not used."
        ]
    names = ", ".join(shown(name) for name in sorted(taken))
    return replace(found, items={**found.items, **taken}), [
        one_line(f"Taken from the receipt in the notebook: {names}")
    ]


def _other_than(found: Answers, receipt: Answers) -> str:
    """What the receipt says differently from the file; answers of two must not be mixed."""
    if found.assignment != receipt.assignment:
        return "assignment"
    if learner_id(found.learner) != learner_id(receipt.learner):
        return "learner"
    return "variant" if found.variant != receipt.variant else ""


def _of_items(found: Answers, items: Collection[str]) -> tuple[Answers, list[str]]:
    """The answers to items that there are, nested no deeper than answers are."""
    kept: dict[str, Answer] = {}
    notices = []
    for name, answer in found.items.items():
        if name not in items:
            notices.append(f"There is no item {shown(name)} in this assignment. It was left out.")
        elif too_deep(answer.value):
            notices.append(f"The answer to {shown(name)} is nested too deeply. It was left out.")
        else:
            kept[name] = answer
    return replace(found, items=kept), notices
