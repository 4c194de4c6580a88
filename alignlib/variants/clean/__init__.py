"""
The clean plan: tables that pass every diagnostic, drawn from a template's `plan` section.

Each part of the section gives one or two tables. A case names the parts that it needs, in any
order; they are made in the order of `PARTS`, because later ones look at earlier ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alignlib.variants.clean import (
    adopting,
    asking,
    calendar,
    diagnosing,
    judging,
    ledger,
    people,
    portfolio,
    projects,
    register,
    resources,
    roadmap,
    scorecard,
    sheets,
    tracing,
    watching,
)
from alignlib.variants.clean.sketch import Rows, Sketch
from alignlib.variants.stream import Stream


@dataclass(frozen=True)
class Part:
    """
    One part of a plan: the function that makes it, the tables that it looks at and makes.

    `takes` gives, for each number of entries to take, the list that they are taken from.
    """

    make: Callable[[Mapping[str, Any], Sketch], None]
    makes: tuple[str, ...]
    needs: tuple[str, ...] = ()
    takes: tuple[tuple[str, str], ...] = ()


_TAKE = (("take", "entries"),)
_MANDATED = ("take_mandated", "mandated")

PARTS: Mapping[str, Part] = {
    "register": Part(
        register.register, ("objectives",),
        takes=(("take_live", "live"), ("take_closed", "closed")),
    ),
    "objectives": Part(
        portfolio.objectives, ("objectives",),
        takes=(*_TAKE, ("take_without", "without_technology")),
    ),
    "goals": Part(
        tracing.goals, ("objectives",),
        takes=(*_TAKE, ("take_without", "without_technology"), ("take_closed", "closed")),
    ),
    "initiatives": Part(
        portfolio.initiatives, ("initiatives", "links"), ("objectives",),
        takes=(*_TAKE, _MANDATED),
    ),
    "proposals": Part(
        tracing.proposals, ("initiatives", "links"), ("objectives",), takes=(_MANDATED,)
    ),
    "project_ledger": Part(
        tracing.project_ledger, ("project_lines", "project_names"), ("initiatives",)
    ),
    "dependencies": Part(portfolio.dependencies, ("dependencies",), ("initiatives",)),
    "asset_classes": Part(portfolio.asset_classes, ("asset_classes",)),
    "capabilities": Part(
        resources.capabilities, ("capabilities", "capability_needs"), ("objectives",), takes=_TAKE
    ),
    "metrics": Part(judging.metrics, ("metrics",), ("links",)),
    "benefit_steps": Part(judging.benefit_steps, ("benefit_steps",), ("links",)),
    "metric_series": Part(
        judging.metric_series, ("metric_series",), ("metrics",), takes=_TAKE
    ),
    "decision_rights": Part(people.decision_rights, ("decision_rights",), ("links",)),
    "meetings": Part(people.meetings, ("meetings", "attendees")),
    "reviews": Part(people.reviews, ("reviews",)),
    "survey": Part(people.survey, ("questionnaire", "survey"), takes=_TAKE),
    "licences": Part(resources.licences, ("licences",), takes=_TAKE),
    "risks": Part(resources.risks, ("risks",), takes=_TAKE),
    "decisions": Part(
        register.decisions, ("decisions",), ("objectives",), takes=(*_TAKE, _MANDATED)
    ),
    "risk_register": Part(watching.risk_register, ("risks",), ("objectives",)),
    "dashboard": Part(
        watching.dashboard, ("dashboard",), takes=(*_TAKE, ("take_unused", "unused"))
    ),
    "claims_reports": Part(
        watching.claims_reports, ("claims_reports", "policy_names"), ("dashboard",)
    ),
    "calendar": Part(
        calendar.calendar, ("meetings", "calendar", "name_list", "review_log"),
        takes=(("take", "operations"),),
    ),
    "consultations": Part(
        asking.consultations, ("touches", "consultations", "department_names"), ("initiatives",)
    ),
    "roadmap": Part(roadmap.roadmap, ("dependencies", "date_changes"), ("initiatives", "links")),
    "scorecard": Part(
        scorecard.scorecard, ("metrics",), ("initiatives", "links")
    ),
    "store_sheets": Part(
        sheets.store_sheets, ("rollouts", "store_names", "weekly_sheets", "report_lines"),
        ("metrics",), takes=(("take", "stores"),),
    ),
    "outturns": Part(scorecard.outturns, ("outturns",), ("initiatives",)),
    "ledger": Part(ledger.ledger, ("cost_centres", "budget_lines"), ("objectives",)),
    "allocations": Part(diagnosing.allocations, ("allocations",), ("initiatives",)),
    "readiness": Part(
        diagnosing.readiness, ("capabilities", "capability_needs"), ("objectives",)
    ),
    "tools": Part(diagnosing.tools, ("licences",), takes=_TAKE),
    "teams": Part(diagnosing.teams, ("team_names",)),
    "questions": Part(
        diagnosing.questions, ("questions", "replies"), ("team_names",),
        takes=(*_TAKE, ("take_notices", "notices")),
    ),
    "answer_sheets": Part(
        diagnosing.answer_sheets, ("sheet_statements", "marks"), ("team_names",), takes=_TAKE
    ),
    "wards": Part(
        adopting.wards,
        ("wards", "ward_names", "ward_licences", "sign_ins", "course_bookings", "chart_checks",
         "interviews"),
        takes=(*_TAKE, ("take", "speakers")),
    ),
    "tasks": Part(projects.tasks, ("tasks", "task_needs"), takes=_TAKE),
    "course_results": Part(projects.course_results, ("course_results",)),
}  # fmt: skip
"""Every part of a clean plan, by its name in the template, in the order of making."""

WITH_PEOPLE = ("decision_rights", "meetings", "risks")
"""The parts that name people of both sides."""


def clean_plan(section: Mapping[str, Any], slots: Mapping[str, str], stream: Stream) -> Rows:
    """The rows of a clean plan, by table."""
    sketch = Sketch(
        stream,
        slots,
        dt.date.fromisoformat(section["begins"]),
        {
            side: [name.format(**slots) for name in names]
            for side, names in section.get("people", {}).items()
        },
    )
    for name, part in PARTS.items():
        if name in section:
            part.make(section[name], sketch)
    return sketch.rows
