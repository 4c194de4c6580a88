"""Plans to draw, and what tests look for in a drawing: its texts, and where they stand."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from alignlib import charts
from alignlib.charts import Chart
from alignlib.diagnostics import profile
from alignlib.errors import InstructorError
from alignlib.tables import frame
from alignlib.variants.planting import draw_plan
from alignlib.variants.stream import Stream

Frames = dict[str, pd.DataFrame]

SECTION = yaml.safe_load(
    (Path(__file__).parents[1] / "engine" / "plan.yaml").read_text(encoding="utf-8")
)

DEFECTS = {
    "orphan_initiative": 1,
    "frozen_roadmap": 1,
    "late_delivery": 1,
    "mispriced_priority": 1,
    "empty_seats": 2,
    "rift": 2,
    "mirage": 1,
    "mandated_initiative": 1,
    "long_with_gate": 1,
}


def drawn(seed: str, plant: Mapping[str, int]) -> Frames:
    """The tables of a plan from the engine's own generator, with defects and decoys."""
    for number in range(60):
        try:
            plan = draw_plan(SECTION | {"plant": dict(plant)}, {}, Stream(f"{seed}/{number}"))
        except InstructorError:
            continue
        return {name: frame(name, rows) for name, rows in plan.rows.items()}
    raise AssertionError(f"no plan for {seed}")


def clean() -> Frames:
    """A plan without fault."""
    return drawn("clean", {})


def faulty() -> Frames:
    """A plan with many faults."""
    return drawn("faulty", DEFECTS)


GOALS = (
    "Raise the share of shoppers who come back within 90 days to 45 %",
    "Open three small stores at railway stations before the summer",
    "Be the lowest-cost producer of forged parts in the region",
    "Cut the time from order to delivery by two days",
    "Sell in Portugal and Denmark, in their languages and currencies",
    "Answer every complaint within one working day",
    "Halve the energy that the shops use by 2028",
    "Earn $5 more with each customer and $9 more with each member",
)

WORK = (
    "Loyalty application for telephones",
    "Supply-chain planning platform",
    "Self-checkout in forty stores",
    "Customer data platform and consent register",
    "Robot welding cell",
    "Multi-currency web shop",
    "Complaints desk with one queue",
    "Energy meters in every shop",
    "Cloud move of the stock system",
    "Payment-card renewal",
    "Staff rota by forecast",
    "Price engine",
    "Internal chat assistant",
    "Warehouse scanners, second wave",
)

SAYINGS = (
    "The other side understands what we try to reach",
    "Projects are finished when they were promised",
    "We hear of changes before they are decided",
    "The money goes where the firm's priorities are",
    "Data are easy to get",
    "When something fails, we look for causes and not for the guilty",
    "Technology people sit at the table when goals are set",
    "Our systems help us to serve customers",
)


