"""What a learner's notebook calls: open a case, answer, check, hand in a receipt."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib import cases, feedback
from alignlib.answers import Answers
from alignlib.cases import Bundle, Case, learner_id, variant_of
from alignlib.errors import AnswerError, LearnerError, WorkbookError, shown
from alignlib.items import Item
from alignlib.panels import panel_for
from alignlib.panels.base import Panel
from alignlib.panels.identify import IdentifyPanel
from alignlib.places import find_assignment, remember, who_works
from alignlib.receipts import Receipt
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

    Raises `WorkbookError` when there is no such assignment near the notebook, and `CaseError`
    when its `cases.zip` cannot be read.
    """

    def __init__(
        self, name: str, *, learner: str | None = None, folder: str | Path | None = None
    ) -> None:
        self._folder = Path(folder) if folder is not None else find_assignment(name, Path.cwd())
        self._bundle = Bundle(self._folder / cases.FILE_NAME)
        self._is_source = (self._folder / "assignment.yaml").exists()
        name = SOURCE_ANSWERS if self._is_source else recorded.FILE_NAME
        self._path = self._folder / name
        before = self._read()
        self.learner: str = who_works(learner, before.learner)
        self._variant = self._bundle.variant(self._variant_for(before))

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
        """The panel of an item. Every change in it is saved at once."""
        one = self._item(item)
        value = self._value(one)
        panel = panel_for(one.to_data(), value, can_check=self._bundle.open)
        panel.status = self._status(one, value)
        panel.observe(lambda change: self._save_from(panel, one, change["new"]), names="value")
        panel.observe(lambda change: self._explain_in(panel, one), names="check_request")
        return panel

    def record(self, item: str, value: Any) -> None:
        """
        Save an answer that you computed.

        Raises `AnswerError` with the next step when the value is no answer to this item; what
        was saved before is then still there.
        """
        one = self._item(item)
        try:
            self._save(one, one.validate(value))
        except AnswerError as error:
            raise AnswerError(f"Not recorded. {error}") from None
        print(f"Recorded and saved: {one.title}, {_in_words(one, self._value(one))}.")

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
        value = self._value(one)
        left = one.open_parts(value)
        if not left:
            print(f"✓ {one.title}: complete and saved ({_in_words(one, value)}).")
            return
        # In short lines: nbgrader's validate cuts a line after 87 characters.
        message = (
            f"{one.title}: {_still_open(one, left)}.\n"
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
        key = self._bundle.key(self.variant)[one.id]
        score = award(one, self._value(one), key)
        if not score.attempted:
            raise WorkbookError(
                f"{one.title}: there is no answer yet. Make an attempt first; then you see what "
                "was right and why."
            )
        return Explanation(one, score.points, feedback.to_data(score, "full"),
                           feedback.to_html(one.title, score, "full", one.lesson),
                           feedback.to_text(one.title, score, "full"))  # fmt: skip

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
        return Receipt(self._mine(), tuple(self._progress()))

    def identify(self, learner: str) -> None:
        """
        Say who you are: the id by which your course knows you.

        It is remembered on this computer. While nothing is answered, you get the variant that
        belongs to this id; later the variant stays, so that no answer is lost.
        """
        name = learner_id(learner)
        if not name:
            raise WorkbookError("The id is empty. Type the id by which your course knows you.")
        self.learner = name
        before = self._read()
        if not before.items:
            self._variant = self._bundle.variant(
                variant_of(name, self._bundle.assignment, self._bundle.variants)
            )
        with recorded.locked(self._folder):
            recorded.write(self._path, self._mine())
        remember(name)

    def __repr__(self) -> str:
        lines = [f"{self._bundle.title} ({self.case.firm}), about {self._bundle.minutes} minutes"]
        lines += [f"  {mark} {title}: {words}" for mark, title, words in self._progress()]
        return "\n".join(lines)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not self.learner:
            display(self._identify_panel())
        display({"text/plain": repr(self), "text/html": self._overview()}, raw=True)

    def _overview(self) -> str:
        from html import escape

        left = "style='text-align:left'"  # Jupyter sets the cells of a table to the right
        rows = "".join(
            f"<tr>{''.join(f'<td {left}>{escape(cell)}</td>' for cell in row)}</tr>"
            for row in self._progress()
        )
        return (
            f"<p><strong>{escape(self._bundle.title)}</strong>: {escape(self.case.firm)}, about "
            f"{self._bundle.minutes} minutes. {escape(self.case.notice)}</p>"
            f"<table><thead><tr><th>Done</th><th {left}>Item</th><th {left}>State</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
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

    def _progress(self) -> Iterator[tuple[str, str, str]]:
        """For each item: a sign, its title with its points, and its state in words."""
        now = self._read()
        for item in self._variant.items.values():
            value = now.items[item.id].value if item.id in now.items else None
            value, _ = item.readable_part(value) if value is not None else (None, ())
            left = item.open_parts(value)
            state = _still_open(item, left) if left else _in_words(item, value)
            yield ("○" if left else "✓"), f"{item.title} ({item.points:g} points)", state

    def _item(self, name: str) -> Item:
        if name in self._variant.items:
            return self._variant.items[name]
        near = difflib.get_close_matches(str(name), self._variant.items, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(self.items)}."
        raise WorkbookError(f"{self._bundle.title} has no item {shown(name)}. {hint}")

    def _read(self) -> Answers:
        return recorded.read(self._path) or Answers()

    def _mine(self) -> Answers:
        """What is recorded, under this workbook's own names."""
        now = self._read()
        return Answers(self._bundle.assignment, self.learner, self.variant, now.items)

    def _value(self, item: Item) -> Any:
        """The recorded answer as far as it can be read; None where there is none."""
        now = self._read()
        if item.id not in now.items:
            return None
        value, _ = item.readable_part(now.items[item.id].value)
        return value

    def _save(self, item: Item, value: Any) -> None:
        with recorded.locked(self._folder):
            self._keep_unreadable()
            mine = self._mine()
            changed = mine.without(item.id) if value is None else mine.with_answer(item.id, value)
            recorded.write(self._path, changed)

    def _keep_unreadable(self) -> None:
        """Before a damaged file is replaced, put it aside under another name."""
        if self._read().problems:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            kept = self._path.with_name(f"{self._path.stem}.damaged-{stamp}.json")
            try:
                kept.write_bytes(self._path.read_bytes())
            except OSError as error:
                raise AnswerError(
                    f"Not saved: {self._path.name} is damaged and could not be put aside "
                    f"({error.strerror or error}). Move it to another folder and answer again."
                ) from None

    def _save_from(self, panel: Panel, item: Item, value: Any) -> None:
        """Save what a panel holds, and tell the panel."""
        try:
            valid = None if value is None else item.validate(value)
            self._save(item, valid)
        except LearnerError as error:
            panel.status = {**self._status(item, self._value(item)), "state": "not saved",
                            "message": str(error)}  # fmt: skip
        else:
            panel.status = self._status(item, valid)

    def _status(self, item: Item, value: Any) -> dict[str, Any]:
        left = item.open_parts(value)
        return {
            "state": "empty" if value is None else "saved",
            "message": "",
            "open": len(left),
            "parts": len(item.parts()),
        }

    def _explain_in(self, panel: Panel, item: Item) -> None:
        try:
            panel.feedback = dict(self.explain(item.id).data)
        except LearnerError as error:
            panel.feedback = {"summary": str(error), "verdicts": []}

    def _variant_for(self, before: Answers) -> int:
        """The variant the answers were made for; else the one that belongs to the learner."""
        if before.items and before.variant and before.variant <= self._bundle.variants:
            return before.variant
        return variant_of(self.learner, self._bundle.assignment, self._bundle.variants)


@dataclass(frozen=True)
class Explanation:
    """The verdict on one answer with an open key; shows as a table in a notebook."""

    item: Item
    points: float
    data: Mapping[str, Any]
    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def _still_open(item: Item, left: tuple[str, ...]) -> str:
    count = len(item.parts())
    if count == 1:
        return "still open"
    some = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
    return f"{len(left)} of {count} still open ({some})"


def _in_words(item: Item, value: Any) -> str:
    """An answer in a few words: a number as it is, anything else by its size."""
    if isinstance(value, float):
        return f"{value:g} {getattr(item, 'unit', '')}".strip()
    if isinstance(value, str):
        return f"{len(value.split())} words"
    return f"{len(value)} chosen" if isinstance(value, list) else f"{len(value)} sorted"
