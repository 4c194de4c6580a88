"""Read `case.yaml` and `assignment.yaml`; a mistake in them is named by its path in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import yaml

from alignlib.claims import CLAIMS
from alignlib.errors import InstructorError
from alignlib.variants.faults import template_faults

_TEXT = {"type": "string", "minLength": 1}
_COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


def _list(of: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least}


def _map(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": of}


_SLOT = {
    "oneOf": [
        _object({"pick": _list(_TEXT, 2)}),
        _object(
            {"range": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}}
        ),
    ]
}

_ENTRY = {
    "type": "object",
    "required": ["label", "text", "why", "claim"],
    "properties": {"claim": {"enum": list(CLAIMS)}},
    "additionalProperties": _TEXT,
}

CASE_SCHEMA = _object(
    {
        "schema": {"const": 1},
        "case": _TEXT,
        "firm": _TEXT,
        "notice": _TEXT,
        "slots": _map(_SLOT),
        "brief": _TEXT,
        "documents": _list(
            _object(dict.fromkeys(("id", "kind", "title", "author", "role", "date", "text"), _TEXT))
        ),
        "pools": _map(
            _object({"prefix": _TEXT, "note": _TEXT, "take": _COUNTS, "entries": _list(_ENTRY, 2)})
        ),
        "objectives": _object(
            {
                "live": _list(_object({"text": _TEXT, "owner": _TEXT}), 5),
                "closed": _list(
                    _object({"text": _TEXT, "owner": _TEXT, "closed_because": _TEXT}), 2
                ),
            }
        ),
        "decisions": _object(
            {
                "prefix": _TEXT,
                "take": _COUNTS,
                "entries": _list(_object({"text": _TEXT, "by": _TEXT, "minute": _TEXT})),
                "mandated": _list(_object({"text": _TEXT, "by": _TEXT, "mandate": _TEXT})),
            }
        ),
        "budget": _object(
            {
                "departments": _list(
                    _object(
                        {
                            "code": {"type": "string", "pattern": r"^\d{4}$"},
                            "name": _TEXT,
                            "technology": {"type": "boolean"},
                            "spellings": _list(_TEXT),
                        }
                    )
                ),
                "lines": _map(_list(_TEXT, 3)),
            }
        ),
    }
)
"""What a `case.yaml` must hold."""

ITEM_SCHEMA = _object(
    {
        "id": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
        "kind": _TEXT,
        "title": _TEXT,
        "points": {"type": "number", "exclusiveMinimum": 0},
        "claims": _list({"enum": list(CLAIMS)}),
        "lesson": _TEXT,
        "feedback": {"enum": ["verdicts", "evidence", "full"]},
        "prompt": _TEXT,
    },
    **{"from": _TEXT},
    needs={"type": "array", "items": _TEXT},
    categories=_list(_object({"id": _TEXT, "label": _TEXT, "meaning": _TEXT}), 2),
    unit=_TEXT,
    low={"type": "number"},
    high={"type": "number"},
    decimals={"type": "integer", "minimum": 0},
    tolerance={"type": "number", "exclusiveMinimum": 0},
    band={"type": "number", "exclusiveMinimum": 0},
    mistakes=_map(_object({"says": _TEXT}, share={"type": "number", "minimum": 0, "maximum": 1})),
    words={"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    criteria=_list(
        _object(
            {"id": _TEXT, "label": _TEXT, "meaning": _TEXT},
            levels=_list(_TEXT, 4),
            points={"type": "number"},
        )
    ),
    exemplars=_list(_object({"level": {"type": "integer"}, "text": _TEXT})),
)

ASSIGNMENT_SCHEMA = _object(
    {
        "schema": {"const": 1},
        "assignment": _TEXT,
        "title": _TEXT,
        "notebook": _TEXT,
        "case": _TEXT,
        "minutes": {"type": "integer", "minimum": 1},
        "items": _list(ITEM_SCHEMA),
    }
)
"""What an `assignment.yaml` or a `practice.yaml` must hold."""


def read_template(path: Path) -> dict[str, Any]:
    """
    The template in a `case.yaml`.

    Raises `InstructorError` naming the file, the path in it, and what was expected there.
    """
    data = _read(path, CASE_SCHEMA)
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
