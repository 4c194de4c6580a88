"""Feedback on a score: what it shows, what it keeps back, and that every text is escaped."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import feedback
from alignlib.cases import Bundle
from alignlib.claims import CLAIMS, idea
from alignlib.feedback import POLICIES, policy_of, summary, to_data, to_html, to_text, visible
from alignlib.items import Outcome, Verdict
from alignlib.scoring import Score, award
from tests.conftest import (
    SAMPLES,
    choose_item,
    choose_key,
    classify_item,
    classify_key,
    json_values,
    memo_item,
    number_item,
    number_key,
)

RIGHT, EVIDENCE = "Technology strategy!", "It names a goal!"


def verdict(outcome: Outcome = Outcome.NOT_MET, **changes: Any) -> Verdict:
    """A verdict with words that can be looked for."""
    words = {"given": "Neither!", "evidence": EVIDENCE, "claim": "S8", "right": RIGHT}
    return Verdict("T01", "We want to grow.", outcome, **(words | changes))


def score(*verdicts: Verdict, **changes: Any) -> Score:
    """A score with these verdicts."""
    words = {"points": 1.0, "max_points": 4.0, "attempted": True}
    return Score("sort", **(words | changes), verdicts=verdicts)


class Page(HTMLParser):
    """What a browser would make of a piece of HTML: its tags and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep each tag and the names of its attributes."""
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        """Each end belongs to the last tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


PLAIN_TAGS = {
    "section",
    "p",
    "strong",
    "em",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
}
PLAIN_ATTRIBUTES = {"aria-label", "style", "scope"}


def everything(given: Score, policy: str) -> str:
    """All that a learner sees of a score, in all three forms."""
    return "\n".join(
        (to_html("Sort", given, policy, "sorting"), to_text("Sort", given, policy),
         str(to_data(given, policy)))
    )  # fmt: skip


# ---------------------------------------------------------------- policies


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize(
    ("policy", "shown"), [("verdicts", False), ("evidence", False), ("full", True)]
)
def test_the_right_answer_is_shown_under_full_alone(
    policy: str, outcome: Outcome, *, shown: bool
) -> None:
    """The words of the right answer appear under `full` and nowhere else."""
    html = to_html("Sort", score(verdict(outcome), verdict(outcome)), policy)
    assert shown == (RIGHT in html)
    assert shown == (RIGHT in str(to_data(score(verdict(outcome)), policy)))


@pytest.mark.parametrize("policy", ["verdicts", "evidence"])
@pytest.mark.parametrize("outcome", Outcome)
def test_no_form_shows_the_right_answer_otherwise(policy: str, outcome: Outcome) -> None:
    """Neither HTML nor text nor a panel's data names the right answer under another policy."""
    assert RIGHT not in everything(score(verdict(outcome), verdict()), policy)


@pytest.mark.parametrize(
    ("policy", "outcome", "shown"),
    [
        ("verdicts", Outcome.NOT_MET, False),
        ("verdicts", Outcome.MET, False),
        ("evidence", Outcome.NOT_MET, True),
        ("evidence", Outcome.MET, False),
        ("evidence", Outcome.NOT_ATTEMPTED, False),
        ("evidence", Outcome.FOR_A_HUMAN, False),
        ("full", Outcome.MET, True),
        ("full", Outcome.NOT_ATTEMPTED, True),
    ],
)
def test_evidence_explains_what_was_tried_and_lost(
    policy: str, outcome: Outcome, *, shown: bool
) -> None:
    """Under `evidence` only a part that was tried and lost is explained; under `full` all are."""
    assert shown == (visible(verdict(outcome), policy).evidence == EVIDENCE)


@pytest.mark.parametrize("policy", POLICIES)
def test_the_idea_behind_a_lost_point_is_always_named(policy: str) -> None:
    """Under every policy a lost part names its claim and the idea of it."""
    given = score(verdict(), verdict(claim="S2"), verdict())
    page = Page(to_html("Sort", given, policy))
    assert f"S8 (2 times): {idea('S8')}" in page.text
    assert f"S2: {idea('S2')}" in page.text
    assert f"S8: {idea('S8')}" == to_data(given, policy)["verdicts"][0]["claim"]


