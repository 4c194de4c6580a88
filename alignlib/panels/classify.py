"""The panel for `classify`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class ClassifyPanel(Panel):
    """Give each of many things a category."""
