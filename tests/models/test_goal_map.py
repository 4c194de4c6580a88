"""The map of the model: what its links cover, what they leave alone, and which have a reason."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.diagnostics.link_focus import link_focus
from alignlib.diagnostics.objective_coverage import objective_coverage
from alignlib.diagnostics.orphan_spend import orphan_spend
from alignlib.errors import LearnerError
from alignlib.models.goal_map import (
    DOUBTS,
    GOALS,
    REASONS,
    ROBOT,
    WHEELS,
    WORK,
    GoalMap,
    drawn,
    said_of,
)

PAIRS = [(w.code, goal.code) for w in (*WORK, WHEELS) for goal in GOALS]


def maps() -> st.SearchStrategy[GoalMap]:
    """Any map that the boxes can make."""

    def made(swapped: bool) -> st.SearchStrategy[GoalMap]:
        here = {w.code for w in GoalMap(swapped=swapped).work}
        links = st.frozensets(st.sampled_from([p for p in PAIRS if p[0] in here]))
        return links.map(lambda chosen: GoalMap(chosen, swapped))

    return st.booleans().flatmap(made)


def frames(made: GoalMap) -> dict[str, pd.DataFrame]:
    """The same map as the tables of a case."""
    return {
        "objectives": pd.DataFrame(
            {
                "objective": [goal.code for goal in GOALS],
                "status": "live",
                "weight": [goal.weight for goal in GOALS],
                "needs_technology": ["yes" if goal.technology else "no" for goal in GOALS],
            }
        ),
        "initiatives": pd.DataFrame(
            {
                "initiative": [w.code for w in made.work],
                "budget_k": [float(w.budget_k) for w in made.work],
                "mandate": [w.mandate or None for w in made.work],
            }
        ),
        "links": pd.DataFrame(
            sorted(made.links), columns=["initiative", "objective"], dtype=object
        ).assign(strength=1),
    }


@given(maps())
def test_the_figures_are_those_of_the_diagnostics(made: GoalMap) -> None:
    """Coverage, orphan spend and what claims too much agree with the measures of the course."""
    tables = frames(made)
    objectives, initiatives, links = tables["objectives"], tables["initiatives"], tables["links"]
    assert objective_coverage(objectives, links).value == pytest.approx(made.coverage)
    assert orphan_spend(initiatives, links, objectives).value == pytest.approx(made.orphan_spend)
    focused = link_focus(initiatives, links, objectives).value
    assert focused == pytest.approx(1 - len(made.wide) / len(made.work))


@given(maps(), st.sampled_from(PAIRS))
def test_a_further_link_never_looks_worse(made: GoalMap, pair: tuple[str, str]) -> None:
    """More links, more coverage and fewer orphans: that is why linking everything tempts."""
    if pair[0] not in {w.code for w in made.work}:
        return
    more = GoalMap(made.links | {pair}, made.swapped)
    assert more.coverage >= made.coverage
    assert more.orphan_spend <= made.orphan_spend
    assert len(more.wide) >= len(made.wide)


@given(maps())
def test_asking_for_reasons_only_takes_links_away(made: GoalMap) -> None:
    """No reason makes a link that nobody has drawn; asking twice changes nothing."""
    assert made.reasoned.links <= made.links
    assert made.reasoned.reasoned == made.reasoned
    assert made.reasoned.coverage <= made.coverage


@given(maps())
def test_the_money_is_split_without_a_rest(made: GoalMap) -> None:
    """What the goals get is the budget of all that has a link."""
    linked = sum(w.budget_k for w in made.work if w.code in {code for code, _ in made.links})
    whole = sum(w.budget_k for w in made.work)
    assert sum(made.money_share(goal) for goal in GOALS) == pytest.approx(linked / whole)


def test_what_the_lesson_asks_to_find() -> None:
    """Everything linked looks perfect; its reasons leave a goal bare and half the money alone."""
    made = drawn(["all"])
    assert (made.coverage, made.orphan_spend, len(made.wide)) == (1, 0, len(WORK))
    held = made.reasoned
    assert [goal.code for goal in held.bare] == ["O2"]
    assert [w.code for w in held.orphans] == ["I4", "I5"]
    assert round(100 * held.coverage, 1) == 66.7
    assert round(100 * held.orphan_spend, 1) == 50.8
    assert not held.wide


def test_three_links_cover_all_on_paper() -> None:
    """The fewest for full coverage are three; with reasons no number of links is enough."""
    pairs = sorted({(w.code, goal.code) for w in WORK for goal in GOALS})
    two = [GoalMap(frozenset(chosen)).coverage for chosen in itertools.combinations(pairs, 2)]
    assert max(two) < 1 == drawn(["I1-O1", "I5-O2", "I3-O3"]).coverage
    assert drawn(["all"]).reasoned.coverage < 1


def test_only_other_work_serves_the_goal_that_is_left() -> None:
    """With wheels for the robot the bare goal is served, and the app still stands alone."""
    made = drawn(["all"], swapped=True).reasoned
    assert (made.coverage, [w.code for w in made.orphans]) == (1, ["I5"])
    assert round(100 * made.orphan_spend, 1) == 23.1
    assert WHEELS.budget_k < ROBOT.budget_k


def test_the_reasons_belong_to_the_map() -> None:
    """Each reason and doubt is about a link there can be, and none has both."""
    assert {*REASONS, *DOUBTS} <= set(PAIRS)
    assert not REASONS.keys() & DOUBTS.keys()
    assert len({said_of(*pair) for pair in (*REASONS, *DOUBTS)}) == len(REASONS) + len(DOUBTS)


def test_the_weights_are_all_that_is_wanted() -> None:
    """They add up to one, and one goal needs no technology."""
    assert sum(goal.weight for goal in GOALS) == pytest.approx(1)
    assert [goal.code for goal in GOALS if not goal.technology] == ["O4"]


@pytest.mark.parametrize("link", ["I1", "I1-O9", "I7-O2", "O1-I1", "", "I1/O1", None, 7])
def test_what_is_no_link_is_named(link: object) -> None:
    """One message says what was found, and what would do."""
    with pytest.raises(LearnerError, match="is no link of this map") as told:
        drawn([link])
    assert '"I1-O1"' in str(told.value)
    assert "I1, I2, I3, I4, I5, I6" in str(told.value)


def test_wheels_are_there_when_they_are_bought() -> None:
    """The store's links can be drawn only once it stands in the robot's place."""
    assert {("I7", "O2")} == drawn(["I7-O2"], swapped=True).links
    with pytest.raises(LearnerError, match="I4-O1"):
        drawn(["I4-O1"], swapped=True)
