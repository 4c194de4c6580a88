"""The one door to a score: it fails closed."""

from __future__ import annotations

import copy
import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.items import Item, Judgement, Outcome, Verdict
from alignlib.scoring import Score, award
from tests.conftest import (
    SAMPLES,
    SETTLED,
    choose_item,
    choose_key,
    classify_item,
    classify_key,
    json_values,
    link_item,
    link_key,
    memo_item,
    number_item,
    number_key,
    order_item,
    order_key,
)

samples = st.sampled_from(list(SAMPLES.values()))

every_kind = pytest.mark.parametrize(("item", "key"), SAMPLES.values(), ids=SAMPLES.keys())


def assert_sound(score: Score, item: Item) -> None:
    """Points are a finite built-in float between 0 and the item's points."""
    assert type(score.points) is float
    assert type(score.max_points) is float
    assert math.isfinite(score.points)
    assert 0.0 <= score.points <= score.max_points == item.points


@given(samples, json_values)
def test_any_answer_gives_sound_points(sample: tuple[Item, Any], value: Any) -> None:
    """Whatever was recorded, the points are a float from 0 to the item's points."""
    item, key = sample
    assert_sound(award(item, value, key), item)


@given(samples, json_values, json_values)
def test_any_key_gives_sound_points(sample: tuple[Item, Any], value: Any, key: Any) -> None:
    """Whatever stands in the key's place, nothing is raised and the points are sound."""
    item, _ = sample
    assert_sound(award(item, value, key), item)


@given(samples, st.data())
def test_a_key_with_one_broken_field_gives_sound_points(
    sample: tuple[Item, Any], data: st.DataObject
) -> None:
    """Wherever in a sound key something is broken, nothing is raised and the points are sound."""
    item, key = sample
    broken = copy.deepcopy(key)
    place: Any = broken
    while isinstance(place, dict | list) and place:
        step = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else [0]))
        if not isinstance(place[step], dict | list) or data.draw(st.booleans()):
            place[step] = data.draw(json_values)
            break
        place = place[step]
    assert_sound(award(item, item.reference(key), broken), item)


@given(samples, json_values)
def test_awarding_changes_nothing(sample: tuple[Item, Any], value: Any) -> None:
    """Neither the recorded value nor the key is changed by scoring it."""
    item, key = sample
    before = copy.deepcopy((value, key))
    award(item, value, key)
    assert repr(before) == repr((value, key))


@every_kind
def test_without_a_key_there_are_no_points(item: Item, key: dict[str, Any]) -> None:
    """Without a key even the right answer earns 0, with a reason, and a human is asked."""
    score = award(item, item.reference(key), None)
    assert score.points == 0.0
    assert score.for_human
    assert "no key" in score.reason


def without(key: dict[str, Any], *names: str) -> dict[str, Any]:
    """A copy of a key without some of its fields."""
    return {k: v for k, v in key.items() if k not in names}


def part(kind: str, **changes: Any) -> dict[str, Any]:
    """A key of a kind in which the first part says something else."""
    key = copy.deepcopy(SAMPLES[kind][1])
    key["parts"]["T01"] = changes
    return key


AUTOMATIC = [kind for kind in SAMPLES if kind != "memo"]
"""The kinds that a rule scores."""

PARTED = [kind for kind in AUTOMATIC if "parts" in SAMPLES[kind][1]]
"""The kinds whose key says something of each part."""

BROKEN_KEYS: list[tuple[str, Any]] = [
    *((kind, {}) for kind in AUTOMATIC),
    *((kind, key) for kind in AUTOMATIC for key in ([], "key", 7, True)),
    *((kind, {"parts": parts}) for kind in PARTED for parts in (None, [], {}, 7)),
    ("classify", without(SAMPLES["classify"][1], "parts")),
    ("classify", part("classify")),
    ("classify", part("classify", answer="sales")),
    ("classify", part("classify", answer=None)),
    ("classify", part("classify", answer=["business"])),
    ("choose", part("choose")),
    ("choose", part("choose", answer="business")),
    ("choose", {"parts": {i: {"right": True} for i in SAMPLES["choose"][1]["parts"]}}),
    ("choose", {"parts": {i: {"right": False} for i in SAMPLES["choose"][1]["parts"]}}),
    ("link", part("link", right=True)),
    ("link", {"parts": {pair: {"right": "yes"} for pair in SAMPLES["link"][1]["parts"]}}),
    ("link", {"parts": {pair: {"right": False} for pair in SAMPLES["link"][1]["parts"]}}),
    ("order", part("order", why="It stands alone.")),
    ("order", order_key("T01/T99", *SETTLED)),
    ("order", order_key("T05/T03", *SETTLED)),
    ("order", order_key("T01/T02")),
    *(("number", without(number_key(), name)) for name in ("answer", "tolerance")),
    *(("number", number_key(answer=answer)) for answer in (None, "fifty", [50.0], {})),
    *(("number", number_key(tolerance=tolerance)) for tolerance in (None, "0.5", [])),
]


