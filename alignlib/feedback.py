"""Feedback on a score: per part the verdict, the evidence, and the idea behind a lost point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from alignlib.claims import CLAIMS, idea
from alignlib.items import Item, Outcome, Verdict
from alignlib.scoring import Score

SIGNS = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.NOT_ATTEMPTED: "–",
    Outcome.FOR_A_HUMAN: "…",
}
"""A sign beside each outcome's word: colour is never the only difference."""

POLICIES = ("verdicts", "evidence", "full")
"""How much of a key a feedback may show: outcomes only; also why a point was lost; everything."""

WHILE_LEARNING = "attempted"
"""
Everything about what was attempted, and nothing about the rest: who answers one statement of
forty has not earned the answers to the others yet. No key states it; an open key's explanations do.
"""


def policy_of(key: Mapping[str, Any] | None) -> str:
    """The feedback policy that a key states; the closest-mouthed one where it states none."""
    policy = key.get("feedback") if isinstance(key, Mapping) else None
    return policy if policy in POLICIES else "verdicts"


def visible(verdict: Verdict, policy: str) -> Verdict:
    """
    The verdict with only what the policy lets a learner see.

    `evidence` explains the parts that lost points and were attempted; the right answer
    itself is shown under `full`, and under `WHILE_LEARNING` for what was attempted.
    """
    lost = verdict.outcome is Outcome.NOT_MET
    everything = policy == "full" or (
        policy == WHILE_LEARNING and verdict.outcome is not Outcome.NOT_ATTEMPTED
    )
    explained = everything or (policy == "evidence" and lost)
    return Verdict(
        part=verdict.part,
        label=verdict.label,
        outcome=verdict.outcome,
        given=verdict.given,
        evidence=verdict.evidence if explained else "",
        claim=verdict.claim if explained or lost else "",
        right=verdict.right if everything else "",
    )


def summary(score: Score) -> str:
    """The score in a sentence or two: the points, and how much of the answer was right."""
    if score.for_human and score.attempted and not score.reason:
        return f"Waiting for a marker: up to {score.max_points:g} points."
    parts = f" {tally(score)}" if tally(score) else ""
    told = score.attempted or score.reason or score.tally
    nothing = "" if told else " Nothing was recorded."
    return f"{round(score.points, 2):g} of {score.max_points:g} points.{parts}{nothing}"


def tally(score: Score) -> str:
    """How much of an answer was right, in its rule's words; empty for an answer of one part."""
    if score.tally or len(score.verdicts) < 2:
        return score.tally
    met = sum(v.outcome is Outcome.MET for v in score.verdicts)
    return f"{met} of {len(score.verdicts)} parts met."


def to_data(score: Score, policy: str) -> dict[str, Any]:
    """The feedback as plain data, for a panel."""
    seen = [visible(v, policy) for v in score.verdicts]
    return {
        "summary": " ".join((summary(score), *remarks(score, policy, seen))),
        "verdicts": [_verdict_data(verdict) for verdict in seen],
    }


def remarks(score: Score, policy: str, seen: Iterable[Verdict]) -> list[str]:
    """
    What is said beside the verdicts as `seen`; a note that one shows already is not said twice.

    The reason, which is about what could not be read, is told under every policy. The note
    explains a mistake, so it is told only where evidence may be shown.
    """
    shown = {verdict.evidence for verdict in seen}
    note = score.note if policy in ("evidence", "full", WHILE_LEARNING) else ""
    waiting = ""
    if policy == WHILE_LEARNING and score.attempted:
        closed = sum(v.outcome is Outcome.NOT_ATTEMPTED for v in score.verdicts)
        waiting = f"{closed} still open: you see the answers when you have tried." if closed else ""
    return [text for text in (score.reason, note, waiting) if text and text not in shown]


def _verdict_data(verdict: Verdict) -> dict[str, str]:
    return {
        "part": verdict.part,
        "label": verdict.label,
        "outcome": str(verdict.outcome),
        "given": verdict.given,
        "evidence": verdict.evidence,
        "claim": f"{verdict.claim}: {idea(verdict.claim)}" if idea(verdict.claim) else "",
        "right": verdict.right,
    }


