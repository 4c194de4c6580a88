"""Decisions with a goal: the share of decisions that had a live goal, or a mandate, on the day."""

from __future__ import annotations

import math
import re

import pandas as pd

from alignlib.diagnostics.base import Measure
from alignlib.diagnostics.reading import evidence, given

ASKS = "How many decisions had a goal that was live on the day, or a mandate?"
CLAIMS = ("S8",)
AXIS = "alignment"
IDEAL = 1.0
NEEDS = {
    "decisions": ("decision", "date", "objective", "mandate"),
    "objectives": ("objective", "status", "closed_on"),
}


def decisions_with_goal(
    decisions: pd.DataFrame, objectives: pd.DataFrame, documents: pd.DataFrame | None = None
) -> Measure:
    """
    Share of the decisions with a mandate, or with a goal that was live on the day.

    A blank in the log is filled from the minutes, where a paragraph that begins with the
    decision's number names a goal. A goal that was closed only later was live on the day; one
    that the register does not know never was. Without any decision the measure is NaN with
    the reason "no decisions".
    """
    if decisions.empty:
        return Measure("decisions_with_goal", math.nan, "no decisions")
    told = _told(decisions, documents)
    log = decisions.assign(
        goal=decisions["objective"].where(given(decisions["objective"]), decisions["decision"]
                                          .map(lambda decision: told.get(decision, "")))
    )  # fmt: skip
    log = log.merge(
        objectives[["objective", "status", "closed_on"]].rename(columns={"objective": "goal"}),
        on="goal",
        how="left",
        validate="m:1",
    )
    was_live = log["status"].notna() & ~(log["closed_on"] <= log["date"])
    sound = was_live | given(log["mandate"])
    lost = log[~sound]
    return Measure(
        "decisions_with_goal",
        float(sound.mean()),
        evidence=evidence(
            "decisions",
            lost["decision"],
            (f"no mandate, and {goal or 'no goal'} was not live on the day" for goal in
             lost["goal"].fillna("")),
        ),
    )  # fmt: skip


def _told(decisions: pd.DataFrame, documents: pd.DataFrame | None) -> dict[str, str]:
    """The goal that the minutes name for a decision, by the decision's number."""
    if documents is None:
        return {}
    numbers = "|".join(map(re.escape, decisions["decision"]))
    pattern = re.compile(rf"^({numbers})\. .*?\b(O\d+)\b", re.MULTILINE)
    minutes = documents.loc[documents["kind"] == "minutes", "text"]
    return {decision: goal for text in minutes for decision, goal in pattern.findall(text)}
