"""The comparison of variants by simulated solvers."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from alignlib.cli import fairness as command
from alignlib.errors import InstructorError
from alignlib.fairness import Draw, Outcome, as_table, expert, outcomes
from alignlib.scoring import award
from alignlib.variants.template import read_assignment, read_template

SOURCE = Path(__file__).parents[1] / "solutions" / "01-two-strategies"
VARIANTS = 12


@pytest.fixture(scope="module")
def draws() -> list[Draw]:
    """A few variants of Larkfield from a seed of their own."""
    template = read_template(SOURCE / "case.yaml")
    assignment = read_assignment(SOURCE / "assignment.yaml")
    return [
        command.solvable(template, assignment, "tests", number) for number in range(1, VARIANTS + 1)
    ]


@pytest.fixture(scope="module")
def found(draws: list[Draw]) -> dict[str, Outcome]:
    """What each solver earned."""
    return {outcome.solver: outcome for outcome in outcomes(draws)}


def test_an_expert_earns_everything(found: dict[str, Outcome]) -> None:
    """Somebody who reads and computes scores 100 on every variant."""
    assert found["expert"].scores == (100.0,) * VARIANTS


def test_the_expert_does_not_look_at_the_key(draws: list[Draw]) -> None:
    """With another key the expert gives the same answers, and is wrong by it."""
    draw = draws[0]
    declared, item = next(pair for pair in draw.items if pair[1].id == "decisions-without-a-goal")
    turned = {
        identity: part | {"right": not part["right"]}
        for identity, part in draw.key[item.id]["parts"].items()
    }
    answer = expert(declared, item, draw)
    assert award(item, answer, draw.key[item.id]).points == item.points
    assert award(item, answer, {"parts": turned}).points == 0


def test_random_answers_earn_under_a_tenth(found: dict[str, Outcome]) -> None:
    """Answering at random is worth less than 10 of 100 points on average."""
    assert 0 < found["random"].mean < 10


def test_a_keyword_matcher_fails(found: dict[str, Outcome]) -> None:
    """Matching words and blanks without reading earns less than 40 of 100 points."""
    assert found["keyword"].mean < 40


def test_the_misconception_costs_about_half(found: dict[str, Outcome]) -> None:
    """With the module's misconception every variant is worth 25 to 65 points."""
    assert all(25 <= score <= 65 for score in found["misconception"].scores)


@pytest.mark.parametrize(
    ("outcome", "complaint"),
    [
        (Outcome("expert", (100.0, 97.0, 90.0)), "the expert's mean is below 98"),
        (Outcome("random", (9.0, 12.0)), "the random mean is above 10"),
        (Outcome("keyword", (10.0, 20.0)), "the spread is above 3"),
        (Outcome("expert", (100.0, 99.0)), ""),
        (Outcome("random", (9.0, 10.0)), ""),
    ],
)
def test_a_missed_goal_is_named(outcome: Outcome, complaint: str) -> None:
    """Each goal that is missed is said in words, and none where all are met."""
    assert outcome.complaint == complaint


def test_the_table_says_that_solvers_are_simulated(found: dict[str, Outcome]) -> None:
    """The table names mean and spread of each solver, and calls them simulated."""
    table = as_table(list(found.values()))
    assert list(table["solver (simulated)"]) == ["expert", "keyword", "misconception", "random"]
    assert table.loc[0, "mean"] == 100.0
    assert table.loc[0, "spread"] == 0.0


def test_the_command_says_when_a_goal_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command prints a table a module, and its exit code says whether a goal is missed."""
    monkeypatch.setattr(
        command, "outcomes", lambda draws: [Outcome("expert", (90.0,) * len(draws))]
    )
    options = argparse.Namespace(module=["01-two-strategies"], variants=2, seed="tests")
    assert command.run(options) == 1
    assert "the expert's mean is below 98" in capsys.readouterr().out


def test_one_variant_has_no_spread() -> None:
    """Fewer than two variants are refused in words."""
    with pytest.raises(InstructorError, match="a spread needs 2 or more"):
        command.run(argparse.Namespace(module=[], variants=1, seed="tests"))
