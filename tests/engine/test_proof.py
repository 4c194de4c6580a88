"""How do you know that the key is right? Because the plan itself says so, measured twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.defects import (
    Operator,
    adopting,
    allocating,
    answering,
    applied,
    asking,
    deciding,
    horizons,
    licensing,
    moving,
    operators,
    opinions,
    outcomes,
    plan_of,
    planted,
    reaching,
    reviewing,
    rows_of,
    scorecards,
    serving,
    sessions,
    spending,
    tracing,
    undone,
    watching,
)
from alignlib.defects.plan import Change
from alignlib.errors import InstructorError
from alignlib.variants.plant import Finish
from alignlib.variants.planting import Drawn, draw_plan
from alignlib.variants.proof import failures, moved, objections
from alignlib.variants.ruler import read
from alignlib.variants.stream import Stream

HERE = Path(__file__).parent

HORIZONS = yaml.safe_load((HERE / "horizons.yaml").read_text(encoding="utf-8"))
TRACING = yaml.safe_load((HERE / "tracing.yaml").read_text(encoding="utf-8"))


def parts_in(name: str) -> dict[str, Any]:
    """The parts of a plan that one kind of operator plants into."""
    parts: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return parts


SECTION = parts_in("plan")
"""A portfolio with its people: what every operator plants into that no family below has."""

FAMILIES = {
    "records": (deciding, spending),
    "horizons": (horizons, watching),
    "tracing": (tracing, serving),
    "planning": (sessions, reviewing, asking, moving),
    "outcomes": (outcomes, scorecards),
    "diagnosing": (allocating, answering, licensing, opinions, reaching),
    "adopting": (adopting,),
}
"""The plans beside it, each with the modules of the operators that it is for."""

OF = {
    name: {operator.name for module in modules for operator in module.OPERATORS}
    for name, modules in FAMILIES.items()
}
OF["plan"] = set(operators()) - set().union(*OF.values())

PARTS = {name: parts_in(name) for name in OF}


MINUTES = Finish(
    [
        {
            "id": "minutes",
            "kind": "minutes",
            "title": "Minutes",
            "author": "Ada Brook",
            "role": "Chair",
            "date": "2026-09-10",
            "text": "We met.\n\n{minutes_of_decisions}\n\n{minutes_of_checks}",
        }
    ],
    {},
)
"""A finishing that writes out the minutes, as a case's own does."""


def section(plant: dict[str, int]) -> dict[str, Any]:
    """The test's plan in which these operators can be planted."""
    family = next((name for name in FAMILIES if OF[name] & set(plant)), "plan")
    return PARTS[family] | {"plant": plant}


DRAWS = 25
"""Draws within which some plan has room for an operator and is not ambiguous."""


def drawn(plant: dict[str, int], seed: str) -> Drawn:
    """The first draw of a seed that the proof accepts."""
    refused: list[str] = []
    for number in range(DRAWS):
        try:
            plan = draw_plan(section(plant), {}, Stream(f"{seed}/{number}"))
        except InstructorError as error:
            refused.append(str(error))
            continue
        found = list(objections(plan.clean, plan.rows, plan.log, MINUTES))
        if not found:
            return plan
        refused += found
    raise AssertionError(f"no plan in {DRAWS} draws: {refused[:6]}")


def test_how_do_you_know_that_the_key_is_right() -> None:
    """
    A firm's plan is fine. We take the links of one initiative away. Now it serves nothing.

    We wrote down which initiative it was: that note is the key. A ruler that knows nothing of
    the note measures the plan before and after. Before, no money serves nothing. After, some
    does, and the ruler points at the very initiative in the note. We put the links back, and
    the ruler says that all is fine again. So the note is right.
    """
    plan = drawn({"orphan_initiative": 1}, "ninth grade")
    (note,) = plan.log
    before, after = read(MINUTES(plan.clean)).values, read(MINUTES(plan.rows)).values

    assert before["orphan_spend"].value == 0
    assert after["orphan_spend"].value > 0
    assert [e.row for e in after["orphan_spend"].evidence] == [note.edit.focus[1]]

    restored = rows_of(undone(plan_of(plan.rows), note.edit.changes))
    assert read(MINUTES(restored)).values["orphan_spend"].value == 0


