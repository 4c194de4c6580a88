"""Module 7: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from alignlib.cases import Bundle, Case

ROOT = Path(__file__).parents[2]
NUMBERS = range(1, 13)

every_variant = pytest.mark.parametrize("number", NUMBERS)

Row = Mapping[str, Any]

BARRIERS = {"slow", "untaught", "twice", "wrong", "watched"}


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(ROOT / "solutions" / "07-bridging-skills" / "cases.zip")


def case(number: int) -> Case:
    """The case of one of them."""
    return bundle().variant(number).case


def rows(number: int, table: str) -> list[Row]:
    """The rows of a table."""
    return list(case(number).rows(table))


def answers(number: int, item: str) -> dict[str, str]:
    """The category of each thing of a classify item."""
    parts = bundle().key(number)[item]["parts"]
    return {thing: told["answer"] for thing, told in parts.items()}


def months_since(month: str, day: str) -> int:
    """Months from the one in which a day lies to another one."""
    return 12 * (int(month[:4]) - int(day[:4])) + int(month[5:7]) - int(day[5:7])


def learned(number: int, ward: str, month: str) -> bool:
    """Whether a month lies behind the first three months of a ward."""
    live = {row["ward"]: row["went_live"] for row in rows(number, "wards")}
    return months_since(month, live[ward]) >= 3


@cache
def log(number: int) -> dict[tuple[str, str, str], Row]:
    """The sign-ins after the learning: each person of a ward once a month."""
    meant = {row["typed"]: row["ward"] for row in rows(number, "ward_names")}
    found = {}
    for row in rows(number, "sign_ins"):
        ward = meant[row["typed"]]
        if learned(number, ward, row["month"]):
            found[ward, row["month"], row["person"]] = row
    return found


def bills(number: int) -> list[Row]:
    """The bills after the learning."""
    return [r for r in rows(number, "ward_licences") if learned(number, r["ward"], r["month"])]


def active(number: int, ward: str, month: str) -> int:
    """How many people of a ward signed in during a month."""
    return sum(
        row["times"] > 0 for (w, m, _), row in log(number).items() if (w, m) == (ward, month)
    )


def barriers(number: int, ward: str) -> set[str]:
    """The lines of the record desk's note that a ward crosses."""
    own = {key: row for key, row in log(number).items() if key[0] == ward}
    checks = [
        r
        for r in rows(number, "chart_checks")
        if r["ward"] == ward and learned(number, ward, r["month"])
    ]
    if not own:
        return set()
    crossed = set()
    if fmean(row["seconds"] for row in own.values() if row["times"]) > 60:
        crossed.add("slow")
    came = {b["person"] for b in rows(number, "course_bookings") if b["came"] == "yes"}
    people = {person for _, _, person in own}
    if 2 * len(people & came) < len(people):
        crossed.add("untaught")
    if 2 * sum(c["on_paper_too"] for c in checks) > sum(c["patients"] for c in checks):
        crossed.add("twice")
    if 10 * sum(c["wrong"] for c in checks) > sum(c["checked"] for c in checks):
        crossed.add("wrong")
    times: dict[str, int] = defaultdict(int)
    for (_, _, person), row in own.items():
        times[person] += row["times"]
    if 2 * max(times.values()) > sum(times.values()):
        crossed.add("watched")
    return crossed


@every_variant
def test_what_holds_up_each_ward(number: int) -> None:
    """A ward crosses one line at most, and the key has it; all five barriers are there."""
    told = answers(number, "which-barrier")
    for row in rows(number, "wards"):
        wanted = set() if told[row["ward"]] == "none" else {told[row["ward"]]}
        assert barriers(number, row["ward"]) == wanted
    assert set(told.values()) >= BARRIERS


@every_variant
def test_the_wards_that_are_held_up_are_those_that_stall(number: int) -> None:
    """Fewer than half of their people sign in; on the other wards, everybody does."""
    told = answers(number, "which-barrier")
    for bill in bills(number):
        share = Fraction(active(number, bill["ward"], bill["month"]), bill["licensed"])
        assert (share < Fraction(1, 2)) == (told[bill["ward"]] != "none")
    assert sum(answer != "none" for answer in told.values()) == 6


@every_variant
def test_the_licences_that_nobody_used(number: int) -> None:
    """Of each bill after the learning, the part of those who did not sign in counts."""
    idle = [
        b["cost_k"] * (1 - active(number, b["ward"], b["month"]) / b["licensed"])
        for b in bills(number)
    ]
    share = 100 * sum(idle) / sum(b["cost_k"] for b in bills(number))
    assert bundle().key(number)["unused-licences"]["answer"] == pytest.approx(share, abs=1e-3)


@every_variant
def test_a_new_ward_looks_stalled_and_is_not(number: int) -> None:
    """One ward has no month behind its learning; few sign in there, and nothing holds it up."""
    told, later = answers(number, "which-barrier"), {ward for ward, _, _ in log(number)}
    (new,) = (r for r in rows(number, "wards") if r["ward"] not in later)
    assert told[new["ward"]] == "none"
    meant = {row["typed"]: row["ward"] for row in rows(number, "ward_names")}
    own = [r for r in rows(number, "sign_ins") if meant[r["typed"]] == new["ward"]]
    assert sum(r["times"] > 0 for r in own) < len(own) / 2


@every_variant
def test_one_person_may_stand_in_the_log_twice(number: int) -> None:
    """Two lines about the same person and month agree, and name the ward in two ways."""
    meant = {row["typed"]: row["ward"] for row in rows(number, "ward_names")}
    seen: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(number, "sign_ins"):
        seen[row["month"], row["person"]].append(row)
    twice = [pair for pair in seen.values() if len(pair) > 1]
    assert len(twice) == 45
    for one, other in twice:
        assert one["typed"] != other["typed"]
        assert meant[one["typed"]] == meant[other["typed"]]
        assert (one["times"], one["seconds"]) == (other["times"], other["seconds"])


