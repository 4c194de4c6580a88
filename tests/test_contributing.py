"""CONTRIBUTING.md: the examples in it are true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

TEXT = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_worked_examples_of_the_item_kinds_are_true() -> None:
    """Each line of the section on item kinds gives what stands below it."""
    section = re.search(r"^## Item kinds$(.*?)^## ", TEXT, re.MULTILINE | re.DOTALL)
    assert section
    blocks = re.findall(r"^```python\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "item kinds", None, 0)
    told: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=told.append)
    assert "".join(told) == ""
    assert runner.summarize(verbose=False).attempted > 10
