"""Link focus: an initiative that serves everything has not been thought through."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, live, serving

ASKS = "How many initiatives serve a few objectives, instead of claiming to serve them all?"
CLAIMS = ("S16",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "initiatives": ("initiative",),
    "links": ("initiative", "objective", "strength"),
    "objectives": ("objective", "status"),
}


def link_focus(initiatives: pd.DataFrame, links: pd.DataFrame, objectives: pd.DataFrame) -> Measure:
    """
    Share of the initiatives that serve at most half of the live objectives, rounded up.

    Platforms are there for many objectives and are left out. Two links to one objective are
    one. An initiative without a link is not unfocused; `orphan_spend` finds it. NaN without
    a live objective, or without an initiative that is no platform.

    >>> objectives = pd.DataFrame({"objective": ["O1", "O2", "O3"], "status": "live"})
    >>> initiatives = pd.DataFrame({"initiative": ["I1", "I2"]})
    >>> links = pd.DataFrame({"initiative": ["I1", "I2", "I2", "I2"], "strength": 1,
    ...                       "objective": ["O1", "O1", "O2", "O3"]})
    >>> link_focus(initiatives, links, objectives).value
    0.5
    """
    count = live(objectives)["objective"].nunique()
    if not count:
        return Measure("link_focus", math.nan, "no live objective")
    judged = initiatives
    if "platform" in initiatives:
        judged = initiatives[initiatives["platform"] != "yes"]
    if judged.empty:
        return Measure("link_focus", math.nan, "no initiative that is not a platform")
    served = serving(links, objectives).groupby("initiative")["objective"].nunique()
    degree = judged["initiative"].map(served).fillna(0)
    most = math.ceil(count / 2)
    wide = degree > most
    return Measure(
        "link_focus",
        1 - float(wide.mean()),
        evidence=evidence(
            "initiatives",
            judged.loc[wide, "initiative"],
            (f"serves {n:.0f} of {count} objectives; {most} is the most" for n in degree[wide]),
        ),
    )
