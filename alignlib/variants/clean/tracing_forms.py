"""What the parts of a portfolio that is to be traced must hold."""

from __future__ import annotations

from alignlib.variants.forms import COUNT, NUMBER, TEXT, Form, named, record, several, span, texts

_GOAL = record({**texts("text", "owner", "theme"), "parts": span(COUNT)}, due=TEXT)

_PROPOSAL = record({**texts("title", "text", "also"), "serves": several(TEXT)})

TRACING_FORMS: dict[str, Form] = {
    "goals": record(
        {
            "always": several(_GOAL, 2),
            "take": COUNT,
            "entries": several(_GOAL),
            "take_without": COUNT,
            "without_technology": several(record(texts("text", "owner")), 0),
            "take_closed": COUNT,
            "closed": several(record(texts("text", "owner", "theme", "closed_because")), 0),
            "due_days": span(COUNT),
        }
    ),
    "proposals": record(
        {
            "alone": named(COUNT),
            "entries": several(_PROPOSAL),
            "showpieces": several(_PROPOSAL),
            "platforms": several(_PROPOSAL),
            "take_mandated": COUNT,
            "mandated": several(record(texts("title", "text", "also", "mandate")), 0),
            "mandated_k": span(COUNT),
            "total_k": span(NUMBER),
            "start_days": span({"type": "integer"}),
            "lasts_days": span(COUNT),
        }
    ),
    "project_ledger": record(
        {
            "months": {"type": "integer", "minimum": 1},
            "lines_each": span(COUNT),
            "paid": span(COUNT),
            "credits": COUNT,
            "doubled": COUNT,
            "texts": several(TEXT, 2),
        }
    ),
}
"""The form of each part, by its name."""
