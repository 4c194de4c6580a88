"""
Simulated learners: a made-up class, for the demo and for tests. Never real people.

Each kind of learner is a way of answering; a class is a fixed mixture of them, from expert to
blank, with one damaged and one hostile submission. A misconception is one idea got wrong: it
costs points where that idea is asked for, and nowhere else. Ids begin with `sim-`, so that
nobody takes them for people anywhere that they appear.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib.answers import RECEIPT_TYPE, Answers
from alignlib.cases import Bundle, variant_of
from alignlib.items import Item
from alignlib.variants.stream import Stream

Solver = Callable[[Item, Mapping[str, Any], Stream], Any]

SIMULATED_MEMO = (
    "(Written for a simulated learner.) We spend on technology to serve our goals. Part of the "
    "spend names no goal that is still live. I propose that the board and the head of "
    "technology look at these lines together before the next quarter, and keep what serves a "
    "goal or a duty."
)


def _slipping(rate: float) -> Solver:
    return lambda item, key, stream: item.attempt(key, rate, stream.below)


def _keywords(item: Item, key: Mapping[str, Any], stream: Stream) -> Any:
    """Goes by single words everywhere, and so follows every lure."""
    return item.lured(key)


def with_misconception(claims: Set[str]) -> Solver:
    """Follows every second lure where these misunderstood ideas are asked for; knows the rest."""

    def solve(item: Item, key: Mapping[str, Any], stream: Stream) -> Any:
        return item.half_lured(key) if claims & set(item.claims) else item.reference(key)

    return solve


def _first_half(item: Item, key: Mapping[str, Any], stream: Stream) -> Any:
    """Begins each list and never ends it; knows what it answers."""
    value = item.reference(key)
    if isinstance(value, dict):
        return dict(list(value.items())[: len(value) // 2])
    return value[:1] if isinstance(value, list) else None


def _nothing(item: Item, key: Mapping[str, Any], stream: Stream) -> Any:
    return None


SOLVERS: dict[str, Solver] = {
    "expert": _slipping(0.0),
    "careful": _slipping(0.15),
    "average": _slipping(0.4),
    "weak": _slipping(0.7),
    "keyword": _keywords,
    "unfinished": _first_half,
    "random": _slipping(1.0),
    "blank": _nothing,
}
"""
How each kind of simulated learner answers one item.

One more kind, `misconception`, depends on the module: see `solvers`.
"""


def solvers(misunderstood: Set[str]) -> dict[str, Solver]:
    """Every kind of simulated learner, in a module whose misconception is about these claims."""
    return SOLVERS | {"misconception": with_misconception(misunderstood)}


MIXTURE = (
    ("expert", 2),
    ("careful", 6),
    ("average", 7),
    ("weak", 4),
    ("misconception", 3),
    ("keyword", 1),
    ("unfinished", 2),
    ("random", 2),
    ("blank", 1),
    ("malformed", 1),
    ("hostile", 1),
)
"""How many of each kind a class of thirty has."""


@dataclass(frozen=True)
class Learner:
    """One simulated learner: an id that says so, and a kind."""

    id: str
    kind: str


def learners(count: int) -> list[Learner]:
    """
    A class of `count` simulated learners in the proportions of `MIXTURE`.

    From eleven on every kind is there, also the malformed and the hostile one.

    >>> [learner.id for learner in learners(3)]
    ['sim-01-hostile', 'sim-02-malformed', 'sim-03-blank']
    """
    rare_first = MIXTURE[::-1]
    kinds = [kind for kind, _ in rare_first]
    kinds += [kind for kind, share in rare_first for _ in range(share - 1)]
    taken = [kinds[number % len(kinds)] for number in range(count)]
    width = max(2, len(str(count)))
    return [Learner(f"sim-{n:0{width}}-{kind}", kind) for n, kind in enumerate(taken, start=1)]


def answers(bundle: Bundle, learner: Learner, seed: str = "class") -> Answers:
    """What a simulated learner recorded, on the variant that belongs to their id."""
    number = variant_of(learner.id, bundle.assignment, bundle.variants)
    variant, keys = bundle.variant(number), bundle.key(number)
    solver = solvers(bundle.misconception).get(learner.kind, SOLVERS["average"])
    recorded = Answers(bundle.assignment, learner.id, number)
    for item in variant.items.values():
        stream = Stream(f"{seed}/{learner.id}/{item.id}")
        value = solver(item, keys[item.id], stream)
        if value is None and item.KIND == "memo" and learner.kind not in ("blank", "random"):
            value = SIMULATED_MEMO
        if value not in (None, [], {}):
            recorded = recorded.with_answer(item.id, item.validate(value))
    return recorded


def submit(folder: Path, release: Path, bundle: Bundle, learner: Learner) -> None:
    """
    Write a simulated learner's submission into `folder`, as nbgrader's collecting would.

    The malformed one has a torn answers file and a receipt; the hostile one tries what a
    notebook can try against a grader.
    """
    folder.mkdir(parents=True)
    made = answers(bundle, learner)
    text = json.dumps(made.to_data(), indent=1)
    notebook = json.loads((release / f"{bundle.notebook}.ipynb").read_text(encoding="utf-8"))
    if learner.kind != "blank":
        _put_receipt(notebook, made)
    if learner.kind == "malformed":
        text = text[: len(text) * 2 // 3]
    if learner.kind == "hostile":
        _make_hostile(folder, notebook)
    if learner.kind != "blank":
        (folder / "answers.json").write_text(text, encoding="utf-8")
    path = folder / f"{bundle.notebook}.ipynb"
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-03-20 12:00:00 UTC\n", encoding="utf-8")


def _put_receipt(notebook: dict[str, Any], made: Answers) -> None:
    """Give the cell that calls `work.receipt()` the output that it would have."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "work.receipt()" in "".join(cell["source"]):
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "execution_count": None,
                    "metadata": {},
                    "data": {
                        "text/plain": "Receipt of a simulated learner",
                        RECEIPT_TYPE: {"digest": "", "answers": made.to_data()},
                    },
                }
            ]


HOSTILE_MARK = "hostile-was-here"
"""A word that every attack of the hostile learner would leave behind."""


def _make_hostile(folder: Path, notebook: dict[str, Any]) -> None:
    script = f"<script>document.title = '{HOSTILE_MARK}'</script>"
    (folder / "alignlib.py").write_text(f"raise SystemExit({HOSTILE_MARK!r})\n", encoding="utf-8")
    notebook["cells"] += [
        {
            "cell_type": "markdown",
            "id": "hostile-text",
            "metadata": {},
            "source": f"{script}<img src=x onerror=\"document.title='{HOSTILE_MARK}'\">",
        },
        {
            "cell_type": "code",
            "id": "hostile-code",
            "metadata": {},
            "execution_count": None,
            "source": f"open('{HOSTILE_MARK}', 'w'); import os; os._exit(1)",
            "outputs": [
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {"text/html": script, "text/plain": "100.0"},
                }
            ],
        },
    ]
