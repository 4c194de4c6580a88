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
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib import tables
from alignlib.cases import FILE_NAME, Bundle, Variant
from alignlib.errors import InstructorError
from alignlib.items import Item
from alignlib.scoring import award
from alignlib.variants import build as building
from alignlib.variants import checker
from alignlib.variants.build import build, draw, write_bundle
from alignlib.variants.checker import objections
from alignlib.variants.plant import Planted, plant
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


def test_the_same_seed_gives_the_same_bytes(larkfield: Bundle) -> None:
    """Building twice gives the same bytes."""
    again = build(MODULE / "case.yaml", MODULE / "assignment.yaml", 12)
    assert larkfield.path.read_bytes() == again.data


BUILDING = """
import hashlib, sys
from pathlib import Path
from alignlib.variants.build import build
module = Path(sys.argv[1])
print(hashlib.sha256(build(module / "case.yaml", module / "assignment.yaml", 12).data).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_the_bytes_do_not_depend_on_the_process(hash_seed: str, larkfield: Bundle) -> None:
    """Another process with another order of its sets builds the same bytes."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", BUILDING, str(MODULE)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert hashlib.sha256(larkfield.path.read_bytes()).hexdigest() == done.stdout.strip()


def test_another_seed_gives_other_variants(larkfield: Bundle, tmp_path: Path) -> None:
    """With another seed no variant is one of the open ones."""
    other = build(MODULE / "case.yaml", MODULE / "assignment.yaml", 2, "another seed")
    bundle = Bundle(write_bundle(tmp_path, other.data))
    known = {json.dumps(larkfield.variant(n).case.rows("budget_lines")) for n in NUMBERS}
    for number in (1, 2):
        assert json.dumps(bundle.variant(number).case.rows("budget_lines")) not in known


def test_more_variants_leave_the_first_as_they_are(larkfield: Bundle, tmp_path: Path) -> None:
    """A variant depends on its own number only, not on how many there are."""
    few = Bundle(
        write_bundle(tmp_path, build(MODULE / "case.yaml", MODULE / "assignment.yaml", 2).data)
    )
    assert larkfield.key(2) == few.key(2)
    assert larkfield.variant(2).items == few.variant(2).items


def test_every_variant_is_reported_while_building() -> None:
    """Progress is told variant by variant."""
    told: list[int] = []
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", 3, progress=told.append)
    assert told == [1, 2, 3]


def test_a_bundle_is_put_down_whole(tmp_path: Path) -> None:
    """Writing a bundle leaves the one file, also where one was before."""
    for data in (b"old", b"new"):
        assert write_bundle(tmp_path / "new folder", data).read_bytes() == data
    assert [p.name for p in (tmp_path / "new folder").iterdir()] == [FILE_NAME]


# ---------------------------------------------------------------- twelve different, sound variants


@every_variant
def test_the_checker_accepts_every_variant(
    number: int, planted: list[Planted], template: dict[str, Any], assignment: dict[str, Any]
) -> None:
    """The checker has nothing against any of the twelve."""
    one = planted[number - 1]
    assert list(objections(one.case, one.log, template, assignment["items"])) == []


@every_variant
def test_the_key_follows_from_the_learners_tables(
    number: int, variants: list[Variant], keys: list[dict[str, Any]]
) -> None:
    """What the checker works out from the built tables is what the built key says."""
    case, key = variants[number - 1].case, keys[number - 1]
    frames = {name: tables.frame(name, case.rows(name)) for name in case.table_names}

    def right(item: str) -> set[str]:
        return {part for part, entry in key[item]["parts"].items() if entry["right"]}

    assert checker.decisions_without_goal(frames) == right("decisions-without-a-goal")
    assert checker.departments_not_reached(frames) == right("departments-not-reached")
    share = checker.purposeful_share(frames)
    assert share == pytest.approx(key["purposeful-spend"]["answer"], abs=1e-3)


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
    lines = planted[number - 1].case["rows"]["budget_lines"]
    by_voucher: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_voucher.setdefault(line["voucher"], []).append(line)
    twice = [pair for pair in by_voucher.values() if len(pair) > 1]
    assert len(twice) == 8
    for one, other in twice:
        assert {k for k in one if one[k] != other[k]} <= {"line", "cost_centre"}


