"""The mark scheme of a memo, as a marker sees it in formgrader right above the memo."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alignlib.grading import record
from alignlib.grading.nodes import Node, markdown_cell

_BOX = "border:1px solid #767676;padding:8px;margin:8px 0"
_CELL = "border:1px solid #767676;padding:4px 8px;text-align:left;vertical-align:top"


def with_mark_schemes(
    cells: list[Node], schemes: Mapping[str, Mapping[str, Any]]
) -> Iterator[Node]:
    """The cells, with the mark scheme of each memo right before it, for the marker's eyes only."""
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in schemes:
            yield markdown_cell(
                mark_scheme(schemes[grade_id]),
                f"alignlib-scheme-{grade_id}"[:64],
                tags=[record.MARKER_ONLY],
            )
        yield cell


def mark_scheme(item: Mapping[str, Any]) -> str:
    """
    A memo's rubric as a table, best level first, and its exemplars to unfold.

    All on one line, because Markdown would read what follows an empty one.
    """
    criteria = item.get("criteria", ())
    most = max((len(criterion.get("levels", ())) for criterion in criteria), default=0)
    heads = "".join(_cell("th", str(level)) for level in range(most, 0, -1))
    rows = "".join(f"<tr>{_row(criterion)}</tr>" for criterion in criteria)
    exemplars = "".join(
        f"<p><strong>Exemplar, level {e['level']:g}</strong>: {_escaped(e['text'])}</p>"
        for e in item.get("exemplars", ())
    )
    # Bootstrap, which formgrader uses, would take away the triangle that says "unfold".
    summary = '<summary style="display:list-item;cursor:pointer;padding:4px 0">'
    folded = f"<details>{summary}Exemplars, one for each level</summary>{{}}</details>"
    return (
        f'<div class="{record.NO_MATH}" style="{_BOX}">'
        f"<p><strong>For the marker: {_escaped(item['title'])}</strong>. "
        "Learners never see this box.</p>"
        '<table style="border-collapse:collapse;width:100%">'
        f"<thead><tr>{_cell('th', 'Criterion')}{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_lines(criteria)}{folded.format(exemplars) if exemplars else ''}</div>"
    )


def _lines(criteria: Sequence[Mapping[str, Any]]) -> str:
    """How the marker says in the comment what each criterion got; `markers.comments` reads it."""
    if not criteria:
        return ""
    lines = "<br>".join(f"{_escaped(criterion['id'])}: " for criterion in criteria)
    return (
        '<p style="margin:8px 0 4px">The score is the sum. In the comment, a line for each '
        "criterion tells the learner what it got, and why: <em>"
        f"{_escaped(criteria[0]['id'])}: {criteria[0].get('points', 0):g}, clear and checked"
        f"</em>. To copy:</p><p><code>{lines}</code></p>"
    )


def _row(criterion: Mapping[str, Any]) -> str:
    head = f"{criterion['label']} ({criterion.get('points', 0):g} points)"
    return "".join((_cell("th", head), *(_cell("td", t) for t in criterion.get("levels", ()))))


def _cell(tag: str, text: str) -> str:
    return f'<{tag} style="{_CELL}">{_escaped(text)}</{tag}>'


def _escaped(text: str) -> str:
    return html.escape(" ".join(text.split()))
