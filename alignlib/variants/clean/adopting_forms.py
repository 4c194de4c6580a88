"""What the parts of an adoption must hold."""

from __future__ import annotations

from alignlib.tables.adopting import COURSES
from alignlib.variants.forms import COUNT, NUMBER, TEXT, Form, named, record, several, span

_POINTS = span({"type": "integer"})

_GROUP = record(
    {
        "course": {"enum": list(COURSES)},
        "practised": {"type": "boolean"},
        "count": span(COUNT),
        "before": _POINTS,
        "gain": _POINTS,
        "kept": _POINTS,
    },
    lost=COUNT,
)

ADOPTING_FORMS: dict[str, Form] = {
    "wards": record(
        {
            "take": {"type": "integer", "minimum": 2},
            "entries": several(TEXT, 2),
            "hospitals": several(TEXT),
            "new": COUNT,
            "months": {"type": "integer", "minimum": 6},
            "people": span(COUNT),
            "cost_each_k": span(NUMBER),
            "doubled": COUNT,
            "patients": span(COUNT),
            "speakers": several(TEXT, 2),
            "voices": named(several(TEXT)),
        }
    ),
    "tasks": record(
        {
            "take": {"type": "integer", "minimum": 2},
            "done": COUNT,
            "lifted": COUNT,
            "due_days": span(COUNT),
            "entries": several(record({"steps": several(TEXT, 2)}, lifted=TEXT)),
        }
    ),
    "course_results": record({"groups": several(_GROUP, 2)}),
}
"""The form of each part, by its name."""
