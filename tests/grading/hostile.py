"""Submissions that are broken or try something, each with what it should earn and be told."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alignlib.answers import RECEIPT_TYPE, Answers
from alignlib.cases import variant_of
from tests.grading.kit import (
    ASSIGNMENT,
    MEMO,
    NOTEBOOK,
    Course,
    Notebook,
    code,
    graded_cells,
    markdown,
    shows,
    with_receipt,
)

FRIEND = "ada"
"""A good learner, whose files others hand in."""

MARK = "hostile-was-here"
"""A word that every script here would put into the page's title, or into a file."""

SCRIPT = f"<script>document.title='{MARK}'</script>"
ATTRIBUTE = f"<img src=x onerror=\"document.title='{MARK}'\">"
ELSEWHERE = "outside.example"
"""A host that no page may ask for anything."""

MEMO_ATTACK = "\n\n".join(
    (
        SCRIPT,
        ATTRIBUTE,
        f"[press here](javascript:document.title='{MARK}')",
        rf"$\href{{javascript:document.title='{MARK}'}}{{x}}$ and $$\unicode{{x41}}$$",
        f"![chart](https://{ELSEWHERE}/chart.png)",
        f"</pre><svg onload=\"document.title='{MARK}'\"></svg>",
        "<style>body {{ display: none }}</style>",
        f"<iframe src='https://{ELSEWHERE}/'></iframe> {{{{ 7 * 7 }}}} {{% raw %}}",
    )
)
"""A memo that tries what a text can try in a page."""

PICTURE = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000a49444154789c6360000002000154a24f5f0000000049454e44ae426082"
    )
).decode()
"""A true PNG of one pixel."""


@dataclass
class Desk:
    """What a bad submission is made from: the learner's good answers and the blank notebook."""

    course: Course
    learner: str
    outside: Path
    answers: Answers = field(init=False)
    notebook: Notebook = field(init=False)

    def __post_init__(self) -> None:
        self.answers = self.course.answers(self.learner)
        self.notebook = self.course.blank()

    @property
    def data(self) -> dict[str, Any]:
        """A fresh copy of the answers as they stand in the file."""
        return self.answers.to_data()

    @property
    def sentinel(self) -> Path:
        """A file that this learner's code would leave, outside of the course."""
        return self.outside / f"ran-{self.learner}"

    def hand_in(self, answers: Any = ..., notebook: Any = None, **more: Any) -> Path:
        """Hand in, with the learner's good answers where no others are given."""
        given = self.answers if answers is ... else answers
        return self.course.hand_in(
            self.learner, given, self.notebook if notebook is None else notebook, **more
        )

    def without(self, *items: str) -> Answers:
        """The learner's answers without some."""
        left = self.answers
        for item in items:
            left = left.without(item)
        return left

    def memo_alone(self) -> Answers:
        """The learner's answers with nothing but the memo."""
        return self.without(*(item for item in self.answers.items if item != MEMO))


@dataclass(frozen=True)
class Bad:
    """
    One bad submission.

    `make` hands it in and returns the answers that count in it (None: none), which may be for
    another variant than the learner's. `says` must stand in the feedback and in the log.
    """

    make: Callable[[Desk], Answers | None]
    says: tuple[str, ...]
    feedback_only: tuple[str, ...] = ()
    flagged: bool = False


BAD: dict[str, Bad] = {}
"""Every bad submission, by the id of its learner."""


def bad(
    *says: str, flagged: bool = False, feedback_only: tuple[str, ...] = ()
) -> Callable[[Callable[[Desk], Answers | None]], Callable[[Desk], Answers | None]]:
    """Put a bad submission on the list, under its function's name."""

    def listed(make: Callable[[Desk], Answers | None]) -> Callable[[Desk], Answers | None]:
        BAD[make.__name__[1:].replace("_", "-")] = Bad(make, says, feedback_only, flagged)
        return make

    return listed


# ---------------------------------------------------------------- the answers file


