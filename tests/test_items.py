"""What holds for every kind of item."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import panels
from alignlib.errors import AnswerError, CaseError
from alignlib.items import Item, Outcome, kinds, read_item
from alignlib.variants.stream import Stream
from tests.conftest import SAMPLES, json_values

ITEMS = Path(__file__).parent.parent / "alignlib" / "items"

every_kind = pytest.mark.parametrize(("item", "key"), SAMPLES.values(), ids=SAMPLES.keys())

samples = st.sampled_from(list(SAMPLES.values()))


def test_a_kind_is_a_module() -> None:
    """Every module, save what the kinds share, gives a kind of its name; each has a sample."""
    modules = {path.stem for path in ITEMS.glob("*.py")} - {"__init__", "base", "listed"}
    assert modules == set(kinds())
    assert modules == set(SAMPLES)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_kind_has_a_panel_of_its_name(kind: str) -> None:
    """A learner can answer every kind of item in a panel."""
    assert kind in panels.kinds()


@every_kind
def test_an_item_survives_its_json_form(item: Item, key: dict[str, Any]) -> None:
    """An item read from its own JSON form is the same item."""
    assert item == read_item(json.loads(json.dumps(item.to_data(), allow_nan=False)))


@every_kind
def test_an_item_tells_nothing_of_its_key(item: Item, key: dict[str, Any]) -> None:
    """The form that a learner's notebook reads has no field of a key."""
    sides = {"right"} if item.KIND == "link" else set()  # there it is a side, not a verdict
    told = json.dumps({k: v for k, v in item.to_data().items() if k not in sides})
    for secret in ("answer", "why", "lure", "right", "tolerance", "band", "mistakes", "feedback"):
        assert f'"{secret}"' not in told


@every_kind
def test_a_declaration_may_say_more_than_an_item_shows(item: Item, key: dict[str, Any]) -> None:
    """What only the instructor declares (needs, levels, tolerance) is not carried along."""
    more = item.to_data() | {"needs": ["minutes"], "tolerance": 0.5, "exemplars": [], "from": "x"}
    assert item.to_data() == read_item(more).to_data()


