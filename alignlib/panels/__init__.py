"""
The learner's panels: one module a kind, named like the item's module.

A new kind is a new `.py` and `.js` of one name here; nothing else has to change, because the
kinds are found by looking.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from alignlib.errors import CaseError, shown
from alignlib.panels.base import Panel

__all__ = ["Panel", "kinds", "panel_for"]


@cache
def kinds() -> Mapping[str, type[Panel]]:
    """Every panel by its kind, for example `{"choose": ChoosePanel, ...}`."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    # A subclass made elsewhere, in a notebook say, is nobody's kind.
    found = [panel for panel in Panel.__subclasses__() if panel.__module__.startswith(__name__)]
    return {panel.KIND: panel for panel in sorted(found, key=lambda panel: panel.KIND)}


def panel_for(item: Mapping[str, Any], value: Any, *, can_check: bool, **traits: Any) -> Panel:
    """
    The panel of an item, showing what was recorded before (None: nothing yet).

    `can_check` adds the button that asks for a check; `traits` are others of a `Panel`'s. Raises
    `CaseError` for an unknown kind.
    """
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in kinds():
        raise CaseError(
            f"There is no panel for item {shown(item.get('id'))} of kind {shown(kind)}; this "
            f"version knows {', '.join(kinds())}. Update alignlib, or get a fresh copy of the "
            "assignment."
        )
    return kinds()[kind](item=dict(item), value=value, can_check=can_check, **traits)