@bad("There is no answers.json in the submission", "There is no receipt in the notebook")
def _no_answers(desk: Desk) -> None:
    desk.hand_in(None)


@bad("There is no answers.json in the submission", "Taken from the receipt in the notebook")
def _only_a_receipt(desk: Desk) -> Answers:
    desk.hand_in(None, with_receipt(desk.notebook, desk.answers))
    return desk.answers


@bad("it is empty")
def _empty_answers(desk: Desk) -> None:
    desk.hand_in("")


@bad("it is not valid JSON")
def _truncated(desk: Desk) -> None:
    text = json.dumps(desk.data)
    desk.hand_in(text[: len(text) // 2])


@bad("it is not valid JSON", "Taken from the receipt in the notebook")
def _truncated_with_receipt(desk: Desk) -> Answers:
    text = json.dumps(desk.data)
    desk.hand_in(text[: len(text) // 2], with_receipt(desk.notebook, desk.answers))
    return desk.answers


@bad("it is not valid JSON")
def _not_json(desk: Desk) -> None:
    desk.hand_in("My answers: see the notebook.")


@bad("it is not text in UTF-8")
def _not_text(desk: Desk) -> None:
    desk.hand_in(b"\x80\x81\xff\xfe\x00")


@bad("where a JSON object was expected")
def _a_list(desk: Desk) -> None:
    desk.hand_in("[1, 2, 3]")


@bad("its schema version is 2, not 1")
def _wrong_schema(desk: Desk) -> None:
    desk.hand_in(desk.data | {"schema": 2})


@bad("at most 1,000,000 are read")
def _fifty_megabytes(desk: Desk) -> None:
    path = desk.hand_in() / "answers.json"
    with path.open("ab") as file:
        file.truncate(50_000_000)


@bad("it is nested too deeply")
def _nested_ten_thousand(desk: Desk) -> None:
    desk.hand_in('{"schema": 1, "items": ' + "[" * 10_000 + "]" * 10_000 + "}")


@bad("The answer to 'the-tool-list' is nested too deeply")
def _one_answer_nested(desk: Desk) -> Answers:
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    data = desk.data
    data["items"]["the-tool-list"]["value"] = deep
    desk.hand_in(data)
    return desk.without("the-tool-list")


@bad("The answer to 'purposeful-spend' could not be read", "NaN")
def _not_a_number(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["purposeful-spend"] = {"value": float("nan"), "at": ""}
    desk.hand_in(data)
    return desk.without("purposeful-spend")


@bad("The answer to 'purposeful-spend' could not be read", "Infinity")
def _infinity(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["purposeful-spend"] = {"value": float("-inf"), "at": ""}
    desk.hand_in(data)
    return desk.without("purposeful-spend")


@bad("The answer to 'purposeful-spend' could not be read")
def _beyond_all_numbers(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["purposeful-spend"]["value"] = "BIG"
    desk.hand_in(json.dumps(data).replace('"BIG"', "1e999"))
    return desk.without("purposeful-spend")


@bad("There is no item 'bonus-points'")
def _unknown_item(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["bonus-points"] = {"value": 100, "at": ""}
    desk.hand_in(data)
    return desk.answers


@bad("There is no item", "It was left out")
def _thousands_of_items(desk: Desk) -> Answers:
    data = desk.data
    room = 990_000 - len(json.dumps(data, separators=(",", ":")))
    data["items"] |= {f"x{n}": {"value": 1} for n in range(room // 24)}
    desk.hand_in(json.dumps(data, separators=(",", ":")))
    return desk.answers


@bad("there is no option 'Z99'", "category 'blue'", "there is no 'Q77' here")
def _options_that_do_not_exist(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["the-tool-list"]["value"].append("Z99")
    sorted_ = data["items"]["sort-the-board-pack"]["value"]
    lost = next(iter(sorted_))
    sorted_ |= {lost: "blue", "Q77": "business"}
    desk.hand_in(data)
    kept = {k: v for k, v in sorted_.items() if k not in (lost, "Q77")}
    return desk.answers.with_answer("sort-the-board-pack", kept)


@bad("there is no option 1")
def _a_hundred_thousand_options(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["the-tool-list"]["value"] += list(range(1, 100_000))
    desk.hand_in(json.dumps(data, separators=(",", ":")))
    return desk.answers


@bad("is in the list twice. It counts once")
def _an_option_twice(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["the-tool-list"]["value"] *= 2
    desk.hand_in(data)
    return desk.answers


@bad("The answer to 'purposeful-spend' could not be read", "twice")
def _an_item_twice(desk: Desk) -> Answers:
    text = json.dumps(desk.data)
    desk.hand_in(text.replace('"items": {', '"items": {"purposeful-spend": {"value": 1.0}, '))
    return desk.without("purposeful-spend")


@bad("The answer to 'whose-question' could not be read in its part", "twice")
def _a_thing_twice(desk: Desk) -> Answers:
    given = desk.data["items"]["whose-question"]["value"]
    thing = next(iter(given))
    text = json.dumps(desk.data)
    here = f'"whose-question": {{"value": {{"{thing}": '
    assert here in text
    desk.hand_in(text.replace(here, here + f'"blue", "{thing}": '))
    left = {name: category for name, category in given.items() if name != thing}
    return desk.answers.with_answer("whose-question", left)


@bad("were recorded by 'ada', and handed in by 'another-learners'", flagged=True)
def _another_learners(desk: Desk) -> Answers:
    copied = desk.course.answers(FRIEND)
    desk.hand_in(copied)
    return copied


@bad("The answers were made for variant", flagged=True)
def _another_variant(desk: Desk) -> Answers:
    own = variant_of(desk.learner, ASSIGNMENT, 12)
    made = desk.course.answers(desk.learner, variant=own % 12 + 1)
    desk.hand_in(made)
    return made


@bad("There is no variant 99", "Your instructor has been told", flagged=True)
def _a_variant_that_is_not(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": 99})
    return desk.memo_alone()


@bad("There is no variant -1", flagged=True)
def _a_negative_variant(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": -1})
    return desk.memo_alone()


@bad("The answers were made for no variant", flagged=True)
def _a_variant_in_words(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": "seven"})
    return desk.answers


@bad("The answers are for the assignment '02-another'", flagged=True)
def _another_assignment(desk: Desk) -> None:
    desk.hand_in(desk.data | {"assignment": "02-another"})


@bad("found {'__class__'")
def _a_class_for_a_value(desk: Desk) -> Answers:
    data = desk.data
    for item in ("the-tool-list", "purposeful-spend"):
        data["items"][item]["value"] = {"__class__": "builtins.float", "__eq__": True}
    desk.hand_in(data)
    return desk.without("the-tool-list", "purposeful-spend")


@bad(r"There is no item 'x\ud800'", "there is no option")
def _lone_surrogates(desk: Desk) -> Answers:
    data = desk.data
    data["items"]["x\ud800"] = {"value": "\udfff", "at": "\ud800"}
    data["items"]["the-tool-list"]["value"].append("\ud800")
    data["items"][MEMO]["value"] += " \ud83d"
    desk.hand_in(data)
    return desk.answers


@bad("found 5")
def _a_memo_that_is_a_number(desk: Desk) -> Answers:
    data = desk.data
    data["items"][MEMO]["value"] = 5
    desk.hand_in(data)
    return desk.without(MEMO)


@bad("the text has 30,000 characters", flagged=True)
def _a_book_for_a_memo(desk: Desk) -> Answers:
    data = desk.data
    data["items"][MEMO]["value"] = "words " * 5_000
    desk.hand_in(data)
    return desk.answers


@bad()
def _a_memo_that_attacks(desk: Desk) -> Answers:
    data = desk.data
    data["items"][MEMO]["value"] = MEMO_ATTACK
    desk.hand_in(data)
    return desk.answers


# ---------------------------------------------------------------- things that are no files


@bad("'answers.json' was a link or a device", "There is no answers.json")
def _a_link_to_the_key(desk: Desk) -> None:
    folder = desk.hand_in(None)
    (folder / "answers.json").symlink_to(desk.course.source / "cases.zip")


@bad("'answers.json' was a link or a device")
def _a_link_to_a_friend(desk: Desk) -> None:
    folder = desk.hand_in(None)
    (folder / "answers.json").symlink_to(Path("..", "..", FRIEND, ASSIGNMENT, "answers.json"))


@bad("'answers.json' was a link or a device", "Taken from the receipt")
def _a_link_to_dev_zero(desk: Desk) -> Answers:
    folder = desk.hand_in(None, with_receipt(desk.notebook, desk.answers))
    (folder / "answers.json").symlink_to("/dev/zero")
    return desk.answers


@bad("'two-strategies.ipynb' was a link or a device", "There is no notebook two-strategies.ipynb")
def _a_linked_notebook(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / f"{NOTEBOOK}.ipynb").unlink()
    (folder / f"{NOTEBOOK}.ipynb").symlink_to(desk.course.source / f"{NOTEBOOK}.ipynb")
    return desk.answers


@bad("'data' was a link or a device", "'gradebook.db' was a link or a device")
def _links_to_folders(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / "data").symlink_to(desk.outside, target_is_directory=True)
    (folder / "gradebook.db").symlink_to(desk.course.folder / "gradebook.db")
    return desk.answers


@bad("'answers.json' was a link or a device")
def _a_link_in_the_place_of_the_note(desk: Desk) -> None:
    folder = desk.hand_in(None)
    (folder / "answers.json").symlink_to("/dev/null")
    (folder / "answers.json.not-followed.txt").symlink_to(desk.outside / "precious.txt")


@bad("was a link or a device")
def _a_link_with_a_long_name(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / ("é" * 127)).symlink_to(desk.outside)
    (folder / "zz-another").symlink_to(desk.outside)
    return desk.answers


@bad("'answers.json' was a link or a device")
def _a_pipe(desk: Desk) -> None:
    os.mkfifo(desk.hand_in(None) / "answers.json")


@bad("'two-strategies.ipynb' was a link or a device")
def _a_pipe_for_a_notebook(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / f"{NOTEBOOK}.ipynb").unlink()
    os.mkfifo(folder / f"{NOTEBOOK}.ipynb")
    return desk.answers


@bad("'timestamp.txt' was a link or a device")
def _a_pipe_for_a_timestamp(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    return desk.answers


@bad("it is not a file")
def _a_folder_for_answers(desk: Desk) -> None:
    folder = desk.hand_in(None) / "answers.json"
    folder.mkdir()
    (folder / "answers.json").write_text(json.dumps(desk.data), encoding="utf-8")


@bad(
    "'two-strategies.ipynb' was in the way of grading",
    "'cases.zip' was in the way of grading",
    "'two-strategies.html' was in the way of grading",
)
def _folders_in_the_way(desk: Desk) -> Answers:
    folder = desk.hand_in()
    (folder / f"{NOTEBOOK}.ipynb").unlink()
    for name in (f"{NOTEBOOK}.ipynb", "cases.zip", f"{NOTEBOOK}.html"):
        (folder / name).mkdir()
        (folder / name / "inside.txt").write_text("in the way", encoding="utf-8")
    return desk.answers


@bad("'timestamp.txt' was in the way of grading", "It held no time that can be read")
def _a_timestamp_without_a_time(desk: Desk) -> Answers:
    (desk.hand_in() / "timestamp.txt").write_text("just before midnight", encoding="utf-8")
    return desk.answers


@bad("'timestamp.txt' was in the way of grading")
def _a_folder_for_a_timestamp(desk: Desk) -> Answers:
    path = desk.hand_in() / "timestamp.txt"
    path.unlink()
    path.mkdir()
    return desk.answers


# ---------------------------------------------------------------- the notebook


@bad("The notebook is called 'final version (2).ipynb'", "it should be called two-strategies.ipynb")
def _a_misnamed_notebook(desk: Desk) -> Answers:
    desk.hand_in(None, with_receipt(desk.notebook, desk.answers), name="final version (2).ipynb")
    return desk.answers


@bad(r"The notebook is called 'x\n\n[forged](http:elsewhere) $\\href{a}{b}$ <b>.ipynb'")
def _a_name_that_forges_a_log(desk: Desk) -> Answers:
    desk.hand_in(name="x\n\n[forged](http:elsewhere) $\\href{a}{b}$ <b>.ipynb")
    return desk.answers


@bad("could not be read as a notebook: it is not valid JSON")
def _a_notebook_that_is_not_json(desk: Desk) -> Answers:
    desk.hand_in(notebook="# my work\nprint(1)")
    return desk.answers


@bad("could not be read as a notebook: it is not text in UTF-8")
def _a_notebook_that_is_not_text(desk: Desk) -> Answers:
    desk.hand_in(notebook=b"\x1f\x8b\x08\x00\xff")
    return desk.answers


@bad("could not be read as a notebook: it is nested too deeply")
def _a_nested_notebook(desk: Desk) -> Answers:
    desk.hand_in(notebook='{"cells": ' + "[" * 10_000 + "]" * 10_000 + "}")
    return desk.answers


@bad("could not be read as a notebook: it has more than 50,000,000 bytes")
def _a_giant_notebook(desk: Desk) -> Answers:
    path = desk.hand_in() / f"{NOTEBOOK}.ipynb"
    with path.open("ab") as file:
        file.truncate(50_000_001)
    return desk.answers


@bad("its cells are", "where a list was expected")
def _cells_that_are_no_list(desk: Desk) -> Answers:
    desk.notebook["cells"] = {"first": desk.notebook["cells"][0]}
    desk.hand_in()
    return desk.answers


@bad("its format is 3, not 4")
def _an_old_format(desk: Desk) -> Answers:
    desk.hand_in(notebook={"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []})
    return desk.answers


@bad("cells of two-strategies.ipynb could not be read", "Taken from the receipt")
def _wild_cells(desk: Desk) -> Answers:
    """Cells that break nbformat, nbconvert or both, around a good receipt."""
    book = with_receipt(desk.notebook, desk.answers)
    deep: Any = {}
    for _ in range(200):
        deep = {"a": deep}
    book["cells"] += [
        5,
        None,
        [],
        markdown(5),
        markdown(["a", 5]),
        markdown("x", id=["no", "text"]),
        markdown("y", id={"a": 1}),
        markdown("z", metadata="none"),
        markdown("twice", id="title"),
        markdown("twice", id="title"),
        markdown("attached", attachments=[1]),
        markdown("attached", attachments={"a.png": 5}),
        code({"a": 1}, outputs="none"),
        code("b", outputs=[5, None, "x", {}, {"output_type": 5}]),
        code("c", outputs=[{"output_type": "stream", "text": 5}]),
        code("d", outputs=[{"output_type": "stream", "name": {}, "text": ["a", 5]}]),
        code("e", outputs=[{"output_type": "display_data", "data": [1]}]),
        code("f", outputs=[{"output_type": "execute_result", "data": {"image/png": {"a": 1}}}]),
        code("g", outputs=[{"output_type": "error", "ename": 1, "traceback": 5}]),
        code("h", metadata={"nbgrader": "none"}),
        code("i", metadata={"nbgrader": {"grade": True, "grade_id": ["x"], "points": "many"}}),
        {"cell_type": "heading", "source": "old"},
        {"cell_type": ["code"], "source": "new"},
        {},
        code("deep", metadata=deep),
    ]
    book["metadata"] = {"language": 5, "kernelspec": 5, "language_info": [], "widgets": 5}
    del book["nbformat_minor"]
    desk.hand_in(None, book)
    return desk.answers


@bad("Marked cells were missing and put back: sort-the-board-pack")
def _deleted_cells(desk: Desk) -> Answers:
    graded = graded_cells(desk.notebook)
    desk.notebook["cells"] = [c for c in desk.notebook["cells"] if c not in graded]
    desk.hand_in()
    return desk.answers


@bad("Marked cells were there more than once", "sort-the-board-pack")
def _copied_cells(desk: Desk) -> Answers:
    graded = json.loads(json.dumps(graded_cells(desk.notebook)))
    for number, cell in enumerate(graded):
        cell["id"] = f"copy-{number}"
    desk.notebook["cells"] = graded + desk.notebook["cells"] + graded
    desk.hand_in()
    return desk.answers


@bad("Marked cells were out of order and put back", "sort-the-board-pack")
def _reordered_cells(desk: Desk) -> Answers:
    desk.notebook["cells"].reverse()
    desk.hand_in()
    return desk.answers


@bad("Marked cells were changed and put back as they were: sort-the-board-pack")
def _a_changed_test(desk: Desk) -> Answers:
    cell = graded_cells(desk.notebook)[0]
    cell["source"] = "100.0"
    cell["outputs"] = [
        {"output_type": "execute_result", "data": {"text/plain": "100.0"}, "metadata": {}}
    ]
    desk.hand_in()
    return desk.answers


@bad("The marks of the cell sort-the-board-pack were changed (points)", "those of the course count")
def _changed_points(desk: Desk) -> Answers:
    graded_cells(desk.notebook)[0]["metadata"]["nbgrader"]["points"] = 1_000_000
    desk.hand_in()
    return desk.answers


@bad("sort-the-board-pack were changed (grade_id)", "Cells that claim points", "'fake-bonus'")
def _changed_grade_ids(desk: Desk) -> Answers:
    graded_cells(desk.notebook)[0]["metadata"]["nbgrader"]["grade_id"] = "x' OR 1=1"
    marks = {"grade": True, "solution": False, "locked": True, "points": 50, "schema_version": 3}
    desk.notebook["cells"].append(
        code("1", metadata={"nbgrader": marks | {"grade_id": "fake-bonus", "cell_type": "code"}})
    )
    desk.hand_in()
    return desk.answers


@bad("marks of the cell sort-the-board-pack were changed")
def _an_old_schema(desk: Desk) -> Answers:
    for cell in graded_cells(desk.notebook):
        cell["metadata"]["nbgrader"] = {"schema_version": 99, "grade_id": 5}
    desk.hand_in()
    return desk.answers


@bad()
def _a_memo_in_its_cell(desk: Desk) -> Answers:
    """The memo typed into the marked cell, whose marks and id an editor threw away."""
    cell = graded_cells(desk.notebook)[-1]
    cell["source"] = "Typed straight into the cell."
    cell["metadata"] = {}
    desk.hand_in(desk.without(MEMO))
    return desk.answers


@bad(
    "HTML, scripts or links were found in attachments, outputs, texts, the metadata",
    "They were left out or are shown as plain text",
)
def _scripts_everywhere(desk: Desk) -> Answers:
    put_scripts(desk.notebook)
    desk.hand_in()
    return desk.answers


def put_scripts(book: Notebook) -> None:
    """A script in every place of a notebook that could carry one to a page."""
    page = f"data:text/html,{SCRIPT}"
    book["cells"] = [
        markdown(MEMO_ATTACK),
        {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": SCRIPT},
        markdown(
            "![a](attachment:a.png)",
            attachments={"a.png": {"image/png": SCRIPT, "text/html": SCRIPT}},
        ),
        markdown("tagged", metadata={"tags": [SCRIPT, "alignlib-marker-only"], "title": SCRIPT}),
        code(SCRIPT + "</pre>", (shows(text_html=SCRIPT, text_plain=SCRIPT + "</pre>"),)),
        code("a", (shows(image_png=f'"{ATTRIBUTE}', text_plain="a"), shows(image_png=PICTURE))),
        code("b", (shows(**{"image_svg+xml": f"<svg onload=\"document.title='{MARK}'\"/>"}),)),
        code("c", (shows(application_javascript=f"document.title='{MARK}'"),)),
        code("d", (shows(text_latex=rf"$\href{{javascript:document.title='{MARK}'}}{{x}}$"),)),
        code("e", (shows(text_markdown=ATTRIBUTE, text_plain="\x1b[31m<b>red</b>\x1b[0m"),)),
        code("f", ({"output_type": "stream", "name": SCRIPT, "text": SCRIPT + "</pre>"},)),
        code(
            "g", ({"output_type": "error", "ename": SCRIPT, "evalue": "", "traceback": [SCRIPT]},)
        ),
        *book["cells"],
    ]
    for number, cell in enumerate(book["cells"][:12]):
        cell["id"] = f"attack-{number}"
    # What the learner did in a working cell of the exercise goes the same way.
    work = next(c for c in book["cells"] if c.get("id") == "open-the-case")
    work["outputs"] = [shows(text_html=SCRIPT, image_png=base64.b64encode(page.encode()).decode())]
    book["metadata"] |= {
        "title": SCRIPT,
        "kernelspec": {"name": SCRIPT, "display_name": SCRIPT, "language": SCRIPT},
        "language_info": {"name": SCRIPT, "pygments_lexer": SCRIPT},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": SCRIPT}}},
    }


@bad(
    "'alignlib.py'",
    "The submission brings code of its own",
    "no code of a submission is run",
    feedback_only=("'pandas/__init__.py'",),
)
def _modules(desk: Desk) -> Answers:
    folder = desk.hand_in()
    text = f"from pathlib import Path\nPath({str(desk.sentinel)!r}).write_text('ran')\n"
    (folder / "pandas").mkdir()
    for name in ("alignlib", "json", "nbgrader_config", "pandas/__init__", "sitecustomize"):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return desk.answers


@bad(feedback_only=("Code cells that were added (1) are shown to the marker. No cell was run",))
def _a_cell_that_kills(desk: Desk) -> Answers:
    source = f"open({str(desk.sentinel)!r}, 'w'); import os; os._exit(1)"
    desk.notebook["cells"].insert(1, code(source, id="kill"))
    desk.hand_in()
    return desk.answers


@bad()
def _a_forged_receipt(desk: Desk) -> Answers:
    """The receipt says more than the file; what the file has counts."""
    forged = desk.course.answers(desk.learner, "expert")
    desk.hand_in(notebook=with_receipt(desk.notebook, forged))
    return desk.answers


@bad("The receipt is for another learner than the answers file; it was not used")
def _a_friends_receipt(desk: Desk) -> Answers:
    """A file with some answers, beside a friend's receipt for the same variant."""
    own = desk.without("the-tool-list", "whose-question")
    forged = desk.course.answers(FRIEND, "expert", variant=own.variant)
    desk.hand_in(own, with_receipt(desk.notebook, forged))
    return own


@bad("There is no receipt in the notebook")
def _a_wild_receipt(desk: Desk) -> None:
    book = with_receipt(desk.notebook, desk.answers)
    output = book["cells"][-1]["outputs"][0]
    output["data"][RECEIPT_TYPE] = {"answers": {"schema": 1, "items": {"a": float("nan")}}}
    desk.hand_in(None, book)


@bad("The notebook brings a grading record of its own. It was not used")
def _a_forged_record(desk: Desk) -> Answers:
    perfect = desk.course.answers(desk.learner, "expert").to_data()
    desk.notebook["metadata"]["alignlib"] = {
        "answers": perfect,
        "written": {MEMO: SCRIPT},
        "flags": [5],
        "notices": [SCRIPT],
    }
    desk.hand_in()
    return desk.answers


@bad("There is no notebook two-strategies.ipynb in the submission")
def _answers_alone(desk: Desk) -> Answers:
    (desk.hand_in() / f"{NOTEBOOK}.ipynb").unlink()
    return desk.answers
