"""
The charts of the course: each module is one function to a `Chart`.

A chart can be read without colour, and carries a text that says what it shows. matplotlib is
imported when a chart is drawn, not before.
"""

from __future__ import annotations

from alignlib.charts.budget_against_priority import budget_against_priority
from alignlib.charts.chart import Chart
from alignlib.charts.diagnostic_profile import diagnostic_profile
from alignlib.charts.horizon_timeline import horizon_timeline
from alignlib.charts.meeting_seats import meeting_seats
from alignlib.charts.metric_over_time import metric_over_time
from alignlib.charts.objective_initiative_map import objective_initiative_map
from alignlib.charts.perception_gap import perception_gap
from alignlib.charts.plans_side_by_side import plans_side_by_side

__all__ = [
    "Chart",
    "budget_against_priority",
    "diagnostic_profile",
    "horizon_timeline",
    "meeting_seats",
    "metric_over_time",
    "objective_initiative_map",
    "perception_gap",
    "plans_side_by_side",
]
