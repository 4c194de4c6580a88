"""
How easily a lesson reads: Flesch's reading ease of its prose, for the whole and for each section.

    python -m tests.notebooks.reading notebooks/02-five-differences.ipynb

The rule itself is the one that learners play with in lesson 7: `alignlib/models/reading_ease.py`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alignlib.models.reading_ease import WORD, ease

NO_PROSE = (
    r"```.*?```",  # code
    r"!\[[^\]]*\]\([^)]*\)",  # a picture: its text is for who cannot see it
    r"(?m)^\s*\|.*$",  # a row of a table is no sentence
    r"(?m)^#+ .*$",  # headings
    r"<[^>]+>",
    r"`[^`]*`",
)


def prose(markdown: str) -> str:
    """What is left of a cell when it is read aloud."""
    for pattern in NO_PROSE:
        markdown = re.sub(pattern, " ", markdown, flags=re.DOTALL if "```" in pattern else 0)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)


def sections(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The prose under each heading of the second level, without what stands before the first."""
    heading, held = "", ""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if new := re.match(r"## (.+)", source):
            if heading:
                yield heading, held
            heading, held = new[1], ""
        held += prose(source) + "\n\n"
    if heading:
        yield heading, held


if __name__ == "__main__":
    for name in sys.argv[1:]:
        parts = list(sections(json.loads(Path(name).read_text(encoding="utf-8"))))
        whole = "\n\n".join(text for _, text in parts)
        print(f"{ease(whole):5.1f}  {name}, {len(WORD.findall(whole))} words")
        for title, text in parts:
            print(f"{ease(text):5.1f}    {title} ({len(WORD.findall(text))} words)")
