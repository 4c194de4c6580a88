"""A learner's page: what it says, what it keeps back, and how it is built."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.answers import Answers
from alignlib.cases import Bundle
from alignlib.claims import idea
from alignlib.errors import InstructorError
from alignlib.feedback import POLICIES, policy_of
from alignlib.grading.marking import prepare, score_of
from alignlib.grading.pages.marks import Mark, Marked
from alignlib.grading.pages.render import render
from alignlib.grading.pages.returned import KIT, headings
from alignlib.grading.pages.view import Frame, view_of
from alignlib.items import Outcome
from tests.grading.hostile import ELSEWHERE, MARK, MEMO_ATTACK
from tests.grading.kit import ASSIGNMENT, MEMO, ROOT, Course, text_of

LEARNER = "ada"
HANDED_IN = datetime(2026, 3, 20, 12, 0)  # noqa: DTZ001 - as nbgrader's database has it

ALLOWED = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer"),
    *("section", "div", "h1", "h2", "h3", "p", "ul", "li", "b", "span", "code", "a", "blockquote"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}
"""The tags of a page. None of them runs, loads or sends anything, but `link`, which is empty."""

VOID = {"meta", "link"}


class Planted(Bundle):
    """A bundle whose keys have the policies in turn, and a word of its own in every reason."""

    def key(self, number: int) -> Mapping[str, Any]:
        """The key, planted."""
        planted = json.loads(json.dumps(super().key(number)))
        for place, key in enumerate(planted.values()):
            key["feedback"] = POLICIES[place % len(POLICIES)]
            for part, entry in enumerate(key.get("parts", {}).values()):
                entry["why"] += f" zqwhy{place}n{part}x"
            for part, mistake in enumerate(key.get("mistakes", ())):
                mistake["says"] += f" zqsays{place}n{part}x"
        return planted


def planted_words(text: str) -> set[str]:
    """The planted words in a text."""
    return set(re.findall(r"zq[a-z]+[0-9]+n[0-9]+x", text))


@dataclasses.dataclass
class Desk:
    """Makes pages without a gradebook: marks as grading gives them, and as a human changes them."""

    bundle: Bundle
    schemes: Mapping[str, Mapping[str, Any]]
    headings: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def answers(self, kind: str, learner: str = LEARNER) -> Answers:
        """What a kind of simulated learner recorded."""
        return Course(Path(), self.bundle).answers(learner, kind)

    def marked(self, answers: Answers, learner: str = LEARNER, **changed: Any) -> Marked:
        """The marks that grading gives; `changed` names marks in the spelling of Python."""
        marking = prepare(answers, self.bundle, learner, ASSIGNMENT)
        assert marking.variant is not None
        marks = {}
        for name, item in marking.variant.items.items():
            score = score_of(marking, name, item.points)
            waits = name == MEMO and score.attempted
            mark = Mark(item.points, auto=None if waits else score.points, waits=waits)
            marks[name] = dataclasses.replace(mark, **changed.get(name.replace("-", "_"), {}))
        return Marked(learner, HANDED_IN, changed.get("penalty", 0.0), marks)

    def page(self, answers: Answers, learner: str = LEARNER, **changed: Any) -> str:
        """The page of a learner who recorded these answers."""
        record = {"answers": answers.to_data(), "notices": changed.pop("notices", [])}
        frame = Frame(ASSIGNMENT, self.bundle, self.schemes, self.headings)
        return render(view_of(frame, self.marked(answers, learner, **changed), record))


@pytest.fixture(scope="module")
def desk(larkfield: Bundle, assignment: dict[str, Any]) -> Desk:
    """Pages of module 1."""
    return Desk(larkfield, {i["id"]: i for i in assignment["items"] if i["kind"] == "memo"})


@pytest.fixture(scope="module")
def planted(desk: Desk) -> Desk:
    """The same with planted words in the keys and in the mark scheme."""
    schemes = json.loads(json.dumps(desk.schemes))
    for item in schemes.values():
        for row, criterion in enumerate(item["criteria"]):
            criterion["levels"] = [
                f"zqlevel{row}n{n}x {t}" for n, t in enumerate(criterion["levels"])
            ]
        for exemplar in item["exemplars"]:
            exemplar["text"] += f" zqexemplar{exemplar['level']}n0x"
    return Desk(Planted(desk.bundle.path), schemes)


class Read(HTMLParser):
    """A page as a browser reads it: tags, attributes, ids, headings; each end has its beginning."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The tag that was opened last ends first."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the words of headings."""
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append((int(self.open[-1][1]), data))

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def assert_harmless(page: str) -> Read:
    """Nothing in the page runs, loads or leads anywhere; every tag is one of the template's."""
    read = Read(page)
    assert {tag for tag, _ in read.tags} <= ALLOWED
    names = {name for _, attributes in read.tags for name in attributes}
    assert [name for name in names if name.startswith("on") or name in ("src", "style")] == []
    assert [goal for goal in read.values("href") if not re.fullmatch(r"#[\w-]+|data:,", goal)] == []
    return read


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize("kind", ["expert", "average", "misconception", "blank", "random"])
def test_points_of_each_task_and_their_sum(desk: Desk, kind: str) -> None:
    """The page has the points of each task and their sum, as the gradebook has them."""
    answers = desk.answers(kind)
    said, marked = text_of(desk.page(answers)), desk.marked(answers)
    assert f"{marked.points:.2f}".rstrip("0").rstrip(".") + " of 100 points" in said
    for mark in marked.marks.values():
        got = f"{mark.points:.2f}".rstrip("0").rstrip(".")
        assert f"{got} of {mark.most:g} points" in said