@pytest.mark.parametrize(("kind", "key"), BROKEN_KEYS, ids=lambda value: str(value)[:60])
def test_a_broken_key_is_closed(kind: str, key: Any) -> None:
    """With a broken key the right answer earns 0, with a reason, and a human is asked."""
    item, sound = SAMPLES[kind]
    score = award(item, item.reference(sound), key)
    assert score.points == 0.0
    assert score.for_human
    assert "Your instructor has been told" in score.reason


@pytest.mark.parametrize(
    "key",
    [
        number_key(answer=math.nan),
        number_key(answer=math.inf),
        number_key(tolerance=math.inf),
        number_key(tolerance=math.nan),
        number_key(band=math.inf),
        number_key(band=None),
        number_key(mistakes=[{"value": math.nan, "says": "Counted twice."}]),
        number_key(mistakes=[{"value": 12.0, "share": math.inf, "says": "Counted twice."}]),
    ],
    ids=[
        "answer nan",
        "answer inf",
        "tolerance inf",
        "tolerance nan",
        "band inf",
        "band none",
        "mistake nan",
        "share inf",
    ],
)
def test_a_key_that_is_not_finite_is_closed(key: dict[str, Any]) -> None:
    """A number key with NaN or infinity in it earns nobody anything, and a human is asked."""
    score = award(number_item(), 12.0, key)
    assert score.points == 0.0
    assert score.for_human


@pytest.mark.parametrize("right", ["no", "false", 0, 1, None])
def test_a_right_that_is_no_truth_value_is_closed(right: Any) -> None:
    """Where a choose key says something else than true or false, a human is asked."""
    assert award(choose_item(), ["T01", "T02"], part("choose", right=right)).for_human


def test_a_memo_needs_nothing_of_its_key() -> None:
    """A memo goes to a human whatever its key holds."""
    score = award(memo_item(), "Two strategies.", {})
    assert (score.points, score.for_human, score.attempted) == (0.0, True, True)


# ---------------------------------------------------------------- rules that go wrong


def broken_item(**methods: Any) -> Item:
    """A number item whose methods do something else."""
    kind = type("Broken", (type(number_item()),), methods)
    Broken = dataclasses.dataclass(frozen=True, kw_only=True)(kind)  # noqa: N806 - a class
    sample = number_item()
    return Broken(**{f.name: getattr(sample, f.name) for f in dataclasses.fields(sample)})


def raising(*_: Any, **__: Any) -> Any:
    """A method with a fault in it."""
    raise RuntimeError("fault")


def sharing(share: Any) -> Any:
    """A rule that gives this share of the points."""
    verdicts = (Verdict("share", "Share", Outcome.MET),)
    return lambda self, value, key: Judgement(share, verdicts)


@pytest.mark.parametrize("error", [RuntimeError, RecursionError, MemoryError, ZeroDivisionError])
@pytest.mark.parametrize("method", ["judge", "readable_part"])
def test_a_rule_that_raises_is_closed(method: str, error: type[Exception]) -> None:
    """An item whose rule raises gives 0, names the kind of error, and asks for a human."""

    def fail(*_: Any) -> Any:
        raise error("fault")

    item = broken_item(**{method: fail})
    score = award(item, 50.0, number_key())
    assert_sound(score, item)
    assert score.points == 0.0
    assert score.for_human
    assert error.__name__ in score.reason


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1, 10.0),
        (0, 0.0),
        (np.float64(0.5), 5.0),
        (np.float32(0.5), 5.0),
        (1 + 1e-12, 10.0),
        (2.0, 10.0),
        (-0.25, 0.0),
        (-0.0, 0.0),
        (1 / 3, 3.3333),
    ],
)
def test_a_share_becomes_points(share: Any, expected: float) -> None:
    """Any finite share becomes a built-in float, clipped to the item's points and rounded."""
    item = broken_item(judge=sharing(share))
    score = award(item, 50.0, number_key())
    assert_sound(score, item)
    assert expected == score.points


