"""
The independent checker: works each answer out from the finished tables, the way a learner must.

It shares no code with the planting and never sees the log until the comparison. A draw is
accepted only when both agree and nothing in it is ambiguous.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from alignlib import tables
from alignlib.errors import CaseError

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

CLEAR_OF_MISTAKES = 3.0
"""Points of percentage that every named mistake stays away from the answer, and beyond its band."""

SAME = 1e-3
"""Points of percentage up to which two shares are the same: the log's has four decimals."""

MIDDLE = (25.0, 85.0)
"""The answer lies in here, so that neither 0 nor 100 nor 50 is a good guess for all."""


def objections(
    case: Mapping[str, Any],
    log: Mapping[str, Any],
    template: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Every reason not to accept a draw, as `rule: what was found`; none if it is sound."""
    rows: Rows = case["rows"]
    try:
        frames = {name: tables.frame(name, rows[name]) for name in rows}
    except CaseError as error:
        yield f"tables: {error}"
        return
    yield from _texts(case, rows)
    for name, pool in template["pools"].items():
        yield from _labels(name, pool, rows[name], log[name])
    yield from _same("decisions", decisions_without_goal(frames), log["decisions"])
    yield from _same("departments", departments_not_reached(frames), log["departments"])
    for item in items:
        if item["kind"] == "number":
            yield from _spend(frames, log[item["from"]], item)


def decisions_without_goal(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """Decisions with no mandate, no goal in the minutes, and no goal that was live on the day."""
    minutes = frames["documents"].set_index("document").loc["minutes", "text"]
    told = dict(re.findall(r"(D\d\d)\. [^\n]*?\b(O\d+)\b", str(minutes)))
    log = frames["decisions"].copy()
    # Not `map(told)`: where no goal is told at all, that is a column of numbers.
    named = [told.get(decision) for decision in log["decision"]]
    log["goal"] = log["objective"].fillna(pd.Series(named, index=log.index, dtype="str"))
    log = log.merge(frames["objectives"], how="left", left_on="goal", right_on="objective")
    was_live = log["status"].notna() & ~(log["closed_on"] <= log["date"])
    return set(log.loc[~was_live & log["mandate"].isna(), "decision"])


def tidy_ledger(frames: Mapping[str, pd.DataFrame], *, twice: bool = False) -> pd.DataFrame:
    """
    Each voucher once, with its department, and whether its goal is live.

    With `twice`, each as often as it was posted: the mistake that the note warns of.
    """
    ledger = frames["budget_lines"]
    ledger = ledger.copy() if twice else ledger.drop_duplicates("voucher").copy()
    ledger["code"] = ledger["cost_centre"].str.extract(r"(\d{4})", expand=False)
    ledger = ledger.merge(frames["cost_centres"], on="code", how="left", validate="m:1")
    goals = frames["objectives"]
    ledger["live"] = ledger["objective"].isin(goals.loc[goals["status"] == "live", "objective"])
    return ledger


def departments_not_reached(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """Codes of departments without one line that names a live goal."""
    reached = tidy_ledger(frames).groupby("code")["live"].any()
    return set(reached.index[~reached])


def purposeful_share(frames: Mapping[str, pd.DataFrame]) -> float:
    """Per cent of technology spend with a live goal or a mandate."""
    spend = tidy_ledger(frames).query("technology == 'yes'")
    return _share_of_money(spend, spend["live"] | spend["mandate"].notna())


def mistaken_shares(frames: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """What each named mistake makes of `purposeful_share`, worked out by making it."""
    every = tidy_ledger(frames)
    technology = every.query("technology == 'yes'")
    twice = tidy_ledger(frames, twice=True).query("technology == 'yes'")
    purposeful = technology["live"] | technology["mandate"].notna()
    return {
        "duplicates_counted": _share_of_money(twice, twice["live"] | twice["mandate"].notna()),
        "closed_goals_counted": _share_of_money(
            technology, technology["objective"].notna() | technology["mandate"].notna()
        ),
        "mandates_left_out": _share_of_money(technology, technology["live"]),
        "lines_not_money": float(100 * purposeful.mean()),
        "all_departments": _share_of_money(every, every["live"] | every["mandate"].notna()),
    }


def _share_of_money(lines: pd.DataFrame, purposeful: pd.Series[bool]) -> float:
    return float(100 * lines.loc[purposeful, "amount_k"].sum() / lines["amount_k"].sum())


def _texts(case: Mapping[str, Any], rows: Rows) -> Iterator[str]:
    """No slot left open, and no text twice in one table of statements."""
    said = [
        case["brief"],
        *(str(v) for table in rows.values() for row in table for v in row.values()),
    ]
    for text in said:
        if "{" in text or "}" in text:
            yield f"open slot: {text[:60]!r}"
    for name, table in rows.items():
        if "note" in (table[0] if table else {}):
            doubled = [t for t, n in Counter(row["text"] for row in table).items() if n > 1]
            if doubled:
                yield f"same text twice in {name}: {doubled[0][:60]!r}"


def _labels(
    name: str,
    pool: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    log: Mapping[str, Any],
) -> Iterator[str]:
    """Every text is one of the template's under the label that the log says, so many of each."""
    patterns = [
        (entry["label"], re.compile(_as_pattern(entry["text"].strip())))
        for entry in pool["entries"]
    ]
    found: Counter[str] = Counter()
    for row in rows:
        labels = {label for label, pattern in patterns if pattern.fullmatch(row["text"])}
        if labels != {log[row["id"]]["label"]}:
            yield f"label of {name}: {row['id']} reads as {sorted(labels)}"
        found.update(labels)
    if found != Counter(pool["take"]):
        yield f"number of each label in {name}: {dict(found)}"


def _as_pattern(text: str) -> str:
    """A pattern in which each {slot} stands for any words."""
    return re.sub(r"\\\{\w+\\\}", r"[^\n]+?", re.escape(text))


def _same(name: str, found: set[str], log: Mapping[str, Any]) -> Iterator[str]:
    planted = {identity for identity, entry in log.items() if entry["label"] == "right"}
    if found != planted:
        yield f"{name}: the tables say {sorted(found)}, the log says {sorted(planted)}"
    wanted = {"decisions": 4, "departments": 3}[name]
    if len(planted) != wanted:
        yield f"number of {name}: {len(planted)} planted, {wanted} wanted"


def _spend(
    frames: Mapping[str, pd.DataFrame], log: Mapping[str, Any], item: Mapping[str, Any]
) -> Iterator[str]:
    share = purposeful_share(frames)
    if abs(share - log["answer"]) > SAME:
        yield f"share: the tables say {share:.4f}, the log says {log['answer']}"
    if not MIDDLE[0] <= share <= MIDDLE[1]:
        yield f"share out of the middle: {share:.1f}"
    found = mistaken_shares(frames)
    for mistake, value in log["mistakes"].items():
        if mistake not in found or abs(value - found[mistake]) > SAME:
            told = found.get(mistake)
            yield f"mistake: the tables say {told} for {mistake}, the log says {value}"
        if abs(value - share) < max(CLEAR_OF_MISTAKES, item["band"]):
            yield f"mistake too near the answer: {mistake}"
    values = sorted(log["mistakes"].values())
    if any(b - a <= 2 * item["tolerance"] for a, b in itertools.pairwise(values)):
        yield "two mistakes give the same number"
