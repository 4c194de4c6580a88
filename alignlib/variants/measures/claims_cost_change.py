"""Claims cost change: what claims cost a policy in the green year, against the year before."""

from __future__ import annotations

import math

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, total

ASKS = "By how much did the claims cost per policy change while every light was green?"
CLAIMS = ("S12", "S14")
AXIS = "alignment"
IDEAL = None
NEEDS = {
    "dashboard": ("month", "in_use", "light"),
    "claims_reports": ("entry", "report", "filed_on", "month", "typed", "policies", "claims_k"),
    "policy_names": ("typed", "own_risk"),
}

A_YEAR = 12


def claims_cost_change(
    dashboard: pd.DataFrame, claims_reports: pd.DataFrame, policy_names: pd.DataFrame
) -> Measure:
    """
    Change of the claims cost per policy from the year before the green months to these months.

    Green are the months in which every light of a system in use is green. The cost of some
    months is all claims divided by all policies, of the reports that are there and of the kinds
    whose claims the firm pays itself. Of a report that was entered twice the last entry counts.
    Without green months, or without reports of them or of the year before, the measure is NaN.
    """
    used = dashboard[dashboard["in_use"] == "yes"]
    is_green = (used["light"] == "green").groupby(used["month"]).all()
    green = list(is_green[is_green].index)
    if not green:
        return Measure("claims_cost_change", math.nan, "no month in which every light is green")
    months = sorted(dashboard["month"].unique())
    first = months.index(min(green))
    before = months[max(0, first - A_YEAR) : first]
    reports = claims_reports.sort_values(["filed_on", "entry"])
    reports = reports.drop_duplicates("report", keep="last")
    own = policy_names.loc[policy_names["own_risk"] == "yes", "typed"]
    reports = reports[reports["typed"].isin(own)]
    now, then = (reports[reports["month"].isin(year)] for year in (green, before))
    if now.empty or then.empty:
        return Measure("claims_cost_change", math.nan, "no reports of the two years")
    was = _cost(then)
    dear = now[1000 * now["claims_k"] / now["policies"] > was]
    return Measure(
        "claims_cost_change",
        _cost(now) / was - 1,
        evidence=evidence(
            "claims_reports",
            dear["entry"],
            (
                f"{1000 * k / n:.2f} pounds a policy, and {was:.2f} in the year before"
                for k, n in zip(dear["claims_k"], dear["policies"], strict=True)
            ),
        ),
    )


def _cost(reports: pd.DataFrame) -> float:
    """Pounds a policy and month."""
    return 1000 * total(reports["claims_k"]) / total(reports["policies"])