def test_each_lost_part_has_its_row(desk: Desk) -> None:
    """A part that lost a point has its id, its outcome, the answer, the evidence and the claim."""
    answers = desk.answers("misconception")
    page = text_of(desk.page(answers))
    marking = prepare(answers, desk.bundle, LEARNER, ASSIGNMENT)
    lost = [
        verdict
        for name in answers.items
        if name != MEMO
        for verdict in score_of(marking, name, marking.variant.items[name].points).verdicts  # type: ignore[union-attr]
        if verdict.outcome is Outcome.NOT_MET and verdict.part != name
    ]
    assert len(lost) > 10
    for verdict in lost:
        row = f"✗ not met {verdict.given} {verdict.evidence} {verdict.claim}"
        assert f"{verdict.part} {verdict.label} {row}" in page


def test_the_score_of_each_claim(desk: Desk) -> None:
    """Each claim that a part rests on has its idea, and how many of its parts were met."""
    answers = desk.answers("average")
    marking = prepare(answers, desk.bundle, LEARNER, ASSIGNMENT)
    counts: dict[str, list[bool]] = {}
    for name, item in marking.variant.items.items():  # type: ignore[union-attr]
        for verdict in score_of(marking, name, item.points).verdicts:
            if verdict.claim and verdict.outcome in (Outcome.MET, Outcome.NOT_MET):
                met = verdict.outcome is Outcome.MET
                counts.setdefault(verdict.claim, []).append(met)
    assert len(counts) == 8
    said = text_of(desk.page(answers))
    for claim, met in counts.items():
        assert f"{claim} {idea(claim)} {sum(met)} of {len(met)}" in said


def test_the_named_mistake(desk: Desk) -> None:
    """A number that a known mistake gives is told which mistake it was."""
    answers = desk.answers("expert")
    number = answers.variant or 1
    mistake = desk.bundle.key(number)["purposeful-spend"]["mistakes"][0]
    wrong = answers.with_answer("purposeful-spend", mistake["value"])
    assert mistake["says"] in text_of(desk.page(wrong))
    assert mistake["says"] not in text_of(desk.page(answers))


def test_where_to_look_in_the_lesson(desk: Desk) -> None:
    """Where points were lost, the page names the heading of the lesson and its file."""
    told = dataclasses.replace(desk, headings={"a-plan-is-not-a-list": "A plan is no list!"})
    answers = desk.answers("expert").with_answer("the-tool-list", [])
    said = text_of(told.page(answers))
    assert "Where to look in the lesson: A plan is no list! , in 01-two-strategies.ipynb ." in said
    assert "Sort by the question" not in said
    assert "A plan is not a list" in text_of(desk.page(answers))  # without a lesson: the anchor


def test_every_lesson_anchor_is_a_heading(assignment: dict[str, Any]) -> None:
    """What an item calls its place in the lesson is a heading there."""
    assert KIT == ROOT
    found = headings((ROOT,), ASSIGNMENT)
    assert [item["lesson"] for item in assignment["items"] if item["lesson"] not in found] == []
    assert found["one-paragraph-two-readers"] == "One paragraph, two readers"


def test_a_course_without_lessons_has_no_headings(tmp_path: Path) -> None:
    """A missing or damaged lesson is no error: the anchor itself says where to look."""
    assert headings((tmp_path,), ASSIGNMENT) == {}
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / f"{ASSIGNMENT}.ipynb").write_text('{"cells": [1]}', encoding="utf-8")
    assert headings((tmp_path,), ASSIGNMENT) == {}


def test_a_memo_that_waits(desk: Desk) -> None:
    """A memo without points says so, and what may still come."""
    said = text_of(desk.page(desk.answers("average")))
    assert "Up to 20 points more are not given yet" in said
    assert "Not marked yet" in said
    assert "Written for a simulated learner" in said
    assert "up to 5" in said


