"""A learner's progress: what is done, which ideas were weak, and how sure against how right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alignlib.certainty import PAYS, WORDS, Calibration
from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BLUE,
    FAINT,
    HATCH,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    SMALL,
    beside,
    fitted,
    key,
    panel,
    sheet,
    styled,
    symbol,
)
from alignlib.charts.words import count, listing, sentences

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Your progress"
BELOW = "Filled: it went well. Hatched: worth another look. Empty: still to do."

LEFT, RIGHT = 3.2, 6.2
"""Inches from the sheet's edge to the ends of the bars."""

PITCH, FOOT, THICK = 0.36, 0.75, 0.5
BETWEEN = 1.3
"""Rows from the last of a group to the heading of the next one."""


FILLS: dict[str, tuple[str, dict[str, Any]]] = {
    "well": ("went well", {"facecolor": BLUE, "edgecolor": BLUE}),
    "not_well": (
        "worth another look",
        {"facecolor": "white", "edgecolor": ORANGE, "hatch": HATCH},
    ),
    "unscored": ("answered, not scored here", {"facecolor": FAINT, "edgecolor": MUTED}),
}
"""What fills a bar, from the left: what it means, and how it looks."""


@dataclass(frozen=True)
class Bar:
    """A row: of `whole` things so many went well, did not, or are not scored; the rest is to do."""

    label: str
    well: int
    not_well: int
    whole: int
    words: str
    unscored: int = 0

    @property
    def done(self) -> int:
        """How many are not to do any more."""
        return self.well + self.not_well + self.unscored


@styled
def learning(work: Sequence[Bar], ideas: Sequence[Bar], sure: Mapping[int, Calibration]) -> Chart:
    """
    What is done in each assignment, how often each idea was right, and how often each certainty.

    `sure` is left out of the picture while no certainty was said.
    """
    if not any(bar.done for bar in work):
        return nothing(TITLE, "nothing is answered yet")
    said = [one for one in sure.values() if one.parts]
    return Chart(_figure(work, ideas, said), _alt(work, ideas, said))


def _figure(work: Sequence[Bar], ideas: Sequence[Bar], said: Sequence[Calibration]) -> Figure:
    groups: list[tuple[str, Sequence[Bar | Calibration]]] = [
        ("Done", work),
        ("Ideas, the weakest first", ideas),
        ("How sure, and how often right", said),
    ]
    groups = [(head, members) for head, members in groups if members]
    rows = sum(BETWEEN + len(members) for _, members in groups)
    figure = sheet(TITLE, BELOW, HEAD + rows * PITCH + FOOT)
    axes = panel(figure, LEFT, HEAD, RIGHT - LEFT, rows * PITCH)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 20, 40, 60, 80, 100])
    axes.xaxis.set_major_formatter("{x:.0f} %")
    row = BETWEEN - 1
    for head, members in groups:
        beside(axes, row, head, MARGIN - LEFT, weight="bold")
        for member in members:
            row += 1
            if isinstance(member, Calibration):
                _dot(axes, row, member)
            else:
                _bar(axes, row, member)
        row += BETWEEN
    key(figure, _key([*work, *ideas], with_sure=bool(said)))
    return figure


def _bar(axes: Axes, row: float, bar: Bar) -> None:
    axes.barh(row, 100, THICK, color="white", edgecolor=FAINT)
    left = 0.0
    for name, (_, look) in FILLS.items():
        width = 100 * getattr(bar, name) / bar.whole
        if width:
            axes.barh(row, width, THICK, left=left, gid=name, **look)
        left += width
    _words(axes, row, bar.label, bar.words)


def _dot(axes: Axes, row: float, one: Calibration) -> None:
    low, high = (100 * border for border in PAYS[one.sure])
    axes.barh(row, high - low, THICK, left=low, color="white", edgecolor=INK, gid="pays")
    axes.plot(100 * (one.share or 0.0), row, gid="share", clip_on=False,
              **symbol("D", INK, "white", 7))  # fmt: skip
    right = f"{one.right} of {one.parts} right: {one.says}"
    _words(axes, row, f"“{WORDS[one.sure]}”", right)


def _words(axes: Axes, row: float, label: str, words: str) -> None:
    beside(axes, row, fitted(label, LEFT - MARGIN - 0.2, 2, size=SMALL), MARGIN - LEFT, size=SMALL)
    room = 9.0 - MARGIN - RIGHT - 0.2
    beside(axes, row, fitted(words, room, 2, size=SMALL), RIGHT - LEFT + 0.2, size=SMALL)


def _key(bars: Sequence[Bar], *, with_sure: bool) -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Patch(label=label, **look)
        for name, (label, look) in FILLS.items()
        if any(getattr(bar, name) for bar in bars)
    ]
    if with_sure:
        handles += [
            Patch(facecolor="white", edgecolor=INK, label="where this certainty pays"),
            Line2D([], [], label="how often right", **symbol("D", INK, "white", 7)),
        ]
    return handles


def _alt(work: Sequence[Bar], ideas: Sequence[Bar], said: Sequence[Calibration]) -> str:
    done = sum(bar.done for bar in work)
    whole = sum(bar.whole for bar in work)
    shape = (
        f"{count(done, 'item')} of {whole} in {count(len(work), 'part')} of the course answered."
    )
    weak = ""
    if ideas:
        named = listing((f"{bar.label.split(':')[0]} ({bar.words})" for bar in ideas), 3)
        weak = f"The weakest ideas: {named}."
    sure = " ".join(
        f"“{WORDS[one.sure]}” was right {one.right} of {one.parts} times;" for one in said
    )
    return sentences(shape, weak, f"Certainty: {sure[:-1]}." if sure else "")
