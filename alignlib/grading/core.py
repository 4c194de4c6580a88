"""
The scoring core, the same for both paths: a submission in, a filled notebook out.

nbgrader's passes (`pour.Pour`, `score.ScoreAnswers`) and the bulk path call these two functions,
one after the other. Nothing here runs a learner's code, opens a gradebook or imports nbgrader.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib.answers import parse
from alignlib.cases import Bundle
from alignlib.grading import differences, receive, record
from alignlib.grading.bounds import one_line
from alignlib.grading.course import canonical
from alignlib.grading.intake import take_down
from alignlib.grading.marking import (
    Marking,
    memo_text,
    notices_cell,
    output_of,
    prepare,
    score_of,
)
from alignlib.grading.mould import PAGE, items_of, pour, written
from alignlib.grading.nodes import Node
from alignlib.grading.placing import grade_id, marks, placed
from alignlib.grading.scheme import with_mark_schemes
from alignlib.grading.submission import Submitted


@dataclass(frozen=True)
class TakenIn:
    """
    A submission in the form of the release, its answers in the notebook's record.

    `warnings` are for whoever grades; `remarks` need no action.
    """

    notebook: Node
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def take_in(folder: Path, released: Node, submitted: Submitted) -> TakenIn:
    """Pour what a learner handed in into the released notebook and take down the answers."""
    nb = submitted.notebook
    found = placed(released, nb)
    poured = pour(released, nb, found)
    intake = take_down(folder, nb, items_of(released))
    added = differences.own_code(released, nb, found)
    seen = [*intake.notices, *differences.files(folder)]
    if nb.cells or not submitted.notices:  # an unreadable notebook has no other differences
        seen += differences.cells(released, nb, found)
        seen += differences.contents(released, nb, submitted.metadata)
    record.put(poured, answers=intake.answers, written=written(released, nb, found))
    record.note(poured, [*receive.notices(folder), *submitted.notices, *seen, *added])
    return TakenIn(poured, tuple(seen), tuple(added))


def fill(
    nb: Node,
    bundle: Bundle | None,
    schemes: Mapping[str, Mapping[str, Any]],
    learner: str,
    assignment: str,
) -> list[str]:
    """
    Score every grade cell of a notebook that `take_in` made, in place; what to warn of.

    What must be looked at by a human is in the notebook's record, under `flags`.
    """
    found = record.of(nb)
    answers = parse(canonical(found.get("answers", {})))
    marking = prepare(answers, bundle, learner, assignment)
    warnings = [one_line(notice) for notice in marking.notices]
    record.note(nb, marking.notices)
    flags, told = _fill_cells(nb, marking, found.get("written", {}))
    first = next((grade_id(cell) for cell in nb.cells if marks(cell).get("grade")), None)
    if marking.suspect and first:
        flags.append(first)
    record.put(nb, flags=flags)
    nb.cells = list(with_mark_schemes(nb.cells, schemes))
    notices = record.of(nb).get("notices", [])
    if notices:
        nb.cells.insert(0, notices_cell(notices))
    return warnings + told


def _fill_cells(
    nb: Node, marking: Marking, written: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The ids of the cells that a human must look at, and why a score is not what it might be."""
    flags, told = [], []
    for cell in nb.cells:
        own = marks(cell)
        points = own.get("points")
        if not own.get("grade") or not points:
            continue  # a cell of 0 points was there for `nbgrader validate` alone
        name = grade_id(cell)
        score = score_of(marking, name, float(points))
        if score.reason:
            told.append(f"{name}: {score.reason}")
        if own.get("solution"):
            # A human gives the points; nbgrader asks for one where the text is no longer
            # the released one, and a blank memo scores 0 by itself.
            text = memo_text(marking, name, written)
            if text:
                cell.source = PAGE.format(html.escape(text))
            if score.reason:
                record.note(nb, [score.reason])
                flags.append(name)
            continue
        if score.for_human:
            flags.append(name)
        cell.outputs = [output_of(marking, name, score)]
    return flags, told
