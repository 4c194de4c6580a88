"""The receipt: proof of what was recorded, and a copy of it in the notebook."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.answers import RECEIPT_TYPE, Answer, Answers, parse
from alignlib.receipts import Receipt
from tests.conftest import json_values

MINE = Answers("01-two-strategies", "ada", 7, {"pick": Answer(["T01"], "2026-11-22T10:00:00Z")})
PROGRESS = (("✓", "Pick (6 points)", "1 chosen"), ("○", "Memo (20 points)", "still open"))
RECEIPT = Receipt(MINE, PROGRESS)


def test_a_receipt_shows_what_is_done_and_what_is_open() -> None:
    """A receipt names the learner, each item with its state, and the next step."""
    assert repr(RECEIPT).splitlines() == [
        f"Receipt {RECEIPT.digest} for ada",
        "  ✓ Pick (6 points): 1 chosen",
        "  ○ Memo (20 points): still open",
        "Now save the notebook (Ctrl+S, or ⌘S): the receipt is saved in it.",
    ]


def test_a_receipt_without_a_learner_says_so() -> None:
    """Where nobody said who is working, the receipt says so."""
    assert "a learner without an id" in repr(Receipt(Answers(), ()))


def test_the_notebook_holds_a_copy_of_the_answers() -> None:
    """What the notebook stores under the receipt's type reads back as the same answers."""
    bundle = json.loads(json.dumps(RECEIPT._repr_mimebundle_(include=None, exclude=None)))
    assert repr(RECEIPT) == bundle["text/plain"]
    assert parse(json.dumps(bundle[RECEIPT_TYPE]["answers"])) == MINE
    assert RECEIPT.digest == bundle[RECEIPT_TYPE]["digest"]


def test_a_receipt_holds_no_html() -> None:
    """A receipt is text and data: there is nothing in it that a browser would run."""
    assert set(RECEIPT._repr_mimebundle_()) == {"text/plain", RECEIPT_TYPE}


def test_the_same_answers_give_the_same_digest() -> None:
    """The order in which items were answered makes no other digest."""
    two = {"a": Answer(1.0, "t"), "b": Answer(2.0, "t")}
    turned = dict(reversed(two.items()))
    digests = {Receipt(Answers("x", "ada", 1, items), ()).digest for items in (two, turned)}
    assert len(digests) == 1


@pytest.mark.parametrize(
    "other",
    [
        MINE.with_answer("pick", ["T02"]),
        MINE.without("pick"),
        Answers("01-two-strategies", "bob", 7, MINE.items),
        Answers("01-two-strategies", "ada", 8, MINE.items),
    ],
    ids=["answer", "fewer", "learner", "variant"],
)
def test_other_answers_give_another_digest(other: Answers) -> None:
    """Any other answer, learner or variant gives another digest."""
    assert RECEIPT.digest != Receipt(other, ()).digest


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_anything_recorded_has_a_receipt(values: dict[str, object]) -> None:
    """A receipt can be made of whatever a file held, however odd."""
    receipt = Receipt(Answers("a", "b", 1, {k: Answer(v) for k, v in values.items()}), ())
    assert len(receipt.digest) == 12
    assert receipt._repr_mimebundle_()["text/plain"]
