"""Memo: a text that a human marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import AnswerError
from alignlib.items import Outcome
from alignlib.items.memo import LONGEST
from tests.conftest import memo_item

ITEM = memo_item()


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\N{NO-BREAK SPACE}"])
def test_an_empty_memo_is_worth_nothing(text: str) -> None:
    """A text of spaces alone is open, not attempted, and worth 0."""
    judgement = ITEM.judge(ITEM.validate(text), {})
    assert judgement.share == 0.0
    assert judgement.verdicts[0].outcome is Outcome.NOT_ATTEMPTED
    assert ITEM.open_parts(text) == ("memo",)


@pytest.mark.parametrize("text", ["x", "One paragraph.", "<script>alert(1)</script>", "0"])
def test_any_other_memo_goes_to_a_human(text: str) -> None:
    """No text gets points from a rule: a human marks it, whatever its length."""
    judgement = ITEM.judge(ITEM.validate(text), {})
    assert judgement.share is None
    assert judgement.verdicts[0].outcome is Outcome.FOR_A_HUMAN
    assert ITEM.open_parts(text) == ()


def test_a_verdict_counts_the_words() -> None:
    """The verdict says how long the text is."""
    assert ITEM.judge("one two  three\nfour", {}).verdicts[0].given == "4 words"


@given(st.text(max_size=200))
def test_a_text_is_kept_as_it_was_written(text: str) -> None:
    """Every text is kept to the letter: spaces, line ends, signs of any script."""
    assert text == ITEM.validate(text)


@pytest.mark.parametrize("text", [chr(0xD800), f"good {chr(0xDFFF)} text", chr(0xD83D)])
def test_half_a_character_is_replaced(text: str) -> None:
    """A lone half of a character pair, which no file can hold, becomes a question mark."""
    valid = ITEM.validate(text)
    assert "?" in valid
    assert valid == ITEM.validate(valid)
    valid.encode("utf-8")


def test_the_longest_text_fits() -> None:
    """A text of exactly the longest length is an answer."""
    assert len(ITEM.validate("x" * LONGEST)) == LONGEST


def test_a_longer_text_is_refused_with_both_lengths() -> None:
    """One character more is refused, with the length found and the length that fits."""
    with pytest.raises(AnswerError, match=r"has 20,001 characters; at most 20,000 fit"):
        ITEM.validate("x" * (LONGEST + 1))


@pytest.mark.parametrize("value", [None, 7, ["text"], {"text": "x"}, b"text", True])
def test_what_is_no_text_is_named(value: object) -> None:
    """Anything but text is refused with the value found."""
    with pytest.raises(AnswerError, match="Memo: the answer must be text"):
        ITEM.validate(value)


def test_the_length_asked_for_is_not_enforced() -> None:
    """A short text is an answer: the marker weighs its length, not the machine."""
    assert ITEM.validate("Short.") == "Short."
