"""answers.json: read strictly, written wholly or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import answers
from alignlib.answers import (
    FILE_NAME,
    LARGEST,
    SCHEMA,
    Answer,
    Answers,
    parse,
    read,
    write,
)
from alignlib.errors import AnswerError
from tests.conftest import json_values

SOUND = Answers(
    assignment="01-two-strategies",
    learner="ünal",
    variant=7,
    items={
        "sort-the-board-pack": Answer({"B01": "business"}, "2026-11-22T10:00:00Z"),
        "purposeful-spend": Answer(61.5, "2026-11-22T10:05:00Z"),
        "one-paragraph": Answer("Two readers: “what” and “how”.", "2026-11-22T10:06:00Z"),
    },
)

TEXT = json.dumps(SOUND.to_data(), ensure_ascii=False)


def with_items(entries: str) -> str:
    """The text of a sound file with these entries as its items."""
    return (
        f'{{"schema": 1, "assignment": "a", "learner": "b", "variant": 2, "items": {{{entries}}}}}'
    )


GOOD = '"good": {"value": [1], "at": "2026"}'


# ---------------------------------------------------------------- what can be read


def test_a_sound_file_is_read_whole() -> None:
    """A sound file gives back every answer and no problem."""
    assert parse(TEXT) == SOUND
    assert parse(TEXT.encode()) == SOUND


def test_a_byte_order_mark_does_no_harm() -> None:
    """A file saved by Windows Notepad, with its mark at the beginning, is read."""
    assert parse(TEXT.encode("utf-8-sig")) == SOUND


@given(st.binary(max_size=200) | st.text(max_size=200) | json_values.map(json.dumps))
def test_nothing_makes_reading_raise(text: str | bytes) -> None:
    """Any text at all is read or named as a problem."""
    found = parse(text)
    assert (
        found.items
        or found.problems
        or found == Answers(found.assignment, found.learner, found.variant)
    )


@given(json_values)
def test_any_items_are_read_or_named(entries: Any) -> None:
    """Whatever stands in the place of the items, each is kept or named as unreadable."""
    data = SOUND.to_data() | {"items": entries}
    found = parse(json.dumps(data))
    if isinstance(entries, dict) and not found.problems:
        assert entries.keys() == found.items.keys() | found.unreadable
    elif not isinstance(entries, dict):
        assert found.problems


@given(json_values, json_values, json_values)
def test_any_names_are_read_or_left_out(assignment: Any, learner: Any, variant: Any) -> None:
    """Whatever stands for assignment, learner and variant, texts are texts and numbers whole."""
    data = {"schema": 1, "assignment": assignment, "learner": learner, "variant": variant}
    found = parse(json.dumps(data | {"items": {}}))
    assert isinstance(found.assignment, str)
    assert isinstance(found.learner, str)
    assert found.variant is None or type(found.variant) is int


@pytest.mark.parametrize("offset", range(len(TEXT.encode())))
def test_a_torn_file_is_named(offset: int) -> None:
    """A file that ends too early, at whatever byte, is a problem and gives no answers."""
    found = parse(TEXT.encode()[:offset])
    assert len(found.problems) == 1
    assert found.problems[0].startswith("The answers file could not be read: ")
    assert found.items == {}


DEEP = 10_000

UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "empty"),
    "empty bytes": (b"", "empty"),
    "spaces": (" \n\t", "empty"),
    "not json": ("hello", "not valid JSON (line 1"),
    "python": ("{'schema': 1}", "not valid JSON"),
    "two documents": (TEXT + TEXT, "not valid JSON"),
    "comma at the end": ('{"schema": 1, "items": {},}', "not valid JSON"),
    "a list": ("[]", "[] where a JSON object was expected"),
    "a number": ("7", "7 where a JSON object was expected"),
    "null": ("null", "None where a JSON object was expected"),
    "no schema": ('{"items": {}}', "schema version is None, not 1"),
    "schema 2": ('{"schema": 2, "items": {}}', "schema version is 2, not 1"),
    "schema as text": ('{"schema": "1", "items": {}}', "schema version is '1', not 1"),
    "no items": ('{"schema": 1}', "items"),
    "items as list": ('{"schema": 1, "items": []}', "items"),
    "latin-1": (TEXT.encode("latin-1", "replace"), "not text in UTF-8"),
    "utf-16": (TEXT.encode("utf-16"), "not text in UTF-8"),
    "half a character": (b'{"schema": 1, "learner": "\xc3"}', "not text in UTF-8"),
    "zero bytes": (b"\0" * 100, "not valid JSON"),
    "lists 10,000 deep": ("[" * DEEP + "]" * DEEP, "nested too deeply"),
    "objects 10,000 deep": ('{"a":' * DEEP + "1" + "}" * DEEP, "nested too deeply"),
    "an answer 10,000 deep": (
        with_items(f'"a": {{"value": {"[" * DEEP + "]" * DEEP}}}'),
        "nested too deeply",
    ),
    "50 MB": (b" " * 50_000_000, "50,000,000 bytes; at most 1,000,000"),
    "1 byte too many": (b" " * (LARGEST + 1), "1,000,001 bytes"),
}


@pytest.mark.parametrize(("text", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_answers_file_is_named(text: str | bytes, words: str) -> None:
    """A file that is no answers file gives no answer and one sentence that says why."""
    found = parse(text)
    assert found.items == {}
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert len(found.problems[0]) < 300


NO_NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 10_000]


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda text: text[:10])
def test_what_is_no_number_is_a_problem(number: str) -> None:
    """NaN, infinity, and numbers too large to hold are never read as a value; they are named."""
    found = parse(with_items(f'"a": {{"value": {number}}}, {GOOD}'))
    assert "a" not in found.items
    assert len(found.problems) == 1


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda text: text[:10])
def test_what_is_no_number_costs_only_its_own_answer(number: str) -> None:
    """One value that is no number does not cost the other answers of the file."""
    found = parse(with_items(f'"a": {{"value": {number}}}, {GOOD}'))
    assert found.items["good"].value == [1]
    assert found.unreadable == {"a"}


@pytest.mark.parametrize("text", ["1" * 400, "-" + "9" * 4000])
def test_a_long_whole_number_is_only_a_value(text: str) -> None:
    """A whole number that Python can hold is kept; whether it is an answer, the item decides."""
    assert parse(with_items(f'"a": {{"value": {text}}}')).items["a"].value == int(text)


@pytest.mark.parametrize(
    "entry",
    ["null", "7", '"business"', "[]", "{}", '{"at": "2026"}', '{"answer": 1}'],
)
def test_one_bad_entry_does_not_cost_the_good_ones(entry: str) -> None:
    """An entry of another form is named, and the others are kept."""
    found = parse(with_items(f'"bad": {entry}, {GOOD}'))
    assert found.items == {"good": Answer([1], "2026")}
    assert found.unreadable == {"bad"}
    assert "'bad'" in found.problems[0]


def test_the_same_answer_twice_is_kept() -> None:
    """An item that is in the file twice with the same value is read once."""
    found = parse(with_items(f"{GOOD}, {GOOD}"))
    assert found.items == {"good": Answer([1], "2026")}
    assert found.problems == ()


@pytest.mark.parametrize(
    "entries",
    [
        '"a": {"value": 1}, "a": {"value": 2}',
        '"a": {"value": 1, "value": 2}',
        '"a": {"value": {"B01": "business", "B01": "neither"}}',
        '"a": {"value": [[{"x": 1, "x": 2}]]}',
        '"a": {"value": 1}, "a": {"value": 2}, "a": {"value": 1}',
    ],
    ids=["items", "values", "things", "deep", "thrice"],
)
def test_two_different_answers_are_none(entries: str) -> None:
    """An answer that is in the file twice with different values is named; the others are kept."""
    found = parse(with_items(f"{entries}, {GOOD}"))
    assert found.items == {"good": Answer([1], "2026")}
    assert found.unreadable == {"a"}
    assert "twice, with different values" in found.problems[0]


@pytest.mark.parametrize("bad", ['"neither", "B01": "business"', "NaN", "1e999", "[[NaN]]"])
def test_one_bad_thing_does_not_cost_the_other_things(bad: str) -> None:
    """A thing that is there twice, or is no value, is dropped and named; its item stays."""
    found = parse(with_items(f'"a": {{"value": {{"B01": {bad}, "B02": "neither"}}}}, {GOOD}'))
    assert found.items["a"].value == {"B02": "neither"}
    assert found.items["good"].value == [1]
    assert found.unreadable == frozenset()
    (problem,) = found.problems
    assert problem.startswith("The answer to 'a' could not be read in its part 'B01': it ")


def test_one_bad_entry_of_a_list_does_not_cost_the_others() -> None:
    """In a list the entry that is no value is dropped and named by its place."""
    found = parse(with_items('"a": {"value": ["P01", NaN, "P02"]}'))
    assert found.items["a"].value == ["P01", "P02"]
    assert "in its part 2: it holds a value that cannot be used" in found.problems[0]


def test_no_mark_is_ever_a_value() -> None:
    """Whatever was wrong, what is read can be written again as JSON."""
    entries = '"a": {"value": {"x": {"y": NaN, "y": 1}, "z": [1]}, "at": NaN}, "a": 1'
    for text in (entries, entries.removesuffix(', "a": 1')):
        json.dumps(parse(with_items(text)).to_data(), allow_nan=False)


def test_a_field_that_cannot_be_used_is_named() -> None:
    """A value of no use beside the answers is named and costs none of them."""
    text = '{"schema": 1, "big": 1e999, "items": {"a": {"value": 1}}}'
    found = parse(text)
    assert found.items["a"].value == 1
    assert "'big' of the answers file could not be read: it holds" in found.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": 1, "learner": "ada", "learner": "bob", "items": {}}',
        '{"schema": 1, "variant": 1, "variant": 2, "items": {}}',
    ],
    ids=["learner", "variant"],
)
def test_two_different_names_are_a_problem(text: str) -> None:
    """A learner or a variant that is in the file twice is named, never dropped silently."""
    assert parse(text).problems


@pytest.mark.parametrize(
    "text",
    ['{"schema": 1, "schema": 2, "items": {}}', '{"schema": 1, "items": {}, "items": {"a": 1}}'],
    ids=["schema", "items"],
)
def test_a_doubled_name_is_told_in_words(text: str) -> None:
    """A message for a learner holds no Python object and no address."""
    assert "object at 0x" not in parse(text).problems[0]


@pytest.mark.parametrize("variant", ['"7"', "7.0", "true", "null", "[7]"])
def test_a_variant_that_is_no_whole_number_is_none(variant: str) -> None:
    """A variant is a whole number; anything else is as if it were not there."""
    assert parse(f'{{"schema": 1, "variant": {variant}, "items": {{}}}}').variant is None


def test_a_time_of_another_type_is_text() -> None:
    """The time of an answer is shown only, so whatever stands there becomes a short text."""
    found = parse(with_items('"a": {"value": 1, "at": [1, 2, 3]}, "b": {"value": 1}'))
    assert (found.items["a"].at, found.items["b"].at) == ("[1, 2, 3]", "")


def test_the_problems_of_a_file_are_few() -> None:
    """However much is wrong with a file, what is said about it fits on a page."""
    many = ", ".join(f'"{n}": 0' for n in range(50_000))
    problems = parse(with_items(many)).problems
    assert len(" ".join(problems)) < 5_000
    assert problems[-1] == "and 49,990 more."


# ---------------------------------------------------------------- the file on the disk


def test_no_file_is_no_answers(tmp_path: Path) -> None:
    """Where there is no file there are no answers and no problem."""
    assert read(tmp_path / FILE_NAME) is None


def test_a_file_is_read_from_the_disk(tmp_path: Path) -> None:
    """The file's text is parsed."""
    (tmp_path / FILE_NAME).write_text(TEXT, encoding="utf-8")
    assert read(tmp_path / FILE_NAME) == SOUND


