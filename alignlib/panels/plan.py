"""The panel for `plan`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class PlanPanel(Panel):
    """Fund some of many initiatives, and give each a start."""
