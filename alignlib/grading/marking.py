"""Score recorded answers, and show a score as nbgrader reads it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from alignlib import feedback
from alignlib.answers import Answers
from alignlib.cases import Bundle, Variant, learner_id, variant_of
from alignlib.errors import CaseError, shown
from alignlib.grading import nodes, record
from alignlib.grading.bounds import one_line
from alignlib.grading.nodes import Node
from alignlib.grading.placing import MOST_TEXT
from alignlib.scoring import Score, award

LONGEST_REASON = 1_000
"""Characters of a reason. A list of a million options that do not exist has one for each."""


@dataclass(frozen=True)
class Marking:
    """Everything needed to score one submission: its answers, its variant, its key."""

    answers: Answers
    variant: Variant | None
    key: Mapping[str, Any]
    notices: tuple[str, ...] = ()
    suspect: bool = False


def prepare(answers: Answers, bundle: Bundle | None, student: str, assignment: str) -> Marking:
    """
    Find the variant that the answers were made for, and its key.

    Where the file names another learner or another variant than the student's own, the
    answers are still scored on the variant they were made for, and the submission is flagged.
    """
    if bundle is None:
        notice = "There is no key for this assignment, so nothing could be scored yet."
        return Marking(answers, None, {}, (notice,), suspect=True)
    own = variant_of(student, assignment, bundle.variants)
    notices: list[str] = []
    if answers.items:
        if answers.assignment != assignment:
            other = shown(answers.assignment) if answers.assignment else "without a name"
            notices.append(f"The answers are for the assignment {other}. None was scored.")
            return _marking(Answers(), bundle, own, notices, suspect=True)
        if learner_id(answers.learner) != learner_id(student):
            by = shown(answers.learner) if answers.learner else "nobody"
            notices.append(f"The answers were recorded by {by}, and handed in by {student!r}.")
        if answers.variant != own:
            made = f"variant {shown(answers.variant)}" if answers.variant else "no variant"
            notices.append(
                f"The answers were made for {made}; the variant of {student!r} is {own}."
            )
    variant = answers.variant if answers.variant and answers.items else own
    return _marking(answers, bundle, variant, notices, suspect=bool(notices))


def _marking(
    answers: Answers, bundle: Bundle, variant: int, notices: list[str], *, suspect: bool
) -> Marking:
    try:
        return Marking(
            answers, bundle.variant(variant), bundle.key(variant), tuple(notices), suspect
        )
    except CaseError as error:
        return Marking(answers, None, {}, (*notices, str(error)), suspect=True)


def score_of(marking: Marking, item_id: str, most: float) -> Score:
    """The score of one item; closed (0, for a human) where its item or its key is missing."""
    item = marking.variant.items.get(item_id) if marking.variant else None
    if item is None:
        reason = "This item could not be scored. Your instructor has been told."
        return Score(item_id, 0.0, most, reason=reason, for_human=True)
    if item.points != most:
        reason = (
            f"The notebook gives {most:g} points, the item {item.points:g}. Rebuild the release."
        )
        return Score(item_id, 0.0, most, reason=reason, for_human=True)
    answer = marking.answers.items.get(item_id)
    score = award(item, answer.value if answer else None, marking.key.get(item_id))
    return replace(score, reason=one_line(score.reason, LONGEST_REASON))


def memo_text(marking: Marking, item_id: str, written: Mapping[str, str]) -> str:
    """The memo as recorded; what was typed into the notebook's cell follows it, or stands alone."""
    answer = marking.answers.items.get(item_id)
    value = answer.value if answer and isinstance(answer.value, str) else ""
    typed = written.get(item_id, "")
    if value.strip() and typed and typed.strip() != value.strip():
        return f"{value[:MOST_TEXT]}\n\n(Typed into the notebook's own cell:)\n{typed}"
    return (value if value.strip() else typed)[:MOST_TEXT]


def output_of(marking: Marking, item_id: str, score: Score) -> Node:
    """The score as nbgrader reads it (the text of a plain float), with the feedback beside it."""
    item = marking.variant.items.get(item_id) if marking.variant else None
    title, lesson = (item.title, item.lesson) if item else (item_id, "")
    policy = feedback.policy_of(marking.key.get(item_id))
    page = feedback.to_html(title, score, policy, lesson)
    return nodes.result(
        **{
            "text/plain": repr(score.points),
            "text/html": f'<div class="{record.NO_MATH}">{page}</div>',
        }
    )


def notices_cell(notices: list[str]) -> Node:
    """What was noticed about a submission, as the cell that stands at its top."""
    # On one line: Markdown would read what follows an empty one.
    lines = "".join(f"<li>{html.escape(notice)}</li>" for notice in notices)
    head = "<p><strong>What we noticed about this submission</strong></p>"
    text = f'<div class="{record.NO_MATH}">{head}<ul>{lines}</ul></div>'
    return nodes.markdown_cell(text, "alignlib-notices")
