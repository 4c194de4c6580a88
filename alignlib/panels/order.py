"""The panel for `order`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class OrderPanel(Panel):
    """Put things into a sequence, by buttons or keys."""
