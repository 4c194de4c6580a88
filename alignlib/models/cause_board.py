"""The boxes with which a learner attaches evidence to causes."""

from __future__ import annotations

from typing import Any

from ipywidgets import HTML, Button, Checkbox, GridBox, HBox, Layout, Output, ToggleButton, VBox

from alignlib.models.causes import CAUSES, EVIDENCE, SYMPTOMS, Named, Row
from alignlib.models.diagnosing import diagnosis

COLUMNS = f"24em repeat({len(CAUSES)}, 7.5em)"
"""The widths of the grid: the row of evidence, and a box for each cause."""

UNSEEN = "[Controls: run this cell to use them]"
"""What a reader without a kernel sees in their place, as for the other models."""


class CauseBoard(VBox):  # type: ignore[misc]
    """
    A box for each row of evidence and each cause, three buttons, and the board as it stands.

    A box is named after its row and its column, such as "E3 for C1": a screen reader tells both.
    A picture is drawn once for each click, also for one that ticks every box.
    """

    def __init__(self) -> None:
        self.held = False
        """True while several boxes change together: nothing is drawn then."""
        self.boxes = {(r.code, c.code): _box(r, c) for r in EVIDENCE for c in CAUSES}
        self.why = ToggleButton(
            description="Read the rows again",
            tooltip="Say of each attached row what it tells about its cause",
            layout=Layout(width="auto"),
        )
        self.every = _button("Attach everything to everything", lambda: self.tick(True))
        self.none = _button("Take all rows off", lambda: self.tick(False))
        self.picture = Output()
        super().__init__(
            [
                HTML("<b>Tick the cause that a row of evidence bears out.</b>"),
                GridBox(
                    self._cells(),
                    layout=Layout(grid_template_columns=COLUMNS, grid_gap="0 0.5em"),
                ),
                HBox([self.every, self.none, self.why], layout=Layout(flex_flow="row wrap")),
                self.picture,
            ]
        )
        for control in (*self.boxes.values(), self.why):
            control.observe(self.draw, names="value")
        self.draw()

    @property
    def pairs(self) -> list[str]:
        """The pairs that are ticked, such as "E3-C1"."""
        return [f"{row}-{cause}" for (row, cause), box in self.boxes.items() if box.value]

    def tick(self, value: bool) -> None:
        """Tick every box, or none, and draw once."""
        self.held = True
        for box in self.boxes.values():
            box.value = value
        self.held = False
        self.draw()

    def draw(self, _change: Any = None) -> None:
        """Draw the board as the boxes stand."""
        if self.held:
            return
        self.picture.outputs = ()
        self.picture.append_display_data(diagnosis(*self.pairs, why=self.why.value))

    def _cells(self) -> list[Any]:
        """The grid, row by row: for each symptom the names of the causes, then its evidence."""
        cells: list[Any] = []
        for symptom in SYMPTOMS:
            cells.append(_words(f"<b>{symptom.code}: {symptom.text}</b>", above=12))
            cells += [_words(f"<b>{cause.code}</b> {cause.text}", above=12) for cause in CAUSES]
            for row in EVIDENCE:
                if row.symptom == symptom.code:
                    cells.append(_words(f"<b>{row.code}</b> {row.text} <i>({row.source})</i>"))
                    cells += [self.boxes[row.code, cause.code] for cause in CAUSES]
        return cells

    def __repr__(self) -> str:
        return UNSEEN


def _words(text: str, above: int = 3) -> HTML:
    return HTML(f'<div style="line-height: 1.25; padding: {above}px 0 3px">{text}</div>')


def _box(row: Row, cause: Named) -> Checkbox:
    return Checkbox(
        description=f"{row.code} for {cause.code}",
        indent=False,
        layout=Layout(width="7.5em"),
    )


def _button(words: str, press: Any) -> Button:
    made = Button(description=words, layout=Layout(width="auto"))
    made.on_click(lambda _: press())
    return made
