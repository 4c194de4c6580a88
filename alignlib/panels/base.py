"""What every panel has in common: its traits, and its files joined into one."""

from __future__ import annotations

from importlib import resources
from typing import Any, ClassVar

import anywidget
import traitlets as t
from IPython.display import display

HINT = (
    '<p class="al-not-running">A panel stands here while the notebook is running. To see it, open '
    "the menu <em>Run</em> and choose <em>Run All Cells</em>. The answers that you saved are still "
    "there.</p>"
)
"""
What a notebook shows that is opened on another day. JupyterLab then says only "model not found"
in the place of a widget, and shows nothing else of what the widget's own output holds.
"""

FOLDER = resources.files("alignlib.panels")


def _read(name: str) -> str:
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


class Panel(anywidget.AnyWidget):
    """
    One item on the learner's screen. Traits hold state; there is no logic here.

    The browser writes `value` at each change and Python observes it. With the same message the
    browser writes `status = {"state": "saving"}`, so that Python's answer is always a change
    and reaches the screen, also when it is "Saved" twice in a row.

    A kind is one module with one subclass, and a `.js` file of the same name beside it. That
    file and the shared `panel.js` make one module for the browser; `panel.css` dresses all.
    """

    KIND: ClassVar[str] = ""
    """The kind of item that the panel shows: the name of its module."""

    _esm: ClassVar[str]
    _css: ClassVar[str]

    item = t.Dict().tag(sync=True)
    """The item in its learner-facing JSON form."""

    value = t.Any(None, allow_none=True).tag(sync=True)
    """The answer in its JSON form; None while there is nothing yet."""

    status = t.Dict().tag(sync=True)
    """
    What became of the answer: `{"state", "message", "open", "parts"}`.

    `state` is "saved", "not saved" or "empty" (set here), or "saving" (set by the browser).
    `open` of `parts` parts are still open. `message` may be empty; the state's own words
    are shown then.
    """

    feedback = t.Dict(default_value=None, allow_none=True).tag(sync=True)
    """
    The outcome of a check: `{"summary": str, "verdicts": [...]}`, or None.

    A verdict is `{"part", "label", "outcome", "given", "evidence", "claim", "right"}`, all
    text; what is empty is not shown. The browser sets None when it asks for a new check.
    """

    can_check = t.Bool(False).tag(sync=True)
    """Whether the panel offers "Check my answer"."""

    check_request = t.Int(0).tag(sync=True)
    """How many times the learner asked for a check; the browser adds 1."""

    variant = t.Dict().tag(sync=True)
    """
    Which variant the panel shows: `{"number", "own", "of", "message"}`; empty where no other one
    can be tried. `message` says why the panel did not go where it was asked to.
    """

    go = t.Dict().tag(sync=True)
    """The learner's wish: `{"to": "another" or "own", "count": int}`; the browser adds 1."""

    certainty = t.Dict().tag(sync=True)
    """
    How sure the learner is: `{"chosen", "closed", "message"}`; empty where that is not asked.

    The browser sets `chosen` (1, 2, 3; None before). After a check it is `closed`, and
    `message` says what it counted.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Join the shared files with those of the kind before anywidget looks for them."""
        # ipywidgets makes a subclass of its own for each widget; that one inherits.
        if Panel in cls.__bases__:
            cls.KIND = cls.__module__.rpartition(".")[2]
            cls._esm = _read("panel.js") + "\n" + _read(f"{cls.KIND}.js")
            cls._css = _read("panel.css")
        super().__init_subclass__(**kwargs)

    def _ipython_display_(self) -> None:
        """Show the panel, after a hint that the panel's styles hide wherever there is one."""
        display({"text/html": HINT}, raw=True)
        bundle = self._repr_mimebundle_()
        if bundle is not None:
            display(bundle[0], metadata=bundle[1], raw=True)

    def __repr__(self) -> str:
        """What a saved notebook shows where no kernel runs; no address, so it stays the same."""
        return f"[{self.item.get('title', self.KIND)}: run this cell to answer here]"
