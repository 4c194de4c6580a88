"""Build `cases.zip` from a template, an assignment and a seed: same seed, same bytes."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib import cases
from alignlib.errors import CaseError, InstructorError
from alignlib.items import read_item
from alignlib.variants.checker import objections
from alignlib.variants.faults import assignment_faults
from alignlib.variants.plant import Planted, plant
from alignlib.variants.ruler import columns_of
from alignlib.variants.sources import source_of
from alignlib.variants.template import read_assignment, read_template

DRAWS = 200
"""Draws for one variant before a template is called unable to give it."""

OPEN_SEED = "open"
"""The seed of the variants that the repository ships."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamped on every file in the zip; the real time would change its bytes."""


@dataclass(frozen=True)
class Refusal:
    """One draw that the checker refused: which it was, and the first reason against it."""

    variant: int
    draw: int
    reason: str

    @property
    def rule(self) -> str:
        """The rule that failed: the reason up to its first colon."""
        return self.reason.partition(":")[0]

    def __str__(self) -> str:
        return f"variant {self.variant}, draw {self.draw}: {self.reason}"


@dataclass(frozen=True)
class Built:
    """What came of a build: the bundles that were written, and the draws that were refused."""

    paths: tuple[Path, ...]
    refused: tuple[Refusal, ...]


def draw(
    template: Mapping[str, Any], assignment: Mapping[str, Any], seed: str, number: int
) -> tuple[Planted, tuple[Refusal, ...]]:
    """
    Variant `number`: the first draw that the checker accepts, and why others were refused.

    Raises `InstructorError` naming the rule that failed most when `DRAWS` draws gave none.
    """
    refused: list[Refusal] = []
    for attempt in range(1, DRAWS + 1):
        try:
            planted = plant(template, f"{template['case']}/{seed}/{number}/{attempt}")
        except InstructorError as error:  # a plan without room for what is to be planted
            refused.append(Refusal(number, attempt, str(error)))
            continue
        found = next(objections(planted, template, assignment["items"]), None)
        if found is None:
            return planted, tuple(refused)
        refused.append(Refusal(number, attempt, found))
    rule, times = Counter(refusal.rule for refusal in refused).most_common(1)[0]
    example = str(next(refusal for refusal in refused if refusal.rule == rule)).rstrip(".")
    raise InstructorError(
        f"Case {template['case']}: {DRAWS} draws gave no variant {number}. The rule that failed "
        f"most ({times} times) is “{rule}”; for example, {example}. Widen the ranges or add "
        "entries in case.yaml."
    )


def build(
    case_file: Path,
    assignment_file: Path,
    variants: int,
    seed: str = OPEN_SEED,
    *,
    into: Path,
    sealed_into: Path | None = None,
    progress: Callable[[int], None] = lambda number: None,
) -> Built:
    """
    Write the `cases.zip` of one assignment: `variants` draws with their keys.

    It goes into the folder `into`, and a second one without keys into `sealed_into`, if that
    is given. Each appears wholly or not at all. One variant is held in memory at a time.
    """
    template, assignment = read_template(case_file), read_assignment(assignment_file)
    if assignment["case"] != template["case"]:
        raise InstructorError(
            f"{assignment_file.name} asks for the case {assignment['case']!r}; "
            f"{case_file.name} holds {template['case']!r}. Make them equal."
        )
    for fault in assignment_faults(assignment, template):
        raise InstructorError(f"{assignment_file.name}, {fault}")
    refused: list[Refusal] = []
    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(_bundle(into))
        sealed = stack.enter_context(_bundle(sealed_into)) if sealed_into else None
        _put(opened, "manifest.json", _manifest(assignment, variants, "open"))
        if sealed:
            _put(sealed, "manifest.json", _manifest(assignment, variants, "sealed"))
        for number in range(1, variants + 1):
            try:
                planted, why = draw(template, assignment, seed, number)
                variant, key = _variant(planted, assignment), _key(planted, assignment)
            except (CaseError, LookupError, TypeError, ValueError) as error:
                raise InstructorError(
                    f"{case_file.name} with {assignment_file.name} gives no variant {number}: "
                    f"{error!r}. Compare them with a module that can be built."
                ) from error
            for archive in (opened, sealed) if sealed else (opened,):
                _put(archive, f"variant-{number:03}.json", variant)
            _put(opened, f"key-{number:03}.json", {"items": key})
            refused += why
            progress(number)
    folders = (into, sealed_into) if sealed_into else (into,)
    return Built(tuple(folder / cases.FILE_NAME for folder in folders), tuple(refused))


@contextlib.contextmanager
def _bundle(folder: Path) -> Iterator[zipfile.ZipFile]:
    """A `cases.zip` in the making: it takes its place when it is whole, and never before."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{cases.FILE_NAME}.new"
    try:
        # Stored, not deflated: what deflate makes of a text differs between zlib versions.
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            yield archive
        temporary.replace(folder / cases.FILE_NAME)
    finally:
        temporary.unlink(missing_ok=True)


def _put(archive: zipfile.ZipFile, name: str, content: Mapping[str, Any]) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3  # Windows would write 0, and so other bytes
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, json.dumps(content, ensure_ascii=False).encode())


def _manifest(assignment: Mapping[str, Any], variants: int, mark: str) -> dict[str, Any]:
    told = {name: assignment[name] for name in ("assignment", "title", "notebook", "minutes")}
    manifest = {"schema": cases.SCHEMA, **told, "variants": variants, "mark": mark}
    if mark == "open":
        manifest["misconception"] = assignment.get("misconception", [])
    return manifest


def _variant(planted: Planted, assignment: Mapping[str, Any]) -> dict[str, Any]:
    items = assignment["items"]
    compact = {
        name: {
            "columns": columns_of(name, rows),
            "rows": [list(row.values()) for row in rows],
        }
        for name, rows in planted.rows.items()
        if name not in planted.labels or any(item.get("from") == name for item in items)
    }
    case = {key: planted.case[key] for key in ("firm", "notice", "brief")}
    return {
        "case": {**case, "tables": compact},
        "items": [read_item(item_data(item, planted)).to_data() for item in items],
    }


def _key(planted: Planted, assignment: Mapping[str, Any]) -> dict[str, Any]:
    return {item["id"]: item_key(item, planted) for item in assignment["items"]}


def item_data(declared: Mapping[str, Any], planted: Planted) -> dict[str, Any]:
    """The data of an item: its declaration with this variant's things put in."""
    source = source_of(declared)
    return dict(declared) | (source.data(declared, planted) if source else {})


def item_key(declared: Mapping[str, Any], planted: Planted) -> dict[str, Any]:
    """The key of an item in this variant, and what its feedback may show of it."""
    source = source_of(declared)
    key = source.key(declared, planted) if source else {}
    return {"feedback": declared["feedback"], **key}
