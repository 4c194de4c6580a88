"""The words in which the schemas of the source files are written."""

from __future__ import annotations

from typing import Any

Form = dict[str, Any]

TEXT: Form = {"type": "string", "minLength": 1}
COUNT: Form = {"type": "integer", "minimum": 0}
NUMBER: Form = {"type": "number"}
DAY: Form = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def record(required: dict[str, Form], **optional: Form) -> Form:
    """An object with these members, and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


def several(of: Form, least: int = 1, most: int | None = None) -> Form:
    """A list of at least so many."""
    return {"type": "array", "items": of, "minItems": least} | (
        {} if most is None else {"maxItems": most}
    )


def named(of: Form, names: dict[str, Any] | None = None) -> Form:
    """A mapping from names to members of one form."""
    return {"type": "object", "additionalProperties": of} | (
        {} if names is None else {"propertyNames": names}
    )


def span(of: Form) -> Form:
    """Two ends, the lower one first."""
    return several(of, 2, 2)


def texts(*names: str) -> dict[str, Form]:
    """Members that are texts."""
    return dict.fromkeys(names, TEXT)
