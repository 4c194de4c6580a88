"""The panel for `identify`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class IdentifyPanel(Panel):
    """Ask once who is working, where the notebook server does not say it."""
