"""The scoring core does without nbgrader and nbformat, and means the same as they do."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import parse_utc as nbgraders_parse_utc

from alignlib.grading import nodes
from alignlib.grading.submission import rejoin
from alignlib.grading.times import parse_utc
from tests.grading.hostile import PICTURE
from tests.grading.kit import code, markdown, shows

SLOW = ("nbgrader", "nbformat", "nbconvert", "jsonschema", "alignlib.variants")
"""What takes most of a second to import, or more."""


def test_the_core_imports_nothing_slow() -> None:
    """Whoever scores without nbgrader waits for neither nbgrader nor nbformat."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, alignlib.grading.core; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "alignlib.grading.core" in said
    assert [name for name in SLOW if name in said] == []


def test_what_is_built_is_a_notebook_to_nbformat() -> None:
    """Every kind of cell and output passes nbformat's own schema."""
    outputs = [nodes.stream("a"), nodes.result(**{"text/plain": "1.0"})]
    outputs.append(nodes.display(**{"image/png": PICTURE}))
    cells = [nodes.code_cell("1", "a", outputs), nodes.markdown_cell("b", "b", tags=["x"])]
    made = nodes.notebook(cells, kernelspec={"name": "python3", "display_name": "Python"})
    nbformat.validate(nbformat.from_dict(made))
    assert made == nbformat.reads(json.dumps(made), as_version=4)


def test_a_node_shares_nothing() -> None:
    """Changing a node changes nothing of what it was made from."""
    data = {"cells": [{"metadata": {"tags": ["a"]}}]}
    made = nodes.node(data)
    made.cells[0].metadata.tags.append("b")
    assert data == {"cells": [{"metadata": {"tags": ["a"]}}]}
    assert not hasattr(made, "metadata")


LINES = ["a\n", "b"]


@pytest.mark.parametrize(
    "cell",
    [
        markdown(LINES, attachments={"a.png": {"image/png": LINES, "application/json": LINES}}),
        code(LINES, (shows(text_plain=LINES, **{"application/x+json": LINES, "text/html": [5]}),)),
        code("a", ({"output_type": "stream", "name": "stdout", "text": LINES},)),
        code("a", ({"output_type": "error", "ename": "a", "evalue": "b", "traceback": LINES},)),
        markdown("whole", outputs=[shows(text_plain=LINES)]),
    ],
)
def test_lines_are_joined_as_nbformat_joins_them(cell: dict[str, Any]) -> None:
    """A text that is stored as a list of lines is the same text to us and to nbformat."""
    expected = nbformat.from_dict({"cells": [copy.deepcopy(cell)]})
    nbformat.v4.rwbase.rejoin_lines(expected)
    ours = nodes.node(cell)
    rejoin(ours)
    assert expected.cells[0] == ours


TIMES = (
    "2026-03-20 12:00:00 UTC",
    "2026-03-20 12:00:00 +0100",
    "2026-03-20 12:00:00 -3600",
    "2026-03-20 12:00:00 Europe/Berlin",
    "2026-03-20 12:00:00 nowhere",
    "2026-03-20 12:00:00.123456 UTC",
    "2026-03-20T12:00:00+02:00",
    "2026-03-20T12:00:00Z",
    "2026-03-20 12:00",
    "20 March 2026",
    "12:00",
)


def told(parse: Any, text: str) -> Any:
    """What a parser makes of a text: a time, or the kind of its error."""
    try:
        return parse(text)
    except Exception as error:  # noqa: BLE001 - whatever it is, both are to do the same
        return type(error)


@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")
@given(text=st.sampled_from(TIMES) | st.datetimes().map(str) | st.text(max_size=30))
def test_a_time_is_read_as_nbgrader_reads_it(text: str) -> None:
    """Every time that nbgrader can read is the same moment here, and what it cannot is none."""
    assert told(nbgraders_parse_utc, text) == told(parse_utc, text)
