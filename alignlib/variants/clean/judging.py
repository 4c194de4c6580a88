"""Clean measures: pairs of metrics, paths to the benefit, and series that show a real effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from alignlib.variants.clean.sketch import Sketch


def metrics(section: Mapping[str, Any], sketch: Sketch) -> None:
    """A technology metric and a business metric for each link, complete."""
    stream = sketch.stream
    due = {o["objective"]: o["due"] for o in sketch.rows["objectives"]}
    rows: list[dict[str, Any]] = []
    for link in sketch.rows["links"]:
        for side in ("technology", "business"):
            entry = stream.pick(section[side])
            rows.append(
                {
                    "link": link["link"],
                    "side": side,
                    "title": sketch.words(entry["title"]),
                    "baseline": sketch.number(entry["baseline"], 1),
                    "target": sketch.number(entry["target"], 1),
                    "unit": entry["unit"],
                    "date": due[link["objective"]],
                }
            )
    sketch.rows["metrics"] = sketch.coded("metric", "M", rows)


def benefit_steps(section: Mapping[str, Any], sketch: Sketch) -> None:
    """For each objective one way: initiative, change, leading metric, lagging metric."""
    stream = sketch.stream
    served: dict[str, str] = {}
    for link in sketch.rows["links"]:
        served.setdefault(link["objective"], link["initiative"])
    rows: list[dict[str, Any]] = []
    for objective, initiative in served.items():
        theme = sketch.themes[objective][0]
        way = section["ways"].get(theme) or section["ways"]["any"]
        points = [initiative, *(f"{sketch.words(way[k])} ({objective})" for k in _KINDS[1:])]
        for place, (source, target) in enumerate(pairwise(points)):
            rows.append(
                {
                    "objective": objective,
                    "source": source,
                    "source_kind": _KINDS[place],
                    "target": target,
                    "target_kind": _KINDS[place + 1],
                    "lag_weeks": float(stream.between(2, 20)),
                }
            )
    sketch.rows["benefit_steps"] = sketch.coded("step", "B", rows)


_KINDS = ("initiative", "change", "leading", "lagging")


def metric_series(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Weekly readings at treated and control sites, with the same trend and a real effect.

    The effect is several times the noise, so that a clean series is not ambiguous.
    """
    stream = sketch.stream
    rows: list[dict[str, Any]] = []
    sites = stream.sample(section["sites"], 2 * section["sites_a_side"])
    for entry in stream.sample(section["entries"], section["take"]):
        metric = _business_metric(entry, {row["metric"] for row in rows}, sketch)
        trend = sketch.number([0.0, entry["noise"] / 10], 4)
        for place, site in enumerate(sites):
            treated = place < section["sites_a_side"]
            level = sketch.number(entry["level"], 2)
            for week in range(section["weeks"]):
                after = week >= section["weeks"] // 2
                monday = sketch.begins + dt.timedelta(days=7 * week - sketch.begins.weekday())
                noise = sketch.number([-entry["noise"], entry["noise"]], 3)
                value = level + trend * week + noise + (entry["effect"] * treated * after)
                rows.append(
                    {
                        "metric": metric,
                        "site": sketch.words(site),
                        "group": "treated" if treated else "control",
                        "week": monday.isoformat(),
                        "phase": "after" if after else "before",
                        "value": round(value, 3),
                    }
                )
    sketch.rows["metric_series"] = rows


def _business_metric(entry: Mapping[str, Any], taken: set[str], sketch: Sketch) -> str:
    """The code of a business metric that has no series yet, renamed to the entry's title."""
    business = (row for row in sketch.rows["metrics"] if row["side"] == "business")
    row = next(row for row in business if row["metric"] not in taken)
    row["title"], row["unit"] = sketch.words(entry["title"]), entry["unit"]
    return str(row["metric"])
