"""
Play with a map of goals and initiatives, and watch what a link does to its figures.

It is an illustration: a toy workshop, whose reasons somebody made up.
"""

from __future__ import annotations

import html
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
    ORANGE,
    RED,
    SMALL,
    WIDTH,
    key,
    plain,
    sheet,
    styled,
    symbol,
)
from alignlib.charts.words import count, listing, money, percent, sentences
from alignlib.models.columns import HEADING, LEFT, RIGHT, join, name_beside, row_at
from alignlib.models.goal_map import (
    GOALS,
    NO_REASON,
    REASONS,
    Goal,
    GoalMap,
    Work,
    drawn,
    said_of,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Your map: goals, and the work that is said to serve them"
BELOW = "Each line is a claim. The two figures below it follow the lines that you draw."

ROWS, PITCH = 2.75, 0.36
"""Inches for the map below the headings, and for a row of the figures."""

GAUGE_LEFT, GAUGE_WIDTH, THICK = 2.1, 3.6, 0.2
"""Inches: where the bars of the figures begin, what 100 % takes, and how thick a bar is."""

FOOT = 0.42

ALONE, EXCUSED = symbol("D", RED, "white", 8), symbol("o", MUTED, "white", 8)


@styled
def goal_map(*links: str, reasons: bool = False, swap: bool = False) -> Chart:
    """
    The map with these links, each written as "I1-O1" ("all" draws every one), and its figures.

    With `reasons` a link counts only if somebody in the workshop can say how the work moves the
    goal. `swap` buys a store of wheels and no robot. Raises `LearnerError` for what is no link.
    """
    made = drawn(links, swapped=swap)
    return Chart(_figure(made, reasons), _alt(made, reasons), _told(made) if reasons else "")


def _figure(made: GoalMap, reasons: bool) -> Figure:
    rows = 5 if reasons else 3
    figure = sheet(TITLE, BELOW, HEAD + HEADING + ROWS + rows * PITCH + FOOT)
    axes = plain(figure, 0, HEAD, WIDTH, HEADING + ROWS + rows * PITCH)
    axes.text(LEFT, 0.12, "Goals", weight="bold", ha="right", va="center")
    axes.text(RIGHT, 0.12, "Initiatives", weight="bold", va="center")
    held = made.reasoned if reasons else made
    goals = {goal.code: row_at(n, len(GOALS), ROWS) for n, goal in enumerate(GOALS)}
    work = {w.code: row_at(n, len(made.work), ROWS) for n, w in enumerate(made.work)}
    for link in sorted(made.links):
        firm = not reasons or link in REASONS
        gid = "link" if firm else "bare link"
        join(axes, goals[link[1]], work[link[0]], 1.8 if firm else None, gid)
    for goal in GOALS:
        _goal(axes, goal, goals[goal.code], held)
    for piece in made.work:
        _work(axes, piece, work[piece.code], held)
    _figures(axes, made, reasons)
    key(figure, _key(reasons))
    return figure


def _goal(axes: Axes, goal: Goal, row: float, held: GoalMap) -> None:
    share = held.money_share(goal)
    note, color = f"weight {100 * goal.weight:.0f} %", MUTED
    told = f", gets {100 * share:.0f} % of the money"
    look = symbol("s", BLUE, BLUE, 8)
    if not goal.technology:
        look, told = EXCUSED, told if share else ", needs no technology"
    elif goal in held.bare:
        look, told, color = ALONE, ", nothing serves it", RED
    axes.plot([LEFT], [row], **look, gid=goal.code)
    name_beside(axes, row, (goal.code, goal.text, note + told), color, "left")


def _work(axes: Axes, work: Work, row: float, held: GoalMap) -> None:
    note, color = money(work.budget_k), MUTED
    look = symbol("s", ORANGE, ORANGE, 8)
    if work in held.orphans:
        look, note, color = ALONE, f"{note}, serves nothing", RED
    elif work.mandate:
        look, note = EXCUSED, f"{note}, by mandate: {work.mandate}"
    if work in held.wide:
        note, color = f"{note}, claims too much", RED
    axes.plot([RIGHT], [row], **look, gid=work.code)
    name_beside(axes, row, (work.code, work.text, note), color, "right")


def _figures(axes: Axes, made: GoalMap, reasons: bool) -> None:
    """Coverage and orphan spend as bars, once as drawn and once as reasons bear it."""
    top = HEADING + ROWS + PITCH * 0.7
    axes.plot([MARGIN, WIDTH - MARGIN], [top - PITCH * 0.6] * 2, color=FAINT, linewidth=0.8)
    for name, ideal, color in (("Coverage", 1.0, BLUE), ("Orphan spend", 0.0, ORANGE)):
        axes.text(MARGIN, top, name, weight="bold", va="center")
        best = f"best: {100 * ideal:.0f} %"
        axes.text(WIDTH - MARGIN, top, best, size=SMALL, color=MUTED, ha="right", va="center")
        share = made.coverage if ideal else made.orphan_spend
        _gauge(axes, top, "as drawn" if reasons else "", share, color, f"{name}, drawn")
        if reasons:
            top += PITCH * 0.85
            share = made.reasoned.coverage if ideal else made.reasoned.orphan_spend
            _gauge(axes, top, "with a reason", share, color, f"{name}, reasoned", hatched=True)
        top += PITCH
    wide = len(made.wide)
    words = f"{count(wide, 'initiative claims', 'initiatives claim')} more than half of all goals."
    axes.text(MARGIN, top, capital(words), size=SMALL, color=RED if wide else MUTED, va="center")


def _gauge(
    axes: Axes, row: float, words: str, share: float, color: str, gid: str, *, hatched: bool = False
) -> None:
    from matplotlib.patches import Rectangle

    low = row - THICK / 2
    axes.add_patch(
        Rectangle((GAUGE_LEFT, low), GAUGE_WIDTH, THICK, facecolor="white", edgecolor=FAINT)
    )
    axes.add_patch(
        Rectangle(
            (GAUGE_LEFT, low), GAUGE_WIDTH * share, THICK, facecolor="white" if hatched else color,
            edgecolor=color, hatch=HATCH if hatched else "",
            linewidth=1 if share else 0, gid=gid,
        )
    )  # fmt: skip
    told = f"{percent(share)} {words}".rstrip()
    axes.text(GAUGE_LEFT + GAUGE_WIDTH + 0.15, row, told, size=SMALL, va="center")


def _key(reasons: bool) -> list[Artist]:
    from matplotlib.lines import Line2D

    lines: list[Artist] = [Line2D([], [], color=INK, lw=1.8, label="a link")]
    if reasons:
        lines = [
            Line2D([], [], color=INK, lw=1.8, label="has a reason"),
            Line2D([], [], color=RED, lw=1.2, ls=(0, (3, 3)), label="nobody can say how"),
        ]
    return [
        *lines,
        Line2D([], [], **ALONE, label="stands alone"),
        Line2D([], [], **EXCUSED, label="needs no link"),
    ]


def _told(made: GoalMap) -> str:
    """What the workshop answers when it is asked how: a list below the picture."""
    answered = {link: said_of(*link) for link in made.links}
    silent = sum(words == NO_REASON for words in answered.values())
    lines = [
        f"<b>{code} → {goal}</b> {html.escape(answered[code, goal])}"
        for code, goal in sorted(answered, key=lambda link: (link not in REASONS, link))
        if answered[code, goal] != NO_REASON
    ]
    if silent:
        lines.append(f"<b>{count(silent, 'link')}</b> {html.escape(NO_REASON)}")
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""


def _alt(made: GoalMap, reasons: bool) -> str:
    return sentences(
        f"A map of {count(len(GOALS), 'goal')} and {count(len(made.work), 'initiative')}, joined "
        f"by {count(len(made.links), 'link')}: coverage {percent(made.coverage)}, orphan spend "
        f"{percent(made.orphan_spend)}.",
        _asked(made) if reasons else "",
        _alone(made.reasoned if reasons else made),
    )


def _asked(made: GoalMap) -> str:
    held = made.reasoned
    return capital(
        f"{count(len(held.links), 'link has', 'links have')} a reason. If only that counts, "
        f"coverage is {percent(held.coverage)} and orphan spend {percent(held.orphan_spend)}."
    )


def capital(words: str) -> str:
    """A sentence with its first letter raised, and the rest as it was."""
    return words[:1].upper() + words[1:]


def _alone(held: GoalMap) -> str:
    bare = f"Nothing serves {listing(goal.code for goal in held.bare)}" if held.bare else ""
    idle = f"{listing(work.code for work in held.orphans)} without a goal" if held.orphans else ""
    wide = f"too much is claimed by {listing(work.code for work in held.wide)}" if held.wide else ""
    told = [part for part in (bare, idle, wide) if part]
    if not told:
        return "Every goal that needs technology is served, and no initiative stands alone."
    return capital(f"{'; '.join(told)}.")