def test_there_are_enough_operators() -> None:
    """There are at least twelve kinds of defect and six kinds of decoy."""
    assert sum(not one.is_decoy for one in operators().values()) >= 12
    assert sum(one.is_decoy for one in operators().values()) >= 6


@pytest.mark.parametrize("name", operators())
def test_an_operator_moves_what_it_declares(name: str) -> None:
    """Alone in a clean plan, an operator moves its diagnostics and nothing beyond."""
    plan = drawn({name: 1}, name)
    (planting,) = plan.log
    found = moved(read(MINUTES(plan.clean)), read(MINUTES(plan.rows)))
    assert set(planting.operator.moves) <= found
    assert found <= set(planting.operator.moves) | set(planting.operator.may_move)


@pytest.mark.parametrize("name", [n for n, one in operators().items() if one.is_decoy])
def test_a_decoy_is_harmless(name: str) -> None:
    """A plan that holds nothing but a decoy passes every diagnostic."""
    assert failures(read(MINUTES(drawn({name: 1}, f"decoy {name}").rows))) == []


@pytest.mark.parametrize("name", [n for n, one in operators().items() if one.is_decoy])
def test_a_decoy_names_what_it_is_taken_for(name: str) -> None:
    """A decoy's look-alike is a defect that exists."""
    assert not operators()[operators()[name].look_alike].is_decoy


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize("family", OF)
def test_operators_do_not_hide_each_other(family: str, number: int) -> None:
    """With up to eight in one plan, each diagnostic still points at each of its defects."""
    stream = Stream(f"sets {family} {number}")
    own = [name for name in operators() if name in OF[family]]
    names = stream.sample(own, min(8, len(own)))
    plan = drawn(dict.fromkeys(names, 1), f"together {family} {number}")
    assert sorted(planting.operator.name for planting in plan.log) == sorted(names)
    places = [place for planting in plan.log for place in planting.edit.places]
    assert len(places) == len(set(places))


def test_the_same_seed_gives_the_same_plan() -> None:
    """Two draws from one seed are equal, row by row and note by note."""
    plant = {"orphan_initiative": 1, "rift": 1, "long_with_gate": 1}
    one, other = drawn(plant, "seed"), drawn(plant, "seed")
    assert one == other


def test_the_clean_plan_stays_as_it_was() -> None:
    """Planting changes no row of the clean plan: it makes new ones."""
    plan = drawn({"missing_owner": 1}, "pure")
    copy = draw_plan(SECTION | {"plant": {}}, {}, Stream("pure/0"))
    again = draw_plan(SECTION | {"plant": {"missing_owner": 1}}, {}, Stream("pure/0"))
    assert copy.clean == again.clean
    assert plan.clean != plan.rows


def test_no_room_is_said_in_words() -> None:
    """A plan that has no row left for an operator says which one, and what to do."""
    plan = plan_of(draw_plan(SECTION | {"plant": {}}, {}, Stream("full")).clean)
    everything = frozenset((table, row) for table, rows in plan.items() for row in rows)
    with pytest.raises(InstructorError, match=r"no room for one more orphan initiative.*fewer"):
        planted(plan, operators()["orphan_initiative"], everything, Stream("x").below)