@every_variant
def test_steps_are_right_where_they_answer_the_barrier(number: int) -> None:
    """Five of ten, one for each barrier; three more are for wards held up by something else."""
    told = answers(number, "which-barrier")
    item: Any = bundle().variant(number).items["what-to-do-first"]
    parts = bundle().key(number)["what-to-do-first"]["parts"]
    at = {option.id: told[option.note[-5:-1]] for option in item.options}
    right = {step for step, part in parts.items() if part["right"]}
    assert {at[step] for step in right} == BARRIERS
    assert len(right) == 5
    assert sum(at[step] != "none" for step in parts if step not in right) == 3


@every_variant
def test_the_order_of_the_tasks(number: int) -> None:
    """Of all tasks that can begin, the one that is due first; the due dates alone mislead."""
    left = {r["task"]: r["due"] for r in rows(number, "tasks") if r["status"] == "open"}
    by_date = sorted(left, key=lambda task: left[task])
    needs = [r for r in rows(number, "task_needs") if r["status"] == "holds"]
    turns = []
    while left:
        blocked = {need["task"] for need in needs if need["waits_for"] in left}
        turns.append(min(left.keys() - blocked, key=lambda task: left[task]))
        del left[turns[-1]]
    item = bundle().variant(number).items["what-first"]
    key = bundle().key(number)["what-first"]
    assert item.reference(key) == turns
    assert (item.judge(by_date, key).share or 0) < 0.6


@every_variant
def test_a_need_that_was_lifted_says_why_and_matters(number: int) -> None:
    """One need no longer holds; whoever still obeys it gets another order."""
    (lifted,) = (r for r in rows(number, "task_needs") if r["status"] == "lifted")
    assert lifted["remark"]
    item = bundle().variant(number).items["what-first"]
    turns: Any = item.reference(bundle().key(number)["what-first"])
    assert turns.index(lifted["task"]) < turns.index(lifted["waits_for"])


def points(number: int, test: str, **cells: str) -> float:
    """The mean of a test over the people with these cells who have it."""
    found = [
        row[test]
        for row in rows(number, "course_results")
        if row[test] is not None and all(row[name] == value for name, value in cells.items())
    ]
    return fmean(found)


def gain(number: int, test: str, **cells: str) -> float:
    """How far above their first test people stand."""
    tested = [
        row[test] - row["before"]
        for row in rows(number, "course_results")
        if row[test] is not None and all(row[name] == value for name, value in cells.items())
    ]
    return fmean(tested)


TWO, TWELVE, NONE = ({"course": name} for name in ("two days", "twelve weeks", "none"))
LATER = "half_year_on"

SHOWN: Mapping[str, Callable[[int], bool]] = {
    "those who had not practised stood nearly": lambda n: (
        abs(gain(n, LATER, **TWO, practised="no")) < 7
    ),
    "those who practised were further ahead": lambda n: (
        gain(n, LATER, **TWO, practised="yes") > gain(n, LATER, **TWO, practised="no") + 10
    ),
    "Some people got better without a course": lambda n: (
        gain(n, LATER, **NONE, practised="yes") > 10
    ),
    "In the week after the two-day course": lambda n: gain(n, "after", **TWO) > 15,
    "had more points than the others before": lambda n: (
        points(n, "before", **TWELVE)
        > max(points(n, "before", **TWO), points(n, "before", **NONE)) + 5
    ),
    "did not practise stayed about where": lambda n: (
        abs(gain(n, LATER, **NONE, practised="no")) < 4
    ),
    "Not everybody of the twelve-week course": lambda n: any(
        row[LATER] is None for row in rows(n, "course_results") if row["course"] == "twelve weeks"
    ),
}
"""What the table has to show for each statement that it supports."""

DENIED: Mapping[str, Callable[[int], bool]] = {
    "in the two days stays learned": lambda n: (
        gain(n, LATER, **TWO, practised="no") < gain(n, "after", **TWO, practised="no") - 10
    ),
    "Without a course nobody improves": SHOWN["Some people got better without a course"],
    "a course without practice had brought more": lambda n: (
        gain(n, LATER, **TWO, practised="no") < gain(n, LATER, **NONE, practised="yes") - 5
    ),
    "began at the same level": SHOWN["had more points than the others before"],
    "the twelve weeks had gained more points": lambda n: (
        gain(n, "after", **TWELVE) < gain(n, "after", **TWO) - 5
    ),
    "Everybody who was tested before": SHOWN["Not everybody of the twelve-week course"],
}
"""What it has to show for each statement that it contradicts."""


@every_variant
def test_what_the_training_shows(number: int) -> None:
    """Each statement that is supported or contradicted is so by the table of this variant."""
    told = answers(number, "what-the-training-shows")
    checked = 0
    for statement in rows(number, "training_claims"):
        for answer, tests in (("supported", SHOWN), ("contradicted", DENIED)):
            for words, holds in tests.items():
                if words in statement["text"]:
                    assert told[statement["id"]] == answer
                    assert holds(number), statement["text"]
                    checked += 1
    assert checked == 6


@every_variant
def test_nobody_has_told_the_figure(number: int) -> None:
    """How many wards are held up, and by what, stands in no text that a learner reads first."""
    texts = [case(number).brief, *(d["text"] for d in rows(number, "documents"))]
    names = [row["name"] for row in rows(number, "wards")]
    assert not [name for name in names for text in texts if name in text]
