"""
What the case engine costs, and how the cost grows.

    python -m benchmarks.engine

Times depend on the machine and on what else it does. Read the ratios: they compare runs of the
same program within the same minute.
"""

from __future__ import annotations

import statistics
import tempfile
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
from alignlib.variants.build import build, draw
from alignlib.variants.planting import draw_plan
from alignlib.variants.proof import objections
from alignlib.variants.stream import Stream
from alignlib.variants.template import read_assignment, read_template

ROOT = Path(__file__).parents[1]
SIZES = (10, 100, 1_000, 10_000)
OBJECTIVES = 8
DRAWS = 20
PLANS = 5
FEW_AND_MANY = (100, 1_000)
PLANT = {
    "orphan_initiative": 1,
    "uncovered_objective": 1,
    "frozen_roadmap": 1,
    "late_delivery": 1,
    "linked_to_everything": 1,
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


def section_of_size(initiatives: int) -> dict[str, Any]:
    """The test plan's section with so many initiatives, and no table that hangs on links."""
    section = test_plan() | {"plant": PLANT}
    objectives = section["objectives"]
    themes = [entry["theme"] for entry in objectives["entries"]]
    entries = [
        {
            "title": f"Initiative {n}",
            "text": "Does something.",
            "serves": [themes[n % len(themes)], themes[(n + 1) % len(themes)]],
            "asset_class": "transactional",
        }
        for n in range(initiatives)
    ]
    parts = {"take": initiatives, "entries": entries, "total_k": [100 * initiatives] * 2}
    section["objectives"] = objectives | {"take": len(themes)}
    return {
        name: section[name] for name in ("begins", "people", "objectives", "plant")
    } | {"initiatives": section["initiatives"] | parts}  # fmt: skip


def proving_by_size() -> Iterator[str]:
    """The cost of a draw with its proof against the number of initiatives."""
    yield f"Drawing and proving plans, {sum(PLANT.values())} plantings, by their initiatives"
    yield "(linear: the last column stays level or falls)"
    heads = ("initiatives", "draws", "accepted a second", "ms a draw", "µs each")
    yield "{:>12} {:>6} {:>18} {:>10} {:>9}".format(*heads)
    for size in SIZES:
        section = section_of_size(size)
        accepted = 1 if size == SIZES[-1] else PLANS
        start = time.perf_counter()
        draws = draws_until_accepted(section, accepted)
        took = time.perf_counter() - start
        yield (
            f"{size:>12,} {draws:>6} {accepted / took:>18.2f} {1e3 * took / draws:>10.1f} "
            f"{1e6 * took / draws / size:>9.1f}"
        )


def draws_until_accepted(section: Mapping[str, Any], wanted: int) -> int:
    """Draw plans until so many are proven; how many draws that took."""
    accepted = 0
    for draws in range(1, 100):
        try:
            plan = draw_plan(section, {}, Stream(f"benchmark/{draws}"))
        except InstructorError:
            continue
        accepted += next(objections(plan.clean, plan.rows, plan.log), None) is None
        if accepted == wanted:
            return draws
    raise SystemExit(f"{accepted} of 100 plans were accepted, and {wanted} are wanted.")


@cache
def test_plan() -> dict[str, Any]:
    """The plan section with every part, as the tests draw it."""
    file = ROOT / "tests" / "engine" / "plan.yaml"
    section: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return section


@cache
def sources(folder: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The template and the assignment in a folder of the kit."""
    source = ROOT / folder
    return read_template(source / "case.yaml"), read_assignment(source / "assignment.yaml")


TEMPLATES = ("solutions/01-two-strategies", "docs/first-case")


def drawing() -> Iterator[str]:
    """Accepted variants a second, for each template."""
    yield "Variants accepted a second (drawn, checked, and drawn again where refused)"
    for folder in TEMPLATES:
        template, assignment = sources(folder)
        draw(template, assignment, "benchmark", 0)
        start = time.perf_counter()
        refused = sum(len(draw(template, assignment, "benchmark", n)[1]) for n in range(DRAWS))
        rate = DRAWS / (time.perf_counter() - start)
        yield f"  {template['firm']:20}{rate:>6.1f}   {refused} of {refused + DRAWS} draws refused"


def memory() -> Iterator[str]:
    """The peak memory of building a few variants, and of building ten times as many."""
    folder = ROOT / TEMPLATES[1]
    peaks = {}
    for count in FEW_AND_MANY:
        with tempfile.TemporaryDirectory() as into:
            tracemalloc.start()
            build(folder / "case.yaml", folder / "assignment.yaml", count, into=Path(into))
            peaks[count] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    yield "Peak memory of building so many variants of Pell Bakeries (flat: ratio near 1)"
    for count, peak in peaks.items():
        yield f"  {count:>6,} variants {peak / 1e6:>7.1f} MB"
    yield f"  ratio {peaks[FEW_AND_MANY[1]] / peaks[FEW_AND_MANY[0]]:.2f}"
    yield "  (What grows is the zip's own list of its files: under a kilobyte a variant.)"


if __name__ == "__main__":
    for part in (profile_by_size, proving_by_size, drawing, memory):
        for line in part():
            print(line, flush=True)
        print()
