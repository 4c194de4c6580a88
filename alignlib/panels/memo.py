"""The panel for `memo`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class MemoPanel(Panel):
    """Write a text of a stated length."""
