"""JSON that a stranger wrote: what cannot be used is marked, and nothing else is changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from alignlib.strict_json import TWICE, Unusable, loads, unusable_in
from tests.conftest import json_values


@given(json_values)
def test_sound_json_is_read_as_ever(value: Any) -> None:
    """What Python's own reader reads without NaN and infinity is read alike."""
    try:
        text = json.dumps(value, allow_nan=False)
        expected = json.loads(text)
    except ValueError:
        return
    assert expected == loads(text)
    assert unusable_in(expected) is None


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "1e999", "9" * 5000, "-" + "9" * 5000])
def test_what_is_no_number_is_marked(text: str) -> None:
    """NaN, infinity and numbers too large to hold are marked in their place, in short words."""
    found = loads(f'{{"a": {text}, "b": 1}}')
    assert isinstance(found["a"], Unusable)
    assert "is not a number one can score" in found["a"].why
    assert len(found["a"].why) < 120
    assert found["b"] == 1


def test_a_doubled_name_is_marked() -> None:
    """A name with two values is marked; with the same value twice it has that value."""
    assert loads('{"a": 1, "a": 2, "b": 1, "b": 1}') == {"a": TWICE, "b": 1}
    assert isinstance(loads('{"a": NaN, "a": NaN}')["a"], Unusable)


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", '{"a": 1} x'])
def test_what_is_no_json_raises(text: str) -> None:
    """A text that is no JSON at all raises, as Python's own reader does."""
    with pytest.raises(json.JSONDecodeError):
        loads(text)


def test_a_mark_is_found_at_any_depth() -> None:
    """A mark deep in a value is found without recursion."""
    deep: Any = TWICE
    for _ in range(100_000):
        deep = [deep]
    assert unusable_in({"a": 1, "b": deep}) is TWICE
    assert unusable_in({"a": [1, {"b": None}]}) is None


def test_a_mark_shows_no_address() -> None:
    """Whatever message a mark gets into, it holds no Python object and no address."""
    assert "0x" not in repr(TWICE)
