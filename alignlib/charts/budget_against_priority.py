"""Budget against priority: what each objective weighs, and what share of the money it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BEHIND,
    BLUE,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    SMALL,
    asked,
    beside,
    fitted,
    key,
    panel,
    readable,
    said,
    sheet,
    styled,
    width_of,
)
from alignlib.charts.words import count, money, percent, points, sentences
from alignlib.diagnostics.reading import given, priorities, serving, total

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME = "budget_against_priority"
TITLE = "What an objective weighs, and what it gets of the budget"
BELOW = "An initiative's budget is split over the live objectives that it serves, by strength."

LEFT, RIGHT = 3.2, 7.3
"""Inches from the sheet's edge to the ends of the bars' axis."""

PITCH, FOOT = 0.62, 0.75
THICK = 0.33
"""A bar's share of its row; two of them stand in it."""

NEAR = 0.01
"""Weight and spend that are nearer than one point look alike in the chart."""


@dataclass(frozen=True)
class Pair:
    """A row: what an objective weighs and gets, as shares. Money for none has no weight."""

    code: str
    text: str
    weight: float
    spend: float

    @property
    def gap(self) -> float:
        """
        How much more of the money it gets than it weighs.

        It is the difference of the two shares as the chart writes them, so that a reader who
        checks finds the same number.
        """
        return round(self.spend, 3) - round(self.weight, 3)


@styled
def budget_against_priority(
    objectives: pd.DataFrame, initiatives: pd.DataFrame, links: pd.DataFrame
) -> Chart:
    """
    For each objective its weight and its share of the spend, as a pair of bars.

    Weights are those of the live objectives that need technology; they sum to 100 %. Money of
    initiatives that serve no live objective stands in rows of its own, with a mandate and
    without one. This is what the diagnostic budget_fit measures.
    """
    asked(
        NAME,
        objectives=(objectives, ("objective", "text", "status", "weight")),
        initiatives=(initiatives, ("initiative", "budget_k", "mandate")),
        links=(links, ("initiative", "objective", "strength")),
    )
    weights = priorities(objectives)
    budgets = initiatives.set_index("initiative")["budget_k"].fillna(0.0)
    whole = total(budgets)
    if weights.empty or whole <= 0:
        why = (
            "no budget" if len(weights) else "no live objective that needs technology has a weight"
        )
        return nothing(TITLE, why)
    ties = serving(links, objectives)
    ties = ties[ties["initiative"].isin(budgets.index)]
    pairs = _pairs(objectives, weights, _spend(budgets, ties))
    readable(NAME, len(pairs), "objectives", 30)
    bare = initiatives[~initiatives["initiative"].isin(ties["initiative"])]
    mandated = given(bare["mandate"])
    others = [
        Pair("", text, 0.0, total(rows["budget_k"].fillna(0.0)) / whole)
        for text, rows in (
            ("No objective, by mandate", bare[mandated]),
            ("No objective and no mandate", bare[~mandated]),
        )
    ]
    others = [other for other in others if other.spend > 0]
    scaled = [Pair(p.code, p.text, p.weight, p.spend / whole) for p in pairs]
    return Chart(_figure([*scaled, *others]), _alt(scaled, others, whole))


def _spend(budgets: pd.Series[float], ties: pd.DataFrame) -> dict[str, float]:
    """The money for each objective."""
    strengths = ties.groupby("initiative")["strength"].transform("sum")
    money_of = ties["initiative"].map(budgets) * ties["strength"] / strengths
    return {str(code): total(own) for code, own in money_of.groupby(ties["objective"])}


def _pairs(
    objectives: pd.DataFrame, weights: pd.Series[float], spend: dict[str, float]
) -> list[Pair]:
    """The objectives that weigh or get something, in the table's order."""
    return [
        Pair(str(code), said(text), float(weights.get(code, 0.0)), spend.get(str(code), 0.0))
        for code, text in zip(objectives["objective"], objectives["text"], strict=True)
        if code in weights.index or code in spend
    ]


