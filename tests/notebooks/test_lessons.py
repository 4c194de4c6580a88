"""What holds for every lesson: it reads easily, asks its practice, and shows nothing unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from alignlib.models.reading_ease import ease, syllables
from tests.notebooks.reading import sections

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/practice.yaml"))

LEAST_EASE = 60
"""Flesch's lower end of plain English, for each section. Many read it in a second language."""

LEAST_EASE_WHOLE = 75
"""The same for a lesson as a whole: fairly easy."""

HARD = {"Where to read on": "it is made of the titles of works, which are not ours to put simply"}
"""Sections that may be harder, and why they must be."""

LONGEST_CODE = 7
"""Lines of a lesson's code cell: as many as a beginner takes in at one look."""

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")

every_lesson = pytest.mark.parametrize("lesson", LESSONS)
every_module = pytest.mark.parametrize("module", MODULES)


@cache
def notebook(lesson: str) -> Any:
    """A lesson as it is committed."""
    return json.loads((ROOT / "notebooks" / lesson).read_text(encoding="utf-8"))


def sources(lesson: str, kind: str) -> Iterator[str]:
    """The texts of a lesson's cells of one kind."""
    for cell in notebook(lesson)["cells"]:
        if cell["cell_type"] == kind:
            yield "".join(cell["source"])


def slug(heading: str) -> str:
    """
    A heading as items point to it.

    >>> slug("Scope: the whole firm or its technology")
    'scope-the-whole-firm-or-its-technology'
    """
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


def items(module: str) -> Iterator[dict[str, Any]]:
    """Every item of a module: of its practice, and of its assignment."""
    for name in ("practice.yaml", "assignment.yaml"):
        path = ROOT / "solutions" / module / name
        if path.exists():
            yield from yaml.safe_load(path.read_text(encoding="utf-8"))["items"]


@every_lesson
def test_a_lesson_reads_easily(lesson: str) -> None:
    """As a whole it is fairly easy; no section is harder than plain English without a reason."""
    parts = list(sections(notebook(lesson)))
    assert ease("\n\n".join(text for _, text in parts)) >= LEAST_EASE_WHOLE
    hard = {title: round(ease(text)) for title, text in parts if ease(text) < LEAST_EASE}
    assert {title: value for title, value in hard.items() if title not in HARD} == {}


def test_hard_words_and_long_sentences_are_seen() -> None:
    """The measure tells plain words from others; a list and a table do not confuse it."""
    plain = "The boat is empty. Nobody wants to cross.\n\n- one boat\n- one gate\n\n| a | b |\n"
    dense = (
        "Organizational alignment necessitates comprehensive interdepartmental communication "
        "facilitating collaborative prioritization of technological initiatives."
    )
    assert ease(plain) > 80
    assert ease(dense) < 0
    assert syllables("interdepartmental") == 6


@every_lesson
def test_code_is_short(lesson: str) -> None:
    """No code cell of a lesson is longer than seven lines."""
    lines = {
        code: len([x for x in code.splitlines() if x.strip()]) for code in sources(lesson, "code")
    }
    assert {code: count for code, count in lines.items() if count > LONGEST_CODE} == {}


@every_lesson
def test_a_picture_says_what_it_shows(lesson: str) -> None:
    """Each picture of a lesson is there, has a text in its place, and tells itself what it is."""
    for text in sources(lesson, "markdown"):
        for words, place in PICTURE.findall(text):
            path = ROOT / "notebooks" / place
            assert len(words.split()) >= 10
            root = ET.fromstring(path.read_text(encoding="utf-8"))
            told = {child.tag.rpartition("}")[2]: child.text for child in root}
            assert root.get("role") == "img"
            assert told["title"]
            assert told["desc"]


@every_lesson
def test_a_chart_says_what_it_shows(lesson: str) -> None:
    """Each picture that a cell draws has its words: in the place of the image, and as text."""
    for cell in notebook(lesson)["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" in data:
                assert len("".join(data["text/plain"]).split()) >= 10
                assert 'alt="' in "".join(data["text/html"])


@every_module
def test_a_lesson_asks_all_of_its_practice(module: str) -> None:
    """Each practice item has its cell in the lesson, and at least six of them do."""
    practice = yaml.safe_load(
        (ROOT / "solutions" / module / "practice.yaml").read_text(encoding="utf-8")
    )
    code = "\n".join(sources(f"{practice['notebook']}.ipynb", "code"))
    asked = re.findall(r'work\.ask\("([^"]+)"\)', code)
    assert sorted(item["id"] for item in practice["items"]) == sorted(asked)
    assert len(asked) >= 6
    assert all(item["feedback"] == "full" for item in practice["items"])


@every_module
def test_items_point_to_headings(module: str) -> None:
    """Where the feedback says "look in the lesson", there is such a heading."""
    headings = {
        slug(title)
        for text in sources(f"{module}.ipynb", "markdown")
        for title in re.findall(r"(?m)^##+ (.+)$", text)
    }
    assert {item["lesson"] for item in items(module)} - headings == set()


@every_module
def test_a_lesson_says_that_its_firm_is_invented(module: str) -> None:
    """What the first cell prints names the firm as fictional."""
    outputs = [o for cell in notebook(f"{module}.ipynb")["cells"] for o in cell.get("outputs", ())]
    assert any("are invented for this course" in "".join(o.get("text", ())) for o in outputs)
