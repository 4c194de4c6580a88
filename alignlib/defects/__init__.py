"""
Defects and decoys: typed operators that plant something into a clean plan.

An operator declares the diagnostic that it must move, those that it may move, and the claims
that it embodies. A new one is a function in one of these modules, and a line in its
`OPERATORS`; a new module is found by looking.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from alignlib.defects.operators import Operator, Planting, planted
from alignlib.defects.plan import Change, Edit, Plan, applied, plan_of, rows_of, undone

__all__ = [
    "Change",
    "Edit",
    "Operator",
    "Plan",
    "Planting",
    "applied",
    "operators",
    "plan_of",
    "planted",
    "rows_of",
    "undone",
]


@cache
def operators() -> Mapping[str, Operator]:
    """Every operator by its name, defects and decoys."""
    found: dict[str, Operator] = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        found |= {operator.name: operator for operator in getattr(loaded, "OPERATORS", ())}
    return dict(sorted(found.items()))
