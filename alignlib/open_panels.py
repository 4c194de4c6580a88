"""The panels of a workbook that are on the screen: what is answered in them, what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from alignlib import certainty
from alignlib.draws import Draw, Draws
from alignlib.errors import LearnerError
from alignlib.feedback import Explanation
from alignlib.history import History
from alignlib.items import Item
from alignlib.logbook import made_for_another
from alignlib.merging import changes, merged
from alignlib.panels import Panel, panel_for

Explain = Callable[[Item, Draw], Explanation]
"""Gives the verdict on what is recorded for an item on a variant."""


class OpenPanels:
    """
    Saves each change in a panel at once, and shows in each panel what was saved elsewhere.

    A panel may be older than the learner's name: what was answered in it on another variant than
    the own one of today is refused. Where the key is with an instructor (not `practice`), a panel
    neither checks nor goes to another variant. `history` notes how sure a learner is; where it is
    None, no panel asks.
    """

    def __init__(
        self, draws: Draws, explain: Explain, history: History | None, *, practice: bool
    ) -> None:
        self._draws = draws
        self._practice = practice
        self._explained = explain
        self._history = history
        self._open: WeakKeyDictionary[Panel, _Open] = WeakKeyDictionary()
        self._showing = False

    def open(self, item: Item, draw: Draw) -> Panel:
        """A new panel of an item on a variant, with what is recorded."""
        value = draw.log.value(item)
        panel = panel_for(
            item.to_data(),
            value,
            can_check=self._practice,
            status=_status(item, value),
            variant=self._place(draw),
            certainty=self._certainty(item, draw),
        )
        self._open[panel] = one = _Open(item, draw, value)
        panel.observe(lambda change: self._save(panel, one, change["new"]), names="value")
        panel.observe(lambda _: self._explain(panel, one), names="check_request")
        panel.observe(lambda change: self._go(panel, one, change["new"]), names="go")
        panel.observe(lambda change: self._sure(panel, one, change["new"]), names="certainty")
        return panel

    def show(self, item: Item, draw: Draw, value: Any, but: Panel | None = None) -> None:
        """Bring the panels of an item on a variant up to what was saved just now."""
        with self._shown():
            for panel, one in list(self._open.items()):
                if panel is not but and one.is_of(item, draw):
                    panel.value = one.shown = one.sent = value
                    panel.status = _status(item, value)

    def unsaved(self) -> tuple[str, ...]:
        """The titles of the items in whose panels something is not saved, each once."""
        titles = (
            one.item.title
            for panel, one in list(self._open.items())
            if panel.status.get("state") == "not saved"
        )
        return tuple(dict.fromkeys(titles))

    @contextmanager
    def _shown(self) -> Iterator[None]:
        """While this lasts, what changes in a panel comes from here and not from the learner."""
        before, self._showing = self._showing, True
        try:
            yield
        finally:
            self._showing = before

    def _save(self, panel: Panel, one: _Open, value: Any) -> None:
        """Save what a panel holds, and tell the panel."""
        if self._showing or value != panel.value:
            return  # it comes from the file, or the panel has gone to another variant since
        try:
            self._hold(one)
            valid = None if value is None else one.item.validate(value)
            before = one.before(valid)
            saved = one.draw.log.change(
                one.item,
                lambda theirs: merged(before, valid, theirs, one.item.validate),
                self._draws.learner,
                one.draw.number,
            )
        except LearnerError as error:
            panel.status = {**panel.status, "state": "not saved", "message": str(error)}
            return
        if saved == valid:
            panel.status = _status(one.item, saved)
            self.show(one.item, one.draw, saved, but=panel)
            one.shown = saved
        else:
            self.show(one.item, one.draw, saved)
            told = "Saved, together with what was changed in another window."
            panel.status = {**panel.status, "message": told}
        one.sent = valid

    def _hold(self, one: _Open) -> None:
        """Hold that a panel of the learner's own variant is still of that variant."""
        if one.draw.own and one.draw.number != self._draws.own:
            raise made_for_another(one.draw.number, self._draws.own)

    def _explain(self, panel: Panel, one: _Open) -> None:
        try:
            self._hold(one)
            panel.feedback = self._explained(one.item, one.draw).data
        except LearnerError as error:
            panel.feedback = {"summary": str(error), "verdicts": []}
            return
        with self._shown():
            panel.certainty = self._certainty(one.item, one.draw)

    # ---------------------------------------------------------------- another variant

    def _go(self, panel: Panel, one: _Open, wish: dict[str, Any]) -> None:
        """Show the item on another variant, or on the own one again; nothing recorded changes."""
        if not self._practice:
            return
        if panel.status.get("state") == "saving":  # typed a moment ago, and not yet seen here
            self._save(panel, one, panel.value)
        try:
            if panel.status.get("state") == "not saved":
                raise LearnerError("Your last change is not saved yet. See above why; then go on.")
            if wish.get("to") == "own":
                draw = self._draws.at(self._draws.own)
            else:
                draw = self._draws.another(one.draw.number, (one.item.id,))
            item = draw.variant.items[one.item.id]
            value = draw.log.value(item)
        except LearnerError as error:
            panel.variant = {**panel.variant, "message": str(error)}
            return
        one.go(item, draw, value)
        with self._shown(), panel.hold_sync():
            panel.set_trait("feedback", None)
            panel.value = value
            panel.status = _status(item, value)
            panel.variant = self._place(draw)
            panel.certainty = self._certainty(item, draw)
            panel.item = item.to_data()

    def _place(self, draw: Draw) -> dict[str, Any]:
        """Which variant a panel shows, for the browser; nothing where there is no other one."""
        if not self._practice:
            return {}
        number, own = draw.number, self._draws.own
        return {"number": number, "own": own, "of": self._draws.count, "message": ""}

    # ---------------------------------------------------------------- certainty

    def _certainty(self, item: Item, draw: Draw) -> dict[str, Any]:
        """What a panel shows of certainty; nothing where one cannot be right or wrong."""
        if self._history is None or not item.RIGHT_OR_WRONG:
            return {}
        tried = self._history.of(item.id, draw.number)
        told = ""
        if tried.checked and tried.sure:
            told = certainty.told(tried.sure, tried.right, tried.wrong)
        return {"chosen": tried.sure, "closed": tried.checked, "message": told}

    def _sure(self, panel: Panel, one: _Open, said: dict[str, Any]) -> None:
        """Note how sure the learner is. After a check it stays as it was."""
        if self._showing or self._history is None:
            return
        chosen = said.get("chosen")
        trouble = ""
        if type(chosen) is int and chosen in certainty.WORDS:
            try:
                self._history.change(
                    one.item.id,
                    one.draw.number,
                    lambda tried: tried if tried.checked else replace(tried, sure=chosen),
                    self._draws.learner,
                )
            except LearnerError as error:
                trouble = str(error)
        now = self._certainty(one.item, one.draw)
        with self._shown():
            panel.certainty = now | {"message": trouble} if trouble else now


