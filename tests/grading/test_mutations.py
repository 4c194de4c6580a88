"""Ten thousand mutations of valid answers files: none breaks grading, and what is whole counts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alignlib.answers import SCHEMA, parse
from alignlib.cases import Bundle, Variant
from alignlib.grading.course import canonical
from alignlib.grading.intake import take_down
from alignlib.scoring import award
from tests.grading.kit import Course

LEARNERS = ("ada", "bert", "chris")
KINDS = ("careful", "expert", "average")

MUTATIONS = 10_000

PIECES = (
    *'{}[]",:\\',
    *("\\u0000", "\\ud800", "NaN", "-Infinity", "1e999", "-0", "null", "true", '""', '"A01"'),
    *("[[]]", '{"a":', "\x00", "\ufeff", "\u202e", "9" * 4_400, " " * 99),
)
"""What is put in: the signs of JSON, and values that a reader may stumble over."""

mutation = st.one_of(
    st.tuples(st.just("put"), st.floats(0, 1), st.sampled_from(PIECES)),
    st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 60)),
    st.tuples(st.just("double"), st.floats(0, 1), st.integers(1, 200)),
    st.tuples(st.just("flip"), st.floats(0, 1), st.integers(1, 255)),
    st.tuples(st.just("end"), st.floats(0, 1), st.just(0)),
)


def applied(data: bytes, kind: str, share: float, what: Any) -> bytes:
    """The bytes with one mutation at a share of their length."""
    place = int(share * max(len(data) - 1, 0))
    match kind:
        case "put":
            return data[:place] + what.encode("utf-8", "surrogatepass") + data[place:]
        case "cut":
            return data[:place] + data[place + what :]
        case "double":
            return data[:place] + data[place : place + what] * 2 + data[place + what :]
        case "flip":
            return data[:place] + bytes([data[place] ^ what]) + data[place + 1 :] if data else data
    return data[:place]


class Valid(list[tuple[bytes, Variant, Mapping[str, Any]]]):
    """Valid files, each with its variant and its key; short where hypothesis tells of a failure."""

    def __repr__(self) -> str:
        """How many there are: whole files would bury what was drawn."""
        return f"{len(self)} valid files"


@pytest.fixture(scope="module")
def valid(larkfield: Bundle) -> Valid:
    """The answers files of some learners as bytes, each with its variant and its key."""
    course = Course(Path(), larkfield)
    made = Valid()
    for learner, kind in zip(LEARNERS, KINDS, strict=True):
        answers = course.answers(learner, kind)
        number = answers.variant or 1
        text = json.dumps(answers.to_data(), indent=1, ensure_ascii=False)
        made.append((text.encode(), larkfield.variant(number), larkfield.key(number)))
    return made


def untouched(data: bytes, before: Mapping[str, Any]) -> set[str]:
    """The items that a strict reader finds as they were; none where the file is not JSON."""
    try:
        read = json.loads(data, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError):
        return set()
    if not isinstance(read, dict) or read.get("schema") != SCHEMA or read["schema"] is True:
        return set()
    items = read.get("items")
    if not isinstance(items, dict):
        return set()
    return {
        name
        for name, entry in items.items()
        if name in before
        and isinstance(entry, dict)
        and json.dumps(entry.get("value")) == json.dumps(before[name]["value"])
    }


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


@settings(
    max_examples=MUTATIONS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(which=st.integers(0, len(LEARNERS) - 1), steps=st.lists(mutation, min_size=1, max_size=5))
@example(which=0, steps=[("end", 0.0, 0)])
@example(which=1, steps=[("put", 0.3, "9" * 4_400)])
def test_no_mutation_breaks_grading(
    valid: Valid,
    tmp_path_factory: pytest.TempPathFactory,
    which: int,
    steps: list[tuple[str, float, Any]],
) -> None:
    """
    Every file is taken down and scored without an exception, each item between 0 and its points.

    An item that a strict reader finds as it was earns what it earned before.
    """
    data, variant, key = valid[which]
    before = json.loads(data)["items"]
    for step in steps:
        data = applied(data, *step)
    folder = tmp_path_factory.getbasetemp() / "mutated"
    folder.mkdir(exist_ok=True)
    (folder / "answers.json").write_bytes(data)
    intake = take_down(folder, nbformat.v4.new_notebook(), variant.items.keys())
    answers = parse(canonical(intake.answers))
    assert answers.problems == ()  # what goes on into the record is whole
    assert all(len(notice) <= 300 and "\n" not in notice for notice in intake.notices)
    scores = {
        item.id: award(item, _value(answers.items, item.id), key[item.id])
        for item in variant.items.values()
    }
    for score in scores.values():
        assert type(score.points) is float
        assert math.isfinite(score.points)
        assert 0.0 <= score.points <= score.max_points
    for name in untouched(data, before):
        kept = award(variant.items[name], before[name]["value"], key[name])
        assert kept == scores[name], name


def _value(items: Mapping[str, Any], name: str) -> Any:
    return items[name].value if name in items else None
