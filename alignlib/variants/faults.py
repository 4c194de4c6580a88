"""What a schema cannot see: faults in the sources that would stop a draw, told by their place."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from alignlib.defects import operators
from alignlib.items import kinds
from alignlib.tables import TABLES
from alignlib.variants.clean import PARTS, WITH_PEOPLE, Part
from alignlib.variants.plant import CHECKS, MINUTES
from alignlib.variants.ruler import rulers
from alignlib.variants.sources import source_of

NEEDED = {
    "classify": ("from", "categories"),
    "choose": ("from",),
    "link": ("from", "categories", "left_heading", "right_heading"),
    "order": ("from",),
    "plan": ("from", "unit"),
    "number": ("from", "unit", "low", "high", "tolerance", "band"),
    "memo": ("words",),
}
"""What an item of each kind has to declare besides what all declare."""

ALSO = (
    (r"\.minute$", ("objective",)),
    (r"\.roadmap\.because\[\d+\]$", ("before", "after")),
)
"""What texts of a plan may name besides the slots, by the end of their path."""

SAME_TABLE = (
    ("register", "objectives"),
    ("risks", "risk_register"),
    ("meetings", "calendar"),
    ("dependencies", "roadmap"),
    ("metrics", "scorecard"),
    ("licences", "tools"),
    ("capabilities", "readiness"),
)
"""Parts of a plan of which a case can have only one: they would overwrite each other's table."""