class _Open:
    """
    What we know of one panel: its item, the variant it is on, and what the browser has.

    `sent` is the last answer that the browser is known to have had, `shown` the last one that
    we put there. They differ once, after the answers of two windows were put together.
    """

    def __init__(self, item: Item, draw: Draw, value: Any) -> None:
        self.go(item, draw, value)

    def go(self, item: Item, draw: Draw, value: Any) -> None:
        """Be a panel of this item on this variant from now on."""
        self.item = item
        self.draw = draw
        self.sent = self.shown = value

    def is_of(self, item: Item, draw: Draw) -> bool:
        """Whether the panel shows this item on this variant."""
        return (self.item.id, self.draw.log.path, self.draw.number) == (
            item.id,
            draw.log.path,
            draw.number,
        )

    def before(self, value: Any) -> Any:
        """
        The answer that the browser had when it made `value` of it.

        A quick second click may have been made before the browser heard what we put there. A
        click changes something, and little: so of the two it is the one that is nearer.
        """
        likely = [known for known in (self.shown, self.sent) if known != value]
        return min(likely, key=lambda known: changes(known, value), default=value)


def _status(item: Item, value: Any) -> dict[str, Any]:
    left = item.open_parts(value)
    return {
        "state": "empty" if value is None else "saved",
        "message": "",
        "open": len(left),
        "parts": len(item.parts()),
    }