def make_link(path: Path) -> None:
    """A link to a sound file."""
    path.with_name("other.json").write_text(TEXT, encoding="utf-8")
    path.symlink_to("other.json")


def make_broken_link(path: Path) -> None:
    """A link to nothing."""
    path.symlink_to("nowhere.json")


def make_fifo(path: Path) -> None:
    """A pipe: opening it to read would wait for ever."""
    os.mkfifo(path)


def make_big(path: Path) -> None:
    """50 MB of nothing."""
    path.touch()
    os.truncate(path, 50_000_000)


posix = pytest.mark.skipif(os.name == "nt", reason="Windows needs a right to make links")


@posix
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_link, "link"),
        (make_broken_link, "link"),
        (make_fifo, "not a file"),
        (Path.mkdir, "not a file"),
        (make_big, "50,000,000 bytes"),
    ],
    ids=["link", "broken link", "pipe", "folder", "50 MB"],
)
def test_what_stands_in_a_files_place_is_named(
    make: Callable[[Path], None], words: str, tmp_path: Path
) -> None:
    """A link, a pipe, a folder or a very large file is not read; the problem says which."""
    make(tmp_path / FILE_NAME)
    found = read(tmp_path / FILE_NAME)
    assert found is not None
    assert found.items == {}
    assert words in found.problems[0]


