"""Perception gap: how business and technology rate the same statements."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alignlib.charts.chart import Chart, nothing
from alignlib.charts.sheet import (
    BEHIND,
    BLUE,
    FAINT,
    HEAD,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    SMALL,
    WIDTH,
    asked,
    beside,
    fitted,
    key,
    panel,
    readable,
    sheet,
    styled,
    symbol,
)
from alignlib.charts.words import count, listing, sentences, signed
from alignlib.diagnostics import Measure
from alignlib.diagnostics.perception_gap import perception_gap as measured
from alignlib.tables.schema import SIDES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

NAME = "perception_gap"
TITLE = "How business and technology rate the same statements"
BELOW = "Left: mean score of each side. Right: business less technology, with its 95 % interval."

TEXTS, CODES = 2.6, 0.75
"""Inches of the column of statements, with their texts and without."""

GAPS, WORDS, BETWEEN = 1.7, 1.75, 0.25
"""Inches of the right panel, of the column of numbers, and between the panels."""

PITCH, TOP, FOOT = 0.42, 0.28, 0.78
SCALE = (1, 5)

LOOKS = {
    "business": symbol("o", BLUE, BLUE, 6.5),
    "technology": symbol("s", ORANGE, "none", 10.0),
    "gap": symbol("D", INK, "white", 6.5),
    "clear": symbol("D", INK, INK, 6.5),
}


@dataclass(frozen=True)
class Row:
    """One statement: the sides' means, and the measure of the gap. Suppressed: no means."""

    code: str
    text: str
    means: tuple[float, float]
    measure: Measure

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show anything."""
        return self.measure.defined

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.measure.low > 0 or self.measure.high < 0


@styled
def perception_gap(survey: pd.DataFrame, questionnaire: pd.DataFrame | None = None) -> Chart:
    """
    For each statement both sides' mean scores, and their gap with its 95 % interval.

    A statement with fewer than five answers of a side is suppressed, and the row says so:
    nothing of it is drawn. The questionnaire gives the texts; without it the codes stand
    alone. The rows are in the order of the codes.
    """
    asked(NAME, survey=(survey, ("respondent", "side", "statement", "score")))
    texts = {}
    if questionnaire is not None:
        asked(NAME, questionnaire=(questionnaire, ("statement", "text")))
        texts = dict(zip(questionnaire["statement"], questionnaire["text"], strict=True))
    rows = [
        _row(str(code), str(texts.get(code, "")), answers)
        for code, answers in survey.groupby("statement")
    ]
    readable(NAME, len(rows), "statements")
    if not rows:
        return nothing(TITLE, "the survey holds no answer")
    return Chart(_figure(rows), _alt(rows))


def _row(code: str, text: str, answers: pd.DataFrame) -> Row:
    measure = measured(answers, code)
    if not measure.defined:  # no mean is even computed: too few answers might show who gave them
        return Row(code, text, (math.nan, math.nan), measure)
    means = answers.groupby("side")["score"].mean()
    return Row(code, text, (float(means[SIDES[0]]), float(means[SIDES[1]])), measure)


def _figure(rows: list[Row]) -> Figure:
    labels = TEXTS if any(row.text for row in rows) else CODES
    left = MARGIN + labels
    scores = WIDTH - left - BETWEEN - GAPS - WORDS - MARGIN
    height = len(rows) * PITCH
    figure = sheet(TITLE, BELOW, HEAD + TOP + height + FOOT)
    dumbbells = panel(figure, left, HEAD + TOP, scores, height)
    gaps = panel(figure, left + scores + BETWEEN, HEAD + TOP, GAPS, height)
    for axes, heading in ((dumbbells, "mean score"), (gaps, "business less technology")):
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks([])
        axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.6)
        axes.text(
            0.5, 1 + 0.12 / height, heading, transform=axes.transAxes, size=SMALL, color=MUTED,
            ha="center", va="center",
        )  # fmt: skip
    dumbbells.set_xlim(SCALE[0] - 0.2, SCALE[1] + 0.2)
    dumbbells.set_xticks(range(SCALE[0], SCALE[1] + 1))
    reach = max([abs(x) for r in rows for x in (r.measure.low, r.measure.high, r.measure.value)
                 if not math.isnan(x)] + [1.0])  # fmt: skip
    gaps.set_xlim(-1.1 * reach, 1.1 * reach)
    gaps.locator_params(axis="x", nbins=5, integer=True)
    gaps.xaxis.set_major_formatter(lambda x, _: signed(x, 0))
    gaps.axvline(0, color=INK, linewidth=1)
    for place, row in enumerate(rows):
        _statement(dumbbells, place, row, labels)
        if row.shown:
            _draw(dumbbells, gaps, place, row)
        else:
            words = fitted(f"{row.measure.reason}: not shown", scores - 0.2, 2, SMALL)
            beside(dumbbells, place, words, 0.15, size=SMALL, style="italic", bbox=BEHIND)
    key(figure, _key())
    return figure


def _statement(axes: Axes, place: int, row: Row, labels: float) -> None:
    beside(axes, place, row.code, -labels, weight="bold")
    beside(axes, place, fitted(row.text, labels - 0.6, 2, SMALL), 0.42 - labels, size=SMALL)


def _draw(dumbbells: Axes, gaps: Axes, place: int, row: Row) -> None:
    dumbbells.plot(row.means, (place, place), color=MUTED, linewidth=2, zorder=1)
    for side, mean in zip(SIDES, row.means, strict=True):
        dumbbells.plot([mean], [place], **LOOKS[side], gid=f"{row.code} {side}")
    measure = row.measure
    numbers = signed(measure.value, 2)
    if not math.isnan(measure.low):
        gaps.plot(
            (measure.low, measure.high), (place, place), color=INK, linewidth=1.6, marker="|",
            markersize=9, gid=f"{row.code} interval",
        )  # fmt: skip
        numbers += f" ({signed(measure.low, 2)} to {signed(measure.high, 2)})"
    gaps.plot([measure.value], [place], **LOOKS["clear" if row.clear else "gap"], gid=row.code)
    weight = "bold" if row.clear else "normal"
    beside(gaps, place, numbers, GAPS + 0.12, size=SMALL, weight=weight)


def _key() -> list[Line2D]:
    from matplotlib.lines import Line2D

    words = {
        "business": "business",
        "technology": "technology",
        "clear": "gap; the interval leaves out 0",
        "gap": "gap; the interval holds 0",
    }
    return [Line2D([], [], **LOOKS[kind], label=text) for kind, text in words.items()]


def _alt(rows: list[Row]) -> str:
    shown = [row for row in rows if row.shown]
    hidden = [row.code for row in rows if not row.shown]
    shape = (
        f"Mean scores of business and technology on {count(len(rows), 'statement')}, from 1 to 5."
    )
    widest = max(shown, key=lambda row: abs(row.measure.value), default=None)
    gap = ""
    if widest and round(abs(widest.measure.value), 2):
        text = f" ({widest.text.removesuffix('.')})" if widest.text else ""
        gap = (
            f"Furthest apart are the two sides on {widest.code}{text}: business "
            f"{widest.means[0]:.2f}, technology {widest.means[1]:.2f}, a gap of "
            f"{signed(widest.measure.value, 2)}."
        )
    elif shown:
        gap = "The two sides agree on average on every statement that is shown."
    clear = [row.code for row in shown if row.clear]
    sure = f"The interval leaves out 0 for {listing(clear)}." if clear else ""
    if shown and not clear:
        sure = "No interval leaves out 0."
    unsaid = f"Not shown for too few answers: {listing(hidden)}." if hidden else ""
    return sentences(shape, gap, sure, unsaid)
