"""What measures read from a ledger in the same way."""

from __future__ import annotations

import pandas as pd


def tidy(
    budget_lines: pd.DataFrame, cost_centres: pd.DataFrame, objectives: pd.DataFrame
) -> pd.DataFrame:
    """
    The lines, each voucher once, with their department and whether their goal is live.

    The department is that of the four-digit code, whatever name stands beside it.
    """
    lines = budget_lines.drop_duplicates("voucher").copy()
    lines["code"] = lines["cost_centre"].str.extract(r"(\d{4})", expand=False)
    lines = lines.merge(cost_centres, on="code", how="left", validate="m:1")
    live = objectives.loc[objectives["status"] == "live", "objective"]
    lines["live"] = lines["objective"].isin(live)
    return lines
