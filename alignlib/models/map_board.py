"""The boxes and buttons with which a learner draws the map of the model."""

from __future__ import annotations

from typing import Any

from ipywidgets import (
    HTML,
    Button,
    Checkbox,
    GridBox,
    HBox,
    Layout,
    Output,
    ToggleButton,
    VBox,
)

from alignlib.models.goal_map import GOALS, Goal, GoalMap
from alignlib.models.mapping import goal_map

COLUMNS = f"22em repeat({len(GOALS)}, 5em)"
"""The widths of the grid: the initiative, and a box for each goal."""

UNSEEN = "[Controls: run this cell to use them]"
"""What a reader without a kernel sees in their place, as for the other models."""


class MapBoard(VBox):  # type: ignore[misc]
    """
    A box for each link there can be, four buttons, and the map as they stand.

    A picture is drawn once for each click, also for one that ticks every box.
    """

    def __init__(self) -> None:
        self.held = False
        """True while several boxes change together: nothing is drawn then."""
        work = GoalMap().work
        self.boxes = [[_box(w.text, goal) for goal in GOALS] for w in work]
        self.names = [HTML() for _ in work]
        self.reasons = _toggle("Ask for the reasons", "A link counts only if somebody can say how")
        self.swap = _toggle("Buy wheels, no robot", "Take the store of wheels for the robot")
        self.every = _button("Link everything to everything", lambda: self.tick(True))
        self.none = _button("Take all links away", lambda: self.tick(False))
        self.picture = Output()
        cells = [
            cell
            for name, boxes in zip(self.names, self.boxes, strict=True)
            for cell in (name, *boxes)
        ]
        controls = [self.every, self.none, self.reasons, self.swap]
        super().__init__(
            [
                HTML("<b>Tick the goals that an initiative serves.</b> The picture names them."),
                GridBox(cells, layout=Layout(grid_template_columns=COLUMNS, grid_gap="0 0.5em")),
                HBox(controls, layout=Layout(flex_flow="row wrap")),
                self.picture,
            ]
        )
        for control in (*(box for row in self.boxes for box in row), self.reasons, self.swap):
            control.observe(self.draw, names="value")
        self.draw()

    @property
    def links(self) -> list[str]:
        """The links that are ticked, such as "I1-O1"."""
        work = GoalMap(swapped=self.swap.value).work
        return [
            f"{w.code}-{goal.code}"
            for w, row in zip(work, self.boxes, strict=True)
            for goal, box in zip(GOALS, row, strict=True)
            if box.value
        ]

    def tick(self, value: bool) -> None:
        """Tick every box, or none, and draw once."""
        self.held = True
        for row in self.boxes:
            for box in row:
                box.value = value
        self.held = False
        self.draw()

    def draw(self, _change: Any = None) -> None:
        """Draw the map as the boxes stand, and name the rows as they are now."""
        if self.held:
            return
        work = GoalMap(swapped=self.swap.value).work
        for name, boxes, w in zip(self.names, self.boxes, work, strict=True):
            name.value = f"<b>{w.code}</b> {w.text}"
            for box, goal in zip(boxes, GOALS, strict=True):
                # The words beside a box are its name, so they say its row as well.
                box.description = f"{w.code}-{goal.code}"
        chart = goal_map(*self.links, reasons=self.reasons.value, swap=self.swap.value)
        self.picture.outputs = ()
        self.picture.append_display_data(chart)

    def __repr__(self) -> str:
        return UNSEEN


def _box(work: str, goal: Goal) -> Checkbox:
    words = f"{work} serves: {goal.text}"
    return Checkbox(tooltip=words, indent=False, layout=Layout(width="5em"))


def _toggle(words: str, tooltip: str) -> ToggleButton:
    return ToggleButton(description=words, tooltip=tooltip, layout=Layout(width="auto"))


def _button(words: str, press: Any) -> Button:
    made = Button(description=words, layout=Layout(width="auto"))
    made.on_click(lambda _: press())
    return made
