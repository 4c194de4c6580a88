"""What the parts of a diagnosis must hold in a template's `plan` section."""

from __future__ import annotations

from alignlib.tables.schema import SIDES
from alignlib.variants.forms import COUNT, NUMBER, TEXT, Form, record, several, span, texts

_QUESTION = record(texts("about", "text", "by", "of"))

DIAGNOSING_FORMS: dict[str, Form] = {
    "allocations": record({**texts("base", "rise"), "others": several(TEXT)}),
    "readiness": record(
        {
            "needs_each": COUNT,
            "spare": COUNT,
            "entries": several(record({"title": TEXT, "fits": several(TEXT)})),
        }
    ),
    "teams": record(
        {
            "entries": several(
                record({"team": TEXT, "side": {"enum": list(SIDES)}, "typed": several(TEXT)}), 2
            )
        }
    ),
    "tools": record(
        {
            "take": {"type": "integer", "minimum": 3},
            "seats": span({"type": "integer", "minimum": 20}),
            "price_k": span(NUMBER),
            "entries": several(TEXT, 3),
        }
    ),
    "questions": record(
        {
            "take": COUNT,
            "entries": several(_QUESTION),
            "take_notices": COUNT,
            "notices": several(_QUESTION, 0),
        }
    ),
    "answer_sheets": record(
        {
            "take": COUNT,
            "technology": {"type": "integer", "minimum": 5},
            "entries": several(TEXT),
        }
    ),
}
"""The form of each part, by its name."""
