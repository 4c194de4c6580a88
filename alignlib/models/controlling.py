"""The sliders of a lesson's model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipywidgets import IntSlider

Declared = Mapping[str, tuple[str, int, int, int]]
"""Each control of a model: its words, where it starts, and its two ends."""


def int_sliders(
    declared: Declared, start: Mapping[str, int], words_width: str, width: str
) -> dict[str, IntSlider]:
    """
    A slider for each number of a model, for `ipywidgets.interact`; `start` overrides some starts.

    A picture is drawn when a slider is let go, or moved by a key, and not on the way. The widths
    are CSS lengths: of the words, and of the whole control.
    """
    from ipywidgets import IntSlider

    return {
        name: IntSlider(
            value=start.get(name, value),
            min=low,
            max=high,
            description=words,
            tooltip=words,
            continuous_update=False,
            style={"description_width": words_width},
            layout={"width": width, "max_width": "98%"},
        )
        for name, (words, value, low, high) in declared.items()
    }
