"""Objectives and initiatives as the two columns of the map: what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alignlib.charts.sheet import said
from alignlib.charts.words import money, percent
from alignlib.diagnostics.reading import given, live

if TYPE_CHECKING:
    import pandas as pd

IDLE = ", serves no live objective"


@dataclass(frozen=True)
class Node:
    """An objective or an initiative, what is written below it, and how it stands."""

    code: str
    text: str
    note: str
    state: str
    """served; closed; alone: without a link that it should have; excused: it needs none."""


def goals_of(objectives: pd.DataFrame, linked: set[str]) -> list[Node]:
    """The live objectives in the table's order, then closed ones that still have a link."""
    held = objectives["objective"].isin(live(objectives)["objective"])
    made = []
    for row in objectives[held].to_dict("records"):
        weight = float(said(row.get("weight")) or 0)
        state, note = "served", f"weight {percent(weight)}" if weight else ""
        if row["objective"] not in linked:
            state = "excused" if row.get("needs_technology") == "no" else "alone"
            why = "needs no technology" if state == "excused" else "no initiative serves it"
            note = f"{why}, {note}" if note else why
        made.append(Node(str(row["objective"]), said(row["text"]), note, state))
    closed = objectives[~held & objectives["objective"].isin(linked)]
    return made + [
        Node(str(row["objective"]), said(row["text"]), "closed; a link still leads here", "closed")
        for row in closed.to_dict("records")
    ]


def work_of(initiatives: pd.DataFrame, serve: set[str]) -> list[Node]:
    """The initiatives; those in `serve` serve a live objective."""
    made = []
    mandates = given(initiatives["mandate"])
    for row, mandated in zip(initiatives.to_dict("records"), mandates, strict=True):
        note = money(float(row["budget_k"])) if said(row["budget_k"]) else "no budget"
        state = "served"
        if row["initiative"] not in serve:
            state = "excused" if mandated else "alone"
            note += f", by mandate: {row['mandate']}" if mandated else IDLE
        made.append(Node(str(row["initiative"]), said(row["title"]), note, state))
    return made


def near(work: list[Node], goals: list[Node], ties: pd.DataFrame) -> list[Node]:
    """The initiatives by the middle of what they serve, so that few lines cross."""
    place = {goal.code: number for number, goal in enumerate(goals)}
    pull = ties.assign(place=ties["objective"].map(place) * ties["strength"])
    sums = pull.groupby("initiative")[["place", "strength"]].sum()
    middles = (sums["place"] / sums["strength"]).to_dict()
    last = len(goals)
    return sorted(work, key=lambda n: (middles.get(n.code, last), n.state == "excused", n.code))
