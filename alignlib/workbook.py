"""What a learner's notebook calls: open a case, answer, check, hand in a receipt."""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib import cases, given, history
from alignlib.cases import Bundle, Case, learner_id
from alignlib.draws import Draw, Draws
from alignlib.errors import AnswerError, WorkbookError, nearest, shown
from alignlib.feedback import Explanation
from alignlib.history import History
from alignlib.identifying import identify_panel
from alignlib.items import Item
from alignlib.logbook import Logbook
from alignlib.open_panels import OpenPanels
from alignlib.overview import Overview, row, still_open
from alignlib.panels.base import Panel
from alignlib.places import find_assignment, here, remember, who_works
from alignlib.receipts import Receipt
from alignlib.restoring import restore
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
        self._restored = (
            "" if self._is_source else restore(self._log, self._bundle, self._folder, learner)
        )
        me = who_works(learner, self._log.read().learner)
        self._draws = Draws(self._bundle, self._log, me)
        self._elsewhere: Draw | None = None
        self._history = (
            History(self._folder / history.FILE_NAME, self._bundle.assignment)
            if self._bundle.open and not self._is_source
            else None
        )
        self._panels = OpenPanels(
            self._draws, self._explain, self._history, practice=self._bundle.open
        )

    @property
    def _draw(self) -> Draw:
        """The variant that this workbook is on: the learner's own, or one to try again."""
        return self._elsewhere or self._draws.mine

    @property
    def learner(self) -> str:
        """The id of whoever works; empty while that is not known."""
        return self._draws.learner

    @property
    def case(self) -> Case:
        """The firm: its brief, its documents, its tables."""
        return self._draw.variant.case

    @property
    def variant(self) -> int:
        """The number of the variant of the case that this workbook is on."""
        return self._draw.number

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the items, in order."""
        return tuple(self._draw.variant.items)

    def on(self, variant: int) -> Workbook:
        """
        The same assignment on another variant: other names, numbers and texts, to try again.

        What is answered there is kept beside your own answers, and never handed in. Your own
        variant is where it was: go on with the workbook that you called this on.

        Raises `WorkbookError` for a number that there is not, and where the key is with an
        instructor.
        """
        draw = self._draws.at(variant)
        workbook = copy(self)
        workbook._elsewhere = None if draw.own else draw  # noqa: SLF001 - of our own class
        return workbook

    def another(self, item: str | None = None) -> Workbook:
        """
        The next variant on which something is open: in this item, or in any.

        Raises `WorkbookError` as `on` does, and where every variant is answered.
        """
        items = self.items if item is None else (self._item(item).id,)
        again = self.on(self._draws.another(self.variant, items).number)
        print(
            f"Variant {again.variant} of {self._bundle.variants}, to try again. Your own is "
            f"variant {self._draws.own}: its answers are kept, and only they are handed in."
        )
        return again

    def ask(self, item: str) -> Panel:
        """
        The panel of an item. Every change in it is saved at once.

        While it is open it follows what is recorded otherwise, so that the screen is never
        older than the file.
        """
        return self._panels.open(self._item(item), self._draw)

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
        self._draw.log.save(one.id, valid, self.learner, self.variant)
        self._panels.show(one, self._draw, valid)
        print(f"Recorded and saved: {one.title}, {one.in_words(valid)}.")

    def check(self, item: str) -> None:
        """
        Say whether the answer to an item is complete and well-formed.

        It does not say whether the answer is right. Under `nbgrader validate` an item that is
        still open fails its cell; then only your own variant counts, which is handed in.
        """
        step = os.environ.get("NBGRADER_EXECUTION", "")
        validating = step == "validate" or bool(os.environ.get("NBGRADER_VALIDATING"))
        draw = self._draws.mine if validating else self._draw
        one = self._item(item, draw)
        if step == "autograde":
            # Without ScoreAnswers nbgrader would run this cell and give full marks for no error.
            raise WorkbookError(
                "This assignment is scored from answers.json. Grade it with the course's own "
                "nbgrader_config.py, which puts ScoreAnswers in the place of Execute."
            )
        value = draw.log.value(one)
        left = one.open_parts(value)
        if not left:
            print(f"✓ {one.title}: complete and saved ({one.in_words(value)}).")
            return
        # In short lines: nbgrader's validate cuts a line after 87 characters.
        message = (
            f"{one.title}: {still_open(one, left)}.\n"
            f'Answer it in the panel of work.ask("{one.id}"),\nthen run this cell again.'
        )
        if validating:
            raise WorkbookError(message)
        print(f"○ {message}")

    def explain(self, item: str) -> Explanation:
        """
        The verdict on your answer, where the key is open and you have made an attempt.

        Raises `WorkbookError` before an attempt, and where the key is with an instructor.
        """
        return self._explain(self._item(item), self._draw)

    def _explain(self, one: Item, draw: Draw) -> Explanation:
        """The verdict on what is recorded for an item on a variant; it is noted as a try."""
        if not self._bundle.open:
            raise WorkbookError(
                "The answers to this assignment are with your instructor. You get feedback when "
                "it has been graded."
            )
        value = draw.log.value(one)
        score = award(one, value, self._bundle.key(draw.number).get(one.id))
        if not score.attempted and not score.reason:
            raise WorkbookError(
                f"{one.title}: there is no answer yet. Make an attempt first; then you see what "
                "was right and why."
            )
        if self._history is None:
            return Explanation(one, score)
        return Explanation(
            one, score, *self._history.note(one, draw.number, value, score, self.learner)
        )

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
        """
        What is recorded, and a copy of it inside the notebook. Run it last; then save.

        It is of your own variant, which is handed in, whatever you tried beside it.
        """
        if self._elsewhere:
            return self.on(self._draws.own).receipt()
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
        self._draws.sign(name)
        remember(name)

    def __repr__(self) -> str:
        return repr(self._overview())

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not self.learner:
            display(
                identify_panel(self.identify, lambda: f"{self.learner}, on variant {self.variant}")
            )
        display(self._overview())

    def _overview(self) -> Overview:
        log, items = self._draw.log, self._draw.variant.items.values()
        return Overview(
            self._bundle.title,
            self.case.firm,
            self.case.notice,
            self._bundle.minutes,
            tuple(row(item, log.value(item)) for item in items),
            self._remarks(),
        )

    def _remarks(self) -> tuple[str, ...]:
        """What is wrong with what is recorded, and what to do about it."""
        problems = self._draw.log.read().problems
        kept = ("The file is kept under another name when you answer next.",) if problems else ()
        again = f"This is variant {self.variant}, to try again. It is not handed in."
        return (
            *problems,
            *kept,
            *filter(None, (self._restored, "" if self._draw.own else again)),
            *(
                f"{title}: your last change is not saved. Its panel says why."
                for title in self._panels.unsaved()
            ),
        )

    def _item(self, name: str, draw: Draw | None = None) -> Item:
        items = (draw or self._draw).variant.items
        if name in tuple(items):
            return items[name]
        hint = nearest(name, items) or f"There are {', '.join(items)}."
        raise WorkbookError(f"{self._bundle.title} has no item {shown(name)}. {hint}")