@every_variant
def test_the_decisions_are_planted_in_every_way(
    number: int, planted: list[Planted], template: dict[str, Any]
) -> None:
    """Each way of planting a decision is there as often as the template takes it."""
    ways = Counter(entry["way"] for entry in planted[number - 1].log["decisions"].values())
    assert ways == template["decisions"]["take"]


@every_variant
def test_the_minutes_name_the_decision_with_its_goal(number: int, planted: list[Planted]) -> None:
    """A goal that only the minutes state is stated there, beside the decision's number."""
    one = planted[number - 1]
    told = next(d["text"] for d in one.case["rows"]["documents"] if d["document"] == "minutes")
    hidden = [i for i, entry in one.log["decisions"].items() if entry["way"] == "in_minutes"]
    goals = {goal["objective"] for goal in one.case["rows"]["objectives"]}
    for identity in hidden:
        sentence = next(line for line in told.splitlines() if line.startswith(f"{identity}. "))
        assert any(goal in sentence for goal in goals)


def test_no_two_slots_share_a_name(template: dict[str, Any]) -> None:
    """Over many draws no two people or firms of a variant have one name."""
    names = {name for name, slot in template["slots"].items() if "pick" in slot}
    for seed in range(50):
        from alignlib.variants.plant import _slots

        drawn = _slots(template["slots"], Stream(str(seed)))
        assert len({drawn[name] for name in names}) == len(names)


def test_planting_changes_no_template(template: dict[str, Any]) -> None:
    """A template stays as it is, however often it is drawn from."""
    before = copy.deepcopy(template)
    plant(template, Stream("x"))
    assert before == template


# ---------------------------------------------------------------- the checker finds what is wrong


def tamper_open_slot(case: Any, log: Any) -> None:
    """A slot that nobody filled."""
    case["rows"]["board_pack"][0]["text"] = "{ceo} wants more."


def tamper_brief(case: Any, log: Any) -> None:
    """A slot in the brief."""
    case["brief"] += " {rival}"


def tamper_twice(case: Any, log: Any) -> None:
    """One statement twice."""
    rows = case["rows"]["board_pack"]
    rows[1]["text"] = rows[0]["text"]


def tamper_label(case: Any, log: Any) -> None:
    """Another label in the log."""
    entry = log["board_pack"]["B01"]
    entry["label"] = "neither" if entry["label"] != "neither" else "business"


def tamper_text(case: Any, log: Any) -> None:
    """A text that the template does not have."""
    case["rows"]["whose_question"][0]["text"] = "What time is it?"


def tamper_count(case: Any, log: Any) -> None:
    """One statement fewer."""
    del log["the_tool_list"][case["rows"]["the_tool_list"].pop()["id"]]


def tamper_decision_log(case: Any, log: Any) -> None:
    """A sound decision that the log calls wrong."""
    entry = next(e for e in log["decisions"].values() if e["label"] == "wrong")
    entry["label"] = "right"


def tamper_decision_goal(case: Any, log: Any) -> None:
    """A decision without a goal that gets a mandate."""
    wanted = next(i for i, e in log["decisions"].items() if e["label"] == "right")
    row = next(r for r in case["rows"]["decisions"] if r["decision"] == wanted)
    row["mandate"] = "Data-protection law"


def tamper_goal_closed(case: Any, log: Any) -> None:
    """All live goals closed before the first decision."""
    for goal in case["rows"]["objectives"]:
        goal.update(status="closed", closed_on="2020-01-01", closed_because="Given up.")


def tamper_minutes(case: Any, log: Any) -> None:
    """Minutes that say nothing of the goal that only they state."""
    hidden = next(i for i, e in log["decisions"].items() if e["way"] == "in_minutes")
    row = next(d for d in case["rows"]["documents"] if d["document"] == "minutes")
    row["text"] = row["text"].replace(f"{hidden}. ", "")


def tamper_all_minutes(case: Any, log: Any) -> None:
    """Minutes that name no decision at all."""
    row = next(d for d in case["rows"]["documents"] if d["document"] == "minutes")
    row["text"] = "The board met."


def tamper_department(case: Any, log: Any) -> None:
    """A department that is called reached and is not."""
    entry = next(e for e in log["departments"].values() if e["label"] == "right")
    entry["label"] = "wrong"