@pytest.mark.parametrize("name", ["a\0b", f"{FILE_NAME}/{FILE_NAME}", "x" * 5000])
def test_a_path_that_cannot_be_is_a_problem(name: str, tmp_path: Path) -> None:
    """A path that the system refuses gives no answers and does not raise."""
    (tmp_path / FILE_NAME).touch()
    found = read(tmp_path / name)
    assert found is None or found.problems


def test_a_file_that_may_not_be_read_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk refuses to read, its words are passed on, and nobody may replace the file."""
    (tmp_path / FILE_NAME).write_text(TEXT, encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = read(tmp_path / FILE_NAME)
    assert found is not None
    assert "Permission denied" in found.problems[0]
    assert "cannot be read now" in found.untouchable


def test_a_file_that_goes_while_it_is_read_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody deletes between two looks at it is as if it had not been there."""
    (tmp_path / FILE_NAME).write_text(TEXT, encoding="utf-8")
    status = (tmp_path / FILE_NAME).lstat()
    (tmp_path / FILE_NAME).unlink()
    monkeypatch.setattr(Path, "lstat", lambda self: status)
    assert read(tmp_path / FILE_NAME) is None


# ---------------------------------------------------------------- another version of the form


@pytest.mark.parametrize("version", [SCHEMA + 1, 99, 10**30])
def test_a_newer_file_is_left_alone(version: int) -> None:
    """A file of a newer version gives no answers, and says what to do; it is not damaged."""
    found = parse(json.dumps(SOUND.to_data() | {"schema": version}))
    assert found.items == {}
    assert "Update alignlib" in found.untouchable
    assert f"is of version {version}, and this alignlib reads version {SCHEMA}" in found.untouchable


