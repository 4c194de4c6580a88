"""Read `case.yaml` and `assignment.yaml`; a mistake in them is named by its path in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import yaml

from alignlib.claims import CLAIMS
from alignlib.errors import InstructorError
from alignlib.variants.clean.forms import PLAN_FORM
from alignlib.variants.faults import template_faults
from alignlib.variants.forms import DAY, NUMBER, TEXT, named, record, several, span, texts
from alignlib.variants.sources import SOURCE_FORMS

_SLOT = {
    "oneOf": [
        record({"pick": several(TEXT, 2)}),
        record({"range": span({"type": "integer"})}),
    ]
}

_ENTRY = {
    "type": "object",
    "required": ["label", "text", "why", "claim"],
    "properties": {"claim": {"enum": list(CLAIMS)}},
    "additionalProperties": TEXT,
}

CASE_SCHEMA = record(
    {
        "schema": {"const": 1},
        **texts("case", "firm", "notice"),
        "slots": named(_SLOT),
        "brief": TEXT,
        "documents": several(
            record({**texts("id", "kind", "title", "author", "role", "text"), "date": DAY})
        ),
    },
    pools=named(
        record(
            {
                **texts("prefix", "note"),
                "take": named({"type": "integer", "minimum": 1}),
                "entries": several(_ENTRY, 2),
            }
        )
    ),
    plan=PLAN_FORM,
)
"""What a `case.yaml` must hold."""

_MISTAKE = record(
    {"says": TEXT},
    as_if=record(
        {"table": TEXT, "set": {"type": "object", "minProperties": 1}},
        where={"type": "object"},
    ),
    instead=TEXT,
    share={"type": "number", "minimum": 0, "maximum": 1},
) | {"oneOf": [{"required": ["as_if"]}, {"required": ["instead"]}]}

ITEM_SCHEMA = record(
    {
        "id": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
        **texts("kind", "title", "lesson", "prompt"),
        "points": {"type": "number", "exclusiveMinimum": 0},
        "claims": several({"enum": list(CLAIMS)}),
        "feedback": {"enum": ["verdicts", "evidence", "full"]},
    },
    **{"from": {"oneOf": list(SOURCE_FORMS)}},
    needs={"type": "array", "items": TEXT},
    categories=several(record(texts("id", "label", "meaning")), 2),
    left_heading=TEXT,
    right_heading=TEXT,
    unit=TEXT,
    low=NUMBER,
    high=NUMBER,
    decimals={"type": "integer", "minimum": 0},
    tolerance={"type": "number", "exclusiveMinimum": 0},
    band={"type": "number", "exclusiveMinimum": 0},
    within=span(NUMBER),
    mistakes=named(_MISTAKE),
    words=span({"type": "integer"}),
    criteria=several(
        record(texts("id", "label", "meaning"), levels=several(TEXT, 4), points=NUMBER)
    ),
    exemplars=several(record({"level": {"type": "integer"}, "text": TEXT})),
)

ASSIGNMENT_SCHEMA = record(
    {
        "schema": {"const": 1},
        **texts("assignment", "title", "notebook", "case"),
        "minutes": {"type": "integer", "minimum": 1},
        "items": several(ITEM_SCHEMA),
    },
    # The claims that the module's misconception is about, for simulated learners who have it.
    misconception=several({"enum": list(CLAIMS)}),
)
"""What an `assignment.yaml` or a `practice.yaml` must hold."""


def read_template(path: Path) -> dict[str, Any]:
    """
    The template in a `case.yaml`.

    Raises `InstructorError` naming the file, the path in it, and what was expected there.
    """
    data = {"pools": {}} | _read(path, CASE_SCHEMA)
    for fault in template_faults(data):
        raise InstructorError(f"{path.name}, {fault}")
    return data


def read_assignment(path: Path) -> dict[str, Any]:
    """
    The assignment in an `assignment.yaml` or `practice.yaml`.

    Raises `InstructorError` naming the file, the path in it, and what was expected there.
    """
    data = _read(path, ASSIGNMENT_SCHEMA)
    ids = [item["id"] for item in data["items"]]
    doubled = sorted({i for i in ids if ids.count(i) > 1})
    if doubled:
        raise InstructorError(f"{path.name}: two items are called {doubled[0]}. Rename one.")
    return data


def _read(path: Path, schema: dict[str, Any]) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InstructorError(f"There is no {path.name} in {path.parent}. Write one.") from None
    except OSError as error:
        raise InstructorError(
            f"{path.name} in {path.parent} cannot be read ({error.strerror or error})."
        ) from None
    except UnicodeDecodeError:
        raise InstructorError(f"{path.name} is not text in UTF-8. Save it as UTF-8.") from None
    except (yaml.YAMLError, ValueError) as error:  # of an impossible date it makes a ValueError
        raise InstructorError(f"{path.name} is not YAML: {error}") from None
    errors = jsonschema.Draft202012Validator(schema).iter_errors(data)
    worst = jsonschema.exceptions.best_match(errors)
    if worst is not None:
        raise InstructorError(f"{path.name}, at {worst.json_path}: {worst.message[:300]}")
    read: dict[str, Any] = data
    return read
