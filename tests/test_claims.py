"""The fifty claims."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.claims import CLAIMS, idea


def test_there_are_fifty_claims_in_order() -> None:
    """The claims are S1 to S50, in order, each under its own number."""
    numbers = [f"S{n}" for n in range(1, 51)]
    assert numbers == list(CLAIMS)
    assert numbers == [claim.id for claim in CLAIMS.values()]


def test_each_module_teaches_its_share() -> None:
    """The eight modules teach 8, 6, 5, 5, 3, 8, 7 and 8 claims, one module after the other."""
    modules = [claim.module for claim in CLAIMS.values()]
    assert modules == sorted(modules)
    assert Counter(modules) == {1: 8, 2: 6, 3: 5, 4: 5, 5: 3, 6: 8, 7: 7, 8: 8}


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)
def test_an_idea_is_one_sentence(claim: object) -> None:
    """An idea begins with a capital, ends with a full stop and is one sentence."""
    text = claim.idea  # type: ignore[attr-defined]
    assert text[0].isupper()
    assert text.endswith(".")
    assert ". " not in text
    assert "  " not in text


def test_no_idea_is_there_twice() -> None:
    """No two claims say the same."""
    assert len({claim.idea for claim in CLAIMS.values()}) == 50


@given(st.text().filter(lambda text: text not in CLAIMS))
def test_an_unknown_claim_has_no_idea(text: str) -> None:
    """The idea of what is no claim is empty."""
    assert idea(text) == ""
