"""
Sources: what an item of `assignment.yaml` is about, and where its key comes from.

A new way to say `from` is a module here with a form and a source, and an entry in `_SOURCES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlib.variants.sources.base import Declared, Source
from alignlib.variants.sources.measure import FORM as MEASURE_FORM
from alignlib.variants.sources.measure import OfMeasure
from alignlib.variants.sources.plan_rows import FORM as ROWS_FORM
from alignlib.variants.sources.plan_rows import PlanRows
from alignlib.variants.sources.pool import FORM as POOL_FORM
from alignlib.variants.sources.pool import Pool
from alignlib.variants.sources.portfolio import FORM as PORTFOLIO_FORM
from alignlib.variants.sources.portfolio import OfPlan
from alignlib.variants.sources.steps import FORM as STEPS_FORM
from alignlib.variants.sources.steps import Steps
from alignlib.variants.sources.turns import FORM as TURNS_FORM
from alignlib.variants.sources.turns import Turns

__all__ = ["SOURCE_FORMS", "Declared", "Source", "source_of"]

SOURCE_FORMS = (POOL_FORM, ROWS_FORM, MEASURE_FORM, PORTFOLIO_FORM, STEPS_FORM, TURNS_FORM)
"""The forms that the `from` of an item can have."""

_SOURCES: Mapping[str, Source] = {
    "pool": Steps(),
    "table": PlanRows(),
    "measure": OfMeasure(),
    "periods": OfPlan(),
    "turns": Turns(),
}
"""The sources by the member that tells their form; the first one that is there counts."""


def source_of(item: Mapping[str, Any]) -> Source | None:
    """The source of an item; None for one that is about nothing in the case, such as a memo."""
    told = item.get("from")
    if told is None:
        return None
    if isinstance(told, str):
        return Pool()
    return next(source for name, source in _SOURCES.items() if name in told)