def to_text(title: str, score: Score, policy: str) -> str:
    """The feedback as plain text: the summary, and each part that lost a point."""
    seen = [visible(v, policy) for v in score.verdicts]
    lines = [f"{title}: {summary(score)}", *remarks(score, policy, seen)]
    for verdict in seen:
        if verdict.outcome is Outcome.NOT_MET:
            evidence = f" {verdict.evidence}" if verdict.evidence else ""
            lines.append(f"  {SIGNS[verdict.outcome]} {verdict.part}: {verdict.given}.{evidence}")
    return "\n".join(lines)


_CELL = "padding:4px 8px;text-align:left;vertical-align:top;border-top:1px solid #767676"


def to_html(title: str, score: Score, policy: str, lesson: str = "") -> str:
    """
    The feedback as a piece of HTML: no script, no link to anywhere, every text escaped.

    Styles stand on the elements because the page around them belongs to nbgrader.
    """
    seen = [visible(v, policy) for v in score.verdicts]
    return "".join(
        (
            f'<section aria-label="Feedback: {escape(title)}">',
            f"<p><strong>{escape(title)}</strong>: {escape(summary(score))}</p>",
            *(f"<p>{escape(text)}</p>" for text in remarks(score, policy, seen)),
            *_table(seen),
            *_ideas(seen),
            f"<p>Where to look in the lesson: <em>{escape(lesson.replace('-', ' '))}</em></p>"
            if lesson and score.points < score.max_points
            else "",
            "</section>",
        )
    )


def _table(verdicts: list[Verdict]) -> Iterator[str]:
    if len(verdicts) < 2 and not any(v.evidence or v.right or v.given for v in verdicts):
        return
    with_right = any(v.right for v in verdicts)
    heads = [
        "Part",
        "Outcome",
        "Your answer",
        *(["Right answer"] if with_right else []),
        "Evidence",
    ]
    yield '<table style="border-collapse:collapse;width:100%"><thead><tr>'
    yield from (f'<th scope="col" style="{_CELL}">{head}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for verdict in verdicts:
        evidence = verdict.evidence + (f" ({verdict.claim})" if verdict.claim else "")
        cells = [
            f"{SIGNS[verdict.outcome]} {verdict.outcome}",
            verdict.given,
            *([verdict.right] if with_right else []),
            evidence,
        ]
        row = f'</td><td style="{_CELL}">'.join([escape(cell) if cell else "" for cell in cells])
        yield (
            f'<tr><th scope="row" style="{_CELL};font-weight:normal">'
            f"<strong>{escape(verdict.part)}</strong> {escape(_short(verdict.label))}</th>"
            f'<td style="{_CELL}">{row}</td></tr>'
        )
    yield "</tbody></table>"


def _ideas(verdicts: list[Verdict]) -> Iterator[str]:
    """The claims behind the lost points, each once, with how often it was behind one."""
    lost = Counter(v.claim for v in verdicts if v.outcome is Outcome.NOT_MET)
    known = [claim for claim in CLAIMS if claim in lost]
    if not known:
        return
    yield "<p>The idea behind what was lost:</p><ul>"
    for claim in known:
        times = f" ({lost[claim]} times)" if lost[claim] > 1 else ""
        yield f"<li><strong>{escape(claim)}</strong>{times}: {escape(idea(claim))}</li>"
    yield "</ul>"


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@dataclass(frozen=True)
class Explanation:
    """
    The verdict on one answer with an open key, everything told; a table in a notebook.

    `certainty` says what a certainty counted, `trouble` what could not be noted down; both may be
    empty.
    """

    item: Item
    score: Score
    certainty: str = ""
    trouble: str = ""

    @property
    def points(self) -> float:
        """What the answer earns."""
        return self.score.points

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data, for a panel, which shows the certainty in a place of its own."""
        data = to_data(self.score, WHILE_LEARNING)
        return data | {"summary": " ".join(filter(None, (data["summary"], self.trouble)))}

    @property
    def _remarks(self) -> list[str]:
        return [text for text in (self.certainty, self.trouble) if text]

    def __repr__(self) -> str:
        text = to_text(self.item.title, self.score, WHILE_LEARNING)
        return "\n".join((text, *self._remarks))

    def _repr_html_(self) -> str:
        told = "".join(f"<p>{escape(remark)}</p>" for remark in self._remarks)
        return to_html(self.item.title, self.score, WHILE_LEARNING, self.item.lesson) + told
