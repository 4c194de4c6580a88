"""Draws from a seed: the same on every platform and Python version."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.variants.stream import Stream

seeds = st.text(max_size=20)


def test_the_draws_of_a_seed_never_change() -> None:
    """A key must not change with an upgrade: these draws are fixed for ever."""
    stream = Stream("larkfield")
    assert [stream.below(100) for _ in range(6)] == [47, 2, 4, 13, 6, 42]
    assert Stream("larkfield").shuffled("abcdef") == ["f", "c", "a", "e", "b", "d"]
    assert Stream("larkfield").sample(range(10), 4) == [7, 3, 5, 2]


@given(seeds, st.integers(1, 10**18))
def test_a_draw_stays_below_its_limit(seed: str, limit: int) -> None:
    """A draw is a whole number from 0 to the limit − 1."""
    assert 0 <= Stream(seed).below(limit) < limit


@given(seeds, st.integers(-1000, 1000), st.integers(0, 1000))
def test_both_ends_may_come(seed: str, low: int, more: int) -> None:
    """A draw between two numbers includes both."""
    assert low <= Stream(seed).between(low, low + more) <= low + more


@given(seeds, st.lists(st.integers()))
def test_shuffling_keeps_everything(seed: str, options: list[int]) -> None:
    """Shuffled options are the same options, and the list that was given stays as it was."""
    before = list(options)
    assert sorted(options) == sorted(Stream(seed).shuffled(options))
    assert before == options


@given(seeds, st.integers(0, 20), st.integers(0, 20))
def test_a_sample_has_no_option_twice(seed: str, count: int, more: int) -> None:
    """A sample has the size asked for, and no option twice."""
    taken = Stream(seed).sample(range(count + more), count)
    assert len(set(taken)) == len(taken) == count


@given(seeds)
def test_one_seed_gives_one_stream(seed: str) -> None:
    """Two streams of one seed give the same draws, one after the other."""
    one, other = Stream(seed), Stream(seed)
    assert [one.below(1000) for _ in range(5)] == [other.below(1000) for _ in range(5)]


def test_two_seeds_give_two_streams() -> None:
    """Different seeds give different draws."""
    drawn = {tuple(Stream(f"seed {n}").shuffled(range(20))) for n in range(200)}
    assert len(drawn) == 200


@pytest.mark.parametrize("limit", [2, 3, 6, 7, 10])
def test_each_number_is_equally_likely(limit: int) -> None:
    """Over 6,000 draws each number comes about equally often."""
    stream = Stream("fair")
    counts = Counter(stream.below(limit) for _ in range(6000))
    expected = 6000 / limit
    assert sum((counts[n] - expected) ** 2 / expected for n in range(limit)) < 4 * limit + 10


@pytest.mark.parametrize("position", [0, 3])
def test_a_shuffle_is_fair(position: int) -> None:
    """Each option comes about equally often to each place."""
    counts = Counter(Stream(str(n)).shuffled("abcd")[position] for n in range(2000))
    assert all(400 < counts[letter] < 600 for letter in "abcd")


@pytest.mark.parametrize("limit", [0, -1])
def test_nothing_lies_below_nothing(limit: int) -> None:
    """A draw below 0 or less is refused: it would never end."""
    with pytest.raises(ValueError, match="cannot draw below"):
        Stream("a").below(limit)


def test_no_pick_of_nothing() -> None:
    """There is no pick from an empty list."""
    with pytest.raises(ValueError, match="cannot draw"):
        Stream("a").pick([])


def test_no_sample_of_more_than_there_is() -> None:
    """A sample of more than there is, is refused with both numbers."""
    with pytest.raises(ValueError, match="cannot take 4 of 3"):
        Stream("a").sample([1, 2, 3], 4)
