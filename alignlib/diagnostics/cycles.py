"""Cycles in a graph, found without recursion, so that a chain may be of any length."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def on_a_cycle(edges: Sequence[tuple[Hashable, Hashable]]) -> list[bool]:
    """
    For each edge (from, to), whether it lies on a cycle. Linear in the number of edges.

    An edge lies on a cycle when a way leads back from its end to its start: when both lie in
    one strongly connected component (Kosaraju's two walks). An edge from a node to itself is
    a cycle.

    >>> on_a_cycle([("a", "b"), ("b", "a"), ("b", "c"), ("d", "d")])
    [True, True, False, True]
    """
    ahead: dict[Hashable, list[Hashable]] = {}
    back: dict[Hashable, list[Hashable]] = {}
    for source, target in edges:
        ahead.setdefault(source, []).append(target)
        ahead.setdefault(target, [])
        back.setdefault(target, []).append(source)
        back.setdefault(source, [])
    component: dict[Hashable, Hashable] = {}
    for root in reversed(_finished(ahead)):
        stack = [root]
        while stack:
            node = stack.pop()
            if node not in component:
                component[node] = root
                stack.extend(back[node])
    return [component[source] == component[target] for source, target in edges]


def _finished(ahead: dict[Hashable, list[Hashable]]) -> list[Hashable]:
    """The nodes in the order in which a walk in depth leaves them."""
    left: list[Hashable] = []
    seen: set[Hashable] = set()
    for root, first in ahead.items():
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(first))]
        while path:
            node, onward = path[-1]
            fresh = next((n for n in onward if n not in seen), None)
            if fresh is None:
                path.pop()
                left.append(node)
            else:
                seen.add(fresh)
                path.append((fresh, iter(ahead[fresh])))
    return left