def large(seed: int) -> Frames:
    """A firm of the largest realistic size, with long texts, drawn without care for its sense."""
    chance = random.Random(seed)
    goals: list[dict[str, Any]] = [
        {
            "objective": f"O{n}",
            "text": text,
            "owner": "Ines Duarte",
            "status": "closed" if n == 9 else "live",
            "closed_on": "2026-01-31" if n == 9 else None,
            "closed_because": "It lost money." if n == 9 else None,
            "weight": None if n == 9 else 0.125,
            "due": f"2027-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "needs_technology": "no" if n == 2 else "yes",
        }
        for n, text in enumerate((*GOALS, "Sell garden furniture"), start=1)
    ]
    work: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for n, text in enumerate(WORK, start=1):
        start = pd.Timestamp(chance.choice((2025, 2026)), chance.randint(1, 12), 1)
        months = chance.choice((5, 9, 14, 18, 26, 40))
        gate = start + pd.DateOffset(months=months // 2)
        work.append(
            {
                "initiative": f"I{n:02}",
                "title": text,
                "budget_k": float(chance.choice((45, 120, 310, 780, 1250))),
                "start": f"{start:%Y-%m-%d}",
                "end": f"{start + pd.DateOffset(months=months):%Y-%m-%d}",
                "mandate": "Payment-card contract with the bank" if n == 10 else None,
                "review_gate": f"{gate:%Y-%m-%d}" if chance.random() < 0.3 else None,
            }
        )
        served = chance.sample((1, 3, 4, 5, 6, 8, 9), chance.choice((1, 1, 2, 3)))
        links += [
            {
                "link": f"K{len(links) + k:02}",
                "initiative": f"I{n:02}",
                "objective": f"O{goal}",
                "strength": chance.randint(1, 3),
            }
            for k, goal in enumerate(served, start=1)
            if n not in {10, 13}
        ]
    made = {"objectives": goals, "initiatives": work, "links": links}
    return {name: frame(name, rows) for name, rows in (made | _talk(chance)).items()} | {
        "metrics": pd.DataFrame(
            {
                "metric": ["M01", "M02"],
                "title": ["Shoppers who return", "Cost of a parcel"],
                "unit": ["%", "pounds"],
            }
        ),
    }


def _talk(chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Twelve sessions, eight statements, two metrics over a year with readings missing."""
    titles = ("Strategy session", "Plan for the year, first reading", "Investment committee")
    meetings = [
        {
            "meeting": f"T{n:02}",
            "date": f"2026-{n:02}-{chance.randint(1, 28):02}",
            "title": chance.choice(titles),
            "kind": "strategy",
        }
        for n in range(1, 13)
    ]
    sides = ("business", "technology")
    return {
        "meetings": meetings,
        "questionnaire": [
            {"statement": f"Q{n}", "text": text} for n, text in enumerate(SAYINGS, start=1)
        ],
        "attendees": [
            {
                "meeting": meeting["meeting"],
                "person": f"{side} {n}",
                "side": side,
                "attended": chance.choice(("yes", "yes", "no")),
            }
            for meeting in meetings
            for side in sides
            for n in range(chance.randint(0, 9))
        ],
        "survey": [
            {
                "respondent": f"{side[0]}{n}",
                "side": side,
                "statement": f"Q{q}",
                "score": None if q == 4 and side == "technology" and n > 3 else score,
            }
            for q in range(1, 9)
            for side in sides
            for n in range(1, 13)
            for score in (chance.randint(1, 5),)
        ],
        "metric_series": [
            {
                "metric": metric,
                "site": f"S{site}",
                "group": "treated" if site < 3 else "control",
                "week": f"{pd.Timestamp(2026, 1, 5) + pd.Timedelta(weeks=week):%Y-%m-%d}",
                "phase": "after" if week >= 26 else "before",
                "value": level + effect * (week >= 26) * (site < 3) + chance.gauss(0, level / 30),
            }
            for metric, level, effect in (("M01", 42.0, 3.0), ("M02", 3.2, -0.3))
            for site in range(7)
            for week in range(52)
            if chance.random() > 0.03
        ],
    }


DRAW: Mapping[str, Callable[[Frames], Chart]] = {
    "objective_initiative_map": lambda t: charts.objective_initiative_map(
        t["objectives"], t["initiatives"], t["links"]
    ),
    "horizon_timeline": lambda t: charts.horizon_timeline(
        t["initiatives"], t["links"], t["objectives"]
    ),
    "budget_against_priority": lambda t: charts.budget_against_priority(
        t["objectives"], t["initiatives"], t["links"]
    ),
    "metric_over_time": lambda t: charts.metric_over_time(t["metric_series"], t["metrics"]),
    "meeting_seats": lambda t: charts.meeting_seats(t["meetings"], t["attendees"]),
    "perception_gap": lambda t: charts.perception_gap(t["survey"], t.get("questionnaire")),
    "diagnostic_profile": lambda t: charts.diagnostic_profile(profile(t)),
}
"""Each chart from the tables of a case."""


def places(chart: Chart) -> list[tuple[str, Bbox]]:
    """Every text that is seen, and the box in pixels that it fills."""
    figure = chart.figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    unseen = {text for axes in figure.axes for text in _beyond(axes)}
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if isinstance(text, Text)
        and text.get_text().strip()
        and text.get_visible()
        and text not in unseen
    ]


def _beyond(axes: Axes) -> Iterator[Text]:
    """The labels of ticks that lie outside the axis: matplotlib keeps them and draws none."""
    for axis in (axes.xaxis, axes.yaxis):
        shown = axis._update_ticks()
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if tick not in shown:
                yield from (tick.label1, tick.label2)


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share more than a pixel."""
    found = []
    for (first, a), (second, b) in itertools.combinations(places(chart), 2):
        shared = Bbox.intersection(a, b)
        if shared is not None and shared.width > 1 and shared.height > 1:
            found.append((first, second))
    return found


def outside(chart: Chart) -> list[str]:
    """Texts that reach over the edge of the sheet."""
    whole = chart.figure.bbox
    return [
        text
        for text, box in places(chart)
        if box.x0 < whole.x0 or box.y0 < whole.y0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ]


def told(chart: Chart) -> str:
    """Everything that is written on a chart, one text a line."""
    return "\n".join(text.replace("\n", " ") for text, _ in places(chart))


def named(chart: Chart, gid: str) -> list[Any]:
    """The artists of this name, in the order of drawing."""

    def is_named(artist: Artist) -> bool:
        return artist.get_gid() == gid

    return chart.figure.findobj(is_named)


def without_rows(tables: Frames) -> Frames:
    """The same tables, empty."""
    return {name: table.iloc[:0] for name, table in tables.items()}
