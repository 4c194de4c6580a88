"""
The clean plan: tables that pass every diagnostic, drawn from a template's `plan` section.

Each part of the section gives one or two tables. A case names the parts that it needs, in any
order; they are made in the order of `PARTS`, because later ones look at earlier ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from alignlib.variants.clean import judging, people, portfolio, resources
from alignlib.variants.clean.sketch import Rows, Sketch
from alignlib.variants.stream import Stream

Part = Callable[[Mapping[str, Any], Sketch], None]

PARTS: Mapping[str, Part] = {
    "objectives": portfolio.objectives,
    "initiatives": portfolio.initiatives,
    "dependencies": portfolio.dependencies,
    "asset_classes": portfolio.asset_classes,
    "capabilities": resources.capabilities,
    "metrics": judging.metrics,
    "benefit_steps": judging.benefit_steps,
    "metric_series": judging.metric_series,
    "decision_rights": people.decision_rights,
    "meetings": people.meetings,
    "reviews": people.reviews,
    "survey": people.survey,
    "licences": resources.licences,
    "risks": resources.risks,
}
"""Every part of a clean plan, by its name in the template, in the order of making."""


def clean_plan(section: Mapping[str, Any], slots: Mapping[str, str], stream: Stream) -> Rows:
    """The rows of a clean plan, by table."""
    sketch = Sketch(
        stream,
        slots,
        dt.date.fromisoformat(section["begins"]),
        {
            side: [name.format(**slots) for name in names]
            for side, names in section.get("people", {}).items()
        },
    )
    for name, part in PARTS.items():
        if name in section:
            part(section[name], sketch)
    return sketch.rows
