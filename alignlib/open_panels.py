"""The panels of a workbook that are on the screen: what is answered in them, what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from alignlib.errors import LearnerError
from alignlib.items import Item
from alignlib.logbook import Logbook, made_for_another
from alignlib.merging import changes, merged
from alignlib.panels import Panel, panel_for


class OpenPanels:
    """
    Saves each change in a panel at once, and shows in each panel what was saved elsewhere.

    `writer` gives the learner's id and the variant of the moment: a panel may be older, and
    what was answered in it on another variant is refused.
    """

    def __init__(self, log: Logbook, writer: Callable[[], tuple[str, int]]) -> None:
        self._log = log
        self._writer = writer
        self._open: WeakKeyDictionary[Panel, _Open] = WeakKeyDictionary()
        self._showing = False

    def open(
        self, item: Item, explain: Callable[[str], dict[str, Any]], *, can_check: bool
    ) -> Panel:
        """A new panel of an item with what is recorded; `explain` gives the verdict on it."""
        value, variant = self._log.value(item), self._writer()[1]
        panel = panel_for(item.to_data(), value, can_check=can_check)
        panel.status = _status(item, value)
        self._open[panel] = one = _Open(item, variant, value)
        panel.observe(lambda change: self._save(panel, one, change["new"]), names="value")
        panel.observe(lambda _: self._explain(panel, one, explain), names="check_request")
        return panel

    def show(self, item: Item, value: Any, but: Panel | None = None) -> None:
        """Bring the panels of an item up to what was saved just now."""
        _, variant = self._writer()
        self._showing = True
        try:
            for panel, one in list(self._open.items()):
                if panel is not but and (one.item.id, one.variant) == (item.id, variant):
                    panel.value = one.shown = one.sent = value
                    panel.status = _status(item, value)
        finally:
            self._showing = False

    def unsaved(self) -> tuple[str, ...]:
        """The titles of the items in whose panels something is not saved, each once."""
        titles = (
            one.item.title
            for panel, one in list(self._open.items())
            if panel.status.get("state") == "not saved"
        )
        return tuple(dict.fromkeys(titles))

    def _save(self, panel: Panel, one: _Open, value: Any) -> None:
        """Save what a panel holds, and tell the panel."""
        if self._showing:
            return  # it comes from the file
        learner, variant = self._writer()
        try:
            if one.variant != variant:
                raise made_for_another(one.variant, variant)
            valid = None if value is None else one.item.validate(value)
            before = one.before(valid)
            saved = self._log.change(
                one.item,
                lambda theirs: merged(before, valid, theirs, one.item.validate),
                learner,
                variant,
            )
        except LearnerError as error:
            panel.status = {**panel.status, "state": "not saved", "message": str(error)}
            return
        if saved == valid:
            panel.status = _status(one.item, saved)
            self.show(one.item, saved, but=panel)
            one.shown = saved
        else:
            self.show(one.item, saved)
            told = "Saved, together with what was changed in another window."
            panel.status = {**panel.status, "message": told}
        one.sent = valid

    def _explain(self, panel: Panel, one: _Open, explain: Callable[[str], dict[str, Any]]) -> None:
        _, variant = self._writer()
        try:
            if one.variant != variant:
                raise made_for_another(one.variant, variant)
            panel.feedback = explain(one.item.id)
        except LearnerError as error:
            panel.feedback = {"summary": str(error), "verdicts": []}


class _Open:
    """
    What we know of one panel: its item, the variant it is for, and what the browser has.

    `sent` is the last answer that the browser is known to have had, `shown` the last one that
    we put there. They differ once, after the answers of two windows were put together.
    """

    def __init__(self, item: Item, variant: int, value: Any) -> None:
        self.item = item
        self.variant = variant
        self.sent = self.shown = value

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
