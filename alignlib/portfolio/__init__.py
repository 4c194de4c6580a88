"""
A portfolio to plan: what could be funded, under which limits, and what a plan comes to.

One module reads the problem, one says what a plan comes to, one fills a plan up. The item kind
`plan` scores with them and the exact search of the instructor's side looks for the best plan
with them, so that no two places can disagree about a rule.
"""

from __future__ import annotations

from alignlib.portfolio.filling import by_lot, most_links_first
from alignlib.portfolio.problem import Candidate, Limit, Objective, Plan, Portfolio
from alignlib.portfolio.result import Breach, Reach, Result, Rule, result_of, rules_of

__all__ = [
    "Breach",
    "Candidate",
    "Limit",
    "Objective",
    "Plan",
    "Portfolio",
    "Reach",
    "Result",
    "Rule",
    "by_lot",
    "most_links_first",
    "result_of",
    "rules_of",
]