def template_faults(template: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of a `case.yaml` that fits the schema, as `at PATH: what is wrong`."""
    yield from _slots(template["slots"])
    for number, document in enumerate(template["documents"]):
        yield from _day(f"$.documents[{number}].date", document["date"])
    for name, pool in template["pools"].items():
        if name in TABLES:
            yield f"at $.pools.{name}: a table of a case has this name. Give the pool another."
        yield from _pool(f"$.pools.{name}", pool)
    if "plan" in template:
        yield from _plan(template["plan"])
        if "decisions" in template["plan"]:
            yield from _minutes(template["documents"])
    planted = _planted(template)
    for path, text, more in _texts(template):
        in_plan = path.startswith("$.plan.")
        yield from _braces(path, text, {*template["slots"], *more}, set() if in_plan else planted)


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
            continue
        source = source_of(item)
        if source is None:
            continue
        if item["kind"] not in source.KINDS:
            kept = ", ".join(source.KINDS)
            yield f"at {path}.from: this is for items of the kind {kept}, not {item['kind']!r}."
        else:
            yield from (f"at {path}{fault}" for fault in source.faults(item, template))


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


def _day(path: str, text: str) -> Iterator[str]:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        yield f"at {path}: {text!r} is no date such as 2026-03-12."


def _minutes(documents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    minutes = [document for document in documents if document["kind"] == "minutes"]
    if not any(f"{{{MINUTES}}}" in document["text"] for document in minutes):
        yield (
            "at $.documents: the plan has a log of decisions, and no document of the kind "
            f"minutes has a place for {{{MINUTES}}} in its text."
        )


def _pool(path: str, pool: Mapping[str, Any]) -> Iterator[str]:
    there = Counter(entry["label"] for entry in pool["entries"])
    for label, count in pool["take"].items():
        if there[label] < count:
            yield f"at {path}.take: {count} of {label!r} are taken, and {there[label]} are there."
    for number, entry in enumerate(pool["entries"]):
        if pool["note"] not in entry:
            yield f"at {path}.entries[{number}]: it has no {pool['note']!r}, which is the note."


def _plan(plan: Mapping[str, Any]) -> Iterator[str]:
    yield from _day("$.plan.begins", plan["begins"])
    made = {table for name, part in PARTS.items() if name in plan for table in part.makes}
    for one, other in SAME_TABLE:
        if one in plan and other in plan:
            yield f"at $.plan: {one} and {other} make the same table. Keep one of them."
    for name, part in PARTS.items():
        if name in plan:
            yield from _part(f"$.plan.{name}", part, plan[name], made)
            if name in WITH_PEOPLE and "people" not in plan:
                yield f"at $.plan.{name}: it names people. Say in $.plan.people who there are."
    if "ledger" in plan:
        yield from _ledger(plan["ledger"])
    if "readiness" in plan:
        yield from _readiness(plan)
    for name in plan["plant"]:
        operator = operators()[name]
        rule = operators()[operator.look_alike] if operator.is_decoy else operator
        needed = {table for ruler in rule.moves for table in rulers()[ruler].needs}
        if not needed <= made:
            lacking = ", ".join(sorted(needed - made))
            yield f"at $.plan.plant.{name}: it needs {lacking}, and no part of the plan makes it."


def _part(path: str, part: Part, section: Mapping[str, Any], made: set[str]) -> Iterator[str]:
    for table in part.needs:
        if table not in made:
            yield f"at {path}: it needs the table {table}, and no part makes one."
    for count, entries in part.takes:
        taken, there = section.get(count, 0), len(section.get(entries, ()))
        if there < taken:
            yield f"at {path}.{entries}: {taken} are taken, and {there} are there. Add some."


def _readiness(plan: Mapping[str, Any]) -> Iterator[str]:
    """Themes of goals with too few capabilities that fit them."""
    section = plan["readiness"]
    for entry in plan.get("objectives", {}).get("entries", ()):
        fitting = sum(entry["theme"] in one["fits"] for one in section["entries"])
        if fitting < section["needs_each"]:
            yield (
                f"at $.plan.readiness.entries: {section['needs_each']} capabilities are needed "
                f"for the theme {entry['theme']!r}, and {fitting} fit it. Add some."
            )


def _ledger(ledger: Mapping[str, Any]) -> Iterator[str]:
    departments = ledger["departments"]
    codes = [department["code"] for department in departments]
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"at $.plan.ledger.departments: two have the code {code}. Change one."
        if code not in ledger["lines"]:
            yield f"at $.plan.ledger.lines: there are no lines for department {code}. Add three."
    others = sum(not department["technology"] for department in departments)
    if others in (0, len(codes)):
        yield (
            f"at $.plan.ledger.departments: {len(codes) - others} are technology and {others} "
            "are not. Some of each are needed."
        )
    if ledger["take_mandated"] and not ledger["mandates"]:
        yield "at $.plan.ledger.mandates: lines with a mandate are taken, and none is there."


def _texts(template: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every text in which slots are filled: its path, itself, and what else it may name."""
    yield "$.brief", template["brief"], ()
    for number, document in enumerate(template["documents"]):
        for field in ("title", "author", "role", "text"):
            yield f"$.documents[{number}].{field}", document[field], (MINUTES, CHECKS)
    for name, pool in template["pools"].items():
        for number, entry in enumerate(pool["entries"]):
            for field in (pool["note"], "text", "why"):
                yield f"$.pools.{name}.entries[{number}].{field}", entry.get(field, ""), ()
    for path, text in _leaves("$.plan", template.get("plan", {})):
        yield path, text, next((more for end, more in ALSO if re.search(end, path)), ())


def _leaves(path: str, data: Any) -> Iterator[tuple[str, str]]:
    """Every text in a tree of objects and lists, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _leaves(f"{path}.{name}", value)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(f"{path}[{number}]", value)


def _planted(template: Mapping[str, Any]) -> set[str]:
    """The names by which documents and texts may tell of what was planted for sure."""
    names: set[str] = set()
    for name, wanted in template.get("plan", {}).get("plant", {}).items():
        sure = wanted[0] if isinstance(wanted, list) else wanted
        names |= {name if n == 1 else f"{name}_{n}" for n in range(1, sure + 1)}
    return names


def _braces(path: str, text: str, known: set[str], planted: set[str]) -> Iterator[str]:
    try:
        fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text)]
    except ValueError as error:
        yield f"at {path}: a brace is left open ({error})."
        return
    for name, spec, how in fields:
        if name is not None and name.partition(".")[0] in planted and "." in name and not how:
            continue
        if name is not None and (name not in known or spec or how):
            yield f"at {path}: there is no slot {{{name}}}. Declare it, or correct its name."
