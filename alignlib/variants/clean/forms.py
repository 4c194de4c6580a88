"""What each part of a template's `plan` section must hold."""

from __future__ import annotations

from alignlib.defects import operators
from alignlib.tables.plan import ASSET_CLASSES
from alignlib.tables.planning import CHANGED
from alignlib.tables.records import RISK_KINDS
from alignlib.tables.schema import SIDES
from alignlib.variants.clean.adopting_forms import ADOPTING_FORMS
from alignlib.variants.clean.diagnosing_forms import DIAGNOSING_FORMS
from alignlib.variants.clean.roadmap import MOVES
from alignlib.variants.clean.tracing_forms import TRACING_FORMS
from alignlib.variants.forms import (
    COUNT,
    DAY,
    NUMBER,
    TEXT,
    Form,
    named,
    record,
    several,
    span,
    texts,
)

_ASSET_CLASS: Form = {"enum": list(ASSET_CLASSES)}

_DEPARTMENT = record(
    {
        "code": {"type": "string", "pattern": r"^\d{4}$"},
        "name": TEXT,
        "technology": {"type": "boolean"},
        "spellings": several(TEXT),
    }
)

_METRIC = record({"title": TEXT, "baseline": span(NUMBER), "target": span(NUMBER), "unit": TEXT})

_SERIES = record(
    {"title": TEXT, "unit": TEXT, "level": span(NUMBER), "noise": NUMBER, "effect": NUMBER}
)

_LIGHT = record(
    {**texts("title", "unit"), "green": span(NUMBER), "amber": span(NUMBER), "red": span(NUMBER)},
    decimals=COUNT,
)

_POLICIES = record(
    {
        "kind": TEXT,
        "typed": several(TEXT),
        "own_risk": {"type": "boolean"},
        "share": NUMBER,
        "monthly_cost": span(NUMBER),
    }
)


_SIDE = record(
    {
        **texts("title", "unit"),
        "better": {"enum": ["higher", "lower"]},
        "baseline": span(NUMBER),
        "target": span(NUMBER),
    },
    decimals=COUNT,
    from_zero={"type": "boolean"},
)

_STORE_SERIES = record(
    {
        "level": span(NUMBER),
        "effect": span(NUMBER),
        "common": span(NUMBER),
        "fits": several({"enum": list(operators())}, 0),
    },
    decimals=COUNT,
)


def _risk(kinds: tuple[str, ...]) -> Form:
    named_risk = {**texts("text", "owner", "response"), "kind": {"enum": list(kinds)}}
    return record(named_risk, theme=TEXT)


_BUSINESS_RISKS, _TECHNOLOGY_RISKS = RISK_KINDS[:3], RISK_KINDS[3:]