def _figure(pairs: list[Pair]) -> Figure:
    figure = sheet(TITLE, BELOW, HEAD + 0.2 + len(pairs) * PITCH + FOOT)
    axes = panel(figure, LEFT, HEAD + 0.2, RIGHT - LEFT, len(pairs) * PITCH)
    rows = range(len(pairs))
    weights, spends = [p.weight * 100 for p in pairs], [p.spend * 100 for p in pairs]
    axes.barh(
        [r - THICK / 2 for r in rows], weights, THICK, color=BLUE, edgecolor=BLUE, gid="weight"
    )
    axes.barh(
        [r + THICK / 2 for r in rows], spends, THICK, color="white", edgecolor=ORANGE, hatch=HATCH,
        gid="spend",
    )  # fmt: skip
    axes.set_ylim(len(pairs) - 0.5, -0.5)
    axes.set_yticks([])
    reach = max(*weights, *spends)
    axes.set_xlim(0, reach * (RIGHT - LEFT) / (RIGHT - LEFT - width_of("100.0 %") - 0.1))
    axes.xaxis.set_major_formatter("{x:.0f} %")
    axes.locator_params(axis="x", nbins=6, integer=True)
    axes.grid(visible=True, axis="x", color="#e6eaef", linewidth=0.8)
    axes.axvline(0, color=MUTED, linewidth=1)
    for row, pair in enumerate(pairs):
        _words(axes, row, pair)
    head = -0.5 - 0.14 / PITCH
    axes.text(
        1 + 0.25 / (RIGHT - LEFT), head, "money less weight", size=SMALL, color=MUTED,
        transform=axes.get_yaxis_transform(), va="center",
    )  # fmt: skip
    key(figure, _key())
    return figure


def _words(axes: Axes, row: int, pair: Pair) -> None:
    beside(axes, row, pair.code, MARGIN - LEFT, weight="bold")
    beside(axes, row, fitted(pair.text, LEFT - MARGIN - 0.55, 3), MARGIN - LEFT + 0.4)
    beside(axes, row, f"{points(pair.gap)} points", RIGHT - LEFT + 0.25, weight="bold")
    for share, up in ((pair.weight, -THICK / 2), (pair.spend, THICK / 2)):
        if share or pair.code:
            axes.annotate(
                percent(share), (share * 100, row + up), (4, 0), textcoords="offset points",
                size=SMALL, va="center", color=INK, bbox=BEHIND | {"pad": 0.5},
            )  # fmt: skip


def _key() -> list[Artist]:
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=BLUE, edgecolor=BLUE, label="weight of the objective"),
        Patch(facecolor="white", edgecolor=ORANGE, hatch=HATCH, label="share of the budget"),
    ]


def _alt(pairs: list[Pair], others: list[Pair], whole: float) -> str:
    shape = (
        f"Paired bars for {count(len(pairs), 'objective')}: weight against share of the budget of "
        f"{money(whole)}."
    )
    heaviest = max(pairs, key=lambda p: p.weight)
    furthest = max(pairs, key=lambda p: abs(p.gap))
    heavy = (
        f"{heaviest.code} ({heaviest.text}) weighs most, {percent(heaviest.weight)}, and gets "
        f"{percent(heaviest.spend)}."
    )
    if abs(furthest.gap) < NEAR:
        apart = "No objective's money is as much as one point away from its weight."
    else:
        side = "more" if furthest.gap > 0 else "less"
        far = points(abs(furthest.gap)).lstrip("+")
        if furthest == heaviest:
            apart = f"It is also the furthest from its weight: {far} points {side} money."
        else:
            apart = (
                f"{furthest.code} ({furthest.text}) is furthest from its weight: it weighs "
                f"{percent(furthest.weight)} and gets {percent(furthest.spend)}, {far} points "
                f"{side}."
            )
    rest = " and ".join(
        f"{percent(o.spend)} {'by mandate' if 'by' in o.text else 'without a mandate'}"
        for o in others
    )
    return sentences(shape, heavy, apart, f"Money for no objective: {rest}." if rest else "")
