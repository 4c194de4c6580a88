"""Variants: what is planted, what the checker finds, and what is built of it."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib import tables
from alignlib.cases import FILE_NAME, Bundle, Variant
from alignlib.defects import operators
from alignlib.errors import InstructorError
from alignlib.items import Item
from alignlib.scoring import award
from alignlib.variants import build as building
from alignlib.variants.build import build, draw
from alignlib.variants.checker import objections
from alignlib.variants.plant import Planted, draw_slots, plant
from alignlib.variants.stream import Stream
from alignlib.variants.template import read_assignment, read_template
from tests.conftest import MODULE

NUMBERS = range(1, 13)

every_variant = pytest.mark.parametrize("number", NUMBERS)


@pytest.fixture(scope="module")
def planted(template: dict[str, Any], assignment: dict[str, Any]) -> list[Planted]:
    """The draws behind the twelve open variants."""
    return [draw(template, assignment, "open", number)[0] for number in NUMBERS]


@pytest.fixture(scope="module")
def variants(larkfield: Bundle) -> list[Variant]:
    """The twelve variants as a learner gets them."""
    return [larkfield.variant(number) for number in NUMBERS]


@pytest.fixture(scope="module")
def keys(larkfield: Bundle) -> list[dict[str, Any]]:
    """Their keys."""
    return [dict(larkfield.key(number)) for number in NUMBERS]


# ---------------------------------------------------------------- the same seed, the same bytes


def built(into: Path, variants: int, seed: str = "open") -> Bundle:
    """A bundle of module 1, just built."""
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", variants, seed, into=into)
    return Bundle(into / FILE_NAME)


def test_the_same_seed_gives_the_same_bytes(larkfield: Bundle, tmp_path: Path) -> None:
    """Building twice gives the same bytes."""
    assert larkfield.path.read_bytes() == built(tmp_path, 12).path.read_bytes()


BUILDING = """
import hashlib, sys
from pathlib import Path
from alignlib.variants.build import build
module, into = Path(sys.argv[1]), Path(sys.argv[2])
(path,) = build(module / "case.yaml", module / "assignment.yaml", 12, into=into).paths
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_the_bytes_do_not_depend_on_the_process(
    hash_seed: str, larkfield: Bundle, tmp_path: Path
) -> None:
    """Another process with another order of its sets builds the same bytes."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", BUILDING, str(MODULE), str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert hashlib.sha256(larkfield.path.read_bytes()).hexdigest() == done.stdout.strip()


def test_another_seed_gives_other_variants(larkfield: Bundle, tmp_path: Path) -> None:
    """With another seed no variant is one of the open ones."""
    bundle = built(tmp_path, 2, "another seed")
    known = {json.dumps(larkfield.variant(n).case.rows("budget_lines")) for n in NUMBERS}
    for number in (1, 2):
        assert json.dumps(bundle.variant(number).case.rows("budget_lines")) not in known


def test_more_variants_leave_the_first_as_they_are(larkfield: Bundle, tmp_path: Path) -> None:
    """A variant depends on its own number only, not on how many there are."""
    few = built(tmp_path, 2)
    assert larkfield.key(2) == few.key(2)
    assert larkfield.variant(2).items == few.variant(2).items


def test_every_variant_is_reported_while_building(tmp_path: Path) -> None:
    """Progress is told variant by variant."""
    told: list[int] = []
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", 3, into=tmp_path, progress=told.append)
    assert told == [1, 2, 3]


def test_a_bundle_is_put_down_whole(tmp_path: Path) -> None:
    """Building leaves the one file, also where one was before."""
    for seed in ("old", "new"):
        assert built(tmp_path / "new folder", 1, seed).variants == 1
    assert [p.name for p in (tmp_path / "new folder").iterdir()] == [FILE_NAME]


def test_a_build_that_fails_leaves_the_bundle_before_it(tmp_path: Path) -> None:
    """Where a variant cannot be drawn, what was there stays, and no half of a file with it."""
    before = built(tmp_path, 1).path.read_bytes()

    def stop(number: int) -> None:
        raise InstructorError("The disk is full.")

    with pytest.raises(InstructorError, match="disk"):
        build(MODULE / "case.yaml", MODULE / "assignment.yaml", 2, into=tmp_path, progress=stop)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [before]


def test_each_refused_draw_says_why(template: dict[str, Any], assignment: dict[str, Any]) -> None:
    """A refusal names the variant, the draw, the rule and what was found."""
    refused = [r for number in NUMBERS for r in draw(template, assignment, "open", number)[1]]
    assert refused
    for refusal in refused:
        assert re.match(r"variant \d+, draw \d+: [a-z][^:]+: .+", str(refusal))
        assert refusal.reason.startswith(refusal.rule)


# ---------------------------------------------------------------- twelve different, sound variants


@every_variant
def test_the_checker_accepts_every_variant(
    number: int, planted: list[Planted], template: dict[str, Any], assignment: dict[str, Any]
) -> None:
    """The checker has nothing against any of the twelve."""
    assert list(objections(planted[number - 1], template, assignment["items"])) == []


def decisions_without_goal(frames: dict[str, pd.DataFrame]) -> set[str]:
    """Decisions with no mandate, no goal in the minutes, and no goal that was live on the day."""
    minutes = frames["documents"].set_index("document").loc["minutes", "text"]
    told = dict(re.findall(r"(D\d\d)\. [^\n]*?\b(O\d+)\b", str(minutes)))
    goals = frames["objectives"].set_index("objective")
    lost = set()
    for row in frames["decisions"].itertuples():
        goal = told.get(row.decision, "") if pd.isna(row.objective) else row.objective
        known = goal in goals.index
        closed = known and goals.loc[goal, "closed_on"] <= row.date
        if pd.isna(row.mandate) and (not known or closed):
            lost.add(str(row.decision))
    return lost


def ledger(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each voucher once, with its department, and whether its goal is live."""
    lines = frames["budget_lines"].groupby("voucher").first().reset_index()
    lines["code"] = [re.findall(r"\d{4}", text)[0] for text in lines["cost_centre"]]
    status = frames["objectives"].set_index("objective")["status"]
    lines["live"] = lines["objective"].map(status).eq("live")
    return lines.merge(frames["cost_centres"], on="code")


