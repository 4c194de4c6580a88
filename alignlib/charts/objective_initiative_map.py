"""Objective–initiative map: which technology work serves which goal, and what stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.nodes import IDLE, Node, goals_of, near, work_of
from alignlib.charts.sheet import (
    BLUE,
    BODY,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    RED,
    SMALL,
    WIDTH,
    asked,
    fitted,
    key,
    plain,
    readable,
    sheet,
    styled,
    symbol,
)
from alignlib.charts.words import count, listing, sentences
from alignlib.diagnostics.reading import serving

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    Ends = dict[tuple[str, str], list[float]]

NAME = "objective_initiative_map"
TITLE = "Objectives and the initiatives that serve them"
BELOW = "A line is a link: the initiative serves the objective. The thicker, the more it helps."

WIDTHS = {1: 0.9, 2: 2.3, 3: 4.2}
"""Points of a link's line by its strength."""

COLORS = (BLUE, ORANGE, "#00735c", "#8a4f9e", "#7a5c00", "#b0306a", "#2a7290", MUTED)
"""They help the eye follow a line from its objective; no meaning hangs on them."""

LOOKS = {
    "alone": symbol("D", RED, "white", 8),
    "excused": symbol("o", MUTED, "white", 8),
    "closed": symbol("X", RED, "white", 8),
}
"""What stands in the place of a bar, by a node's state."""

LEFT, RIGHT = 3.35, 5.5
"""Inches from the sheet's edge to the two columns of bars."""

BAR, CODE, LINE = 0.09, 0.38, 0.165
"""Inches: a bar's breadth, the room for a code, from one line of text to the next."""

PITCH = {"goals": 0.62, "work": 0.4}
"""Inches a row needs at least: three lines of text for an objective, two for an initiative."""

PORT, PORTS = 0.09, (0.42, 0.3)
"""Inches between the ends of two lines at one bar, and of all at an objective or initiative."""

HEADINGS, FOOT = 0.3, 0.45


@styled
def objective_initiative_map(
    objectives: pd.DataFrame, initiatives: pd.DataFrame, links: pd.DataFrame
) -> Chart:
    """
    The live objectives on the left, the initiatives on the right, a line for each link.

    The stronger a link, the thicker its line; a link of strength 0 is none. An initiative that
    serves nothing without a mandate, and an objective that needs technology and has none, get
    a diamond and say so. A closed objective is shown where a link still leads to it.
    Initiatives stand near what they serve, so their order is not that of the table.
    """
    asked(
        NAME,
        objectives=(objectives, ("objective", "text", "status")),
        initiatives=(initiatives, ("initiative", "title", "budget_k", "mandate")),
        links=(links, ("initiative", "objective", "strength")),
    )
    ties = serving(links)
    ties = ties[
        ties["objective"].isin(objectives["objective"])
        & ties["initiative"].isin(initiatives["initiative"])
    ]
    # Of several links between the same two, the strongest.
    ties = ties.groupby(["initiative", "objective"])["strength"].max().reset_index()
    goals = goals_of(objectives, set(ties["objective"]))
    work = work_of(initiatives, set(serving(ties, objectives)["initiative"]))
    if not goals and not work:
        return nothing(TITLE, "no live objective and no initiative")
    readable(NAME, max(len(goals), len(work)), "rows in a column")
    return Chart(_figure(goals, near(work, goals, ties), ties), _alt(goals, work, ties))


def _figure(goals: list[Node], work: list[Node], ties: pd.DataFrame) -> Figure:
    height = max(len(goals) * PITCH["goals"], len(work) * PITCH["work"])
    figure = sheet(TITLE, BELOW, HEAD + HEADINGS + height + FOOT)
    axes = plain(figure, 0, HEAD, WIDTH, HEADINGS + height)
    axes.text(LEFT + BAR, 0.12, "Objectives", weight="bold", ha="right", va="center")
    axes.text(RIGHT, 0.12, "Initiatives", weight="bold", va="center")
    columns = [
        {node.code: HEADINGS + (n + 0.5) * height / len(nodes) for n, node in enumerate(nodes)}
        for nodes in (goals, work)
    ]
    ends = _ends(ties, columns)
    _lines(axes, ties, ends, goals)
    for side, nodes in enumerate((goals, work)):
        for node in nodes:
            own = [y[side] for pair, y in ends.items() if pair[1 - side] == node.code]
            _bar(axes, node, columns[side][node.code], own, side)
            _words(axes, node, columns[side][node.code], side)
    key(figure, _key({node.state for node in (*goals, *work)}))
    return figure


def _ends(ties: pd.DataFrame, columns: list[dict[str, float]]) -> Ends:
    """For each (initiative, objective): where its line ends on the left and on the right."""
    ends: Ends = {p: [0, 0] for p in zip(ties["initiative"], ties["objective"], strict=True)}
    for side, middles in enumerate(columns):
        for code, middle in middles.items():
            # Sorted by where their other ends are, lines leave a bar without crossing.
            own = sorted((columns[1 - side][p[side]], p) for p in ends if p[1 - side] == code)
            step = min(PORT, PORTS[side] / max(len(own), 1))
            for n, (_, pair) in enumerate(own):
                ends[pair][side] = middle + (n - (len(own) - 1) / 2) * step
    return ends


