"""
Play with a board of symptoms, evidence and causes, and see which causes count.

It is an illustration: a small theatre, whose papers somebody made up.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
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
from alignlib.charts.words import count, listing, sentences
from alignlib.models.causes import CAUSES, SYMPTOMS, Board, Claim, Named, attached, said_of
from alignlib.models.columns import HEADING, LEFT, RIGHT, join, name_beside, row_at

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Your board: symptoms, and the causes that you name for them"
BELOW = "A cause counts if two sources bear it out, no row speaks against it, and none is idle."

ROWS, PITCH = 2.3, 0.29
"""Inches for the map below the headings, and for a line that tells of a claim."""

GAP, FOOT = 0.4, 0.42

OPEN, IDLE = symbol("D", RED, "white", 8), symbol("o", MUTED, "white", 8)


@styled
def diagnosis(*pairs: str, why: bool = False) -> Chart:
    """
    The board with these rows attached, each written as "E3-C1" ("all" attaches everything).

    With `why` each attached row is told below the picture: what it says about its cause. Raises
    `LearnerError` for what is no pair of this board.
    """
    board = attached(pairs)
    return Chart(_figure(board), _alt(board), _told(board) if why else "")


def _figure(board: Board) -> Figure:
    lines = max(1, len(board.claims))
    height = HEADING + ROWS + GAP + lines * PITCH
    figure = sheet(TITLE, BELOW, HEAD + height + FOOT)
    axes = plain(figure, 0, HEAD, WIDTH, height)
    axes.text(LEFT, 0.12, "Symptoms", weight="bold", ha="right", va="center")
    axes.text(RIGHT, 0.12, "Causes", weight="bold", va="center")
    symptoms = {named.code: row_at(n, len(SYMPTOMS), ROWS) for n, named in enumerate(SYMPTOMS)}
    causes = {named.code: row_at(n, len(CAUSES), ROWS) for n, named in enumerate(CAUSES)}
    for claim in board.claims:
        firm, gid = (2.4, "cause") if claim.counts else (None, "guess")
        join(axes, symptoms[claim.symptom], causes[claim.cause], firm, gid)
    for symptom in SYMPTOMS:
        _symptom(axes, symptom, symptoms[symptom.code], board)
    for cause in CAUSES:
        _cause(axes, cause, causes[cause.code], board)
    _claims(axes, board)
    key(figure, _key())
    return figure


def _symptom(axes: Axes, symptom: Named, row: float, board: Board) -> None:
    look, note, color = symbol("s", BLUE, BLUE, 8), "has a cause that counts", MUTED
    if symptom in board.open:
        look, note, color = OPEN, "no cause counts yet", RED
    axes.plot([LEFT], [row], **look, gid=symptom.code)
    name_beside(axes, row, (symptom.code, symptom.text, note), color, "left")


def _cause(axes: Axes, cause: Named, row: float, board: Board) -> None:
    named = any(claim.cause == cause.code for claim in board.claims)
    held = [claim.symptom for claim in board.counted if claim.cause == cause.code]
    look, note, color = IDLE, "nobody has named it", MUTED
    if held:
        look, note = symbol("s", ORANGE, ORANGE, 8), f"counts for {listing(held)}"
    elif named:
        look, note, color = OPEN, "named, and does not count", RED
    axes.plot([RIGHT], [row], **look, gid=cause.code)
    name_beside(axes, row, (cause.code, cause.text, note), color, "right")


def _claims(axes: Axes, board: Board) -> None:
    """One line for each claim: what it names, with which rows, and whether it counts."""
    top = HEADING + ROWS + GAP
    axes.plot([MARGIN, WIDTH - MARGIN], [top - GAP * 0.6] * 2, color=FAINT, linewidth=0.8)
    if not board.claims:
        axes.text(MARGIN, top, "No row is attached yet.", size=SMALL, color=MUTED, va="center")
    for number, claim in enumerate(board.claims):
        row = top + number * PITCH
        color = INK if claim.counts else RED
        axes.text(MARGIN, row, f"{claim.symptom} ← {claim.cause}", weight="bold", va="center")
        rows = listing((r.code for r in claim.rows), len(claim.rows))
        axes.text(MARGIN + 1.0, row, rows, size=SMALL, color=MUTED, va="center")
        weight = "bold" if claim.counts else "normal"
        axes.text(MARGIN + 3.1, row, f"{'✓' if claim.counts else '✗'} {claim.verdict}",
                  size=SMALL, color=color, weight=weight, va="center")  # fmt: skip


def _key() -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], color=INK, lw=2.4, label="counts"),
        Line2D([], [], color=RED, lw=1.2, ls=(0, (3, 3)), label="named, and does not count"),
        Line2D([], [], **OPEN, label="still open"),
        Line2D([], [], **IDLE, label="not named"),
    ]


def _told(board: Board) -> str:
    """What each attached row says about its cause: a list below the picture."""
    lines = [
        f"<b>{row.code} for {claim.cause}</b> {html.escape(said_of(row, claim.cause))}"
        for claim in board.claims
        for row in claim.rows
    ]
    lines += [
        f"<b>{row.code}, also on the board</b> {html.escape(said_of(row, claim.cause))}"
        for claim in board.claims
        for row in claim.against
        if row not in claim.rows
    ]
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""


def _alt(board: Board) -> str:
    shape = (
        f"A board of {count(len(SYMPTOMS), 'symptom')} and {count(len(CAUSES), 'cause')}, with "
        f"{count(len(board.claims), 'claim')}{_number(board)}."
    )
    held = "; ".join(_found(claim) for claim in board.counted)
    still = f"No cause counts yet for {listing(s.code for s in board.open)}." if board.open else ""
    doubts = [f"{c.symptom} by {c.cause}: {c.verdict}" for c in board.claims if not c.counts]
    doubt = f"Not counted: {'; '.join(doubts[:3])}{_more(doubts[3:])}." if doubts else ""
    return sentences(shape, f"It counts {held}." if held else "", still, doubt)


def _number(board: Board) -> str:
    counted = len(board.counted)
    if not board.claims:
        return ""
    return f", of which {counted or 'none'} {'count' if counted > 1 else 'counts'}"


def _found(claim: Claim) -> str:
    return f"{claim.cause} for {claim.symptom}"


def _more(rest: list[str]) -> str:
    return f"; and {len(rest)} more" if rest else ""
