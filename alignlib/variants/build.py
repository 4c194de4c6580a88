"""Build `cases.zip` from a template, an assignment and a seed: same seed, same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib import cases
from alignlib.errors import CaseError, InstructorError
from alignlib.items import read_item
from alignlib.variants.checker import objections
from alignlib.variants.faults import assignment_faults
from alignlib.variants.plant import Planted, plant
from alignlib.variants.stream import Stream
from alignlib.variants.template import read_assignment, read_template

DRAWS = 200
"""Draws for one variant before a template is called unable to give it."""

OPEN_SEED = "open"
"""The seed of the variants that the repository ships."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamped on every file in the zip; the real time would change its bytes."""


@dataclass(frozen=True)
class Built:
    """What came of a build: the zip's bytes, and how many draws were refused, by rule."""

    data: bytes
    refused: Mapping[str, int]


def draw(
    template: Mapping[str, Any], assignment: Mapping[str, Any], seed: str, number: int
) -> tuple[Planted, Counter[str]]:
    """
    Variant `number`: the first draw that the checker accepts, and why others were refused.

    Raises `InstructorError` naming the rule that failed most when `DRAWS` draws gave none.
    """
    refused: Counter[str] = Counter()
    for attempt in range(DRAWS):
        planted = plant(template, Stream(f"{template['case']}/{seed}/{number}/{attempt}"))
        found = list(objections(planted.case, planted.log, template, assignment["items"]))
        if not found:
            return planted, refused
        refused.update(objection.partition(":")[0] for objection in found)
    rule, times = refused.most_common(1)[0]
    raise InstructorError(
        f"Case {template['case']}: {DRAWS} draws gave no variant {number}. The rule that failed "
        f"most ({times} times) is “{rule}”. Widen the ranges or add entries in case.yaml."
    )


def build(
    case_file: Path,
    assignment_file: Path,
    variants: int,
    seed: str = OPEN_SEED,
    *,
    keys: bool = True,
    progress: Callable[[int], None] = lambda number: None,
) -> Built:
    """The `cases.zip` of one assignment: `variants` draws, with their keys if `keys`."""
    template, assignment = read_template(case_file), read_assignment(assignment_file)
    if assignment["case"] != template["case"]:
        raise InstructorError(
            f"{assignment_file.name} asks for the case {assignment['case']!r}; "
            f"{case_file.name} holds {template['case']!r}. Make them equal."
        )
    files = {
        "manifest.json": {
            "schema": cases.SCHEMA,
            "assignment": assignment["assignment"],
            "title": assignment["title"],
            "notebook": assignment["notebook"],
            "minutes": assignment["minutes"],
            "variants": variants,
            "mark": "open" if keys else "sealed",
        }
    }
    for fault in assignment_faults(assignment, template):
        raise InstructorError(f"{assignment_file.name}, {fault}")
    refused: Counter[str] = Counter()
    for number in range(1, variants + 1):
        try:
            planted, why = draw(template, assignment, seed, number)
            files[f"variant-{number:03}.json"] = _variant(planted, assignment)
            if keys:
                files[f"key-{number:03}.json"] = {"items": _key(planted, assignment)}
        except (CaseError, LookupError, TypeError, ValueError) as error:
            raise InstructorError(
                f"{case_file.name} with {assignment_file.name} gives no variant {number}: "
                f"{error!r}. Compare them with a module that can be built."
            ) from error
        refused += why
        progress(number)
    return Built(_zip(files), dict(refused))


def write_bundle(folder: Path, data: bytes) -> Path:
    """Put a `cases.zip` into the folder, wholly or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / cases.FILE_NAME
    temporary = folder / f".{cases.FILE_NAME}.new"
    temporary.write_bytes(data)
    temporary.replace(path)
    return path


def _zip(files: Mapping[str, Any]) -> bytes:
    """Stored, not deflated: what deflate makes of a text differs between zlib versions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Windows would write 0, and so other bytes
            entry.external_attr = 0o644 << 16
            text = json.dumps(content, ensure_ascii=False, sort_keys=False, indent=None)
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


def _variant(planted: Planted, assignment: Mapping[str, Any]) -> dict[str, Any]:
    rows = planted.case["rows"]
    used = _tables_shown(rows, assignment["items"])
    compact = {
        name: {
            "columns": list(rows[name][0]),
            "rows": [list(row.values()) for row in rows[name]],
        }
        for name in used
    }
    case = {key: planted.case[key] for key in ("firm", "notice", "brief")}
    return {
        "case": {**case, "tables": compact},
        "items": [read_item(item_data(item, rows)).to_data() for item in assignment["items"]],
    }


def _tables_shown(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], items: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The case's own tables, and of the pools only those that this assignment asks about."""
    asked = {item.get("from") for item in items}
    return [name for name in rows if "note" not in rows[name][0] or name in asked]


def item_data(declared: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an item: its declaration with this variant's things put in."""
    data = dict(declared)
    if declared["kind"] in ("classify", "choose"):
        field = "things" if declared["kind"] == "classify" else "options"
        data[field] = _listed(declared["from"], rows)
    return data


def _listed(source: str, rows: Mapping[str, Any]) -> list[dict[str, str]]:
    if source == "decisions":
        return [
            {
                "id": row["decision"],
                "text": row["text"],
                "note": f"{row['date']}, {row['by']}",
            }
            for row in rows["decisions"]
        ]
    if source == "departments":
        return [
            {"id": row["code"], "text": row["department"], "note": f"cost centre {row['code']}"}
            for row in rows["cost_centres"]
        ]
    return [dict(row) for row in rows[source]]


def _key(planted: Planted, assignment: Mapping[str, Any]) -> dict[str, Any]:
    return {item["id"]: item_key(item, planted.log) for item in assignment["items"]}


def item_key(item: Mapping[str, Any], log: Mapping[str, Any]) -> dict[str, Any]:
    """The key of one item: its part of the log, and what its feedback may show."""
    policy = {"feedback": item["feedback"]}
    if item["kind"] == "memo":
        return policy
    source = log[item["from"]]
    if item["kind"] == "number":
        mistakes = [
            {"name": name, "value": source["mistakes"][name], **told}
            for name, told in item.get("mistakes", {}).items()
        ]
        return policy | {
            "answer": source["answer"],
            "tolerance": item["tolerance"],
            "band": item["band"],
            "mistakes": mistakes,
            "claim": item["claims"][0],
        }
    parts = {}
    for identity, entry in source.items():
        right = (
            {"answer": entry["label"]}
            if item["kind"] == "classify"
            else {"right": entry["label"] == "right"}
        )
        parts[identity] = right | {
            "why": entry["why"],
            "claim": entry["claim"],
            "lure": entry.get("lure", ""),
        }
    return policy | {"parts": parts}
