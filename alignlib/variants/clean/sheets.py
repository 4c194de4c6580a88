"""Clean sheets: weekly readings of the stores in which every initiative has a plain effect."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from alignlib.tables.outcomes import SHEET_WEEKS, WEEK_COLUMNS
from alignlib.variants.clean.sketch import Sketch

LIVE_WEEKS = (9, 12)
"""An initiative goes live between these weeks, so that eight lie before and after it."""

SHUT_AFTER = 6
"""The store that was shut has readings up to this week, and none after it."""

SCATTER = 0.2
"""By what part of the effect two stores' changes differ: the interval then leaves out 0 widely."""

SLOPE = 0.012
"""By what part of the effect, a week, two stores' trends differ before the start."""

NOISE, COMMON_WEEK = 40, 25
"""Hundredths of the effect by which a week may lie off: in one store, and in all of them."""

LEVELS = 7
"""Per cent by which a store may lie above or below the others."""

PROMISED = 0.4
"""The part of the effect that was promised."""

SLIP = 10
"""A sheet whose decimal points slipped by one place shows ten times too much."""

BLANKS = 3
"""Cells of a measure that are blank because nobody took the reading."""

TRAINING = "Training room"

COURSES = (1.1, 0.5)
"""The readings of the training room, by those of a store: there are fewer and fewer courses."""

SENT, SENT_AGAIN = (142, 156), (3, 18)
"""Days after the first Monday on which a sheet is sent, and days until it is sent again."""