@pytest.mark.parametrize("share", ["1.0", [1.0], ..., 1j, {}, "full"], ids=str)
def test_a_share_that_is_no_number_is_closed(share: Any) -> None:
    """A rule that gives no number earns nothing, and a human is asked."""
    item = broken_item(judge=sharing(share))
    score = award(item, 50.0, number_key())
    assert_sound(score, item)
    assert score.points == 0.0
    assert score.for_human


@pytest.mark.parametrize("share", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_share_that_is_not_finite_earns_nothing(share: Any) -> None:
    """NaN and infinity earn nothing."""
    assert award(broken_item(judge=sharing(share)), 50.0, number_key()).points == 0.0


@pytest.mark.parametrize("share", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_share_that_is_not_finite_is_for_a_human(share: Any) -> None:
    """A rule that gives NaN or infinity is told to the instructor: nobody loses points silently."""
    score = award(broken_item(judge=sharing(share)), 50.0, number_key())
    assert score.for_human
    assert score.reason


@pytest.mark.parametrize("points", [np.float64(7.0), np.int64(7), 7, True])
def test_points_of_any_type_become_a_float(points: Any) -> None:
    """Points declared as a NumPy or whole number give a built-in float."""
    item = dataclasses.replace(number_item(), points=points)
    score = award(item, 50.0, number_key())
    assert_sound(score, item)
    assert score.points == float(points)


@pytest.mark.parametrize(
    "points",
    [math.nan, math.inf, -1.0, "ten"],
)
def test_points_that_make_no_sense_are_nothing(points: Any) -> None:
    """An item with NaN, infinite or negative points is worth 0, and a human is asked."""
    score = award(dataclasses.replace(number_item(), points=points), 50.0, number_key())
    assert (score.points, score.max_points) == (0.0, 0.0)
    assert score.for_human
    assert "which cannot be" in score.reason


# ---------------------------------------------------------------- what a score says


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_the_reference_earns_all_points(kind: str) -> None:
    """The right answer earns exactly the item's points, and nobody has to look."""
    item, key = SAMPLES[kind]
    score = award(item, item.reference(key), key)
    assert score.points == item.points
    assert not score.for_human
    assert score.reason == ""
    assert score.attempted


@every_kind
def test_nothing_recorded_earns_nothing_and_bothers_nobody(item: Item, key: Any) -> None:
    """Where nothing was recorded there are 0 points, no reason, and nobody has to look."""
    score = award(item, None, key)
    assert (score.points, score.reason) == (0.0, "")
    assert not score.for_human
    assert not score.attempted


def test_the_readable_part_counts() -> None:
    """What is readable beside a bad entry counts; the rest is named and a human is asked."""
    item, key = classify_item(), classify_key()
    value = item.reference(key) | {"T01": "sales", "T99": "business"}
    score = award(item, value, key)
    assert score.points == 5.0
    assert score.for_human
    assert "'sales'" in score.reason
    assert "'T99'" in score.reason


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "61.5"),
        ("choose", "T01"),
        ("memo", 7),
        ("link", {"T01": "G1"}),
        ("order", "T01"),
    ],
)
def test_an_answer_of_the_wrong_form_earns_nothing_with_a_reason(kind: str, value: Any) -> None:
    """A value that is no answer earns 0, with the reason in the learner's words."""
    item, key = SAMPLES[kind]
    score = award(item, value, key)
    assert score.points == 0.0
    assert score.reason.startswith(f"{item.title}: ")
    assert score.for_human


@pytest.mark.parametrize(
    ("item", "key", "value"),
    [
        (choose_item(), choose_key(), [1] * 20_000),
        (classify_item(), classify_key(), {f"X{n}": "business" for n in range(20_000)}),
        (link_item(), link_key(), [["T01", 1]] * 20_000),
        (order_item(), order_key(), [1] * 20_000),
    ],
    ids=["choose", "classify", "link", "order"],
)
def test_a_reason_is_short(item: Item, key: Any, value: Any) -> None:
    """However many entries are wrong, the reason fits on a page of feedback."""
    reason = award(item, value, key).reason
    assert len(reason) < 5_000
    assert reason.endswith("and 19,990 more.")


def test_a_note_of_the_rule_is_passed_on() -> None:
    """What the rule has to say about a common mistake stands in the score."""
    assert award(number_item(), 70.0, number_key()).note == "Some payments count twice."
