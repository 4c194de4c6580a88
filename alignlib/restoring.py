"""Answers that are brought back from the receipt in a notebook."""

from __future__ import annotations

from pathlib import Path

from alignlib.cases import Bundle, learner_id, variant_of
from alignlib.errors import AnswerError, shown
from alignlib.logbook import Logbook
from alignlib.places import who_works
from alignlib.receipts import receipt_beside


def restore(log: Logbook, bundle: Bundle, folder: Path, learner: str | None) -> str:
    """
    Bring back the answers of a receipt, where the answers file is gone or unreadable.

    A notebook that was copied without it still holds them, until its last cell is run
    again. What was done, in words; empty if there was nothing to do.
    """
    before = log.read()
    if before.items or (log.path.exists() and not before.problems):
        return ""
    found = receipt_beside(folder, bundle.assignment)
    if found is None:
        return ""
    receipt, notebook = found
    me, other = who_works(learner, before.learner), learner_id(receipt.learner)
    if me and other and me != other:
        return (
            f"The receipt in {notebook} is of {shown(other)}, and you work as {shown(me)}. "
            "Its answers were not used."
        )
    own = variant_of(me, bundle.assignment, bundle.variants)
    try:
        log.restore(receipt, me, own)
    except AnswerError as error:
        return f"The answers in the receipt of {notebook} could not be brought back. {error}"
    return (
        f"{len(receipt.items)} answers were brought back from the receipt in {notebook}, "
        f"because {log.path.name} was missing or damaged."
    )