def test_ideas_are_listed_in_the_order_of_their_numbers() -> None:
    """S8 stands before S10, each once."""
    text = Page(to_html("Sort", score(verdict(claim="S10"), verdict()), "evidence")).text
    assert text.index("S8: ") < text.index("S10: ")


def test_what_was_met_names_no_lost_idea() -> None:
    """Where nothing was lost, no idea is listed."""
    html = to_html("Sort", score(verdict(Outcome.MET), verdict(Outcome.NOT_ATTEMPTED)), "full")
    assert "The idea behind" not in html


@given(json_values)
def test_an_unknown_policy_shows_the_least(policy: Any) -> None:
    """A key without a policy, or with one that nobody knows, shows verdicts only."""
    expected = policy if isinstance(policy, str) and policy in POLICIES else "verdicts"
    assert expected == policy_of({"feedback": policy})


@pytest.mark.parametrize("key", [None, {}, {"feedback": None}, {"feedback": "FULL"}, 7, ["full"]])
def test_a_key_without_policy_shows_the_least(key: Any) -> None:
    """Without a stated policy only verdicts are shown."""
    assert policy_of(key) == "verdicts"


def test_an_unknown_policy_is_the_strictest_everywhere() -> None:
    """A policy that nobody knows explains nothing and shows nothing."""
    seen = visible(verdict(), "everything")
    assert (seen.evidence, seen.right) == ("", "")


def test_verdicts_alone_explain_no_mistake() -> None:
    """Under `verdicts`, which shows outcomes only, a recognised mistake is not explained."""
    given = award(number_item(), 70.0, number_key())
    assert "Some payments count twice." not in everything(given, "verdicts")
    assert "Some payments count twice." not in everything(given, "anything else")
    for policy in ("evidence", "full"):
        assert "Some payments count twice." in everything(given, policy)


# ---------------------------------------------------------------- what the real items show


def test_no_key_leaks_through_the_feedback_of_larkfield(larkfield: Bundle) -> None:
    """Under each item's own policy, all wrong answers are told without naming a right one."""
    variant, key = larkfield.variant(1), larkfield.key(1)
    for item in variant.items.values():
        if item.KIND != "classify":
            continue
        own = key[item.id]
        wrong = {
            part: next(c.id for c in item.categories if c.id != own["parts"][part]["answer"])  # type: ignore[attr-defined]
            for part in item.parts()
        }
        given = award(item, wrong, own)
        for shown, told in zip(
            to_data(given, policy_of(own))["verdicts"], given.verdicts, strict=True
        ):
            assert shown["right"] == ""
            assert shown["evidence"] == told.evidence != ""
            assert told.right.casefold() not in shown["evidence"].casefold()


# ---------------------------------------------------------------- escaping

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</section></table><iframe>",
    "&lt;script&gt;",
    "' onmouseover='alert(1)",
    "<!-- ",
    "<style>*{display:none}</style>",
    "{{ 7 * 7 }} {% raw %}",
)

texts = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=10), max_size=3).map("".join)

hostile = st.builds(
    Verdict,
    part=texts,
    label=texts,
    outcome=st.sampled_from(Outcome),
    given=texts,
    evidence=texts,
    claim=st.sampled_from(["", *CLAIMS]),
    right=texts,
)


@given(texts, st.lists(hostile, max_size=4), texts, texts, texts, st.sampled_from(POLICIES))
def test_every_text_is_escaped(
    title: str, verdicts: list[Verdict], reason: str, note: str, lesson: str, policy: str
) -> None:
    """Whatever stands in a title, label, answer, reason or note, no tag of it is left."""
    given = score(*verdicts, reason=reason, note=note)
    page = Page(to_html(title, given, policy, lesson))
    assert set(page.tags) <= PLAIN_TAGS
    assert page.attributes <= PLAIN_ATTRIBUTES
    assert page.open == []


