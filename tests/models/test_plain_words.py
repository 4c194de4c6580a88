"""What can be counted in a text, and what a count cannot see."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.errors import LearnerError
from alignlib.models.bench import TEXTS
from alignlib.models.plain_words import LISTS, MOST_CHARACTERS, Reading
from alignlib.models.reading_ease import ease, sentences

words = st.sampled_from(["bed", "ward", "nurse", "password", "latency", "TTOs", "stat"])
texts = st.lists(words, min_size=1, max_size=30).map(lambda chosen: " ".join(chosen) + ".")


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever somebody types, the counts agree with each other and no place lies outside."""
    reading = Reading(text)
    assert reading.longest <= reading.words
    assert (reading.words == 0) == (reading.sentences == 0)
    assert all(text[each.start : each.end] == each.word for each in reading.jargon)
    assert reading.band


@given(texts, texts)
def test_a_full_stop_makes_it_easier(first: str, second: str) -> None:
    """The same words in two sentences never score less than in one."""
    joined = f"{first.removesuffix('.')} {second}"
    assert ease(f"{first} {second}") >= ease(joined)
    assert len(sentences(f"{first} {second}")) == 2


@given(texts, st.randoms())
def test_the_formula_does_not_see_the_sense(text: str, chance: object) -> None:
    """A sentence and its words in any other order score alike: that is what it cannot measure."""
    mixed = text.removesuffix(".").split()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert ease(" ".join(mixed) + ".") == pytest.approx(ease(text))


@given(texts)
def test_marks_do_not_overlap(text: str) -> None:
    """Each word for insiders is marked once."""
    found = Reading(text).jargon
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two end users escalated three tickets.", ["end users", "escalated", "tickets"]),
        ("The go live was a go-live.", ["go live", "go-live"]),
        ("We migrated, they were migrating.", ["migrated", "migrating"]),
        ("It came too late. Late is late.", []),
        ("On a late shift, or on a late with two nurses.", ["late", "late"]),
        ("The state of the bed, the bed state, and stat.", ["bed state", "stat"]),
        ("A capital idea, an apiary, an obstacle.", []),
        ("OBS and Obs", ["OBS", "Obs"]),
    ],
)
def test_jargon_is_found_as_people_write_it(text: str, found: list[str]) -> None:
    """Plurals, endings and capitals count; a longer word with the same letters does not."""
    assert found == [each.word for each in Reading(text).jargon]


def test_the_same_advice_is_given_once() -> None:
    """Ten times the same word is one thing to learn."""
    reading = Reading("Latency, latency, and the SSO, which is single sign-on.")
    assert len(reading.jargon) == 4
    assert [each.word for each in reading.advice] == ["Latency", "SSO"]


def test_what_the_lesson_asks_to_find() -> None:
    """The notice is very hard; the mail is very easy and full of jargon; the empty one wins."""
    notice, mail, empty, plain = (Reading(text) for text in TEXTS.values())
    assert (notice.band, mail.band) == ("very hard", "very easy")
    assert {each.side for each in notice.jargon} == {"technology"}
    assert {each.side for each in mail.jargon} == {"technology", "ward"}
    assert len(mail.jargon) == 7
    assert empty.ease > plain.ease > 90
    assert empty.jargon == plain.jargon == ()


def test_the_lists_share_no_word() -> None:
    """A word belongs to one side, so that it can be said whose it is."""
    technology, ward = LISTS.values()
    assert not technology.keys() & ward.keys()


@pytest.mark.parametrize("text", [None, 7, ["a"], "a" * (MOST_CHARACTERS + 1)])
def test_what_is_no_text_is_named(text: object) -> None:
    """One sentence says what was found and what to do."""
    with pytest.raises(LearnerError, match=r"no text|has 6,001 characters"):
        Reading(text)  # type: ignore[arg-type]
