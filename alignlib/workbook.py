"""What a learner's notebook calls: open a case, answer, check, hand in a receipt."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib import cases, given
from alignlib.cases import Bundle, Case, learner_id, variant_of
from alignlib.errors import AnswerError, LearnerError, WorkbookError, nearest, shown
from alignlib.feedback import Explanation
from alignlib.items import Item
from alignlib.logbook import Logbook
from alignlib.open_panels import OpenPanels
from alignlib.overview import Overview, row, still_open
from alignlib.panels.base import Panel
from alignlib.panels.identify import IdentifyPanel
from alignlib.places import find_assignment, here, remember, who_works
from alignlib.receipts import Receipt, receipt_beside
from alignlib.scoring import award

SOURCE_ANSWERS = "answers.source.json"
"""
Where answers go when an instructor runs the source of an assignment. Never `answers.json`:
nbgrader copies every file of the source folder over its namesake in each submission.
"""


class Workbook:
    """
    One learner's work on one assignment.

    `name` is the assignment (`"two-strategies"` or `"01-two-strategies"`). The folder is the
    notebook's own, or one found near it. `learner` is needed only where nothing else tells
    who is working.

    Raises `WorkbookError` when there is no such assignment near the notebook, `CaseError`
    when its `cases.zip` cannot be read, and `AnswerError` when the answers there are of a newer
    alignlib.
    """

    def __init__(
        self, name: str, *, learner: str | None = None, folder: str | Path | None = None
    ) -> None:
        self._folder = Path(folder) if folder is not None else find_assignment(name, here())
        self._bundle = Bundle(self._folder / cases.FILE_NAME)
        self._is_source = (self._folder / "assignment.yaml").exists()
        name = SOURCE_ANSWERS if self._is_source else recorded.FILE_NAME
        self._log = Logbook(self._folder / name, self._bundle.assignment, self._bundle.variants)
        self._restored = "" if self._is_source else self._restore(learner)
        before = self._log.read()
        self.learner: str = who_works(learner, before.learner)
        own = variant_of(self.learner, self._bundle.assignment, self._bundle.variants)
        self._variant = self._bundle.variant(self._log.variant_in(before) or own)
        self._panels = OpenPanels(self._log, lambda: (self.learner, self.variant))

    @property
    def case(self) -> Case:
        """The firm: its brief, its documents, its tables."""
        return self._variant.case

    @property
    def variant(self) -> int:
        """The number of this learner's variant of the case."""
        return self._variant.number

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items, in order."""
        return tuple(self._variant.items)

    def ask(self, item: str) -> Panel:
        """
        The panel of an item. Every change in it is saved at once.

        While it is open it follows what is recorded otherwise, so that the screen is never
        older than the file.
        """
        return self._panels.open(
            self._item(item), lambda one: self.explain(one).data, can_check=self._bundle.open
        )

    def record(self, item: str, value: Any) -> None:
        """
        Save an answer that you computed.

        Raises `AnswerError` with the next step when the value is no answer to this item; what
        was saved before is then still there.
        """
        one = self._item(item)
        try:
            valid = one.validate(given.plain(value))
        except AnswerError as error:
            raise AnswerError(f"Not recorded. {error}{given.hint(value)}") from None
        except Exception as error:  # noqa: BLE001 - a value's own methods may break in any way
            raise AnswerError(
                f"Not recorded. {one.title}: the value {shown(value)} could not be read "
                f"({shown(error)}). Make it a plain number, text, list or dictionary first."
            ) from None
        self._log.save(one.id, valid, self.learner, self.variant)
        self._panels.show(one, valid)
        print(f"Recorded and saved: {one.title}, {one.in_words(valid)}.")

    def check(self, item: str) -> None:
        """
        Say whether the answer to an item is complete and well-formed.

        It does not say whether the answer is right. Under `nbgrader validate` an item that is
        still open fails its cell.
        """
        one = self._item(item)
        step = os.environ.get("NBGRADER_EXECUTION", "")
        if step == "autograde":
            # Without ScoreAnswers nbgrader would run this cell and give full marks for no error.
            raise WorkbookError(
                "This assignment is scored from answers.json. Grade it with the course's own "
                "nbgrader_config.py, which puts ScoreAnswers in the place of Execute."
            )
        value = self._log.value(one)
        left = one.open_parts(value)
        if not left:
            print(f"✓ {one.title}: complete and saved ({one.in_words(value)}).")
            return
        # In short lines: nbgrader's validate cuts a line after 87 characters.
        message = (
            f"{one.title}: {still_open(one, left)}.\n"
            f'Answer it in the panel of work.ask("{one.id}"),\nthen run this cell again.'
        )
        if step == "validate" or os.environ.get("NBGRADER_VALIDATING"):
            raise WorkbookError(message)
        print(f"○ {message}")

    def explain(self, item: str) -> Explanation:
        """
        The verdict on your answer, where the key is open and you have made an attempt.

        Raises `WorkbookError` before an attempt, and where the key is with an instructor.
        """
        one = self._item(item)
        if not self._bundle.open:
            raise WorkbookError(
                "The answers to this assignment are with your instructor. You get feedback when "
                "it has been graded."
            )
        score = award(one, self._log.value(one), self._bundle.key(self.variant).get(one.id))
        if not score.attempted and not score.reason:
            raise WorkbookError(
                f"{one.title}: there is no answer yet. Make an attempt first; then you see what "
                "was right and why."
            )
        return Explanation(one, score)

    def reference(self, item: str) -> Any:
        """
        The answer that the key calls right. Only in the source of an assignment.

        Raises `WorkbookError` anywhere else: a learner finds out by answering, and then by
        `explain`.
        """
        one = self._item(item)
        if not self._is_source:
            raise WorkbookError(
                "The reference answer is with the instructor. Answer the item; with an open key "
                f'work.explain("{one.id}") then shows what was right.'
            )
        return one.reference(self._bundle.key(self.variant)[one.id])

    def receipt(self) -> Receipt:
        """What is recorded, and a copy of it inside the notebook. Run it last; then save."""
        mine = self._log.held(self._log.read(), self.learner, self.variant)
        overview = self._overview()
        return Receipt(mine, overview.rows, overview.remarks)

    def identify(self, learner: str) -> None:
        """
        Say who you are: the id by which your course knows you.

        It is remembered on this computer. While nothing is answered, you get the variant that
        belongs to this id; later the variant stays, so that no answer is lost.
        """
        name = learner_id(str(learner))  # a number, say
        if not name:
            raise WorkbookError("The id is empty. Type the id by which your course knows you.")
        number = self._log.sign(name, self.variant)
        self.learner = name
        if number != self.variant:
            self._variant = self._bundle.variant(number)
        remember(name)

    def __repr__(self) -> str:
        return repr(self._overview())

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not self.learner:
            display(self._identify_panel())
        display(self._overview())

    def _overview(self) -> Overview:
        rows = tuple(row(item, self._log.value(item)) for item in self._variant.items.values())
        return Overview(
            self._bundle.title,
            self.case.firm,
            self.case.notice,
            self._bundle.minutes,
            rows,
            self._remarks(),
        )

    def _remarks(self) -> tuple[str, ...]:
        """What is wrong with what is recorded, and what to do about it."""
        problems = self._log.read().problems
        kept = ("The file is kept under another name when you answer next.",) if problems else ()
        unsaved = tuple(
            f"{title}: your last change is not saved. Its panel says why."
            for title in self._panels.unsaved()
        )
        return (*problems, *kept, *((self._restored,) if self._restored else ()), *unsaved)

    def _restore(self, learner: str | None) -> str:
        """
        Bring back the answers of a receipt, where the answers file is gone or unreadable.

        A notebook that was copied without it still holds them, until its last cell is run
        again. What was done, in words; empty if there was nothing to do.
        """
        before = self._log.read()
        if before.items or (self._log.path.exists() and not before.problems):
            return ""
        found = receipt_beside(self._folder, self._bundle.assignment)
        if found is None:
            return ""
        receipt, notebook = found
        me, other = who_works(learner, before.learner), learner_id(receipt.learner)
        if me and other and me != other:
            return (
                f"The receipt in {notebook} is of {shown(other)}, and you work as {shown(me)}. "
                "Its answers were not used."
            )
        own = variant_of(me, self._bundle.assignment, self._bundle.variants)
        try:
            self._log.restore(receipt, me, own)
        except AnswerError as error:
            return f"The answers in the receipt of {notebook} could not be brought back. {error}"
        return (
            f"{len(receipt.items)} answers were brought back from the receipt in {notebook}, "
            f"because {self._log.path.name} was missing or damaged."
        )

    def _identify_panel(self) -> IdentifyPanel:
        panel = IdentifyPanel(
            item={
                "id": "learner",
                "title": "Who are you?",
                "prompt": "Type the id by which your course knows you. If you study alone, any "
                "name will do. You are asked only once on this computer.",
            }
        )

        def named(change: Mapping[str, Any]) -> None:
            try:
                self.identify(change["new"])
            except LearnerError as error:
                panel.status = {"state": "not saved", "message": str(error)}
            else:
                panel.status = {
                    "state": "saved",
                    "message": f"You work as {self.learner}, on variant {self.variant}. "
                    "Now run the cells below.",
                }

        panel.observe(named, names="value")
        return panel

    def _item(self, name: str) -> Item:
        if name in self.items:
            return self._variant.items[name]
        hint = nearest(name, self.items) or f"There are {', '.join(self.items)}."
        raise WorkbookError(f"{self._bundle.title} has no item {shown(name)}. {hint}")
