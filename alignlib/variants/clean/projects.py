"""A project's tasks in the order in which one small team does them, and the results of courses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from alignlib.errors import InstructorError
from alignlib.variants.clean.sketch import Sketch

TRIES = 300
"""Draws of due dates before a project is called unable to be a puzzle."""

TURNED = 4
"""Pairs of tasks at least that who goes by the due date alone would put the wrong way round."""

NOISE = 3
"""Points by which a person's result lies at most above or below that of the group."""


def tasks(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Tasks in several threads; within a thread each needs the one before it.

    Some first tasks are done. Some needs were lifted, each the first of a thread that says why.
    `_place` is when a task's turn comes if one team does one task at a time, and of all that can
    begin the one that is due first. Due dates alone would give another order.
    """
    stream = sketch.stream
    threads = stream.sample(section["entries"], section["take"])
    steps = [(place, sketch.words(s)) for place, one in enumerate(threads) for s in one["steps"]]
    mixed = stream.shuffled(steps)
    codes = sketch.codes("T", len(mixed))
    code_of = dict(zip(mixed, codes, strict=True))
    chains = [
        [code_of[place, sketch.words(step)] for step in one["steps"]]
        for place, one in enumerate(threads)
    ]
    could = [place for place, one in enumerate(threads) if "lifted" in one]
    loose = stream.sample(could, section["lifted"])
    begun = stream.sample([n for n in range(len(chains)) if n not in loose], section["done"])
    done = {chains[place][0] for place in begun}
    free = {chains[place][1]: sketch.words(threads[place]["lifted"]) for place in loose}
    needs = {then: first for chain in chains for first, then in pairwise(chain)}
    holding = {then: first for then, first in needs.items() if then not in free}
    for _ in range(TRIES):
        days = stream.sample(range(*section["due_days"]), len(codes))
        due = dict(zip(codes, days, strict=True))
        turns = _turns([c for c in codes if c not in done], holding, due)
        early = sum(due[b] < due[a] for n, a in enumerate(turns) for b in turns[n + 1 :])
        lifted = all(turns.index(task) < turns.index(needs[task]) for task in free)
        if early >= TURNED and lifted:
            break
    else:
        raise InstructorError("plan.tasks: no due dates make a puzzle of these threads. Take more.")
    sketch.rows["tasks"] = [
        {
            "task": code,
            "text": text,
            "due": (sketch.begins + dt.timedelta(days=due[code])).isoformat(),
            "status": "done" if code in done else "open",
            "_place": None if code in done else turns.index(code),
        }
        for code, (_, text) in zip(codes, mixed, strict=True)
    ]
    sketch.rows["task_needs"] = sketch.coded(
        "need",
        "Q",
        [
            {
                "task": then,
                "waits_for": needs[then],
                "status": "lifted" if then in free else "holds",
                "remark": free.get(then),
            }
            for then in stream.shuffled(sorted(needs))
        ],
    )


def _turns(left: list[str], needs: Mapping[str, str], due: Mapping[str, int]) -> list[str]:
    """The tasks in their turns: of those that can begin, the one that is due first."""
    left, turns = list(left), []
    while left:
        ready = [task for task in left if needs.get(task) not in left]
        turns.append(min(ready, key=lambda task: due[task]))
        left.remove(turns[-1])
    return turns


def course_results(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Tests of people in groups, by their course and whether they practised.

    `before` are the points at first; `gain` is added right after, and `kept` is how far above
    the first test a group is half a year later. `lost` people of a group were not tested again.
    """
    stream = sketch.stream
    rows = []
    for group in section["groups"]:
        count = stream.between(*group["count"])
        start, gain, kept = (stream.between(*group[n]) for n in ("before", "gain", "kept"))
        lost = stream.sample(range(count), group.get("lost", 0))
        for number in range(count):
            own = start + stream.between(-2 * NOISE, 2 * NOISE)
            rows.append(
                {
                    "course": group["course"],
                    "practised": "yes" if group["practised"] else "no",
                    "before": own,
                    "after": own + gain + stream.between(-NOISE, NOISE),
                    "half_year_on": None
                    if number in lost
                    else own + kept + stream.between(-NOISE, NOISE),
                }
            )
    first = stream.between(8000, 9000)
    numbers = sorted(stream.sample(range(first, first + 4 * len(rows)), len(rows)))
    sketch.rows["course_results"] = [
        {"person": f"N{number}", **row}
        for number, row in zip(numbers, stream.shuffled(rows), strict=True)
    ]
