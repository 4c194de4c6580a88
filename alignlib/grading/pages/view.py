"""What a feedback page says: as much as each item's policy allows, and nothing of a mark scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignlib import feedback
from alignlib.answers import parse
from alignlib.cases import Bundle
from alignlib.claims import CLAIMS, idea
from alignlib.errors import InstructorError
from alignlib.grading.course import canonical
from alignlib.grading.markers.comments import Comment, Row, read_comment
from alignlib.grading.marking import Marking, memo_text, prepare, score_of
from alignlib.grading.pages.marks import Mark, Marked
from alignlib.grading.pages.sections import Criterion, Idea, Part, Section, View
from alignlib.items import Outcome, Verdict
from alignlib.items.memo import Memo
from alignlib.scoring import Score

LONGEST_LABEL = 400
"""Characters of a thing or an option that are shown beside its verdict."""

SAME = 1e-4
"""Points that a score may differ by from the gradebook's: what `award` rounds to."""


@dataclass(frozen=True)
class Frame:
    """What is the same for all pages of an assignment."""

    assignment: str
    bundle: Bundle | None
    schemes: Mapping[str, Mapping[str, Any]]
    headings: Mapping[str, str]


def view_of(frame: Frame, marked: Marked, record: Mapping[str, Any]) -> View:
    """
    What the page of one learner says.

    `record` is what grading noted in the graded notebook; the points are the gradebook's. Raises
    `InstructorError` where the two do not belong together: the key has changed since, say.
    """
    answers = parse(canonical(record.get("answers", {})))
    marking = prepare(answers, frame.bundle, marked.learner, frame.assignment)
    items = marking.variant.items if marking.variant else {}
    sections, problems = [], []
    verdicts: list[Verdict] = []
    for name in [
        *(n for n in items if n in marked.marks),
        *(n for n in marked.marks if n not in items),
    ]:
        mark = marked.marks[name]
        score = score_of(marking, name, mark.most)
        item = items.get(name)
        if isinstance(item, Memo) or name in frame.schemes:
            declared = frame.schemes.get(name) or (item.to_data() if item else {})
            text = memo_text(marking, name, record.get("written", {}))
            section, told = _memo(frame, declared, mark, score, text)
            problems += told
        else:
            _check(marked.learner, name, mark, score)
            verdicts += score.verdicts
            section = _section(frame, marking, name, mark, score)
        sections.append(section)
    return View(
        learner=marked.learner,
        assignment=frame.assignment,
        title=frame.bundle.title if frame.bundle else frame.assignment,
        firm=marking.variant.case.firm if marking.variant else "",
        lesson_file=f"{frame.assignment}.ipynb",
        handed_in=f"{marked.handed_in:%d %B %Y, %H:%M} UTC".lstrip("0") if marked.handed_in else "",
        points=max(0.0, marked.points - marked.penalty),
        most=marked.most,
        penalty=marked.penalty,
        waiting=sum(mark.most for mark in marked.marks.values() if mark.waits and _open(mark)),
        notices=tuple(record.get("notices", ())),
        sections=tuple(sections),
        ideas=tuple(_ideas(verdicts)),
        problems=tuple(problems),
    )


def _open(mark: Mark) -> bool:
    """Whether nobody has given any points yet."""
    return mark.manual is None and mark.auto is None


def _check(learner: str, name: str, mark: Mark, score: Score) -> None:
    if mark.auto is None or abs(mark.auto - score.points) > SAME:
        there = "nothing" if mark.auto is None else f"{mark.auto:g} points"
        raise InstructorError(
            f"{learner}: the gradebook has {there} for {name}, and the recorded answer earns "
            f"{score.points:g}. Key or release changed since. Grade this learner again first."
        )


