"""What a late submission loses: nbgrader's own rule, or a course's plug-in for nbgrader."""

from __future__ import annotations

from collections.abc import Callable

from traitlets.config import Config

Penalty = Callable[[str, float, float], float | None]
"""From a learner, a score and the seconds late to what is taken off; None takes nothing."""


def penalty_of(late: Config | None) -> Penalty | None:
    """
    The rule that is configured; None where nothing is ever taken off.

    Only a plug-in of the course's own needs nbgrader to be imported.
    """
    if late is None:
        return None
    if "plugin_class" in late.AssignLatePenalties:
        return _plugin(late)
    return lambda _learner, score, _seconds: score  # the method "zero"


def within(penalty: float | None, score: float) -> float | None:
    """A penalty that takes off no more than there is, and never adds, as nbgrader has it."""
    if penalty is None:
        return None
    return 0.0 if penalty < 0 else min(penalty, score)


def _plugin(late: Config) -> Penalty:
    from nbgrader.preprocessors import AssignLatePenalties

    # nbgrader names nothing public that makes its plug-in.
    assigner = AssignLatePenalties(config=late)
    assigner.init_plugin()
    rule: Penalty = assigner.plugin_inst.late_submission_penalty
    return rule