def tamper_departments_closed(case: Any, log: Any) -> None:
    """One goal fewer is live."""
    for line in case["rows"]["budget_lines"]:
        line["objective"] = None


def tamper_amount(case: Any, log: Any) -> None:
    """One amount a hundred times larger."""
    line = next(
        r for r in case["rows"]["budget_lines"] if "4100" in r["cost_centre"] and not r["objective"]
    )
    line["amount_k"] *= 100


def tamper_answer(case: Any, log: Any) -> None:
    """An answer that is not that of the tables."""
    log["purposeful-spend"]["answer"] += 1


def tamper_all_purposeful(case: Any, log: Any) -> None:
    """Every line names a mandate."""
    for line in case["rows"]["budget_lines"]:
        line["mandate"] = "Data-protection law"


def tamper_near_mistake(case: Any, log: Any) -> None:
    """A mistake that gives nearly the answer."""
    log["purposeful-spend"]["mistakes"]["all_departments"] = log["purposeful-spend"]["answer"] + 1


def tamper_equal_mistakes(case: Any, log: Any) -> None:
    """Two mistakes that give one number."""
    mistakes = log["purposeful-spend"]["mistakes"]
    mistakes["lines_not_money"] = mistakes["all_departments"]


def tamper_cell(case: Any, log: Any) -> None:
    """A cell against the schema."""
    case["rows"]["objectives"][0]["status"] = "dormant"


TAMPERED = [
    (tamper_cell, "tables"),
    (tamper_open_slot, "open slot"),
    (tamper_brief, "open slot"),
    (tamper_twice, "same text twice in board_pack"),
    (tamper_label, "label of board_pack"),
    (tamper_text, "label of whose_question"),
    (tamper_count, "number of each label in the_tool_list"),
    (tamper_decision_log, "decisions"),
    (tamper_decision_log, "number of decisions"),
    (tamper_decision_goal, "decisions"),
    (tamper_goal_closed, "decisions"),
    (tamper_goal_closed, "departments"),
    (tamper_minutes, "decisions"),
    (tamper_all_minutes, "decisions"),
    (tamper_department, "departments"),
    (tamper_department, "number of departments"),
    (tamper_departments_closed, "departments"),
    (tamper_amount, "share"),
    (tamper_answer, "share"),
    (tamper_all_purposeful, "share out of the middle"),
    (tamper_near_mistake, "mistake too near the answer"),
    (tamper_equal_mistakes, "two mistakes give the same number"),
]


@pytest.mark.parametrize(("tamper", "rule"), TAMPERED, ids=lambda v: getattr(v, "__name__", v))
def test_the_checker_names_what_is_wrong(
    tamper: Callable[[Any, Any], None],
    rule: str,
    planted: list[Planted],
    template: dict[str, Any],
    assignment: dict[str, Any],
) -> None:
    """A draw that was tampered with is refused, and the rule that it breaks is named."""
    case, log = copy.deepcopy((planted[0].case, planted[0].log))
    tamper(case, log)
    found = {o.partition(":")[0] for o in objections(case, log, template, assignment["items"])}
    assert rule in found


@pytest.mark.parametrize(
    "mistake", ["duplicates_counted", "closed_goals_counted", "mandates_left_out",
                "lines_not_money", "all_departments"]
)  # fmt: skip
def test_the_checker_confirms_every_named_mistake(
    mistake: str, planted: list[Planted], template: dict[str, Any], assignment: dict[str, Any]
) -> None:
    """A mistake whose value is not what the tables give for it is refused."""
    case, log = copy.deepcopy((planted[0].case, planted[0].log))
    answer, values = log["purposeful-spend"]["answer"], log["purposeful-spend"]["mistakes"]
    values[mistake] = max(answer, *values.values()) + 5
    (objection,) = objections(case, log, template, assignment["items"])
    assert re.match(rf"mistake: the tables say [\d.]+ for {mistake}, the log says", objection)