def _section(frame: Frame, marking: Marking, name: str, mark: Mark, score: Score) -> Section:
    """The section of an item that is scored by its rule."""
    item = marking.variant.items.get(name) if marking.variant else None
    policy = feedback.policy_of(marking.key.get(name))
    seen = [feedback.visible(verdict, policy) for verdict in score.verdicts]
    told = score.attempted or policy == "full"
    return Section(
        id=name,
        title=item.title if item else name,
        points=mark.points,
        most=mark.most,
        status=_status(mark, score),
        tally=feedback.tally(score) if told else "",
        remarks=tuple(feedback.remarks(score, policy, seen)),
        parts=tuple(Part(v, _label(v, name)) for v in seen) if told else (),
        ideas=tuple(idea for idea in _ideas(seen) if idea.lost) if score.attempted else (),
        lesson=_lesson(frame, item.lesson) if item and mark.points < mark.most else "",
        comment=mark.comment,
    )


def _status(mark: Mark, score: Score) -> str:
    """What must be said about the points themselves."""
    if mark.manual is not None and abs(mark.points - score.points) > SAME:
        return f"Your instructor changed the points from {score.points:g} to {mark.points:g}."
    if not score.attempted and not score.reason:
        return "Nothing was recorded."
    if mark.waits and mark.manual is None:
        return "Your instructor will look at this answer."
    return ""


def _memo(
    frame: Frame, declared: Mapping[str, Any], mark: Mark, score: Score, text: str
) -> tuple[Section, list[str]]:
    """
    The section of a memo: the rubric's rows as the panel shows them, with the marker's words.

    Of what is declared only names and meanings are told; descriptors and exemplars never are.
    """
    comment = read_comment(mark.comment, declared.get("criteria", ()))
    marked = mark.manual is not None
    status = "" if marked else "Not marked yet: a person reads it and gives the points."
    if not text.strip():
        status = "Nothing was handed in."
    lost = mark.points < mark.most and (marked or not text.strip())
    return Section(
        id=declared["id"],
        title=declared["title"],
        points=mark.points,
        most=mark.most,
        status=status,
        remarks=(score.reason,) if score.reason else (),
        lesson=_lesson(frame, declared["lesson"]) if lost else "",
        comment=comment.rest,
        memo=True,
        text=text,
        rubric=tuple(_row(c, comment.rows.get(c["id"])) for c in declared.get("criteria", ())),
    ), _told(declared["id"], mark, comment, marked=marked)


def _row(criterion: Mapping[str, Any], given: Row | None) -> Criterion:
    most = criterion.get("points")
    return Criterion(
        label=criterion["label"],
        meaning=criterion["meaning"],
        points=given.points if given else None,
        most=float(most) if most is not None else None,
        remark=given.remark if given else "",
    )


def _told(name: str, mark: Mark, comment: Comment, *, marked: bool) -> list[str]:
    """What the marker should look at again before the page goes out."""
    problems = [f"{name}: {problem}" for problem in comment.problems]
    if comment.rows and marked and abs(comment.points - mark.points) > SAME:
        problems.append(
            f"{name}: the comment gives {comment.points:g} points by the rubric, and the score is "
            f"{mark.points:g}."
        )
    elif comment.rows and not marked:
        problems.append(f"{name}: the comment gives points by the rubric, and there is no score.")
    return problems


def _label(verdict: Verdict, item: str) -> str:
    """What stands beside a part's id; nothing where the part is the item itself."""
    if verdict.part == item:
        return ""
    text = verdict.label
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _ideas(verdicts: Sequence[Verdict]) -> Iterator[Idea]:
    """The claims behind the parts that were attempted, in the course's order."""
    judged = [v for v in verdicts if v.outcome in (Outcome.MET, Outcome.NOT_MET)]
    every = Counter(v.claim for v in judged)
    met = Counter(v.claim for v in judged if v.outcome is Outcome.MET)
    for claim in CLAIMS:
        if claim in every:
            yield Idea(claim, idea(claim), met[claim], every[claim])


def _lesson(frame: Frame, anchor: str) -> str:
    """The heading of the lesson that an item is about."""
    words = anchor.replace("-", " ")
    return frame.headings.get(anchor, words[:1].upper() + words[1:])