@every_kind
def test_an_item_cannot_be_changed(item: Item, key: dict[str, Any]) -> None:
    """Items are frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        item.points = 100.0  # type: ignore[misc]


NEEDED = {
    "classify": ("id", "title", "prompt", "points", "categories", "things"),
    "choose": ("id", "title", "prompt", "points", "options"),
    "link": (
        *("id", "title", "prompt", "points"),
        *("left", "right", "left_heading", "right_heading"),
    ),
    "number": ("id", "title", "prompt", "points", "unit", "low", "high"),
    "order": ("id", "title", "prompt", "points", "things"),
    "memo": ("id", "title", "prompt", "points", "words"),
    "plan": (
        *("id", "title", "prompt", "points"),
        *("candidates", "objectives", "periods", "budget", "unit"),
    ),
}


AS_TEXT = ("id", "title", "prompt", "unit", "left_heading", "right_heading")
"""Fields that take any value, as its text."""

NOT_READABLE = [
    (kind, field, value)
    for kind, fields in NEEDED.items()
    for field in fields
    if field not in AS_TEXT
    for value in (None, ..., "many")
]


@pytest.mark.parametrize(
    ("kind", "field"), [(k, f) for k, fields in NEEDED.items() for f in fields]
)
def test_a_missing_field_is_named(kind: str, field: str) -> None:
    """A declaration without a field that it needs is a CaseError that names the field."""
    data = {k: v for k, v in SAMPLES[kind][0].to_data().items() if k != field}
    with pytest.raises(CaseError, match=f"cannot be read .*{field}"):
        read_item(data)


@pytest.mark.parametrize(("kind", "field", "value"), NOT_READABLE)
def test_a_field_of_another_type_is_no_traceback(kind: str, field: str, value: Any) -> None:
    """A declaration with a field that cannot be read is a CaseError."""
    with pytest.raises(CaseError, match="cannot be read"):
        read_item(SAMPLES[kind][0].to_data() | {field: value})


@pytest.mark.parametrize("kind", ["essay", "", None, 7, ["choose"]])
def test_an_unknown_kind_is_named(kind: Any) -> None:
    """A kind that this version does not know is refused, with the kinds that it knows."""
    with pytest.raises(CaseError, match="choose, classify, link, memo, number, order, plan"):
        read_item({"id": "x", "kind": kind})


LISTS = [
    ("classify", "things"),
    ("choose", "options"),
    ("link", "left"),
    ("link", "right"),
    ("order", "things"),
    ("plan", "candidates"),
]
"""The fields of each kind that list what can be answered."""


@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_doubled_ids_are_refused(kind: str, field: str) -> None:
    """Two things or options may not share an id: an answer could not tell them apart."""
    data = SAMPLES[kind][0].to_data()
    data[field] = [*data[field], data[field][0]]
    with pytest.raises(CaseError, match=f"{data[field][0]['id']} twice"):
        read_item(data)


def test_doubled_categories_are_refused() -> None:
    """Two categories may not share an id: the penalty counts the categories."""
    data = SAMPLES["classify"][0].to_data()
    data["categories"] = [*data["categories"], data["categories"][0]]
    with pytest.raises(CaseError):
        read_item(data)


@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_an_item_about_nothing_is_refused(kind: str, field: str) -> None:
    """An item without things or options cannot be answered, and is refused when it is read."""
    with pytest.raises(CaseError):
        read_item(SAMPLES[kind][0].to_data() | {field: []})


# ---------------------------------------------------------------- what an answer looks like


@given(samples, json_values)
def test_validation_says_yes_or_says_why(sample: tuple[Item, Any], value: Any) -> None:
    """Any JSON value is an answer or raises AnswerError with the item's title."""
    item, _ = sample
    try:
        valid = item.validate(value)
    except AnswerError:
        with pytest.raises(AnswerError, match=f"^{item.title}: "):
            item.validate(value)
    else:
        json.dumps(valid, allow_nan=False).encode()


AWKWARD = [
    {"T01": pd.NA},
    {"T01": np.array(["business", "neither"])},
    {"T01": pd.Series(["business", "neither"])},
]
"""What a learner may build by accident from a table with missing values."""


@pytest.mark.parametrize("value", AWKWARD, ids=["NA", "array", "series"])
def test_a_category_of_any_type_is_named(value: Any) -> None:
    """A category that is no text is refused in words, whatever its type."""
    with pytest.raises(AnswerError, match="T01 has the category"):
        SAMPLES["classify"][0].validate(value)


@pytest.mark.parametrize(
    "value",
    [pd.Series({"T01": "business"}), pd.DataFrame({"id": ["T01"]}), object(), {1, 2}, b"T01"],
    ids=lambda value: type(value).__name__,
)
@every_kind
def test_any_python_value_is_refused_in_words(item: Item, key: Any, value: Any) -> None:
    """What a learner computed by mistake is refused with a sentence and never a traceback."""
    with pytest.raises(AnswerError, match=item.title):
        item.validate(value)


@given(samples, json_values)
def test_validation_is_idempotent(sample: tuple[Item, Any], value: Any) -> None:
    """A valid answer is valid again, and the same."""
    item, _ = sample
    valid, _ = item.readable_part(value)
    if valid is not None:
        assert valid == item.validate(valid)
        assert item.validate(valid) == item.validate(item.validate(valid))


@given(samples, json_values)
def test_the_readable_part_never_raises(sample: tuple[Item, Any], value: Any) -> None:
    """Of any JSON value the readable part is a valid answer or None, with problems as texts."""
    item, _ = sample
    part, problems = item.readable_part(value)
    assert part is None or part == item.validate(part)
    assert all(isinstance(problem, str) and problem for problem in problems)
    json.dumps(part, allow_nan=False).encode()


@given(samples, json_values)
def test_a_valid_answer_is_its_own_readable_part(sample: tuple[Item, Any], value: Any) -> None:
    """Nothing of a valid answer is dropped."""
    item, _ = sample
    try:
        valid = item.validate(value)
    except AnswerError:
        return
    assert (valid, ()) == item.readable_part(valid)


