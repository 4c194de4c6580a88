"""Two plans for one portfolio side by side: a learner's own, and the best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    RED,
    SMALL,
    beside,
    blank,
    fitted,
    panel,
    readable,
    sheet,
    styled,
    width_of,
)
from alignlib.charts.words import count, listing, sentences
from alignlib.portfolio import Plan, Portfolio, Result, result_of
from alignlib.portfolio.problem import STRONGEST

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME = "plans_side_by_side"
TITLE = "Your plan and the best plan"
BELOW = (
    "A bar runs from an initiative's start to its end; below, what each plan makes of an objective."
)

COLUMNS = (("Your plan", 2.75), ("The best plan", 5.95))
"""The two plans, and where each begins, in inches from the sheet's edge."""

ACROSS = 2.85
"""Inches for one plan."""

PITCH, THICK, GAP = 0.34, 0.55, 0.72
"""Inches for a row, a bar's share of it, and inches for the names of the periods."""


@styled
def plans_side_by_side(
    portfolio: Portfolio, mine: Mapping[str, str], best: Mapping[str, str]
) -> Chart:
    """
    What is funded in either plan, when it runs in each, and how far each serves the objectives.

    Both plans are answers to the item: initiative -> period of its start. A bar is hatched
    where it would run beyond the last period. An initiative that is in one plan alone has no
    bar in the other.
    """
    plans = [
        {name: portfolio.index(start) for name, start in plan.items()} for plan in (mine, best)
    ]
    rows = [one.id for one in portfolio.candidates if any(one.id in plan for plan in plans)]
    readable(NAME, len(rows), "initiatives")
    if not rows:
        why = "There is nothing to draw: neither plan funds anything."
        return Chart(blank(TITLE, why), f"{TITLE}. {why}")
    results = [result_of(portfolio, plan) for plan in plans]
    return Chart(_figure(portfolio, rows, plans, results), _alt(plans, results))


def _figure(
    portfolio: Portfolio, rows: list[str], plans: list[dict[str, int]], results: list[Result]
) -> Figure:
    top = HEAD + 0.32
    middle = top + len(rows) * PITCH + GAP
    goals = portfolio.objectives
    figure = sheet(TITLE, BELOW, middle + len(goals) * PITCH + 0.2)
    for number, (plan, result) in enumerate(zip(plans, results, strict=True)):
        words, left = COLUMNS[number]
        axes = panel(figure, left, top, ACROSS, len(rows) * PITCH)
        _bars(axes, portfolio, rows, plan)
        rules = {breach.rule for breach in result.breaches}
        broken = f", breaks {count(len(rules), 'rule')}" if rules else ""
        head = f"{words}: value {result.value:,}{broken}"
        beside(axes, -0.85, head, 0, weight="bold", color=RED if broken else INK)
        below = panel(figure, left, middle, ACROSS, len(goals) * PITCH)
        _rows(below, len(goals))
        for row, reach in enumerate(result.reached.values()):
            color = INK if reach.strength else MUTED
            beside(below, row, fitted(reach.says, ACROSS, size=SMALL), 0, size=SMALL, color=color)
            if number == 0:
                _title(below, row, left, reach.objective.id, reach.objective.text)
        if number == 0:
            for row, name in enumerate(rows):
                _title(axes, row, left, name, portfolio.by_id[name].text)
    return figure


def _rows(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([])
    for row in range(rows):
        axes.axhline(row - 0.5, color=FAINT, linewidth=0.8, zorder=0)


def _bars(axes: Axes, portfolio: Portfolio, rows: list[str], plan: Plan) -> None:
    _rows(axes, len(rows))
    periods = len(portfolio.periods)
    axes.set_xlim(0, periods)
    for edge in range(periods + 1):
        axes.axvline(edge, color=FAINT, linewidth=0.8, zorder=0)
    _periods(axes, portfolio)
    for row, name in enumerate(rows):
        if name not in plan:
            continue
        start, lasts = plan[name], portfolio.by_id[name].lasts
        late = start + lasts > periods
        axes.barh(
            row, min(lasts, periods - start), THICK, start, color="white" if late else BLUE,
            edgecolor=RED if late else BLUE, hatch=HATCH if late else "", gid=name, zorder=2,
        )  # fmt: skip


def _periods(axes: Axes, portfolio: Portfolio) -> None:
    """The names of the periods, as many as there is room for."""
    names = ["\n".join(label.split(maxsplit=1)) for label in portfolio.periods]
    widest = max(width_of(line, SMALL) for name in names for line in name.split("\n")) + 0.1
    step = max(1, -int(-widest * len(names) // ACROSS))
    shown = range(0, len(names), step)
    axes.set_xticks([number + 0.5 for number in shown], [names[number] for number in shown])


def _title(axes: Axes, row: int, left: float, code: str, text: str) -> None:
    beside(axes, row, fitted(code, 0.5), MARGIN - left, weight="bold")
    beside(
        axes, row, fitted(text, left - MARGIN - 0.65, size=SMALL), MARGIN - left + 0.55, size=SMALL
    )


def _alt(plans: list[dict[str, int]], results: list[Result]) -> str:
    (mine, best), (own, top) = plans, results
    shape = (
        f"Two plans side by side: yours funds {count(len(mine), 'initiative')} and is worth "
        f"{own.value:,}, the best funds {count(len(best), 'initiative')} and is worth "
        f"{top.value:,}."
    )
    same = [name for name in best if name in mine]
    shared = f"Both fund {listing(same)}." if same else "They have no initiative in common."
    weaker = [
        f"{name} (strength {reach.strength} of {STRONGEST} against {top.reached[name].strength})"
        for name, reach in own.reached.items()
        if reach.strength < top.reached[name].strength
    ]
    lost = (
        f"Yours serves less strongly: {listing(weaker, 3)}."
        if weaker
        else "Yours serves every objective as strongly."
    )
    broken = "Yours breaks a rule, and so earns nothing." if own.breaches else ""
    return sentences(shape, shared, lost, broken)
