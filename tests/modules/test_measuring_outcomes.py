"""Module 5: the answers worked out of the built tables once more, by code that shares nothing."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.cases import Bundle, Variant

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "solutions" / "05-measuring-outcomes"
NUMBERS = range(1, 13)

every_variant = pytest.mark.parametrize("number", NUMBERS)

Row = Mapping[str, Any]

WEEKS = range(1, 21)

T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}
"""Student's t for 95 %, from a printed table, by degrees of freedom."""

CONVERSION, WAITING = "Sales conversion", "Waiting time at the tills"


@cache
def bundle() -> Bundle:
    """The open variants of the module."""
    return Bundle(SOURCE / "cases.zip")


@cache
def variant(number: int) -> Variant:
    """One of them."""
    return bundle().variant(number)


def rows(number: int, table: str) -> list[Row]:
    """The rows of a table."""
    return list(variant(number).case.rows(table))


def document(number: int, name: str) -> str:
    """The text of a document."""
    (found,) = [d["text"] for d in rows(number, "documents") if d["document"] == name]
    return str(found)


def right(number: int, item: str) -> set[str]:
    """The right options of a choose item."""
    parts = bundle().key(number)[item]["parts"]
    return {option for option, told in parts.items() if told["right"]}


# ---------------------------------------------------------------- the sheets


@cache
def readings(number: int) -> dict[str, dict[str, dict[int, float]]]:
    """Of each measure and open store the readings by week, from the last version of a sheet."""
    place = {r["typed"]: r["store"] for r in rows(number, "store_names") if r["open"] == "yes"}
    last: dict[str, Row] = {}
    for row in rows(number, "weekly_sheets"):
        if row["sheet"] not in last or last[row["sheet"]]["sent_on"] < row["sent_on"]:
            last[row["sheet"]] = row
    found: dict[str, dict[str, dict[int, float]]] = defaultdict(dict)
    for row in last.values():
        if row["typed"] in place:
            there = {w: row[f"w{w:02}"] for w in WEEKS if row[f"w{w:02}"] is not None}
            found[row["title"]][place[row["typed"]]] = there
    return found


def listed(number: int, title: str) -> tuple[set[str], int]:
    """The stores that got the initiative of a measure, and the week in which they did."""
    (line,) = [r for r in rows(number, "report_lines") if r["title"] == title]
    own = [r for r in rows(number, "rollouts") if r["initiative"] == line["initiative"]]
    (week,) = {r["live_week"] for r in own}
    return {r["store"] for r in own if r["state"] == "live"}, week


def mean(values: list[float]) -> float:
    """The mean."""
    return math.fsum(values) / len(values)


def changes(number: int, title: str) -> tuple[list[float], list[float]]:
    """The change of each store with the initiative, and of each without it."""
    live, start = listed(number, title)
    sides: tuple[list[float], list[float]] = ([], [])
    for store, values in readings(number)[title].items():
        before = [value for week, value in values.items() if week < start]
        after = [value for week, value in values.items() if week > start]
        sides[store not in live].append(mean(after) - mean(before))
    return sides


def slopes(number: int, title: str) -> tuple[list[float], list[float]]:
    """How fast each store moved before the start, by least squares."""
    live, start = listed(number, title)
    sides: tuple[list[float], list[float]] = ([], [])
    for store, values in readings(number)[title].items():
        points = [(week, value) for week, value in values.items() if week < start]
        slope = statistics.linear_regression(*zip(*points, strict=True)).slope
        sides[store not in live].append(slope)
    return sides


def interval(with_it: list[float], without: list[float]) -> tuple[float, float]:
    """The 95 % interval of the difference of two means, with one scatter for both."""
    freedom = len(with_it) + len(without) - 2
    squares = math.fsum((x - mean(side)) ** 2 for side in (with_it, without) for x in side)
    reach = T[freedom] * math.sqrt(squares / freedom * (1 / len(with_it) + 1 / len(without)))
    effect = mean(with_it) - mean(without)
    return effect - reach, effect + reach


def holds(number: int, title: str) -> bool:
    """The three rules of the finance director."""
    with_it, without = changes(number, title)
    if min(len(with_it), len(without)) < 2:
        return False
    low, high = interval(*slopes(number, title))
    if low > 0 or high < 0:
        return False
    (measure,) = [m for m in rows(number, "metrics") if m["title"] == title]
    low, high = interval(with_it, without)
    return low > 0 if measure["better"] == "higher" else high < 0


@every_variant
def test_before_after_and_what_would_have_happened(number: int) -> None:
    """The two figures of sales conversion are the mean changes of the two sides."""
    with_it, without = changes(number, CONVERSION)
    key = bundle().key(number)
    assert key["before-and-after"]["answer"] == pytest.approx(mean(with_it), abs=1e-3)
    assert key["what-would-have-happened"]["answer"] == pytest.approx(mean(without), abs=1e-3)