def _lines(axes: Axes, ties: pd.DataFrame, ends: Ends, goals: list[Node]) -> None:
    from matplotlib import patheffects
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    place = {goal.code: number for number, goal in enumerate(goals)}
    bend = (RIGHT - LEFT) * 0.45
    curve = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    for initiative, code, strength in ties.itertuples(index=False):
        left, right = ends[initiative, code]
        way = [(LEFT + BAR, left), (LEFT + bend, left), (RIGHT - bend, right), (RIGHT, right)]
        width = WIDTHS[int(strength)]
        line = PathPatch(
            Path(way, curve),
            fill=False,
            edgecolor=COLORS[place[code] % len(COLORS)],
            linewidth=width,
            linestyle=":" if goals[place[code]].state == "closed" else "-",
            # A white rim: where two lines cross, one sees which of them goes on.
            path_effects=[patheffects.withStroke(linewidth=width + 2, foreground="white")],
            gid=f"{initiative}-{code}",
        )
        axes.add_patch(line)


def _bar(axes: Axes, node: Node, middle: float, ends: list[float], side: int) -> None:
    """A bar where lines end; where none does, or none that counts, a shape."""
    from matplotlib.patches import Rectangle

    left = RIGHT if side else LEFT
    if ends:
        low, high = min(ends) - 0.06, max(ends) + 0.06
        axes.add_patch(Rectangle((left, low), BAR, high - low, color=INK, gid=node.code))
    if node.state in LOOKS:
        at = left + BAR / 2 + (0.19 if side else -0.19) * bool(ends)
        axes.plot([at], [middle], **LOOKS[node.state], gid=node.code)


def _words(axes: Axes, node: Node, middle: float, side: int) -> None:
    """Beside a bar: the code, the text, and below it the note."""
    outward, hold = (1, "left") if side else (-1, "right")
    edge = (RIGHT + BAR if side else LEFT) + outward * 0.31
    axes.text(edge, middle, node.code, weight="bold", ha=hold, va="center")
    edge += outward * CODE
    room = WIDTH - MARGIN - edge if side else edge - MARGIN
    lines = fitted(node.text, room, 1 if side else 2).splitlines()
    notes = [fitted(node.note, room, size=SMALL)] if node.note else []
    top = middle - (len(lines) + len(notes) - 1) / 2 * LINE
    for n, line in enumerate(lines):
        axes.text(edge, top + n * LINE, line, size=BODY, ha=hold, va="center")
    for n, line in enumerate(notes, start=len(lines)):
        color = RED if node.state in {"alone", "closed"} else MUTED
        axes.text(edge, top + n * LINE, line, size=SMALL, color=color, ha=hold, va="center")


def _key(states: set[str]) -> list[Line2D]:
    from matplotlib.lines import Line2D

    words = {1: "helps a little", 2: "helps clearly", 3: "cannot do without it"}
    shapes = {"alone": "stands alone", "excused": "needs no link", "closed": "closed"}
    return [
        *(Line2D([], [], color=MUTED, lw=WIDTHS[n], label=text) for n, text in words.items()),
        *(
            Line2D([], [], **LOOKS[state], label=text)
            for state, text in shapes.items()
            if state in states
        ),
    ]


def _alt(goals: list[Node], work: list[Node], ties: pd.DataFrame) -> str:
    held = [goal for goal in goals if goal.state != "closed"]
    return sentences(
        f"Map of {count(len(held), 'live objective')} and {count(len(work), 'initiative')}, "
        f"joined by {count(len(ties), 'link')}.",
        _most_and_fewest(goals, ties),
        _alone(goals),
        _idle(work),
    )


def _most_and_fewest(goals: list[Node], ties: pd.DataFrame) -> str:
    degrees = ties["objective"].value_counts()
    own = {g: int(degrees[g.code]) for g in goals if g.state == "served"}
    if not own:
        return ""
    high, low = max(own.values()), min(own.values())
    most = [f"{g.code} ({g.text})" for g, n in own.items() if n == high]
    if high == low:
        each = "Each served objective has" if len(own) > 1 else f"{most[0]} has"
        return f"{each} {count(high, 'initiative')}."
    verb = "have" if len(most) > 1 else "has"
    fewest = [g.code for g, n in own.items() if n == low]
    return (
        f"{listing(most)} {verb} the most initiatives, {high}; {listing(fewest)} the fewest, {low}."
    )


def _alone(goals: list[Node]) -> str:
    bare = [g for g in goals if g.state == "alone"]
    closed = [g.code for g in goals if g.state == "closed"]
    parts = []
    if bare:
        parts.append(f"No initiative serves {listing(f'{g.code} ({g.text})' for g in bare)}")
    elif goals:
        parts.append("Every live objective that needs technology is served")
    if closed:
        parts.append(f"links still lead to the closed {listing(closed)}")
    return f"{'; '.join(parts)}." if parts else ""


def _idle(work: list[Node]) -> str:
    idle = [f"{n.code} {n.text} ({n.note.removesuffix(IDLE)})" for n in work if n.state == "alone"]
    bound = [n.code for n in work if n.state == "excused"]
    first = f"{listing(idle)} serve no live objective and have no mandate"
    if len(idle) == 1:
        first = f"{idle[0]} serves no live objective and has no mandate"
    parts = [first] if idle else ["No initiative stands alone"] if work else []
    if bound:
        parts.append(f"{listing(bound)} {'is' if len(bound) == 1 else 'are'} there by mandate")
    return f"{'; '.join(parts)}." if parts else ""