@pytest.mark.parametrize("version", [0, -1, "2", 2.0, True, None, [2]])
def test_what_is_no_newer_version_is_damaged(version: Any) -> None:
    """Anything else in the version's place is a problem of a damaged file."""
    data = SOUND.to_data() | {"schema": version}
    if version is True:  # a truth value is no version, though Python says that it equals 1
        data["schema"] = False
    found = parse(json.dumps(data))
    assert found.problems
    assert found.untouchable == ""


def first_to_second(data: dict[str, Any]) -> dict[str, Any]:
    """A made-up change of the form: the items were called "answers" in version 1."""
    return {name: value for name, value in data.items() if name != "answers"} | {
        "items": data["answers"]
    }


def second_to_third(data: dict[str, Any]) -> dict[str, Any]:
    """Another one: the value stood under "is" in version 2."""
    items = {name: {"value": entry["is"]} for name, entry in data["items"].items()}
    return data | {"items": items}


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> None:
    """An alignlib that writes version 3 and knows how the two before it became it."""
    monkeypatch.setattr(answers, "SCHEMA", 3)
    monkeypatch.setattr(answers, "UPGRADES", {1: first_to_second, 2: second_to_third})


@pytest.mark.usefixtures("third")
@pytest.mark.parametrize(("version", "name"), [(1, "answers"), (2, "items")])
def test_an_older_file_is_upgraded_step_by_step(version: int, name: str) -> None:
    """A file of any older version is read through all the steps, and says where it came from."""
    found = parse(json.dumps({"schema": version, name: {"pick": {"is": ["T01"]}}}))
    assert found.items == {"pick": Answer(["T01"])}
    assert (found.older, found.problems) == (version, ())