@every_variant
def test_the_gain_of_the_crm_vanishes(number: int) -> None:
    """Before and after shows a gain; against the other stores less than a tenth of it is left."""
    with_it, without = changes(number, CONVERSION)
    assert mean(with_it) > 2
    assert abs(mean(with_it) - mean(without)) < mean(with_it) / 10
    low, high = interval(with_it, without)
    assert low < 0 < high < mean(with_it) / 2


@every_variant
def test_the_repair_is_real_and_larger_than_it_looks(number: int) -> None:
    """Waiting fell against the other stores, and by more than before and after shows."""
    with_it, without = changes(number, WAITING)
    effect = mean(with_it) - mean(without)
    assert bundle().key(number)["with-controls"]["answer"] == pytest.approx(effect, abs=1e-3)
    assert holds(number, WAITING)
    assert effect < mean(with_it) < 0 < mean(without)


@every_variant
def test_which_effects_hold(number: int) -> None:
    """Four of eight, by the three rules."""
    lines = {r["line"]: r["title"] for r in rows(number, "report_lines")}
    found = {line for line, title in lines.items() if holds(number, title)}
    assert right(number, "which-effects-hold") == found
    assert (len(found), len(lines)) == (4, 8)


@every_variant
def test_the_report_says_what_before_and_after_says(number: int) -> None:
    """Its verdict is whether the stores with the initiative moved by what was promised."""
    measures = {m["title"]: m for m in rows(number, "metrics")}
    verdicts = []
    for line in rows(number, "report_lines"):
        with_it, _ = changes(number, line["title"])
        sign = 1 if measures[line["title"]]["better"] == "higher" else -1
        promised = promise(measures[line["title"]])
        if promised is not None:
            success = sign * mean(with_it) >= sign * promised
            assert line["verdict"] == ("success" if success else "failure"), line
        verdicts.append(line["verdict"])
    assert sorted(verdicts) == ["failure"] * 2 + ["success"] * 6


def promise(measure: Row) -> float | None:
    """By how much a measure was to move; None where its baseline or its target is missing."""
    if measure["baseline"] in (None, 0) or measure["target"] is None:
        return None
    return float(measure["target"] - measure["baseline"])


@every_variant
def test_a_gain_that_falls_looks_better_than_the_repair(number: int) -> None:
    """By before and after, against what was promised, the report's best line is not the repair."""
    measures = {m["title"]: m for m in rows(number, "metrics")}
    gains = {}
    for line in rows(number, "report_lines"):
        promised = promise(measures[line["title"]])
        if promised is not None:
            gains[line["title"]] = mean(changes(number, line["title"])[0]) / promised
    assert gains.get(CONVERSION, 9) > gains.get(WAITING, 0)


@every_variant
def test_the_minutes_name_the_lines(number: int) -> None:
    """The line that the bridge hit, the small one, and the one with a single store."""
    minutes = document(number, "spring-minutes")
    failed = {r["title"] for r in rows(number, "report_lines") if r["verdict"] == "failure"}
    assert all(f"“{title}”" in minutes or f'"{title}"' in minutes for title in failed)
    (lone,) = [
        r["title"] for r in rows(number, "report_lines") if len(listed(number, r["title"])[0]) == 1
    ]
    assert f'For "{lone}" only one store is left' in minutes


@every_variant
def test_the_clerks_note_names_the_shut_store(number: int) -> None:
    """The store that the note calls shut has no reading from week 7 on."""
    idle = {r["store"] for r in rows(number, "store_names") if r["open"] == "no"}
    (shut,) = idle - {"Training room"}
    assert f"{shut} was shut from week 7 on" in document(number, "sheets-note")
    typed = {r["typed"] for r in rows(number, "store_names") if r["store"] == shut}
    own = [r for r in rows(number, "weekly_sheets") if r["typed"] in typed]
    assert len(own) == 8
    assert all(row[f"w{week:02}"] is None for row in own for week in range(7, 21))


# ---------------------------------------------------------------- the scorecard


@every_variant
def test_what_is_incomplete(number: int) -> None:
    """Of the fourteen measures shown, those with a blank among the four parts."""
    shown = set(bundle().key(number)["complete-measures"]["parts"])
    parts = ("baseline", "target", "unit", "date")
    blank = {m["metric"] for m in rows(number, "metrics") if any(m[p] in (None, "") for p in parts)}
    assert blank <= shown
    assert right(number, "complete-measures") == blank
    assert (len(shown), len(blank)) == (14, 5)