COMMENT = "purpose: 4, but for whom?\nplain-words: 5/5\n\nSay who acts.\nAnd by when."


def test_a_marked_memo(desk: Desk) -> None:
    """Each row of the rubric has its points and the marker's words; the rest is the comment."""
    memo = {"manual": 9.0, "waits": False, "comment": COMMENT}
    page = desk.page(desk.answers("average"), one_paragraph_two_readers=memo)
    said = text_of(page)
    assert "9 of 20 points" in said
    assert "not given yet" not in said
    assert "the way there. 4 of 5 but for whom?" in said
    assert "explain the paragraph. 5 of 5" in said
    assert "The marker’s comment Say who acts. And by when." in said
    assert "Say who acts.\nAnd by when." in page


@pytest.mark.parametrize(
    ("memo", "said"),
    [
        ({"manual": 10.0, "comment": COMMENT}, "gives 9 points by the rubric, and the score is 10"),
        ({"comment": COMMENT}, "there is no score"),
        ({"manual": 6.0, "comment": "purpose: 6"}, "has only 5 points"),
    ],
)
def test_the_instructor_is_told_what_does_not_fit(
    desk: Desk, memo: dict[str, Any], said: str
) -> None:
    """Points in the comment that are not the score's are named before the page goes out."""
    answers = desk.answers("average")
    frame = Frame(ASSIGNMENT, desk.bundle, desk.schemes, {})
    marked = desk.marked(answers, one_paragraph_two_readers=memo)
    problems = view_of(frame, marked, {"answers": answers.to_data()}).problems
    assert len(problems) == 1
    assert said in problems[0]


def test_points_that_a_human_changed(desk: Desk) -> None:
    """A corrected score counts, and the page says that it was corrected."""
    answers = desk.answers("expert")
    said = text_of(desk.page(answers, five_components={"manual": 7.5}))
    assert "Your instructor changed the points from 8 to 7.5." in said
    assert "79.5 of 100 points" in said


def test_a_late_penalty(desk: Desk) -> None:
    """What was taken off for being late is said and subtracted."""
    said = text_of(desk.page(desk.answers("expert"), penalty=5.0))
    assert "75 of 100 points" in said
    assert "5 points were taken off because you handed in late." in said


def test_nothing_recorded(desk: Desk) -> None:
    """A blank submission gets a page without tables of parts: they would say nothing."""
    page = desk.page(desk.answers("blank"))
    assert text_of(page).count("Nothing was recorded.") == 18  # of nine tasks, twice
    assert "Nothing was handed in." in page
    assert "<details>" not in page
    assert "The ideas behind it" not in page


def test_notices_stand_first(desk: Desk) -> None:
    """What was noticed about the submission is told before the points of the tasks."""
    said = text_of(desk.page(desk.answers("expert"), notices=["There is no answers.json."]))
    assert said.index("There is no answers.json.") < said.index("Your points")


def test_a_key_that_changed_makes_no_page(desk: Desk) -> None:
    """Where an answer earns other points than the gradebook has, nothing untrue is told."""
    with pytest.raises(InstructorError, match="ada: the gradebook has 3 points for the-tool-list"):
        desk.page(desk.answers("expert"), the_tool_list={"auto": 3.0})


# ---------------------------------------------------------------- what it keeps back


def test_reasons_are_told_by_the_policy(planted: Desk) -> None:
    """Under `verdicts` no reason, under `evidence` those of lost parts, under `full` every one."""
    answers = planted.answers("average")
    marking = prepare(answers, planted.bundle, LEARNER, ASSIGNMENT)
    allowed: set[str] = set()
    for name, item in marking.variant.items.items():  # type: ignore[union-attr]
        policy = policy_of(marking.key[name])
        for verdict in score_of(marking, name, item.points).verdicts:
            lost = verdict.outcome is Outcome.NOT_MET
            if policy == "full" or (policy == "evidence" and lost):
                allowed |= planted_words(verdict.evidence)
    assert len(allowed) > 5
    assert allowed == planted_words(planted.page(answers))


def test_a_blank_learner_is_told_no_reason(planted: Desk) -> None:
    """Who attempts nothing learns nothing of a key, unless the item's policy is `full`."""
    full = {f"zqwhy{place}" for place in range(9) if POLICIES[place % 3] == "full"}
    words = planted_words(planted.page(planted.answers("blank")))
    assert {word.partition("n")[0] for word in words} <= full


