"""What a schema cannot see: faults in the sources that would stop a draw, told by their place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from alignlib.items import kinds
from alignlib.variants.ledger import UNREACHED
from alignlib.variants.plant import WHY

MINUTES = "minutes_of_decisions"
"""The slot of the minutes that the generator fills."""

OWN_SOURCES = ("decisions", "departments")
"""What a choose item may be about besides a pool."""

NUMBERS = ("purposeful-spend",)
"""What a number item may ask for."""

NEEDED = {
    "classify": ("from", "categories"),
    "choose": ("from",),
    "number": ("from", "unit", "low", "high", "tolerance", "band"),
    "memo": ("words",),
}
"""What an item of each kind has to declare besides what all declare."""


def template_faults(template: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of a `case.yaml` that fits the schema, as `at PATH: what is wrong`."""
    yield from _slots(template["slots"])
    yield from _documents(template["documents"])
    for name, pool in template["pools"].items():
        yield from _pool(f"$.pools.{name}", pool)
    yield from _decisions(template["decisions"])
    yield from _budget(template["budget"])
    for path, text, more in _texts(template):
        yield from _braces(path, text, {*template["slots"], *more})


def assignment_faults(assignment: Mapping[str, Any], template: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of an `assignment.yaml` for its case, as `at PATH: what is wrong`."""
    for number, item in enumerate(assignment["items"]):
        path = f"$.items[{number}]"
        if item["kind"] not in kinds():
            known = ", ".join(kinds())
            yield f"at {path}.kind: there is no kind {item['kind']!r}. There are {known}."
            continue
        missing = [name for name in NEEDED.get(item["kind"], ()) if name not in item]
        if missing:
            yield f"at {path}: a {item['kind']} item needs {missing[0]!r}."
        else:
            yield from _source(path, item, template["pools"])


def _slots(slots: Mapping[str, Any]) -> Iterator[str]:
    taken: list[set[str]] = []
    for name, slot in slots.items():
        if "range" in slot:
            low, high = slot["range"]
            if low > high:
                yield f"at $.slots.{name}: the range goes from {low} down to {high}. Turn it round."
            continue
        own = set(slot["pick"])
        sharing = sum(bool(own & other) for other in taken)
        if len(own) <= sharing:
            yield (
                f"at $.slots.{name}: its {len(own)} values may all be taken, because {sharing} "
                "slots before it share some. Add values."
            )
        taken.append(own)


def _documents(documents: list[Mapping[str, Any]]) -> Iterator[str]:
    for number, document in enumerate(documents):
        try:
            dt.date.fromisoformat(document["date"])
        except ValueError:
            yield (
                f"at $.documents[{number}].date: {document['date']!r} is no date such as "
                "2026-03-12."
            )
    minutes = [document for document in documents if document["id"] == "minutes"]
    if not minutes:
        yield "at $.documents: there are no minutes. Add a document with the id minutes."
    elif f"{{{MINUTES}}}" not in minutes[0]["text"]:
        yield f"at $.documents: the text of the minutes has no place for {{{MINUTES}}}."


def _pool(path: str, pool: Mapping[str, Any]) -> Iterator[str]:
    there = Counter(entry["label"] for entry in pool["entries"])
    for label, count in pool["take"].items():
        if there[label] < count:
            yield f"at {path}.take: {count} of {label!r} are taken, and {there[label]} are there."
    for number, entry in enumerate(pool["entries"]):
        if pool["note"] not in entry:
            yield f"at {path}.entries[{number}]: it has no {pool['note']!r}, which is the note."


def _decisions(decisions: Mapping[str, Any]) -> Iterator[str]:
    take = decisions["take"]
    strange = [way for way in take if way not in WHY]
    if strange:
        yield f"at $.decisions.take: there is no way {strange[0]!r}. There are {', '.join(WHY)}."
    if "mandated" not in take:
        yield "at $.decisions.take: 'mandated' is missing. Say how many decisions are."
    for name, count in (
        ("mandated", take.get("mandated", 0)),
        ("entries", sum(count for way, count in take.items() if way != "mandated")),
    ):
        if len(decisions[name]) < count:
            there = len(decisions[name])
            yield f"at $.decisions.{name}: {count} are taken, and {there} are there. Add some."


def _budget(budget: Mapping[str, Any]) -> Iterator[str]:
    departments = budget["departments"]
    codes = [department["code"] for department in departments]
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"at $.budget.departments: two have the code {code}. Change one."
        if code not in budget["lines"]:
            yield f"at $.budget.lines: there are no lines for department {code}. Add three."
    others = sum(not department["technology"] for department in departments)
    if others == len(codes) or others <= len(UNREACHED):
        yield (
            f"at $.budget.departments: {len(codes) - others} are technology and {others} are "
            f"not. At least 1 and {len(UNREACHED) + 1} are needed."
        )


def _texts(template: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every text in which slots are filled: its path, itself, and what else it may name."""
    yield "$.brief", template["brief"], ()
    for number, document in enumerate(template["documents"]):
        for field in ("title", "author", "role", "text"):
            yield f"$.documents[{number}].{field}", document[field], (MINUTES,)
    for name, pool in template["pools"].items():
        for number, entry in enumerate(pool["entries"]):
            for field in (pool["note"], "text", "why"):
                yield f"$.pools.{name}.entries[{number}].{field}", entry.get(field, ""), ()
    for part, kind, fields in (
        ("objectives", "live", ("text", "owner")),
        ("objectives", "closed", ("text", "owner", "closed_because")),
        ("decisions", "entries", ("text", "by", "minute")),
        ("decisions", "mandated", ("text", "by", "mandate")),
    ):
        for number, entry in enumerate(template[part][kind]):
            for field in fields:
                more = ("objective",) if field == "minute" else ()
                yield f"$.{part}.{kind}[{number}].{field}", entry[field], more


def _braces(path: str, text: str, known: set[str]) -> Iterator[str]:
    try:
        fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text)]
    except ValueError as error:
        yield f"at {path}: a brace is left open ({error})."
        return
    for name, spec, how in fields:
        if name is not None and (name not in known or spec or how):
            yield f"at {path}: there is no slot {{{name}}}. Declare it, or correct its name."


def _source(
    path: str, item: Mapping[str, Any], pools: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Whether what an item is about is there, and gives answers that the item knows."""
    kind, source = item["kind"], item.get("from", "")
    if kind == "number":
        if source not in NUMBERS:
            yield f"at {path}.from: there is no number {source!r}. There is {', '.join(NUMBERS)}."
        return
    if kind not in ("classify", "choose") or (kind == "choose" and source in OWN_SOURCES):
        return
    if source not in pools:
        yield f"at {path}.from: there is no pool {source!r}. There are {', '.join(pools)}."
        return
    ids = [c["id"] for c in item["categories"]] if kind == "classify" else ["right", "wrong"]
    strange = [label for label in pools[source]["take"] if label not in ids]
    if strange:
        yield f"at {path}: the pool {source} gives {strange[0]!r}, which is none of its answers."
