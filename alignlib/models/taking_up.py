"""
Play with four wards and a new tool: find out what stands in the way, and do something about it.

It is an illustration. The wards, their barriers and the speed of their curves are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    RED,
    SMALL,
    WIDTH,
    fitted,
    key,
    panel,
    plain,
    sheet,
    styled,
)
from alignlib.charts.words import count, listing, sentences
from alignlib.models.adoption import (
    EFFORTS,
    HELPERS_DAYS,
    LISTENING_WEEKS,
    NOTHING,
    STAFF,
    WARDS,
    WEEKS,
    Curve,
    Round,
)

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Four wards: who works with the new tool?"
BELOW = "Per cent of each ward's people, week by week. Each of them has a licence."

PLOT_WIDTH, PLOT_HEIGHT = 3.75, 1.45
"""Inches: the frame of a ward's curve."""

TOP, PITCH = 0.62, 2.62
"""Inches: the words above each frame, and from one row of wards to the next."""

FOOT = 0.82

BEGIN = 18
"""The week in which the efforts begin before anybody moves the control: all curves stand still."""


def controls() -> dict[str, Widget]:
    """
    A list for each ward, a slider for the week, and a box: for `ipywidgets.interact`.

    A picture is drawn when the slider is let go, or moved by a key, and not on the way.
    """
    from ipywidgets import Checkbox, Dropdown, IntSlider

    wide = {"style": {"description_width": "11em"}, "layout": {"width": "36em", "max_width": "98%"}}
    lists = {
        ward.name.lower(): Dropdown(
            options=[(effort.words, effort.name) for effort in EFFORTS],
            description=f"In {ward.name}",
            tooltip=f"What is done in {ward.name}",
            **wide,
        )
        for ward in WARDS
    }
    week = IntSlider(
        value=BEGIN, min=1, max=WEEKS, description="From week", tooltip="From week",
        continuous_update=False, **wide,
    )  # fmt: skip
    listen = Checkbox(
        description=f"Listen first ({LISTENING_WEEKS} weeks)",
        tooltip="Ask each ward what stands in its way, and begin two weeks later",
        indent=True,
        **wide,
    )
    return {**lists, "week": week, "listen": listen}


@styled
def four_wards(
    ash: str = "nothing",
    birch: str = "nothing",
    hazel: str = "nothing",
    rowan: str = "nothing",
    week: int = BEGIN,
    listen: bool = False,
) -> Chart:
    """
    How four wards take up a tool, with one effort in each of them from a week on.

    An effort is "nothing", "remind", "licences", "show", "tablets", "shorten" or "agree". With
    `listen` each ward is asked before, and the efforts begin two weeks later. Raises
    `LearnerError` for any other effort, and for a week that is none.
    """
    made = Round(ash, birch, hazel, rowan, week, listen)
    return Chart(_figure(made), _alt(made))


def _figure(made: Round) -> Figure:
    height = HEAD + 2 * PITCH + FOOT
    figure = sheet(TITLE, BELOW, height)
    for number, curve in enumerate(made.curves):
        left = MARGIN + 0.35 + (number % 2) * (PLOT_WIDTH + 0.65)
        top = HEAD + (number // 2) * PITCH
        _heading(plain(figure, left, top, PLOT_WIDTH, TOP), curve, made.listen)
        _plot(panel(figure, left, top + TOP, PLOT_WIDTH, PLOT_HEIGHT), curve)
    _sum(plain(figure, 0, HEAD + 2 * PITCH, WIDTH, FOOT), made)
    key(figure, _key())
    return figure


def _heading(axes: Axes, curve: Curve, asked: bool) -> None:
    """The ward, what is done in it, and what its people say if somebody has asked them."""
    ward = curve.ward
    axes.text(0, 0.1, ward.name, weight="bold", va="center")
    told = f"{curve.active} of {ward.staff} in week {WEEKS}"
    axes.text(PLOT_WIDTH, 0.1, told, va="center", ha="right")
    axes.text(0, 0.29, curve.effort.words, size=SMALL, color=MUTED, va="center")
    days = count(curve.effort.days, "day")
    axes.text(PLOT_WIDTH, 0.29, days, size=SMALL, color=MUTED, va="center", ha="right")
    says = ward.says if asked else "(nobody has asked)"
    words = fitted(says, PLOT_WIDTH, size=SMALL)
    axes.text(0, 0.47, words, size=SMALL, va="center", color=BLUE if asked else MUTED)


def _plot(axes: Axes, curve: Curve) -> None:
    axes.set_xlim(0, WEEKS)
    axes.set_ylim(0, 100)
    axes.set_xticks(range(0, WEEKS + 1, 10))
    axes.set_yticks([0, 50, 100])
    axes.grid(visible=True, color=FAINT, linewidth=0.6)
    axes.set_xlabel("weeks since the first day")
    weeks = range(WEEKS + 1)
    if curve.effort != NOTHING:
        before = Curve(curve.ward, NOTHING, curve.week)
        axes.plot(weeks, [100 * s for s in before.shares], color=MUTED, linewidth=1.4,
                  linestyle="--", gid="before")  # fmt: skip
        axes.axvline(curve.week, color=RED, linestyle=":", linewidth=1.4, gid="begins")
    axes.plot(weeks, [100 * s for s in curve.shares], color=BLUE, linewidth=2.2, gid="active")


def _sum(axes: Axes, made: Round) -> None:
    axes.plot([MARGIN, WIDTH - MARGIN], [0.04, 0.04], color=FAINT, linewidth=0.8)
    axes.text(MARGIN, 0.24, f"All wards: {made.active} of {STAFF} in week {WEEKS}",
              weight="bold", va="center")  # fmt: skip
    over = made.days > HELPERS_DAYS
    days = f"Helpers' days: {made.days} of {HELPERS_DAYS}{': too many' if over else ''}"
    axes.text(WIDTH - MARGIN, 0.24, days, weight="bold", va="center", ha="right",
              color=RED if over else INK)  # fmt: skip


def _key() -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], color=BLUE, lw=2.2, label="work with it"),
        Line2D([], [], color=MUTED, lw=1.4, ls="--", label="if nothing were done"),
        Line2D([], [], color=RED, lw=1.4, ls=":", label="something begins"),
    ]


def _alt(made: Round) -> str:
    asked = "Each ward was asked first." if made.listen else "Nobody has asked the wards."
    return sentences(
        f"Four curves of people who work with a new tool. {asked}",
        _told(made),
        f"In week {WEEKS}, {made.active} of {STAFF} people work with it; the efforts take "
        f"{count(made.days, 'day')} of {HELPERS_DAYS}.",
    )


def _told(made: Round) -> str:
    busy = [curve for curve in made.curves if curve.effort != NOTHING]
    climbing = [curve.ward.name for curve in busy if curve.meets]
    falling = [curve.ward.name for curve in busy if not curve.meets]
    if not busy:
        return "Nothing is done, and all four stand still at about a third."
    parts = [
        f"{listing(climbing)} {'climbs' if len(climbing) == 1 else 'climb'} on from week "
        f"{made.begins}" if climbing else "",
        f"{listing(falling)} {'moves' if len(falling) == 1 else 'move'} for a few weeks and "
        f"{'falls' if len(falling) == 1 else 'fall'} back" if falling else "",
    ]  # fmt: skip
    return f"{'; '.join(part for part in parts if part)}."
