"""
Item kinds: one module a kind, each with its rule and its validation.

A new kind is a new module here (and one of the same name in `alignlib.panels`);
nothing else has to change, because the kinds are found by looking.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from alignlib.errors import CaseError, shown
from alignlib.items.base import Choice, Item, Judgement, Outcome, Verdict

__all__ = ["Choice", "Item", "Judgement", "Outcome", "Verdict", "kinds", "read_item"]


@cache
def kinds() -> Mapping[str, type[Item]]:
    """Every item kind by its name, for example `{"choose": Choose, ...}`."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {kind.KIND: kind for kind in sorted(Item.__subclasses__(), key=lambda k: k.KIND)}


def read_item(data: Mapping[str, Any]) -> Item:
    """
    The item that a declaration describes.

    Raises `CaseError` for an unknown kind, a missing field or a value that cannot be read.
    """
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in kinds():
        raise CaseError(
            f"Item {shown(data.get('id'))} is of kind {shown(kind)}; this version knows "
            f"{', '.join(kinds())}. Update alignlib, or get a fresh copy of the assignment."
        )
    try:
        return kinds()[kind].from_data(data)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise CaseError(
            f"Item {shown(data.get('id'))} cannot be read ({error!r}). "
            "Get a fresh copy of the assignment."
        ) from error
