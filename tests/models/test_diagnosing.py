"""The picture of the board: its lines, its verdicts, its words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from alignlib.charts.sheet import SMALL
from alignlib.models.causes import SYMPTOMS, attached
from alignlib.models.diagnosing import diagnosis
from tests.charts.drawing import named, outside, overlaps, told

MIXED = ("E3-C1", "E4-C1", "E5-C4", "E6-C3", "E9-C2")
DRAWINGS: list[tuple[str, ...]] = [(), ("E3-C1",), MIXED, ("all",)]

every_drawing = pytest.mark.parametrize("pairs", DRAWINGS)


@every_drawing
def test_there_is_a_line_for_each_claim(pairs: tuple[str, ...]) -> None:
    """A whole line for a cause that counts, a dashed one for each other."""
    chart, board = diagnosis(*pairs), attached(pairs)
    assert len(board.counted) == len(named(chart, "cause"))
    assert len(board.claims) - len(board.counted) == len(named(chart, "guess"))
    assert all(line.get_linestyle() == "--" for line in named(chart, "guess"))


@every_drawing
def test_each_claim_has_its_verdict(pairs: tuple[str, ...]) -> None:
    """A sign and words: a colour never says anything alone."""
    words = told(diagnosis(*pairs))
    for claim in attached(pairs).claims:
        assert f"{claim.symptom} ← {claim.cause}" in words
        assert f"{'✓' if claim.counts else '✗'} {claim.verdict}" in words


@every_drawing
def test_no_text_hides_another(pairs: tuple[str, ...]) -> None:
    """Whatever is ticked, every text can be read."""
    chart = diagnosis(*pairs, why=True)
    assert (overlaps(chart), outside(chart)) == ([], [])
    assert "…" not in told(chart)
    assert min(text.get_fontsize() for text in chart.figure.texts) >= SMALL


@every_drawing
def test_the_words_are_few_and_whole(pairs: tuple[str, ...]) -> None:
    """Two to four sentences, each with a capital, and no gap in any of them."""
    alt = diagnosis(*pairs).alt
    assert 2 <= len(re.findall(r"\.(?: [A-Z]|$)", alt)) <= 4
    assert not re.search(r"nan|None|  |\.\.|\b1 claims|\. [a-z]", alt)


def test_the_words_tell_what_the_lines_show() -> None:
    """What counts, what is open, and why a claim does not count."""
    assert diagnosis(*MIXED).alt == (
        "A board of 3 symptoms and 4 causes, with 4 claims, of which 1 counts. It counts C1 for "
        "P1. No cause counts yet for P2 and P3. Not counted: P1 by C4: a row on the board speaks "
        "against it; P2 by C3: one source is not enough; P3 by C2: one source is not enough."
    )


def test_what_is_open_has_a_shape_and_words() -> None:
    """A diamond and not a square, and what is missing stands beside it."""
    chart = diagnosis("E3-C1", "E4-C1")
    shapes = [named(chart, symptom.code)[0].get_marker() for symptom in SYMPTOMS]
    assert shapes == ["s", "D", "D"]
    assert "counts for P1" in told(chart)
    assert "no cause counts yet" in told(chart)


def test_each_row_is_read_again_below_the_picture() -> None:
    """Attached rows with what they tell, and the one that speaks against the claim."""
    below = diagnosis("E5-C4", "E3-C1", why=True).below
    assert "<b>E3 for C1</b> It bears out C1." in below
    assert "<b>E5 for C4</b> It says nothing about C4." in below
    assert "<b>E2, also on the board</b> It speaks against C4." in below
    assert diagnosis("E5-C4").below == diagnosis(why=True).below == ""


def test_the_same_rows_give_the_same_picture() -> None:
    """Two drawings are equal to the byte, whatever the order of the pairs."""
    assert diagnosis("E3-C1", "E4-C1").png() == diagnosis("E4-C1", "E3-C1").png()


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Importing the model does not bring the drawing library."""
    code = "import sys, alignlib.models.cause_board; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
