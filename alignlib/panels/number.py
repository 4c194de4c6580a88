"""The panel for `number`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class NumberPanel(Panel):
    """Type one value in a stated unit."""