def store_sheets(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Sheets of every measure that has a `series`: one a store, some of them sent twice.

    Each initiative went live in `treated` stores; `called_off` more were on its list and never
    got it. One store was shut, and the training room has a till as well: neither counts. The
    stores' changes differ by a fixed spread in a drawn order, so that no draw is less certain
    than another. Also makes the report, which holds each measure against its target by before
    and after alone.
    """
    stream = sketch.stream
    stores = [sketch.words(name) for name in stream.sample(section["stores"], section["take"])]
    shut = sketch.words(section["shut"])
    sketch.rows["store_names"] = _names([*stores, shut, TRAINING], {shut, TRAINING}, sketch)
    typed = {
        store: [row["typed"] for row in sketch.rows["store_names"] if row["store"] == store]
        for store in (*stores, shut, TRAINING)
    }
    by_link = {link["link"]: link["initiative"] for link in sketch.rows["links"]}
    rollouts, sheets, lines = [], [], []
    for metric in sketch.rows["metrics"]:
        if not metric["_series"]:
            continue
        initiative, live = by_link[metric["link"]], stream.between(*LIVE_WEEKS)
        shuffled = stream.shuffled(stores)
        treated = shuffled[: section["treated"]]
        listed = shuffled[: section["treated"] + section["called_off"]]
        rollouts += [
            {"initiative": initiative, "store": store, "live_week": live,
             "state": "live" if store in treated else "called off"}
            for store in stores if store in listed
        ]  # fmt: skip
        own = _sheets(metric, live, treated, [s for s in shuffled if s not in treated], sketch)
        own += _idle(metric, shut, (1.0, 1.0), SHUT_AFTER, sketch)
        own += _idle(metric, TRAINING, COURSES, SHEET_WEEKS, sketch)
        sheets += _sent(own, typed, section["resent"], dt.date.fromisoformat(section["first_week"]),
                        sketch)  # fmt: skip
        lines.append({"title": metric["title"], "initiative": initiative, "verdict": "success"})
    order = sorted(sheets, key=lambda row: (row["sent_on"], row["sheet"]))
    rollouts = [{name: row[name] for name in ("initiative", "store", "state", "live_week")}
                for row in rollouts]  # fmt: skip
    sketch.rows["rollouts"] = sorted(rollouts, key=lambda row: str(row["initiative"]))
    sketch.rows["weekly_sheets"] = sketch.coded("entry", "E", order)
    sketch.rows["report_lines"] = sketch.coded("line", "L", stream.shuffled(lines))


def _names(stores: list[str], idle: set[str], sketch: Sketch) -> list[dict[str, Any]]:
    """Three ways to type each store."""
    rows = []
    for store in stores:
        first = store.partition(" ")[0]
        ways = [store, store.upper(), store.lower(), f"{first[:5]}.", f"{store} (LS)"]
        rows += [
            {"typed": way, "store": store, "open": "no" if store in idle else "yes"}
            for way in [store, *sketch.stream.sample(ways[1:], 2)]
        ]
    return sketch.stream.shuffled(rows)


def _spread(count: int) -> list[float]:
    """Numbers from −1 to 1 at equal distances: their mean is 0."""
    return [2 * place / (count - 1) - 1 for place in range(count)]


def _sheets(
    metric: dict[str, Any], live: int, treated: list[str], others: list[str], sketch: Sketch
) -> list[dict[str, Any]]:
    """
    The readings of the open stores; the metric gets its baseline and target from them.

    Margins keep what operators need: the part of a reading that is the effect, the part that is
    the store's own, the week of the start, and what the effect is in all.
    """
    stream, told = sketch.stream, metric["_series"]
    decimals = told.get("decimals", 1)
    sign = 1 if metric["better"] == "higher" else -1
    size = sketch.number(told["effect"], 3)
    base = sketch.number(told["level"], decimals)
    common = size * sign * sketch.number(told["common"], 2)
    weekly = _levelled([size * stream.between(-COMMON_WEEK, COMMON_WEEK) / 100
                        for _ in WEEK_COLUMNS], live)  # fmt: skip
    rows: list[dict[str, Any]] = []
    for group, gain in ((treated, size * sign), (others, 0.0)):
        shifts = stream.shuffled(_spread(len(group)))
        slopes = stream.shuffled(_spread(len(group)))
        for store, shift, slope in zip(group, shifts, slopes, strict=True):
            level = base * (1 + stream.between(-LEVELS, LEVELS) / 100)
            noise = _noise(live, size, slope * SLOPE * size, sketch)
            steps = _steps(live, common + gain + shift * SCATTER * size * 1.3)
            values = [level + a + b + c for a, b, c in zip(weekly, noise, steps, strict=True)]
            rows.append(
                {
                    "title": metric["title"],
                    **dict(zip(WEEK_COLUMNS, (round(v, decimals) for v in values), strict=True)),
                    "_store": store,
                    "_treated": bool(gain),
                    "_live": live,
                    "_gain": gain,
                    "_size": size * sign,
                    "_own": shift * SCATTER * size * 1.3,
                    "_common": common,
                    "_decimals": decimals,
                    "_level": base,
                    "_slip": 1,
                    "_fits": list(told["fits"]),
                }
            )
    for _ in range(BLANKS):
        stream.pick(rows)[stream.pick(WEEK_COLUMNS)] = None
    before = [float(row[name]) for row in rows if row["_treated"]
              for name in WEEK_COLUMNS[: live - 1] if row[name] is not None]  # fmt: skip
    metric["baseline"] = round(math.fsum(before) / len(before), decimals)
    metric["target"] = round(metric["baseline"] + sign * size * PROMISED, decimals)
    return rows


def _noise(live: int, size: float, slope: float, sketch: Sketch) -> list[float]:
    """
    Weekly noise without a mean in either phase, and before the start with a known slope only.

    Else chance would now and then draw a trend before the start where none was planted.
    """
    noise = _levelled(
        [size * sketch.stream.between(-NOISE, NOISE) / 100 for _ in WEEK_COLUMNS], live
    )
    before = live - 1
    aside = [week - (before - 1) / 2 for week in range(before)]
    tilt = math.fsum(a * v for a, v in zip(aside, noise, strict=False)) / math.fsum(
        a * a for a in aside
    )
    for week, a in enumerate(aside):
        noise[week] += (slope - tilt) * a
    return noise


def _levelled(noise: list[float], live: int) -> list[float]:
    """The noise with a mean of 0 in the weeks before the start, and in those after it."""
    before, after = noise[: live - 1], noise[live:]
    low, high = math.fsum(before) / len(before), math.fsum(after) / len(after)
    return [v - low for v in before] + [noise[live - 1]] + [v - high for v in after]


def _steps(live: int, change: float) -> list[float]:
    """Nothing before the start, half of the change in its week, all of it after."""
    return [change * (0.5 if week == live else week > live) for week in range(1, SHEET_WEEKS + 1)]


def _idle(
    metric: dict[str, Any], store: str, ends: tuple[float, float], until: int, sketch: Sketch
) -> list[dict[str, Any]]:
    """
    The sheet of a place that does not count, with readings up to some week.

    They go from the first of the two ends to the other, as parts of what a store reads.
    """
    told, level = metric["_series"], float(metric["baseline"])
    decimals = told.get("decimals", 1)
    swing = told["effect"][0] * NOISE / 100
    values = [
        round(
            level * (ends[0] + (ends[1] - ends[0]) * week / (SHEET_WEEKS - 1))
            + sketch.number([-swing, swing], 3),
            decimals,
        )
        if week < until
        else None
        for week in range(SHEET_WEEKS)
    ]
    margins = {"_store": store, "_treated": False, "_live": 0, "_gain": 0.0, "_size": 0.0,
               "_own": 0.0, "_common": 0.0, "_decimals": decimals, "_level": level, "_slip": 1,
               "_fits": []}  # fmt: skip
    return [{"title": metric["title"], **dict(zip(WEEK_COLUMNS, values, strict=True)), **margins}]


def _sent(
    rows: list[dict[str, Any]],
    typed: Mapping[str, list[str]],
    resent: int,
    first_week: dt.date,
    sketch: Sketch,
) -> list[dict[str, Any]]:
    """The sheets as they were sent: some twice, first without their decimal points."""
    stream = sketch.stream
    twice = stream.sample([r["_store"] for r in rows if r["_treated"]], resent)
    twice += stream.sample([r["_store"] for r in rows if r["_live"] and not r["_treated"]], resent)
    sent = []
    for row in rows:
        store = row["_store"]
        day = first_week + dt.timedelta(days=stream.between(*SENT))
        named = {
            "sheet": f"{stream.between(0, 999_999):06}",
            "sent_on": day.isoformat(),
            "typed": stream.pick(typed[store]),
            **row,
        }
        if store in twice:
            slipped = {n: None if row[n] is None else row[n] * SLIP for n in WEEK_COLUMNS}
            slipped = {n: None if v is None else round(v, 1) for n, v in slipped.items()}
            sent.append({**named, **slipped, "_slip": SLIP})
            day += dt.timedelta(days=stream.between(*SENT_AGAIN))
            named |= {"sent_on": day.isoformat(), "typed": stream.pick(typed[store])}
        sent.append(named)
    return sent