@pytest.mark.usefixtures("third")
@given(json_values, st.sampled_from([0, 1, 2, 3, 4]))
def test_no_older_file_makes_reading_raise(entries: Any, version: int) -> None:
    """Whatever a file says to be an older version of, it is upgraded, or it is a problem."""
    for name in ("answers", "items"):
        found = parse(json.dumps({"schema": version, name: entries}))
        assert found.older in (1, 2) or found.problems or version == 3


# ---------------------------------------------------------------- writing

names = st.text(min_size=1, max_size=20)
finite = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**300), 10**300)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
recorded = st.builds(
    Answers,
    assignment=names,
    learner=names,
    variant=st.none() | st.integers(1, 999),
    items=st.dictionaries(names, st.builds(Answer, finite, st.text(max_size=20)), max_size=4),
)


@given(recorded)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, mine: Answers
) -> None:
    """Writing and reading give back the same answers."""
    path = tmp_path_factory.mktemp("round") / FILE_NAME
    write(path, mine)
    assert mine == read(path)


@given(recorded, st.integers(0, 10_000))
def test_no_torn_file_gives_a_wrong_answer(mine: Answers, cut: int) -> None:
    """A torn copy of any file gives either all of it or nothing."""
    text = json.dumps(mine.to_data()).encode()
    found = parse(text[: cut % len(text)])
    assert found.items == {}


def test_writing_leaves_one_file(tmp_path: Path) -> None:
    """After writing nothing but the file lies in the folder."""
    write(tmp_path / FILE_NAME, SOUND)
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    """Writing into a folder that was deleted says so instead of raising an OSError."""
    with pytest.raises(AnswerError, match=r"Not saved.*What was saved before is still there"):
        write(tmp_path / "gone" / FILE_NAME, SOUND)


def test_too_much_is_refused_before_anything_is_lost(tmp_path: Path) -> None:
    """Answers that could not be read back are not written; the old file stays."""
    path = tmp_path / FILE_NAME
    write(path, SOUND)
    with pytest.raises(AnswerError, match="at most 1,000,000 fit"):
        write(path, SOUND.with_answer("memo", "x" * LARGEST))
    assert read(path) == SOUND


def test_one_more_answer_makes_new_answers() -> None:
    """Adding and removing an answer give new answers; the old ones stay as they were."""
    more = SOUND.with_answer("new", 1.0)
    assert "new" not in SOUND.items
    assert more.items.keys() - SOUND.items.keys() == {"new"}
    assert more.without("new") == SOUND
    assert SOUND.without("never there") == SOUND


def test_an_answer_is_stamped_in_universal_time() -> None:
    """The time of an answer is ISO 8601 in UTC, to the second."""
    at = SOUND.with_answer("new", 1.0).items["new"].at
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at)