def test_right_answers_under_full_alone(planted: Desk) -> None:
    """The column of right answers stands in the sections of items whose policy is `full`."""
    sections = re.findall(
        r'(?s)<section class="item" aria-labelledby="item-([\w-]+)">(.*?)</section>',
        planted.page(planted.answers("average")),
    )
    key = planted.bundle.key(planted.answers("average").variant or 0)
    shown = {name: "Right answer" in body for name, body in sections if name != MEMO}
    assert {name: policy_of(key[name]) == "full" for name in shown} == shown
    assert len(shown) == 9


@pytest.mark.parametrize("kind", ["average", "blank"])
def test_no_mark_scheme(planted: Desk, kind: str) -> None:
    """No descriptor and no exemplar of the rubric is told, also not under `full`."""
    memo = {"manual": 12.0, "waits": False, "comment": COMMENT}
    page = planted.page(planted.answers(kind), one_paragraph_two_readers=memo)
    assert "zqlevel" not in page
    assert "zqexemplar" not in page


# ---------------------------------------------------------------- how it is built

HOSTILE = f"{MEMO_ATTACK}\n<base href=https://{ELSEWHERE}><meta http-equiv=refresh content=0>"


def test_hostile_words_are_words(desk: Desk) -> None:
    """A memo, a comment, a notice and an id that attack stand in the page as text."""
    answers = desk.answers("average").with_answer(MEMO, HOSTILE)
    answers = dataclasses.replace(answers, learner=HOSTILE[:100])
    memo = {"manual": 12.0, "waits": False, "comment": f"purpose: 4 {HOSTILE}\n{HOSTILE}"}
    page = desk.page(
        answers, learner=HOSTILE[:100], notices=[HOSTILE], one_paragraph_two_readers=memo
    )
    assert_harmless(page)
    assert page.count(MARK) > 10
    assert "&lt;script&gt;" in page


@cache
def _quick() -> Desk:
    """Pages of the committed cases, for many draws."""
    return Desk(Bundle(ROOT / "exercises" / ASSIGNMENT / "cases.zip"), {})


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_no_text_gets_out_of_its_place(memo: str, comment: str, notice: str) -> None:
    """Whatever a text holds, the page has the same tags."""
    desk = _quick()
    answers = desk.answers("expert").with_answer(MEMO, f"x{memo}")
    marks = {"manual": 12.0, "waits": False, "comment": f"x{comment}"}
    page = desk.page(answers, notices=[notice], one_paragraph_two_readers=marks)
    plain = desk.page(
        desk.answers("expert").with_answer(MEMO, "x"),
        notices=["x"],
        one_paragraph_two_readers=marks | {"comment": "x"},
    )
    assert [t for t, _ in assert_harmless(plain).tags] == [t for t, _ in assert_harmless(page).tags]


def test_the_policy_allows_the_style_sheet_alone(desk: Desk) -> None:
    """The page's own rule for browsers allows one style sheet by its hash, and nothing to load."""
    page = desk.page(desk.answers("average"))
    rules = dict(rule.split(" ", 1) for rule in _policy(page).split("; "))
    style = re.search(r"(?s)<style>(.*?)</style>", page)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def _policy(page: str) -> str:
    metas = [a for tag, a in Read(page).tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(metas) == 1
    return metas[0]["content"]


def test_a_screen_reader_finds_its_way(desk: Desk) -> None:
    """A language, a title, headings in order, named sections, tables with heads and captions."""
    memo = {"manual": 12.0, "waits": False, "comment": COMMENT}
    read = assert_harmless(
        desk.page(desk.answers("average"), notices=["Look!"], one_paragraph_two_readers=memo)
    )
    assert ("html", {"lang": "en"}) in read.tags
    levels = [level for level, _ in read.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = read.values("id")
    assert sorted(set(ids)) == sorted(ids)
    assert {goal.removeprefix("#") for goal in read.values("href") if goal != "data:,"} <= set(ids)
    assert set(read.values("aria-labelledby")) <= set(ids)
    tags = [tag for tag, _ in read.tags]
    assert tags.count("table") == tags.count("caption") == tags.count("thead") > 8
    # On a phone the rows are no longer a table for a browser; the roles say that they are.
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    wrong = [tag for tag, given in read.tags if tag in roles and given.get("role") != roles[tag]]
    assert wrong == []
    assert {"col", "row"} == set(read.values("scope"))
    assert len(read.values("scope")) == tags.count("th")


def test_no_sign_is_a_colour_alone(desk: Desk) -> None:
    """Each outcome is a word beside its sign, and the sign is not read aloud."""
    page = desk.page(desk.answers("average"))
    assert page.count('<span aria-hidden="true">✗</span> not met') > 5
    assert page.count('<span aria-hidden="true">✓</span> met') > 5
