"""The panel that asks a learner once who they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alignlib.errors import LearnerError
from alignlib.panels.identify import IdentifyPanel


def identify_panel(identify: Callable[[str], None], working: Callable[[], str]) -> IdentifyPanel:
    """The panel that hands an id to `identify`; `working` says afterwards as whom one works."""
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
            identify(change["new"])
        except LearnerError as error:
            panel.status = {"state": "not saved", "message": str(error)}
        else:
            panel.status = {
                "state": "saved",
                "message": f"You work as {working()}. Now run the cells below.",
            }

    panel.observe(named, names="value")
    return panel