@every_variant
def test_each_initiative_has_a_pair(number: int) -> None:
    """One measure of technology and one of the business for each of the twelve."""
    initiatives = {link["link"]: link["initiative"] for link in rows(number, "links")}
    sides: dict[str, list[str]] = defaultdict(list)
    for measure in rows(number, "metrics"):
        sides[initiatives[measure["link"]]].append(measure["side"])
    assert len(sides) == 12
    assert all(sorted(pair) == ["business", "technology"] for pair in sides.values())


# ---------------------------------------------------------------- what the tables say


def outturn(number: int) -> dict[str, dict[str, list[float]]]:
    """Days late, spend by budget, weeks to a change, and budget, by whether a number was shared."""
    plan = {row["initiative"]: row for row in rows(number, "initiatives")}
    found: dict[str, dict[str, list[float]]] = {
        what: {"yes": [], "no": []} for what in ("late", "over", "weeks", "budget")
    }
    for row in rows(number, "outturns"):
        own, group = plan[row["initiative"]], row["shared_number"]
        delivered, end = (dt.date.fromisoformat(d) for d in (row["delivered_on"], own["end"]))
        found["late"][group].append((delivered - end).days)
        found["over"][group].append(row["spent_k"] / own["budget_k"])
        found["budget"][group].append(own["budget_k"])
        if row["weeks_to_change"] is not None:
            found["weeks"][group].append(row["weeks_to_change"])
    return found


def means(number: int, what: str) -> tuple[float, float]:
    """The mean with a shared number, and without one."""
    groups = outturn(number)[what]
    return mean(groups["yes"]), mean(groups["no"])


def fell(number: int) -> bool:
    """Whether the line that the bridge hit got worse in the stores without the initiative."""
    minutes = document(number, "spring-minutes")
    (title,) = [
        r["title"]
        for r in rows(number, "report_lines")
        if f'the line "{r["title"]}", which the report calls a failure' in minutes
    ]
    with_it, without = changes(number, title)
    return holds(number, title) and mean(without) < mean(with_it) < 0


@every_variant
def test_the_crm_and_the_repair_had_one_name_each(number: int) -> None:
    """As the CIO's e-mail tells: nobody had asked for the other half."""
    titles = {row["initiative"]: row["title"] for row in rows(number, "initiatives")}
    shared = {
        titles[r["initiative"]] for r in rows(number, "outturns") if r["shared_number"] == "yes"
    }
    assert len(shared) == 6
    assert "Checkout repair" not in shared
    assert not any(title.endswith("the new CRM") for title in shared)


FACTS: dict[str, Callable[[int], bool]] = {
    "delivered closer to their planned day": lambda n: means(n, "late")[0] < means(n, "late")[1],
    "A store that wished": lambda n: means(n, "weeks")[0] < means(n, "weeks")[1],
    "went further over budget": lambda n: means(n, "over")[0] > means(n, "over")[1],
    "People wait less in the repaired": lambda n: holds(n, WAITING),
    "More visitors buy than before": lambda n: min(map(mean, changes(n, CONVERSION))) > 0,
    "the budgets were smaller": lambda n: means(n, "budget")[0] < means(n, "budget")[1],
    "A line that the report calls a failure": fell,
    "Not one of the report's lines": lambda n: "They are not in the report." in document(
        n, "spring-minutes"
    ),
    "came two weeks late or more": lambda n: max(outturn(n)["late"]["yes"]) >= 14,
    "spend smarter": lambda n: means(n, "over")[0] < means(n, "over")[1],
    "conversion stood still": lambda n: mean(changes(n, CONVERSION)[1]) < 0.5,
    "Half of the rise": lambda n: interval(*changes(n, CONVERSION))[1]
    >= mean(changes(n, CONVERSION)[0]) / 2,
    "on its day or before it": lambda n: max(outturn(n)["late"]["yes"]) <= 0,
    "came late, without exception": lambda n: min(outturn(n)["late"]["no"]) > 0,
    "did less for waiting": lambda n: mean(changes(n, WAITING)[1]) < 0,
    "The bridge hit only": lambda n: not fell(n),
    "Whoever shared a number took longer": lambda n: means(n, "weeks")[0] > means(n, "weeks")[1],
    "Every store that stood on a list": lambda n: all(
        r["state"] == "live" for r in rows(n, "rollouts")
    ),
}  # fmt: skip
"""What each sentence that the tables settle says of them, by some of its words."""


@every_variant
def test_every_sentence_about_the_tables_is_labelled_as_they_are(number: int) -> None:
    """A sentence is supported or contradicted as its fact is true or not, in each variant."""
    entries = yaml.safe_load((SOURCE / "case.yaml").read_text(encoding="utf-8"))["pools"]
    settled = [e for e in entries["what_we_hear"]["entries"] if e["label"] != "silent"]
    for entry in settled:
        (fact,) = [fact for words, fact in FACTS.items() if words in entry["text"]]
        assert fact(number) == (entry["label"] == "supported"), entry["text"]
    assert len(settled) == len(FACTS)