@given(st.sampled_from(list(SAMPLES.values())), json_values, st.sampled_from(POLICIES))
def test_any_answer_has_feedback(sample: Any, value: Any, policy: str) -> None:
    """Every score of any recorded value can be shown, in plain tags and as one line of data."""
    item, key = sample
    given = award(item, value, key)
    assert set(Page(to_html(item.title, given, policy, item.lesson)).tags) <= PLAIN_TAGS
    assert to_text(item.title, given, policy).startswith(f"{item.title}: ")
    for shown in to_data(given, policy)["verdicts"]:
        assert all(type(text) is str for text in shown.values())


@pytest.mark.parametrize("claim", ["S", "goal", "S8a", "7"])
def test_a_claim_that_is_none_does_no_harm(claim: str) -> None:
    """A key with a claim of another form still gives feedback."""
    html = to_html("Sort", score(verdict(claim=claim), verdict()), "evidence")
    assert "<li><strong>S8</strong>" in html
    assert html.count("<li>") == 1


# ---------------------------------------------------------------- what is said


def test_outcomes_are_told_by_sign_and_word() -> None:
    """Each outcome has a sign and a word: colour is never the only difference."""
    assert set(Outcome) == set(feedback.SIGNS)
    assert len(set(feedback.SIGNS.values())) == len(Outcome)
    page = Page(to_html("Sort", score(*(verdict(o) for o in Outcome)), "evidence"))
    for outcome in Outcome:
        assert f"{feedback.SIGNS[outcome]} {outcome}" in page.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (score(), "1 of 4 points."),
        (score(verdict(Outcome.MET), verdict()), "1 of 4 points. 1 of 2 parts met."),
        (score(points=0.0, attempted=False), "0 of 4 points. Nothing was recorded."),
        (score(points=10 / 3, max_points=10.0), "3.33 of 10 points."),
        (score(for_human=True), "Waiting for a marker: up to 4 points."),
        (score(points=0.0, attempted=False, reason="Torn."), "0 of 4 points."),
        (score(for_human=True, reason="One entry was dropped."), "1 of 4 points."),
    ],
)
def test_the_summary_is_one_sentence(given: Score, expected: str) -> None:
    """A score in words: points, parts met, and whether it waits or is empty."""
    assert expected == summary(given)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_reason_is_told_everywhere(policy: str) -> None:
    """What could not be read is told in every form, whatever the policy."""
    given = score(verdict(), reason="T99 does not exist.")
    for told in (to_html("Sort", given, policy), to_text("Sort", given, policy),
                 to_data(given, policy)["summary"]):  # fmt: skip
        assert "T99 does not exist." in told


def test_a_note_is_told_once() -> None:
    """A recognised mistake that a verdict explains is not told a second time."""
    given = award(number_item(), 70.0, number_key())
    assert to_html("Share", given, "evidence").count("Some payments count twice.") == 1


@pytest.mark.parametrize(("points", "shown"), [(1.0, True), (4.0, False)])
def test_the_lesson_is_named_where_points_were_lost(points: float, *, shown: bool) -> None:
    """Who lost a point is told where to look; who lost none is not sent anywhere."""
    html = to_html("Sort", score(points=points), "evidence", "sort-by-the-question")
    assert shown == ("sort by the question" in html)


def test_a_long_label_is_cut() -> None:
    """A long statement is shown by its beginning."""
    long = dataclasses.replace(verdict(), label="word " * 100)
    assert len(Page(to_html("Sort", score(long, long), "evidence")).text) < 1000


def test_a_memo_waits() -> None:
    """A memo says that it waits for a marker, and has no table of parts under `evidence`."""
    given = award(memo_item(), "Two strategies.", {})
    assert "Waiting for a marker: up to 20 points." in to_html("Memo", given, "evidence")


def test_the_text_lists_what_was_lost() -> None:
    """The plain text names each part that lost a point, with what was given and why."""
    item, key = classify_item(), classify_key()
    given = award(item, item.reference(key) | {"T02": "business"}, key)
    lines = to_text(item.title, given, "evidence").splitlines()
    assert lines == ["Sort: 4.5 of 6 points. 5 of 6 parts met.", "  ✗ T02: Business. Reason 2."]


def test_choices_are_told_in_words() -> None:
    """A chosen option and one left out are told apart."""
    given = award(choose_item(), ["T01", "T06"], choose_key())
    text = Page(to_html("Pick", given, "evidence")).text
    assert "chosen" in text
    assert "left out" in text
