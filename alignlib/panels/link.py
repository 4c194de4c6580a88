"""The panel for `link`."""

from __future__ import annotations

from alignlib.panels.base import Panel


class LinkPanel(Panel):
    """Tick the pairs that belong together in a matrix."""