@every_variant
def test_the_key_follows_from_the_learners_tables(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """What one works out from the built tables, with code of its own, is what the key says."""
    case, key = variants[number - 1].case, keys[number - 1]
    frames = {name: tables.frame(name, case.rows(name)) for name in case.table_names}
    lines = ledger(frames)

    def right(item: str) -> set[str]:
        return {part for part, entry in key[item]["parts"].items() if entry["right"]}

    assert decisions_without_goal(frames) == right("decisions-without-a-goal")
    reached = lines.groupby("code")["live"].max()
    assert set(reached.index[~reached]) == right("departments-not-reached")
    spend = lines[lines["technology"] == "yes"]
    good = spend["live"] | spend["mandate"].notna()
    share = 100 * spend.loc[good, "amount_k"].sum() / spend["amount_k"].sum()
    assert share == pytest.approx(key["purposeful-spend"]["answer"], abs=1e-3)
    wrong = {m["name"]: m["value"] for m in key["purposeful-spend"]["mistakes"]}
    assert wrong["lines_not_money"] == pytest.approx(100 * good.mean(), abs=1e-3)
    money = spend["amount_k"].sum()
    live = spend.loc[spend["live"], "amount_k"].sum()
    assert wrong["mandates_left_out"] == pytest.approx(100 * live / money, abs=1e-3)
    named = spend["objective"].notna() | spend["mandate"].notna()
    coded = spend.loc[named, "amount_k"].sum()
    assert wrong["closed_goals_counted"] == pytest.approx(100 * coded / money, abs=1e-3)
    every = lines["live"] | lines["mandate"].notna()
    whole = 100 * lines.loc[every, "amount_k"].sum() / lines["amount_k"].sum()
    assert wrong["all_departments"] == pytest.approx(whole, abs=1e-3)
    twice = frames["budget_lines"].merge(
        lines[["voucher", "live", "technology"]], on="voucher", how="left"
    )
    twice = twice[twice["technology"] == "yes"]
    counted = twice["live"] | twice["mandate"].notna()
    doubled = 100 * twice.loc[counted, "amount_k"].sum() / twice["amount_k"].sum()
    assert wrong["duplicates_counted"] == pytest.approx(doubled, abs=1e-3)


@every_variant
def test_items_and_keys_match(
    number: int, variants: list[Variant], keys: list[dict[str, Any]], assignment: dict[str, Any]
) -> None:
    """Every item has a key, and every thing or option one part in it with a reason."""
    items, key = variants[number - 1].items, keys[number - 1]
    assert list(items) == list(key) == [item["id"] for item in assignment["items"]]
    for item in items.values():
        choices = getattr(item, "things", None) or getattr(item, "options", ())
        parts = key[item.id].get("parts", {})
        if item.KIND == "link":
            assert {part.split("/")[0] for part in parts} == {one.id for one in item.left}  # type: ignore[attr-defined]
        else:
            assert {choice.id for choice in choices} == set(parts)
        for part in parts.values():
            assert part["why"].strip()
            assert "{" not in part["why"]
            assert part["claim"] in item.claims or part["claim"].startswith("S")


@every_variant
def test_items_show_what_the_tables_show(number: int, variants: list[Variant]) -> None:
    """The texts of an item stand word for word in a table of the case."""
    variant = variants[number - 1]
    texts = {
        str(value)
        for name in variant.case.table_names
        for row in variant.case.rows(name)
        for value in row.values()
    }
    for item in variant.items.values():
        for choice in (*getattr(item, "things", ()), *getattr(item, "options", ())):
            assert choice.text in texts


@every_variant
def test_each_category_is_right_equally_often(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """In every classify item each category is right for equally many things."""
    for item in variants[number - 1].items.values():
        if item.KIND == "classify":
            parts = keys[number - 1][item.id]["parts"].values()
            counts = Counter(part["answer"] for part in parts)
            assert set(counts) == {c.id for c in item.categories}  # type: ignore[attr-defined]
            assert len(set(counts.values())) == 1


def test_no_two_variants_have_the_same_people(variants: list[Variant]) -> None:
    """At least half of the documents of two variants have another writer."""
    people = [
        tuple(row["author"] for row in variant.case.rows("documents")) for variant in variants
    ]
    for one, other in itertools.combinations(people, 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) <= len(one) / 2


def test_no_two_variants_have_the_same_numbers(
    variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """The amounts, and the share that they give, differ between any two variants."""
    assert len({key["purposeful-spend"]["answer"] for key in keys}) == 12
    amounts = {tuple(r["amount_k"] for r in v.case.rows("budget_lines")) for v in variants}
    assert len(amounts) == 12


@pytest.mark.parametrize("field", ["text", "note"])
def test_no_two_variants_have_the_same_order(field: str, variants: list[Variant]) -> None:
    """The statements of an item stand in another order in every variant."""
    for item in variants[0].items:
        if item == "departments-not-reached":
            continue  # a list of departments is in the order of their codes, as everywhere
        orders = set()
        for variant in variants:
            one = variant.items[item]
            choices = getattr(one, "things", None) or getattr(one, "options", ())
            orders.add(tuple(getattr(choice, field) for choice in choices))
        assert len(orders) in {1 if not any(orders) else 12, 12}, item


def test_no_two_variants_have_the_same_key(keys: list[dict[str, Any]]) -> None:
    """The answers of one variant, taken over whole, are not those of another."""
    for one, other in itertools.combinations(keys, 2):
        same = [
            item
            for item in one
            if "parts" in one[item] and _right(one, item) == _right(other, item)
        ]
        assert len(same) <= 1


def _right(key: dict[str, Any], item: str) -> list[Any]:
    return [part.get("answer", part.get("right")) for part in key[item]["parts"].values()]


# ---------------------------------------------------------------- what answers are worth


def scores(
    variants: list[Variant],
    keys: list[dict[str, Any]],
    number: int,
    answer: Callable[[Item, dict[str, Any]], Any],
) -> Iterator[float]:
    """The points of each automatically scored item for one way of answering."""
    for item in variants[number - 1].items.values():
        if item.KIND != "memo":
            key = keys[number - 1][item.id]
            yield award(item, answer(item, key), key).points


AUTO = 80.0
"""Points of module 1 that need no marker."""


@every_variant
def test_the_reference_earns_everything(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """The right answers earn exactly 80 of 80 points."""
    assert sum(scores(variants, keys, number, lambda item, key: item.reference(key))) == AUTO


@every_variant
def test_a_blank_earns_nothing(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """Nothing recorded earns exactly nothing."""
    assert sum(scores(variants, keys, number, lambda item, key: None)) == 0.0


@every_variant
def test_ticking_everything_earns_nothing(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """Choosing all options, and one category for all things, earns nothing at all."""
    most = 7  # no item has more categories
    for turn in range(most):

        def same(item: Item, key: dict[str, Any], turn: int = turn) -> Any:
            if item.KIND == "classify":
                categories = item.categories  # type: ignore[attr-defined]
                return dict.fromkeys(item.parts(), categories[turn % len(categories)].id)
            return [o.id for o in item.options] if item.KIND == "choose" else None  # type: ignore[attr-defined]

        assert sum(scores(variants, keys, number, same)) <= 0.05 * AUTO


def test_random_answers_stay_below_a_tenth(
    variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """Over 600 learners who guess everything, the mean is below a tenth of the points."""

    def total(number: int, seed: int) -> float:
        def guess(item: Item, key: dict[str, Any]) -> Any:
            return item.attempt(key, 1.0, Stream(f"{number}/{seed}/{item.id}").below)

        return sum(scores(variants, keys, number, guess))

    totals = [total(number, seed) for number in NUMBERS for seed in range(50)]
    assert sum(totals) / len(totals) < 0.10 * AUTO
    assert max(totals) < 0.5 * AUTO


def test_following_the_lures_costs_a_fifth(
    variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """A learner with the misconceptions loses at least a fifth of the points on each variant."""
    for number in NUMBERS:
        total = sum(scores(variants, keys, number, lambda item, key: item.lured(key)))
        assert total < 0.8 * AUTO


def test_a_neighbours_answers_are_worth_little(
    variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """The right answers of one variant, copied into another, earn below a third of the points."""
    for one, other in itertools.permutations(NUMBERS, 2):

        def copied(item: Item, key: dict[str, Any], one: int = one) -> Any:
            return variants[one - 1].items[item.id].reference(keys[one - 1][item.id])

        assert sum(scores(variants, keys, other, copied)) < AUTO / 3


@every_variant
def test_each_named_mistake_is_recognised(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """Each common mistake in the sum earns less than the answer, and is told by its own words."""
    item, key = variants[number - 1].items["purposeful-spend"], keys[number - 1]["purposeful-spend"]
    assert key["mistakes"]
    for mistake in key["mistakes"]:
        score = award(item, round(mistake["value"], 1), key)
        assert score.points < item.points
        assert score.note == mistake["says"]


@every_variant
def test_a_rounded_answer_is_right(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """The answer with the decimals that the item asks for earns full points."""
    item, key = variants[number - 1].items["purposeful-spend"], keys[number - 1]["purposeful-spend"]
    assert award(item, round(key["answer"], 1), key).points == item.points


# ---------------------------------------------------------------- what is planted


@every_variant
def test_every_voucher_posted_twice_is_the_same_money(number: int, planted: list[Planted]) -> None:
    """Two lines of one voucher agree in all but their number and the clerk's spelling."""
    lines = planted[number - 1].rows["budget_lines"]
    by_voucher: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_voucher.setdefault(line["voucher"], []).append(line)
    twice = [pair for pair in by_voucher.values() if len(pair) > 1]
    assert len(twice) == 8
    for one, other in twice:
        assert {k for k in one if one[k] != other[k]} <= {"line", "cost_centre"}


@every_variant
def test_each_operator_is_planted_as_often_as_the_template_says(
    number: int, planted: list[Planted], template: dict[str, Any]
) -> None:
    """The log has of each operator the number, or one of the range, that `plant` gives."""
    plan = planted[number - 1].plan
    assert plan is not None
    found = Counter(planting.operator.name for planting in plan.log)
    assert set(found) == set(template["plan"]["plant"])
    for name, wanted in template["plan"]["plant"].items():
        low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
        assert low <= found[name] <= high


@every_variant
def test_the_minutes_name_the_decision_with_its_goal(number: int, planted: list[Planted]) -> None:
    """A goal that only the minutes state is stated there, beside the decision's number."""
    one = planted[number - 1]
    assert one.plan is not None
    told = next(d["text"] for d in one.rows["documents"] if d["document"] == "minutes")
    hidden = [p.edit.focus[1] for p in one.plan.log if p.operator.name == "goal_in_minutes"]
    assert hidden
    goals = {goal["objective"] for goal in one.rows["objectives"]}
    for identity in hidden:
        sentence = next(line for line in told.splitlines() if line.startswith(f"{identity}. "))
        assert any(goal in sentence for goal in goals)


@every_variant
def test_margins_never_leave_the_generator(number: int, planted: list[Planted]) -> None:
    """What the generator keeps beside a row is in no table that a learner sees."""
    for table in planted[number - 1].rows.values():
        assert not any(column.startswith("_") for row in table for column in row)


@every_variant
def test_an_added_row_stands_among_the_others(number: int, planted: list[Planted]) -> None:
    """Lines rise from row to row, and the second posting of a voucher is not at the end."""
    lines = planted[number - 1].rows["budget_lines"]
    codes = [row["line"] for row in lines]
    assert codes == sorted(codes)
    assert len({len(code) for code in codes}) == 1
    assert [row["month"] for row in lines] == sorted(row["month"] for row in lines)


def test_no_two_slots_share_a_name(template: dict[str, Any]) -> None:
    """Over many draws no two people or firms of a variant have one name."""
    names = {name for name, slot in template["slots"].items() if "pick" in slot}
    for seed in range(50):
        drawn = draw_slots(template["slots"], Stream(str(seed)))
        assert len({drawn[name] for name in names}) == len(names)


def test_planting_changes_no_template(template: dict[str, Any]) -> None:
    """A template stays as it is, however often it is drawn from."""
    before = copy.deepcopy(template)
    plant(template, "x")
    assert before == template


# ---------------------------------------------------------------- the checker finds what is wrong


def tamper_open_slot(one: Planted) -> None:
    """A slot that nobody filled."""
    one.rows["board_pack"][0]["text"] = "{ceo} wants more."


def tamper_brief(one: Planted) -> None:
    """A slot in the brief."""
    one.case["brief"] += " {rival}"


def tamper_twice(one: Planted) -> None:
    """One statement twice."""
    one.rows["board_pack"][1]["text"] = one.rows["board_pack"][0]["text"]


def tamper_label(one: Planted) -> None:
    """Another label in the log."""
    entry = one.labels["board_pack"]["B01"]
    entry["label"] = "neither" if entry["label"] != "neither" else "business"


def tamper_text(one: Planted) -> None:
    """A text that the template does not have."""
    one.rows["whose_question"][0]["text"] = "What time is it?"


def tamper_count(one: Planted) -> None:
    """One statement fewer."""
    del one.labels["the_tool_list"][one.rows["the_tool_list"].pop()["id"]]


def hit_by(one: Planted, operator: str) -> str:
    """The row that an operator hit."""
    assert one.plan is not None
    return next(p.edit.focus[1] for p in one.plan.log if p.operator.name == operator)


def tamper_decision_goal(one: Planted) -> None:
    """A decision without a goal that gets a mandate."""
    wanted = hit_by(one, "decision_without_goal")
    row = next(r for r in one.rows["decisions"] if r["decision"] == wanted)
    row["mandate"] = "Data-protection law"


def tamper_goal_closed(one: Planted) -> None:
    """All live goals closed before the first decision."""
    for goal in one.rows["objectives"]:
        goal.update(status="closed", closed_on="2020-01-01", closed_because="Given up.")


def tamper_minutes(one: Planted) -> None:
    """Minutes that say nothing of the goal that only they state."""
    row = next(d for d in one.rows["documents"] if d["document"] == "minutes")
    row["text"] = row["text"].replace(f"{hit_by(one, 'goal_in_minutes')}. ", "")


def tamper_all_minutes(one: Planted) -> None:
    """Minutes that name no decision at all."""
    row = next(d for d in one.rows["documents"] if d["document"] == "minutes")
    row["text"] = "The board met."


def tamper_departments(one: Planted) -> None:
    """No line names a goal."""
    for line in one.rows["budget_lines"]:
        line["objective"] = None


def tamper_all_purposeful(one: Planted) -> None:
    """Every line names a mandate."""
    for line in one.rows["budget_lines"]:
        line["mandate"] = "Data-protection law"


def tamper_equal_amounts(one: Planted) -> None:
    """All lines cost the same, so that a share of the lines is the share of the money."""
    for line in one.rows["budget_lines"]:
        line["amount_k"] = 10.0


def tamper_no_mandate(one: Planted) -> None:
    """No technology line names a mandate or a closed goal: two mistakes are no mistakes."""
    live = {g["objective"] for g in one.rows["objectives"] if g["status"] == "live"}
    for line in one.rows["budget_lines"]:
        line["mandate"] = None
        line["objective"] = line["objective"] if line["objective"] in live else None


def tamper_cell(one: Planted) -> None:
    """A cell against the schema."""
    one.rows["objectives"][0]["status"] = "dormant"


def tamper_no_lines(one: Planted) -> None:
    """No technology department."""
    for centre in one.rows["cost_centres"]:
        centre["technology"] = "no"


def tamper_finish(one: Planted) -> None:
    """A row of the plan that differs without anything being planted on it."""
    assert one.plan is not None
    one.plan.rows["objectives"][0]["text"] += ", and more"


TAMPERED = [
    (tamper_cell, "tables"),
    (tamper_open_slot, "open slot"),
    (tamper_brief, "open slot"),
    (tamper_twice, "same text twice in board_pack"),
    (tamper_label, "label of board_pack"),
    (tamper_text, "label of whose_question"),
    (tamper_count, "number of each label in the_tool_list"),
    (tamper_decision_goal, "decisions-without-a-goal"),
    (tamper_goal_closed, "decisions-without-a-goal"),
    (tamper_goal_closed, "departments-not-reached"),
    (tamper_minutes, "decisions-without-a-goal"),
    (tamper_all_minutes, "decisions-without-a-goal"),
    (tamper_departments, "departments-not-reached"),
    (tamper_all_purposeful, "answer of purposeful-spend out of bounds"),
    (tamper_equal_amounts, "mistake too near the answer of purposeful-spend"),
    (tamper_no_mandate, "two mistakes give the same number in purposeful-spend"),
    (tamper_no_lines, "answer of purposeful-spend"),
    (tamper_finish, "undoing restores"),
]


@pytest.mark.parametrize(("tamper", "rule"), TAMPERED, ids=lambda v: getattr(v, "__name__", v))
def test_the_checker_names_what_is_wrong(
    tamper: Callable[[Planted], None],
    rule: str,
    planted: list[Planted],
    template: dict[str, Any],
    assignment: dict[str, Any],
) -> None:
    """A draw that was tampered with is refused, and the rule that it breaks is named."""
    one = copy.deepcopy(planted[0])
    tamper(one)
    found = {o.partition(":")[0] for o in objections(one, template, assignment["items"])}
    assert rule in found


def test_a_row_of_another_label_in_the_log_is_refused(
    planted: list[Planted], template: dict[str, Any], assignment: dict[str, Any]
) -> None:
    """A sound decision that the log calls a defect is refused by the item that asks of it."""
    one = planted[0]
    assert one.plan is not None
    log = list(one.plan.log)
    place = next(n for n, p in enumerate(log) if p.operator.name == "mandated_decision")
    log[place] = replace(log[place], operator=operators()["decision_without_goal"])
    other = replace(one, plan=replace(one.plan, log=tuple(log)))
    found = " ".join(objections(other, template, assignment["items"]))
    decision = log[place].edit.focus[1]
    assert f"the tables say wrong of {decision}, the log says right" in found


# ---------------------------------------------------------------- templates with mistakes in them


def edited(tmp_path: Path, source: str, edit: Callable[[Any], Any]) -> Path:
    """A copy of one of Larkfield's source files with something changed."""
    data = yaml.safe_load((MODULE / source).read_text(encoding="utf-8"))
    data = edit(data) or data
    (tmp_path / source).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return tmp_path / source


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    """An edit that puts a value at a path."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return edit


def drop(*path: Any) -> Callable[[Any], None]:
    """An edit that takes away what is at a path."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return edit


FAULTS = [
    (drop("firm"), r"at \$: 'firm' is a required property"),
    (put("schema", value=2), r"at \$\.schema: 1 was expected"),
    (put("secret", value="x"), r"at \$: .*'secret'"),
    (put("pools", "board_pack", "entries", 0, "claim", value="S99"), r"board_pack\.entries\[0\]"),
    (drop("pools", "the_tool_list", "entries", 3, "why"), r"the_tool_list\.entries\[3\]: 'why'"),
    (put("slots", "ceo", value={"choose": ["A"]}), r"at \$\.slots\.ceo"),
    (put("slots", "stores", value={"range": [1]}), r"at \$\.slots\.stores"),
    (
        put("plan", "ledger", "departments", 0, "code", value="41"),
        r"at \$\.plan\.ledger\.departments\[0\]\.code: '41'",
    ),
    (put("plan", "register", "live", value=[]), r"at \$\.plan\.register\.live"),
    (put("plan", "plant", "drop_an_owner", value=1), r"at \$\.plan\.plant: 'drop_an_owner'"),
    (put("plan", "plant", "posted_twice", value=-1), r"at \$\.plan\.plant\.posted_twice"),
    (lambda data: ["a", "list"], r"at \$: \['a', 'list'\] is not of type 'object'"),
]


@pytest.mark.parametrize(("edit", "words"), FAULTS, ids=[words for _, words in FAULTS])
def test_a_fault_in_a_template_is_named_by_its_path(
    edit: Callable[[Any], Any], words: str, tmp_path: Path
) -> None:
    """A template against the schema is refused with the file and the path in it."""
    with pytest.raises(InstructorError, match=rf"case\.yaml, .*{words}"):
        read_template(edited(tmp_path, "case.yaml", edit))


ASSIGNMENT_FAULTS = [
    (drop("items", 0, "points"), r"at \$\.items\[0\]: 'points' is a required property"),
    (put("items", 1, "points", value=0), r"items\[1\]\.points"),
    (put("items", 2, "feedback", value="all"), r"items\[2\]\.feedback"),
    (put("items", 3, "id", value="Five Components"), r"items\[3\]\.id"),
    (put("items", 4, "claims", value=["S51"]), r"items\[4\]\.claims\[0\]"),
    (put("items", 5, "hint", value="x"), r"items\[5\]: .*'hint'"),
    (put("minutes", value=0), r"at \$\.minutes"),
]


@pytest.mark.parametrize(
    ("edit", "words"), ASSIGNMENT_FAULTS, ids=[w for _, w in ASSIGNMENT_FAULTS]
)
def test_a_fault_in_an_assignment_is_named_by_its_path(
    edit: Callable[[Any], Any], words: str, tmp_path: Path
) -> None:
    """An assignment against the schema is refused with the file and the path in it."""
    with pytest.raises(InstructorError, match=rf"assignment\.yaml, .*{words}"):
        read_assignment(edited(tmp_path, "assignment.yaml", edit))


def test_two_items_of_one_name_are_refused(tmp_path: Path) -> None:
    """Two items may not share an id."""

    def edit(data: Any) -> None:
        data["items"].append(data["items"][0])

    with pytest.raises(InstructorError, match="two items are called sort-the-board-pack"):
        read_assignment(edited(tmp_path, "assignment.yaml", edit))


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """A source file that is not there is named with its folder."""
    with pytest.raises(InstructorError, match=r"There is no case\.yaml in"):
        read_template(tmp_path / "case.yaml")


@pytest.mark.parametrize("text", ["a: [1, 2", "a: b: c", "\t- x", "{", "a: &x *y"])
def test_what_is_no_yaml_is_named(text: str, tmp_path: Path) -> None:
    """A file that is not YAML is refused with the parser's words."""
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InstructorError, match=r"case\.yaml is not YAML"):
        read_template(tmp_path / "case.yaml")


@pytest.mark.parametrize("text", ["", "7", "null", "- a"])
def test_another_yaml_is_named(text: str, tmp_path: Path) -> None:
    """YAML of another form is refused by the schema."""
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InstructorError, match=r"case\.yaml, at \$"):
        read_template(tmp_path / "case.yaml")


@pytest.mark.parametrize("make", [lambda p: p.write_bytes(b"firm: Caf\xe9"), Path.mkdir])
def test_a_template_that_cannot_be_read_is_named(
    make: Callable[[Path], Any], tmp_path: Path
) -> None:
    """A source file in another encoding, or a folder in its place, is an InstructorError."""
    make(tmp_path / "case.yaml")
    with pytest.raises(InstructorError, match=r"case\.yaml"):
        read_template(tmp_path / "case.yaml")


def test_an_assignment_of_another_case_is_named(tmp_path: Path) -> None:
    """An assignment that asks for another case than its template holds is refused."""
    other = edited(tmp_path, "assignment.yaml", put("case", value="brightmoor"))
    with pytest.raises(InstructorError, match=r"'brightmoor'.*'larkfield-stores'\. Make them"):
        build(MODULE / "case.yaml", other, 1, into=tmp_path / "built")


def number_of(data: Any) -> Any:
    """The number item of an assignment."""
    return next(item for item in data["items"] if item["kind"] == "number")


CLOSED = {"says": "No.", "as_if": {"table": "objectives", "set": {"status": "live"}}}
SAME = {"one": CLOSED, "other": CLOSED}

UNDRAWABLE = [
    ("assignment.yaml", lambda data: number_of(data).update(band=90), "mistake too near"),
    ("assignment.yaml", lambda data: number_of(data).update(mistakes=SAME), "two mistakes give"),
    ("assignment.yaml", lambda data: number_of(data).update(within=[1, 2]), "out of bounds"),
    (
        "case.yaml",
        lambda data: (
            [e.update(text="{ceo}") for e in data["pools"]["board_pack"]["entries"]] and None
        ),
        "board_pack",
    ),
    ("case.yaml", put("plan", "plant", "posted_twice", value=300), "has no room for one more"),
    ("case.yaml", lambda data: data.update(brief="A shop {{with}} braces."), "open slot"),
]


@pytest.mark.parametrize(("source", "edit", "rule"), UNDRAWABLE, ids=[r for *_, r in UNDRAWABLE])
def test_a_template_that_gives_no_variant_names_the_rule(
    source: str,
    edit: Callable[[Any], Any],
    rule: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where no draw is accepted, the error says which rule failed most and what to do."""
    monkeypatch.setattr(building, "DRAWS", 12)
    files = {name: MODULE / name for name in ("case.yaml", "assignment.yaml")}
    files[source] = edited(tmp_path, source, edit)
    with pytest.raises(InstructorError, match=f"12 draws gave no variant 1.*{rule}.*Widen"):
        build(files["case.yaml"], files["assignment.yaml"], 1, into=tmp_path / "built")


def short_pool(data: Any) -> None:
    """A pool with too few entries of a label."""
    pool = data["pools"]["board_pack"]
    kept = [e for e in pool["entries"] if e["label"] == "business"][:2]
    pool["entries"] = kept + [e for e in pool["entries"] if e["label"] != "business"]


def without_minutes(data: Any) -> None:
    """No minutes among the documents."""
    data["documents"] = [d for d in data["documents"] if d["id"] != "minutes"]


def dated(data: Any) -> None:
    """A date in words."""
    next(d for d in data["documents"] if d["id"] == "minutes")["date"] = "last Thursday"


def few_names(data: Any) -> None:
    """Two slots with the same two names."""
    for name in ("ceo", "cio", "coo"):
        data["slots"][name] = {"pick": ["Ann Low", "Bo High"]}


OBJECTIVES = {"take": 1, "entries": [{"text": "Grow", "owner": "Ann", "theme": "growth"}]}
MEETINGS = {"take": 1, "entries": [{"title": "Monday", "kind": "strategy"}]}


def item_of(data: Any, name: str) -> Any:
    """The item of an assignment with this id."""
    return next(item for item in data["items"] if item["id"] == name)


def rows_item(*path: Any, value: Any) -> Callable[[Any], None]:
    """An edit of the `from` of the item about decisions."""
    return lambda data: put(*path, value=value)(item_of(data, "decisions-without-a-goal")["from"])


UNUSABLE = [
    ("case.yaml", short_pool, "too few entries"),
    ("case.yaml", without_minutes, "no minutes"),
    ("case.yaml", dated, "date"),
    ("case.yaml", few_names, "too few names"),
    ("case.yaml", put("brief", value="{nobody} works here."), "unknown slot"),
    ("case.yaml", put("brief", value="{ceo works here."), "unbalanced brace"),
    ("case.yaml", put("slots", "stores", value={"range": [64, 38]}), "range"),
    ("case.yaml", drop("plan", "ledger", "lines", "4100"), "no lines"),
    ("case.yaml", put("pools", "board_pack", "note", value="page"), "no such note"),
    ("case.yaml", put("plan", "decisions", "take", value=99), "too few decisions"),
    ("case.yaml", put("plan", "decisions", "take_mandated", value=99), "too few mandated"),
    ("case.yaml", put("plan", "register", "take_closed", value=99), "too few closed goals"),
    ("case.yaml", put("plan", "begins", value="2026-02-30"), "impossible day"),
    ("case.yaml", drop("plan", "register"), "no goals"),
    (
        "case.yaml",
        lambda data: data["pools"].update(links=data["pools"]["board_pack"]),
        "a pool named like a table",
    ),
    ("case.yaml", put("plan", "objectives", value=OBJECTIVES), "two registers"),
    ("case.yaml", put("plan", "decision_rights", value={}), "rights without links"),
    ("case.yaml", put("plan", "meetings", value=MEETINGS), "meetings of nobody"),
    ("case.yaml", put("plan", "plant", "shelfware", value=1), "an operator without its table"),
    ("case.yaml", put("plan", "plant", "new_licences", value=1), "a decoy without its table"),
    ("case.yaml", put("plan", "ledger", "mandates", value=[]), "no mandates"),
    (
        "case.yaml",
        put("plan", "decisions", "entries", 0, "text", value="{mandate}"),
        "slot in plan",
    ),
    (
        "case.yaml",
        put("plan", "ledger", "departments", 1, "code", value="4100"),
        "doubled code",
    ),
    (
        "case.yaml",
        lambda data: (
            [d.update(technology=True) for d in data["plan"]["ledger"]["departments"]] and None
        ),
        "only technology",
    ),
    ("case.yaml", put("documents", 0, "text", value="{ceo!r} writes."), "conversion"),
    (
        "case.yaml",
        lambda data: (
            [d.update(text="We met.") for d in data["documents"] if d["id"] == "minutes"] and None
        ),
        "no place in the minutes",
    ),
    (
        "assignment.yaml",
        lambda data: number_of(data).update({"from": "profit"}),
        "number of a pool",
    ),
    (
        "assignment.yaml",
        lambda data: number_of(data).update({"from": {"measure": "profit"}}),
        "other measure",
    ),
    (
        "assignment.yaml",
        lambda data: number_of(data)["from"].update(about="M01"),
        "a measure of nothing in particular",
    ),
    (
        "assignment.yaml",
        lambda data: number_of(data).update({"from": {"measure": "effect"}}),
        "a measure of what",
    ),
    (
        "assignment.yaml",
        lambda data: number_of(data)["mistakes"]["lines_not_money"]["as_if"].update(
            set={"amount": 1}
        ),
        "no such column in a mistake",
    ),
    ("assignment.yaml", rows_item("labels", value={"left": ["posted_twice"]}), "no such answer"),
    ("assignment.yaml", rows_item("labels", "right", value=["rift"]), "not planted"),
    ("assignment.yaml", rows_item("text", value="{goal}"), "no such column in a text"),
    (
        "assignment.yaml",
        lambda data: item_of(data, "sort-the-board-pack").update(kind="number"),
        "number without a unit",
    ),
    ("assignment.yaml", put("items", 1, "from", value="board_pack"), "other labels"),
    ("assignment.yaml", put("items", 0, "from", value="no_such_pool"), "unknown pool"),
    ("assignment.yaml", drop("items", 0, "from"), "no pool"),
    ("assignment.yaml", put("items", 0, "kind", value="essay"), "unknown kind"),
    ("assignment.yaml", drop("items", 0, "categories"), "no categories"),
]


@pytest.mark.parametrize(
    ("source", "edit"), [u[:2] for u in UNUSABLE], ids=[u[2] for u in UNUSABLE]
)
def test_a_template_that_cannot_be_used_is_told_in_words(
    source: str, edit: Callable[[Any], Any], tmp_path: Path
) -> None:
    """A template that fits the schema and still cannot be used is named with the place in it."""
    files = {name: MODULE / name for name in ("case.yaml", "assignment.yaml")}
    files[source] = edited(tmp_path, source, edit)
    with pytest.raises(InstructorError, match=rf"^{source}, at \$"):
        build(files["case.yaml"], files["assignment.yaml"], 1, into=tmp_path / "built")


def double(data: Any) -> None:
    """Two categories with one id."""
    data["items"][0]["categories"].append(data["items"][0]["categories"][0])


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (double, "lists business twice in its categories"),
        (
            lambda data: number_of(data)["mistakes"]["lines_not_money"]["as_if"].update(
                set={"amount_k": "{nothing}"}
            ),
            "'nothing'",
        ),
    ],
    ids=["categories", "mistake"],
)
def test_what_only_a_draw_shows_is_told_too(
    edit: Callable[[Any], Any], words: str, tmp_path: Path
) -> None:
    """A fault that shows only when an item is made is told with the names of both files."""
    other = edited(tmp_path, "assignment.yaml", edit)
    with pytest.raises(InstructorError, match=rf"^case\.yaml with assignment\.yaml .*{words}"):
        build(MODULE / "case.yaml", other, 1, into=tmp_path / "built")


def test_an_impossible_date_is_named(tmp_path: Path) -> None:
    """A day that no calendar has, which the YAML reader itself refuses, is told in words."""
    (tmp_path / "case.yaml").write_text("date: 2026-13-45", encoding="utf-8")
    with pytest.raises(InstructorError, match=r"case\.yaml is not YAML"):
        read_template(tmp_path / "case.yaml")


# ---------------------------------------------------------------- a sealed bundle tells nothing

SECRET = "a-seed-nobody-may-know"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Bundle]:
    """The same three variants sealed and open."""
    keys, released = tmp_path_factory.mktemp("keys"), tmp_path_factory.mktemp("released")
    files = (MODULE / "case.yaml", MODULE / "assignment.yaml")
    opened, closed = build(*files, 3, SECRET, into=keys, sealed_into=released).paths
    return Bundle(closed), Bundle(opened)


def test_a_sealed_bundle_holds_the_same_variants(sealed: tuple[Bundle, Bundle]) -> None:
    """Sealing takes the keys away and changes nothing that a learner sees."""
    closed, opened = sealed
    assert not closed.open
    for number in (1, 2, 3):
        assert opened.variant(number).items == closed.variant(number).items
        assert repr(opened.variant(number).case) == repr(closed.variant(number).case)


def test_a_sealed_bundle_holds_no_key_file(sealed: tuple[Bundle, Bundle]) -> None:
    """The zip lists the manifest and the variants, and nothing else."""
    with zipfile.ZipFile(sealed[0].path) as archive:
        names = set(archive.namelist())
    assert names == {"manifest.json", *(f"variant-{n:03}.json" for n in (1, 2, 3))}


def test_a_sealed_bundle_holds_no_word_of_a_key(
    sealed: tuple[Bundle, Bundle], assignment: dict[str, Any]
) -> None:
    """No reason, lure, mistake, level, exemplar or seed stands anywhere in its bytes."""
    closed, opened = sealed
    text = closed.path.read_bytes().decode("utf-8", "replace")
    assert SECRET not in text
    # "right" is also a side of a link, so it is looked for with the value that a verdict has.
    assert '"right": true' not in text
    assert '"right": false' not in text
    for name in ("why", "lure", "answer", "tolerance", "band", "mistakes", "says",
                 "feedback", "levels", "exemplars", "needs", "from", "labels", "lures",
                 "as_if"):  # fmt: skip
        assert f'"{name}"' not in text
    for name in operators():
        assert name not in text
    for number in (1, 2, 3):
        for key in opened.key(number).values():
            for part in key.get("parts", {}).values():
                assert part["why"] not in text
            for mistake in key.get("mistakes", ()):
                assert mistake["says"] not in text
                assert str(mistake["value"]) not in text
            assert str(key.get("answer", SECRET)) not in text
    for item in assignment["items"]:
        for exemplar in item.get("exemplars", ()):
            assert exemplar["text"][:60] not in text
        for criterion in item.get("criteria", ()):
            assert not any(level in text for level in criterion["levels"])


def test_the_order_of_options_gives_nothing_away(
    variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """Over the twelve variants the first option of a list is not right more often than others."""
    firsts = [
        next(iter(key[item]["parts"].values()))
        for key in keys
        for item in ("the-tool-list", "decisions-without-a-goal")
    ]
    assert 2 <= sum(part["right"] for part in firsts) <= 20
