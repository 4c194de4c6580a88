"""A marker's sheet: however a spreadsheet saves it, and what cannot be read, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import cli
from alignlib.errors import InstructorError
from alignlib.grading.markers.comments import Row, read_comment
from alignlib.grading.markers.sheet import LARGEST, as_csv, read_sheet

EXPECTED = {"01": {"purpose": 5.0, "next": 3.5}, "02": {"purpose": 2.0}}

CRITERIA = (
    {"id": "purpose", "label": "What the plan is for", "points": 5},
    {"id": "next-step", "label": "What to do next", "points": 5},
)


def written(folder: Path, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / "A.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "memo,purpose,next\n01,5,3.5\n02,2,\n",
        "memo;purpose;next\r\n01;5;3,5\r\n02;2;\r\n",
        '"memo","purpose","next"\n"01","5","3,5"\n"02","2",""\n',
        "memo\tpurpose\tnext\n01\t5\t3.5\n02\t2\n",
        "\ufeffMemo, purpose ,next\n\n 01 , 5.0 ,3.50\n,,\n02,2,\n",
        "memo,purpose,next,\n01,5,3.5,\n02,2,,\n",
        "memo;purpose;next\n01;5;3,5\n02;2;\n".encode("utf-16"),
    ],
    ids=["commas", "semicolons", "quoted", "tabs", "mark and blanks", "open column", "utf-16"],
)
def test_every_spelling_of_a_spreadsheet(tmp_path: Path, content: str | bytes) -> None:
    """Commas, semicolons, tabs, a decimal comma, a byte-order mark, blank lines: all the same."""
    found = read_sheet(written(tmp_path, content))
    assert found.criteria == ("purpose", "next")
    assert found.points == EXPECTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "A.csv is empty"),
        ("\n\n", "A.csv is empty"),
        ("learner,purpose\nada,5\n", "begins with 'learner, purpose'"),
        ("memo\n01\n", "begins with 'memo'"),
        ("memo,,next\n01,1,2\n", "has no name"),
        ("memo,a,a\n01,1,2\n", "two columns are called 'a'"),
        ("memo,a\n01,five\n", "line 2, a: 'five' is no number"),
        ("memo,a\n01,nan\n", "line 2, a: 'nan' is no number"),
        ("memo,a\n01,1\n01,2\n", "line 3: '01' is there twice"),
        ("memo,a\n,2\n", "line 2: the first column is empty"),
        ("memo,a\n01,3,5\n", "A comma between digits"),
        ("memo,a,b\n01,,\n02,,\n", "gives no memo any points"),
        (b"memo,a\n01,\xff\xfe\n", "is not text in UTF-8"),
        ("memo,a\n" + "x" * 200_000 + ",1\n", "cannot be read as a table"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str | bytes, said: str) -> None:
    """A fault is named with its file, its line and its column, in a sentence."""
    with pytest.raises(InstructorError) as refused:
        read_sheet(written(tmp_path, content))
    assert said in str(refused.value)
    assert "A.csv" in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file, a folder and a huge file are said in words."""
    with pytest.raises(InstructorError, match="There is no file"):
        read_sheet(tmp_path / "A.csv")
    with pytest.raises(InstructorError, match="cannot be read"):
        read_sheet(tmp_path)
    huge = written(tmp_path, "")
    with huge.open("r+b") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InstructorError, match="it is no sheet"):
        read_sheet(huge)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8")))
def test_no_content_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever a file holds, it is a sheet or is refused in words."""
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        found = read_sheet(path)
    except InstructorError:
        return
    assert any(found.points.values())


def test_a_memo_without_points_is_told(tmp_path: Path) -> None:
    """A line that was left open is no error; it is told."""
    found = read_sheet(written(tmp_path, "memo,a\n01,5\n02,\n"))
    assert found.remarks == ("A.csv, line 3: 02 has no points yet.",)


def test_a_written_sheet_is_read_again(tmp_path: Path) -> None:
    """What `as_csv` writes, `read_sheet` reads."""
    text = as_csv(["purpose", "next"], EXPECTED)
    assert read_sheet(written(tmp_path, text)).points == EXPECTED


# ---------------------------------------------------------------- points in a comment


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("purpose: 4", Row(4.0)),
        ("Purpose = 3,5", Row(3.5)),
        ("purpose:5/5", Row(5.0)),
        ("purpose: 2 of 5: say which goal", Row(2.0, "say which goal")),
        ("What the plan is for: 0 – there is none", Row(0.0, "there is none")),
        ("  purpose : 4.25, clear  ", Row(4.25, "clear")),
    ],
)
def test_points_are_found_in_a_comment(line: str, row: Row) -> None:
    """A criterion's id or name, its points, and a remark, in any of the usual spellings."""
    found = read_comment(f"Good.\n{line}\nGo on.", CRITERIA)
    assert {"purpose": row} == found.rows
    assert found.rest == "Good.\nGo on."
    assert found.problems == ()


@pytest.mark.parametrize(
    "line", ["purpose", "purpose: good", "other: 4", "We agreed: 4 of us", "purpose: -1", ""]
)
def test_other_lines_stay_as_they_are(line: str) -> None:
    """What gives no points to a criterion is told to the learner as it was written."""
    found = read_comment(f"Good.\n{line}\nGo on.", CRITERIA)
    assert found.rows == {}
    assert found.rest == f"Good.\n{line}\nGo on."


@pytest.mark.parametrize(
    ("comment", "said"),
    [("purpose: 7", "has only 5 points"), ("purpose: 4\npurpose: 5", "is there twice")],
)
def test_points_that_do_not_fit_are_a_problem(comment: str, said: str) -> None:
    """More points than there are, and points given twice, are for the marker to look at."""
    found = read_comment(comment, CRITERIA)
    assert len(found.problems) == 1
    assert said in found.problems[0]
    assert found.rest


def test_the_sum_of_the_rows() -> None:
    """A comment's points are those of its rows."""
    assert read_comment("purpose: 4\nnext-step: 3.5\nWell done.", CRITERIA).points == 7.5


# ---------------------------------------------------------------- the command


def test_the_command_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`alignlib agreement` prints each criterion and names the memos to talk about."""
    (tmp_path / "A.csv").write_text("memo,purpose,next\n01,5,3\n02,2,0\n03,4,4\n", encoding="utf-8")
    (tmp_path / "B.csv").write_text("memo,purpose,next\n01,5,3\n02,4,1\n03,4,4\n", encoding="utf-8")
    code = cli.main(["agreement", str(tmp_path / "A.csv"), str(tmp_path / "B.csv")])
    said = capsys.readouterr().out
    assert code == 0
    assert "fewer than 20 memos" in said
    assert "02: purpose 2 and 4" in said
    assert "next 0 and 1" not in said


@pytest.mark.parametrize("step", ["-1", "nan"])
def test_a_step_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], step: str
) -> None:
    """A step under 0, or none, is refused in a sentence."""
    path = str(written(tmp_path, "memo,a\n01,5\n"))
    assert cli.main(["agreement", path, path, f"--step={step}"]) == 2
    assert "--step is" in capsys.readouterr().err
