"""The panel for `choose`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class ChoosePanel(Panel):
    """Pick some of many options."""
