"""Cycles in a graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.diagnostics.cycles import on_a_cycle

LONG = 20_000
"""Twenty times as deep as Python lets a function call itself."""


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ([], []),
        ([("a", "b")], [False]),
        ([("a", "a")], [True]),
        ([("a", "b"), ("b", "c"), ("a", "c")], [False, False, False]),
        ([("a", "b"), ("b", "c"), ("c", "a")], [True, True, True]),
        ([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c")],
         [True, True, False, True, True]),
        ([("a", "b"), ("a", "b")], [False, False]),
    ],
    ids=["none", "one", "loop", "two ways", "round", "between two rounds", "twice"],
)  # fmt: skip
def test_an_edge_on_a_cycle_is_found(edges: list[tuple[str, str]], found: list[bool]) -> None:
    """An edge lies on a cycle when a way leads back from its end to its start."""
    assert found == on_a_cycle(edges)


@pytest.mark.parametrize("closed", [True, False])
def test_a_chain_may_be_of_any_length(closed: bool) -> None:
    """A chain of twenty thousand edges is walked without recursion."""
    edges = [(n, n + 1) for n in range(LONG)] + ([(LONG, 0)] if closed else [])
    assert set(on_a_cycle(edges)) == {closed}


nodes = st.integers(0, 5)


@given(st.lists(st.tuples(nodes, nodes), max_size=12))
def test_it_agrees_with_trying_every_way(edges: list[tuple[int, int]]) -> None:
    """Following all ways from an edge's end comes back to its start, or it does not."""

    def reach(start: int) -> set[int]:
        found = {start}
        for _ in range(6):
            found |= {b for a, b in edges if a in found}
        return found

    assert [a in reach(b) for a, b in edges] == on_a_cycle(edges)