def test_the_checker_knows_every_named_mistake(
    planted: list[Planted], template: dict[str, Any], assignment: dict[str, Any]
) -> None:
    """A mistake that the checker cannot make itself is not believed."""
    case, log = copy.deepcopy((planted[0].case, planted[0].log))
    log["purposeful-spend"]["mistakes"]["rounded_down"] = 1.0
    (objection,) = objections(case, log, template, assignment["items"])
    assert objection.startswith("mistake: the tables say None for rounded_down")


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
    (put("budget", "departments", 0, "code", value="41"), r"departments\[0\]\.code: '41'"),
    (put("objectives", "live", value=[]), r"at \$\.objectives\.live"),
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
        build(MODULE / "case.yaml", other, 1)


def number_of(data: Any) -> Any:
    """The number item of an assignment."""
    return next(item for item in data["items"] if item["kind"] == "number")


UNDRAWABLE = [
    ("assignment.yaml", lambda data: number_of(data).update(band=90), "mistake too near"),
    ("assignment.yaml", lambda data: number_of(data).update(tolerance=40), "two mistakes give"),
    (
        "case.yaml",
        lambda data: (
            [e.update(text="{ceo}") for e in data["pools"]["board_pack"]["entries"]] and None
        ),
        "board_pack",
    ),
    ("case.yaml", lambda data: data["decisions"]["take"].update(blank=3), "number of decisions"),
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
    monkeypatch.setattr(building, "DRAWS", 4)
    files = {name: MODULE / name for name in ("case.yaml", "assignment.yaml")}
    files[source] = edited(tmp_path, source, edit)
    with pytest.raises(InstructorError, match=f"4 draws gave no variant 1.*{rule}.*Widen"):
        build(files["case.yaml"], files["assignment.yaml"], 1)


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


UNUSABLE = [
    ("case.yaml", short_pool, "too few entries"),
    ("case.yaml", without_minutes, "no minutes"),
    ("case.yaml", dated, "date"),
    ("case.yaml", few_names, "too few names"),
    ("case.yaml", put("brief", value="{nobody} works here."), "unknown slot"),
    ("case.yaml", put("brief", value="{ceo works here."), "unbalanced brace"),
    ("case.yaml", put("slots", "stores", value={"range": [64, 38]}), "range"),
    ("case.yaml", drop("budget", "lines", "4100"), "no lines"),
    ("case.yaml", put("pools", "board_pack", "note", value="page"), "no such note"),
    ("case.yaml", drop("decisions", "take", "mandated"), "no mandated"),
    ("case.yaml", put("decisions", "take", "guessed", value=1), "unknown way"),
    ("case.yaml", put("decisions", "take", "clean", value=99), "too few decisions"),
    ("case.yaml", put("budget", "departments", 1, "code", value="4100"), "doubled code"),
    (
        "case.yaml",
        lambda data: (
            data["budget"]["departments"].reverse()
            or ([d.update(technology=True) for d in data["budget"]["departments"]] and None)
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
    ("assignment.yaml", lambda data: number_of(data).update({"from": "profit"}), "other number"),
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
        build(files["case.yaml"], files["assignment.yaml"], 1)


def double(data: Any) -> None:
    """Two categories with one id."""
    data["items"][0]["categories"].append(data["items"][0]["categories"][0])


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (double, "lists business twice in its categories"),
        (lambda data: number_of(data).update(mistakes={"other": {"says": "No."}}), "'other'"),
    ],
    ids=["categories", "mistake"],
)
def test_what_only_a_draw_shows_is_told_too(
    edit: Callable[[Any], Any], words: str, tmp_path: Path
) -> None:
    """A fault that shows only when an item is made is told with the names of both files."""
    other = edited(tmp_path, "assignment.yaml", edit)
    with pytest.raises(InstructorError, match=rf"^case\.yaml with assignment\.yaml .*{words}"):
        build(MODULE / "case.yaml", other, 1)


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
    made = []
    for keys in (False, True):
        data = build(MODULE / "case.yaml", MODULE / "assignment.yaml", 3, SECRET, keys=keys).data
        made.append(Bundle(write_bundle(tmp_path_factory.mktemp("bundle"), data)))
    return made[0], made[1]


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
    for name in ("why", "lure", "right", "answer", "tolerance", "band", "mistakes", "says",
                 "feedback", "levels", "exemplars", "needs", "from", "way"):  # fmt: skip
        assert f'"{name}"' not in text
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