# ---------------------------------------------------------------- what it is worth


@given(samples, json_values)
def test_a_share_lies_between_0_and_1(sample: tuple[Item, Any], value: Any) -> None:
    """Whatever the answer, its share of the points lies from 0 to 1, or a human decides."""
    item, key = sample
    share = item.judge(item.readable_part(value)[0], key).share
    assert share is None or 0.0 <= share <= 1.0


@given(samples, json_values)
def test_judging_changes_nothing(sample: tuple[Item, Any], value: Any) -> None:
    """Neither the answer nor the key is changed by validating and judging."""
    item, key = sample
    part, _ = item.readable_part(value)
    before = copy.deepcopy((part, key))
    item.judge(part, key)
    assert before == (part, key)


@every_kind
def test_a_blank_is_worth_nothing(item: Item, key: dict[str, Any]) -> None:
    """Nothing recorded is worth exactly 0, and no part counts as attempted."""
    judgement = item.judge(None, key)
    assert judgement.share == 0.0
    assert {v.outcome for v in judgement.verdicts} == {Outcome.NOT_ATTEMPTED}


@every_kind
def test_a_blank_leaves_everything_open(item: Item, key: dict[str, Any]) -> None:
    """Of a blank, every part is open."""
    assert item.parts() == item.open_parts(None)


auto = pytest.mark.parametrize(
    ("item", "key"),
    [sample for kind, sample in SAMPLES.items() if kind != "memo"],
    ids=[kind for kind in SAMPLES if kind != "memo"],
)


@auto
def test_the_reference_is_worth_everything(item: Item, key: dict[str, Any]) -> None:
    """The right answer is worth exactly 1, leaves nothing open, and all its parts are met."""
    reference = item.validate(item.reference(key))
    judgement = item.judge(reference, key)
    assert judgement.share == 1.0
    assert item.open_parts(reference) == ()
    assert {v.outcome for v in judgement.verdicts} == {Outcome.MET}


@auto
def test_an_attempt_without_slips_is_the_reference(item: Item, key: dict[str, Any]) -> None:
    """A simulated learner who never slips gives the right answer."""
    assert item.reference(key) == item.attempt(key, 0.0, Stream("a").below)


@auto
@pytest.mark.parametrize("rate", [0.0, 0.4, 1.0])
def test_a_simulated_attempt_is_valid(item: Item, key: dict[str, Any], rate: float) -> None:
    """Every simulated attempt is a valid answer."""
    for seed in range(30):
        value = item.attempt(key, rate, Stream(str(seed)).below)
        assert value == item.validate(value)


@auto
def test_following_every_lure_is_valid_and_not_right(item: Item, key: dict[str, Any]) -> None:
    """Whoever follows each lure gives a valid answer that loses points."""
    value = item.lured(key)
    assert value == item.validate(value)
    assert item.judge(value, key).share < 1.0


@auto
def test_following_every_second_lure_is_valid_and_not_right(item: Item, key: Any) -> None:
    """Whoever follows every second lure gives a valid answer, right in part but not wholly."""
    value = item.half_lured(key)
    assert value == item.validate(value)
    assert item.judge(item.lured(key), key).share <= item.judge(value, key).share < 1.0


def test_a_memo_is_not_simulated() -> None:
    """No text is made up by an item: reference, attempt and lure of a memo are None."""
    item, key = SAMPLES["memo"]
    assert (
        item.reference(key) is item.attempt(key, 1.0, Stream("a").below) is item.lured(key) is None
    )
    assert item.half_lured(key) is None


@every_kind
def test_a_verdict_names_its_part_and_idea(item: Item, key: dict[str, Any]) -> None:
    """Each part has one verdict with words to show; claims are those of the key."""
    verdicts = item.judge(item.reference(key), key).verdicts
    assert len({v.part for v in verdicts}) == len(verdicts)
    assert all(v.label for v in verdicts)
    if item.KIND != "memo":
        assert all(v.claim and v.right for v in verdicts)