PART_FORMS: dict[str, Form] = {
    "register": record(
        {
            "take_live": COUNT,
            "live": several(record(texts("text", "owner"))),
            "take_closed": COUNT,
            "closed": several(record(texts("text", "owner", "closed_because")), 0),
        }
    ),
    "objectives": record(
        {"take": COUNT, "entries": several(record(texts("text", "owner", "theme")))},
        take_without=COUNT,
        due_days=span(COUNT),
        without_technology=several(record(texts("text", "owner")), 0),
    ),
    "initiatives": record(
        {
            "take": COUNT,
            "total_k": span(NUMBER),
            "entries": several(
                record(
                    {
                        **texts("title", "text"),
                        "serves": several(TEXT),
                        "asset_class": _ASSET_CLASS,
                    },
                    platform={"type": "boolean"},
                    touches=several(TEXT),
                )
            ),
        },
        start_days=span({"type": "integer"}),
        lasts_days=span(COUNT),
        gated=COUNT,
        take_mandated=COUNT,
        mandated=several(
            record({**texts("title", "text", "mandate"), "asset_class": _ASSET_CLASS}), 0
        ),
    ),
    "dependencies": record({"take": COUNT}),
    "asset_classes": record(
        {"classes": several(_ASSET_CLASS, 2), "parts": span({"type": "integer", "minimum": 1})}
    ),
    "capabilities": record({"take": COUNT, "needs_each": COUNT, "entries": several(TEXT)}),
    "metrics": record({"technology": several(_METRIC), "business": several(_METRIC)}),
    "benefit_steps": record(
        {
            "ways": named(record(texts("change", "leading", "lagging")))
            | {"required": ["any"]}
        }
    ),
    "metric_series": record(
        {
            "take": COUNT,
            "weeks": COUNT,
            "sites_a_side": COUNT,
            "sites": several(TEXT, 2),
            "entries": several(_SERIES),
        }
    ),
    "decision_rights": record({}),
    "meetings": record(
        {
            "take": COUNT,
            "entries": several(
                record({"title": TEXT, "kind": {"enum": ["strategy", "review", "operations"]}})
            ),
        }
    ),
    "reviews": record({"quarters": COUNT}),
    "survey": record(
        {"take": COUNT, "respondents_a_side": COUNT, "entries": several(TEXT)},
        thin_statements=COUNT,
    ),
    "licences": record(
        {
            "take": COUNT,
            "licensed": span({"type": "integer", "minimum": 1}),
            "cost_each_k": span(NUMBER),
            "entries": several(TEXT),
        },
        new=COUNT,
    ),
    "risks": record(
        {
            "take": COUNT,
            "entries": several(
                record({**texts("text", "response"), "kind": {"enum": list(RISK_KINDS)}})
            ),
        }
    ),
    "risk_register": record(
        {
            "take_each": COUNT,
            "business": several(_risk(_BUSINESS_RISKS)),
            "technology": several(_risk(_TECHNOLOGY_RISKS)),
        }
    ),
    "dashboard": record(
        {
            "months": COUNT,
            "take": {"type": "integer", "minimum": 2},
            "entries": several(_LIGHT, 2),
            "take_unused": COUNT,
            "unused": several(_LIGHT, 0),
        }
    ),
    "claims_reports": record(
        {
            "policies": TEXT,
            "kinds": several(_POLICIES),
            "corrected": COUNT,
            "missing_each": COUNT,
        }
    ),
    "decisions": record(
        {
            "prefix": TEXT,
            "take": COUNT,
            "entries": several(record(texts("text", "by", "minute"))),
            "read_out": COUNT,
            "take_mandated": COUNT,
            "mandated": several(record(texts("text", "by", "mandate")), 0),
        }
    ),
    "calendar": record(
        {
            "until": DAY,
            "quarters": span(COUNT),
            "sessions": span(COUNT),
            "by_screen": COUNT,
            "people": several(
                record({**texts("name", "department"), "side": {"enum": list(SIDES)}}), 12
            ),
            "strategy": several(TEXT),
            "reviews": several(TEXT),
            "take": COUNT,
            "operations": several(record({"title": TEXT, "side": {"enum": list(SIDES)}})),
            "changes": several(record({"strategy": {"enum": list(CHANGED)}, "text": TEXT})),
            "reasons": several(TEXT),
        }
    ),
    "consultations": record(
        {"told": COUNT, "departments": several(record({"name": TEXT, "typed": several(TEXT)}))}
    ),
    "roadmap": record(
        {
            "today": DAY,
            "thaws": DAY,
            "early": COUNT,
            "pairs": record({"early": COUNT, "late": COUNT}),
            "moved": COUNT,
            "because": several(TEXT),
            "reasons": record({way: several(TEXT) for way in MOVES}),
        }
    ),
    "scorecard": record(
        {
            "entries": several(
                record(
                    {"initiative": TEXT, "technology": _SIDE, "business": _SIDE},
                    series=_STORE_SERIES,
                )
            )
        }
    ),
    "store_sheets": record(
        {
            "first_week": DAY,
            "stores": several(TEXT),
            "shut": TEXT,
            **dict.fromkeys(("take", "treated", "called_off", "resent"), COUNT),
        }
    ),
    "outturns": record({"shared": COUNT}, alone=several(TEXT)),
    "ledger": record(
        {
            "months": {"type": "integer", "minimum": 1},
            "departments": several(_DEPARTMENT),
            "lines": named(several(TEXT, 3)),
            "take_mandated": COUNT,
            "mandates": several(TEXT, 0),
        }
    ),
    **TRACING_FORMS,
    **DIAGNOSING_FORMS,
    **ADOPTING_FORMS,
}  # fmt: skip
"""The form of each part, by its name."""

_HOW_MANY: Form = {"oneOf": [COUNT, span(COUNT)]}

PLAN_FORM = record(
    {"begins": DAY, "plant": named(_HOW_MANY, {"enum": list(operators())})},
    people=record({"business": several(TEXT, 2), "technology": several(TEXT, 2)}),
    **PART_FORMS,
)
"""A `plan` section: when it begins, its parts, and how many of each operator are planted."""
