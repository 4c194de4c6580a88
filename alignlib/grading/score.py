"""Score the recorded answers and put the result where nbgrader looks for it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from alignlib import feedback
from alignlib.answers import Answers, parse
from alignlib.cases import Bundle, Variant, learner_id, variant_of
from alignlib.errors import CaseError, shown
from alignlib.grading import record
from alignlib.grading.bounds import one_line
from alignlib.grading.course import Course, canonical
from alignlib.grading.placing import MOST_TEXT
from alignlib.grading.pour import PAGE
from alignlib.grading.scheme import with_mark_schemes
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


class ScoreAnswers(NbGraderPreprocessor):
    """
    Takes the place of nbgrader's `Execute`: no cell is run.

    Each grade cell gets the score of its item as its only output, in the one form that
    nbgrader turns into the same number; a memo's cell gets the learner's text.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook with every grade cell scored and every notice shown."""
        ids = resources["nbgrader"]
        course = Course.of(self)
        found = record.of(nb)
        answers = parse(canonical(found.get("answers", {})))
        marking = prepare(answers, course.bundle(ids["assignment"]), ids["student"],
                          ids["assignment"])  # fmt: skip
        for notice in marking.notices:
            self.log.warning("%s: %s", ids["student"], one_line(notice))
        record.note(nb, marking.notices)
        flags = self._fill(nb, marking, found.get("written", {}), ids["student"])
        first = next((c.metadata.nbgrader.grade_id for c in nb.cells if utils.is_grade(c)), None)
        if marking.suspect and first:
            flags.append(first)
        record.put(nb, flags=flags)
        nb.cells = list(with_mark_schemes(nb.cells, course.mark_scheme(ids["assignment"])))
        notices = record.of(nb).get("notices", [])
        if notices:
            nb.cells.insert(0, _notices_cell(notices))
        return nb, resources

    def _fill(
        self,
        nb: NotebookNode,
        marking: Marking,
        written: Mapping[str, str],
        student: str,
    ) -> list[str]:
        """Score every grade cell in place; the ids of those that a human must look at."""
        flags = []
        for cell in nb.cells:
            if not utils.is_grade(cell):
                continue
            grade_id = cell.metadata.nbgrader.grade_id
            if not cell.metadata.nbgrader.points:
                continue  # it was there for `nbgrader validate` alone
            score = score_of(marking, grade_id, float(cell.metadata.nbgrader.points))
            if score.reason:
                self.log.warning("%s: %s: %s", student, grade_id, score.reason)
            if utils.is_solution(cell):
                # A human gives the points; nbgrader asks for one where the text is no longer
                # the released one, and a blank memo scores 0 by itself.
                text = memo_text(marking, grade_id, written)
                if text:
                    cell.source = PAGE.format(html.escape(text))
                if score.reason:
                    record.note(nb, [score.reason])
                    flags.append(grade_id)
                continue
            if score.for_human:
                flags.append(grade_id)
            cell.outputs = [_output(marking, grade_id, score)]
        return flags


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


def _output(marking: Marking, item_id: str, score: Score) -> NotebookNode:
    """The score as nbgrader reads it (the text of a plain float), with the feedback beside it."""
    item = marking.variant.items.get(item_id) if marking.variant else None
    title, lesson = (item.title, item.lesson) if item else (item_id, "")
    policy = feedback.policy_of(marking.key.get(item_id))
    page = feedback.to_html(title, score, policy, lesson)
    return nbformat.v4.new_output(
        "execute_result",
        data={
            "text/plain": repr(score.points),
            "text/html": f'<div class="{record.NO_MATH}">{page}</div>',
        },
        execution_count=None,
    )


def _notices_cell(notices: list[str]) -> NotebookNode:
    # On one line: Markdown would read what follows an empty one.
    lines = "".join(f"<li>{html.escape(notice)}</li>" for notice in notices)
    head = "<p><strong>What we noticed about this submission</strong></p>"
    text = f'<div class="{record.NO_MATH}">{head}<ul>{lines}</ul></div>'
    return nbformat.v4.new_markdown_cell(text, id="alignlib-notices")
