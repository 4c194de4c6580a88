"""
What the case engine costs, and how the cost grows.

    python -m benchmarks.engine

Times depend on the machine and on what else it does. Read the ratios: they compare runs of the
same program within the same minute.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from alignlib.diagnostics import profile
from alignlib.errors import InstructorError
from alignlib.variants.build import draw
from alignlib.variants.planting import draw_plan
from alignlib.variants.proof import objections
from alignlib.variants.stream import Stream
from alignlib.variants.template import read_assignment, read_template

ROOT = Path(__file__).parents[1]
SIZES = (10, 100, 1_000, 10_000)
OBJECTIVES = 8
DRAWS = 20
FEW_AND_MANY = (100, 1_000)
PLANT = {
    "orphan_initiative": 1,
    "uncovered_objective": 1,
    "frozen_roadmap": 1,
    "missing_owner": 1,
    "missing_baseline": 1,
    "mandated_initiative": 1,
    "long_with_gate": 1,
    "objective_without_technology": 1,
}


def seconds(task: Callable[[], object], repeats: int = 3) -> float:
    """The median time of a task."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def plan_of_size(initiatives: int) -> dict[str, pd.DataFrame]:
    """A sound plan with so many initiatives, each serving two of eight objectives."""
    stream = Stream(f"size {initiatives}")
    codes = [f"I{n}" for n in range(initiatives)]
    links = [(code, f"O{(n + k) % OBJECTIVES}") for n, code in enumerate(codes) for k in (0, 1)]
    ids = [f"K{n}" for n in range(len(links))]
    due = pd.Timestamp("2028-06-30")
    return {
        "objectives": pd.DataFrame(
            {
                "objective": [f"O{n}" for n in range(OBJECTIVES)],
                "text": "a goal",
                "owner": "somebody",
                "status": "live",
                "weight": 1 / OBJECTIVES,
                "due": due,
                "needs_technology": "yes",
            }
        ),
        "initiatives": pd.DataFrame(
            {
                "initiative": codes,
                "title": "an initiative",
                "budget_k": [float(stream.between(50, 400)) for _ in codes],
                "start": pd.Timestamp("2026-01-01"),
                "end": pd.Timestamp("2027-01-01"),
                "mandate": pd.Series([None] * initiatives, dtype="str"),
                "platform": "no",
                "review_gate": pd.NaT,
            }
        ),
        "links": pd.DataFrame(
            {
                "link": ids,
                "initiative": [i for i, _ in links],
                "objective": [o for _, o in links],
                "strength": 2,
            }
        ),
        "metrics": pd.DataFrame(
            [
                {"metric": f"{link}-{side}", "link": link, "side": side, "title": "a metric",
                 "baseline": 1.0, "target": 2.0, "unit": "%", "date": due}
                for link in ids
                for side in ("business", "technology")
            ]
        ),
        "decision_rights": pd.DataFrame(
            [
                {"right": f"{link}-{side}", "link": link, "decision": None,
                 "person": f"a person of {side}", "side": side, "role": "accountable"}
                for link in ids
                for side in ("business", "technology")
            ]
        ),
    }  # fmt: skip


def profile_by_size() -> Iterator[str]:
    """The cost of a profile against the number of initiatives."""
    yield "Profile of a plan, by the number of initiatives (linear: the last column stays level)"
    yield f"{'initiatives':>12} {'ms':>9} {'µs each':>9}"
    for size in SIZES:
        took = seconds(partial(profile, plan_of_size(size)))
        yield f"{size:>12,} {1e3 * took:>9.1f} {1e6 * took / size:>9.1f}"


def larkfield(number: int) -> None:
    """Draw one accepted variant of module 1."""
    draw(*sources(), "benchmark", number)


@cache
def sources() -> tuple[dict[str, Any], dict[str, Any]]:
    """The template and the assignment of module 1."""
    source = ROOT / "solutions" / "01-two-strategies"
    return read_template(source / "case.yaml"), read_assignment(source / "assignment.yaml")


def planned(section: Mapping[str, Any], number: int) -> None:
    """Draw one proven plan with eight plantings."""
    attempt = 0
    while True:
        attempt += 1
        try:
            plan = draw_plan(section, {}, Stream(f"benchmark/{number}/{attempt}"))
        except InstructorError:
            continue
        if not list(objections(plan.clean, plan.rows, plan.log)):
            return


def drawing() -> Iterator[str]:
    """Accepted variants a second, for each template."""
    file = ROOT / "tests" / "engine" / "plan.yaml"
    section = yaml.safe_load(file.read_text(encoding="utf-8")) | {"plant": PLANT}
    yield "Variants accepted a second (drawn, checked, and drawn again where refused)"
    for name, make in (
        ("Larkfield Stores", larkfield),
        ("test plan, 8 plantings proven", lambda number: planned(section, number)),
    ):
        make(0)
        start = time.perf_counter()
        for number in range(DRAWS):
            make(number)
        yield f"  {name:32}{DRAWS / (time.perf_counter() - start):>7.1f}"


def memory() -> Iterator[str]:
    """The peak memory of drawing a few variants, and of drawing ten times as many."""
    peaks = {}
    for count in FEW_AND_MANY:
        tracemalloc.start()
        for number in range(count):
            larkfield(number)
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    yield "Peak memory of drawing Larkfield's variants one after the other (flat: ratio near 1)"
    for count, peak in peaks.items():
        yield f"  {count:>6,} variants {peak / 1e6:>7.1f} MB"
    yield f"  ratio {peaks[FEW_AND_MANY[1]] / peaks[FEW_AND_MANY[0]]:.2f}"


if __name__ == "__main__":
    for part in (profile_by_size, drawing, memory):
        for line in part():
            print(line, flush=True)
        print()