class TestTampering:
    """The proof refuses a draw whose log is not the truth."""

    @pytest.fixture
    def plan(self) -> Drawn:
        """A proven plan with a defect and a decoy."""
        return drawn({"orphan_initiative": 1, "long_with_gate": 1}, "tamper")

    def rules(self, clean: Any, rows: Any, log: Any) -> str:
        """The proof's objections as one text."""
        return "; ".join(objections(clean, rows, log))

    def test_a_defect_that_is_not_in_the_log(self, plan: Drawn) -> None:
        """A second defect that nobody noted moves a diagnostic that nobody declared."""
        rows = {name: [dict(row) for row in table] for name, table in plan.rows.items()}
        rows["reviews"][0] |= {"joint": "no", "changes_logged": 0, "direction": "none"}
        assert "nothing else moves: review_loop" in self.rules(plan.clean, rows, plan.log)

    def test_a_log_that_claims_a_defect_which_is_not_there(self, plan: Drawn) -> None:
        """A plan without its defect does not show what the log claims."""
        orphan = next(p for p in plan.log if not p.operator.is_decoy)
        mended = rows_of(undone(plan_of(plan.rows), orphan.edit.changes))
        assert "orphan_spend did not move" in self.rules(plan.clean, mended, plan.log)

    def test_an_operator_that_declares_the_wrong_diagnostic(self, plan: Drawn) -> None:
        """An operator that does not move what it declares is found out."""
        log = [replace(p, operator=_moving(p.operator, "seat_balance")) for p in plan.log[1:]]
        assert "moves seat_balance: it did not" in self.rules(plan.clean, plan.rows, log)

    def test_a_decoy_that_does_harm(self, plan: Drawn) -> None:
        """A defect that calls itself a decoy is found out."""
        log = [replace(p, operator=replace(p.operator, moves=(), may_move=())) for p in plan.log]
        assert "moves nothing else" in self.rules(plan.clean, plan.rows, log)

    def test_a_clean_plan_that_is_not_clean(self, plan: Drawn) -> None:
        """A plan that had the fault before is no clean plan."""
        assert "the clean plan passes: orphan_spend" in self.rules(plan.rows, plan.rows, [])

    def test_a_change_that_is_not_taken_back(self, plan: Drawn) -> None:
        """Rows that differ although all changes are taken back are found out."""
        rows = {name: [dict(row) for row in table] for name, table in plan.rows.items()}
        rows["initiatives"][0]["text"] += " And more."
        assert "undoing restores" in self.rules(plan.clean, rows, plan.log)

    def test_a_row_that_breaks_its_schema(self, plan: Drawn) -> None:
        """A row that the schema does not allow is named."""
        rows = {name: [dict(row) for row in table] for name, table in plan.rows.items()}
        rows["links"][0]["strength"] = 9
        assert "Table links, row 1, column strength" in self.rules(plan.clean, rows, plan.log)


def _moving(operator: Operator, diagnostic: str) -> Operator:
    return replace(operator, moves=(diagnostic,))


def test_changes_can_be_made_and_taken_back() -> None:
    """An added, a changed and a removed row are back as they were, and nothing was mutated."""
    plan = plan_of({"risks": [{"risk": "X1", "text": "a"}, {"risk": "X2", "text": "b"}]})
    changes = [
        Change("risks", "X1", {"risk": "X1", "text": "a"}, {"risk": "X1", "text": "c"}),
        Change("risks", "X2", {"risk": "X2", "text": "b"}, None),
        Change("risks", "X3", None, {"risk": "X3", "text": "d"}),
    ]
    new = applied(plan, changes)
    assert new == {"risks": {"X1": {"risk": "X1", "text": "c"}, "X3": {"risk": "X3", "text": "d"}}}
    assert undone(new, changes) == plan
    assert plan["risks"]["X1"]["text"] == "a"


@pytest.mark.parametrize("name", ["linked_to_everything", "two_owners", "consulted_too"])
def test_an_added_row_does_not_show_by_its_place(name: str) -> None:
    """Over some plans, a row that an operator added does not always stand last in its table."""
    last = []
    for seed in range(4):
        plan = drawn({name: 1}, f"{name} {seed}")
        (planting,) = plan.log
        change = next(c for c in planting.edit.changes if c.before is None)
        codes = sorted(row[next(iter(row))] for row in plan.rows[change.table])
        assert len({len(code) for code in codes}) == 1
        last.append(codes[-1] == change.identity)
    assert not all(last)


def test_too_few_entries_are_said_in_words() -> None:
    """A plan whose entries cannot serve its objectives says so, and what to do."""
    few = SECTION["initiatives"] | {"entries": SECTION["initiatives"]["entries"][:3]}
    with pytest.raises(InstructorError, match=r"plan\.initiatives: no 12 entries serve.*Add"):
        draw_plan(SECTION | {"initiatives": few, "plant": {}}, {}, Stream("few"))
