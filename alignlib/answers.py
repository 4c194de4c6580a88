"""
`answers.json`: what a learner recorded, as plain data beside the notebook.

Reading is strict and bounded, because the same code reads a stranger's file when a class is
graded. How a file is written so that nothing is lost, `alignlib.safe_file` says.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alignlib import safe_file, strict_json
from alignlib.errors import AnswerError, few, shown
from alignlib.strict_json import Unusable, unusable_in

SCHEMA = 1
"""The version of the file's form."""

UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""
For each older version of the form, what makes its data those of the next version.

Whoever raises `SCHEMA` adds the step here. An older file is read through it, and kept under
another name when the first answer is saved in the new form.
"""

LARGEST = 1_000_000
"""Bytes. A full capstone is under 100 kB; ten times that is an accident or an attack."""

FILE_NAME = "answers.json"

RECEIPT_TYPE = "application/vnd.alignlib.receipt+json"
"""The MIME type under which a receipt's answers lie in the notebook's own output."""


@dataclass(frozen=True)
class Answer:
    """One recorded answer: its value and when it was recorded (ISO 8601, UTC)."""

    value: Any
    at: str = ""


@dataclass(frozen=True)
class Answers:
    """
    Everything one learner recorded for one assignment.

    `problems` says in words what could not be read; an item named in `unreadable` was there
    but could not be used. `untouchable` says why a file that may be sound must stay as it is:
    a newer alignlib wrote it, or the disk does not give it now. `older` is the version of the
    form that it was upgraded from.
    """

    assignment: str = ""
    learner: str = ""
    variant: int | None = None
    items: Mapping[str, Answer] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    unreadable: frozenset[str] = frozenset()
    untouchable: str = ""
    older: int | None = None

    def with_answer(self, item: str, value: Any) -> Answers:
        """The same answers with one more (or a newer) one, stamped with the present time."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return replace(self, items={**self.items, item: Answer(value, now)})

    def without(self, item: str) -> Answers:
        """The same answers without one item."""
        return replace(self, items={k: v for k, v in self.items.items() if k != item})

    def to_data(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "learner": self.learner,
            "variant": self.variant,
            "items": {k: {"value": a.value, "at": a.at} for k, a in self.items.items()},
        }


def parse(text: str | bytes) -> Answers:
    """
    Answers from the text of an `answers.json`.

    What is well-formed is kept, what is not is named in `problems`: one value that cannot be
    used costs its own thing or item, never the file. Nothing in the text can make this raise:
    a stranger wrote it.
    """
    if len(text) > LARGEST:
        return _nothing(f"it has {len(text):,} bytes; at most {LARGEST:,} are read")
    if not text.strip():
        return _nothing("it is empty")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        data = strict_json.loads(text)
    except RecursionError:
        return _nothing("it is nested too deeply to be answers")
    except UnicodeDecodeError:
        return _nothing("it is not text in UTF-8")
    except json.JSONDecodeError as error:
        return _nothing(f"it is not valid JSON (line {error.lineno}: {error.msg})")
    except ValueError as error:
        return _nothing(f"it holds a value that cannot be used ({str(error)[:80]})")
    return _from_data(data)


def _nothing(problem: str) -> Answers:
    return Answers(problems=(f"The answers file could not be read: {problem}.",))


def _from_data(data: Any) -> Answers:
    if not isinstance(data, dict):
        return _nothing(f"it holds {shown(data)} where a JSON object was expected")
    version = data.get("schema")
    if isinstance(version, int) and not isinstance(version, bool) and version > SCHEMA:
        return replace(
            _nothing(f"its schema version is {version}, not {SCHEMA}"),
            untouchable=f"is of version {version}, and this alignlib reads version {SCHEMA}. "
            "Update alignlib and run this cell again. The file was left as it is",
        )
    data = _upgraded(data)
    if data.get("schema") != SCHEMA:
        return _nothing(f"its schema version is {shown(version)}, not {SCHEMA}")
    entries = data.get("items")
    if not isinstance(entries, dict):
        return _nothing(f'its "items" are {shown(entries)} where a JSON object was expected')
    problems = [
        f"The {shown(name)} of the answers file could not be read: it {value.why}."
        for name, value in data.items()
        if isinstance(value, Unusable)
    ]
    items: dict[str, Answer] = {}
    for name, entry in entries.items():
        answer, told = _answer(entry)
        problems += (f"The answer to {shown(name)} could not be read{words}." for words in told)
        if answer is not None:
            items[name] = answer
    variant = data.get("variant")
    return Answers(
        assignment=_word(data.get("assignment")),
        learner=_word(data.get("learner")),
        variant=variant if isinstance(variant, int) and not isinstance(variant, bool) else None,
        items=items,
        problems=few(problems),
        unreadable=frozenset(entries.keys() - items.keys()),
        older=version if version != SCHEMA else None,
    )


def _upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """The data in the form of today, as far as `UPGRADES` brings them; a stranger wrote them."""
    while type(version := data.get("schema")) is int and version in UPGRADES:
        try:
            data = UPGRADES[version](data) | {"schema": version + 1}
        except (AttributeError, KeyError, TypeError, ValueError):
            break
    return data


def _word(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


def _answer(entry: Any) -> tuple[Answer | None, list[str]]:
    """The readable part of one entry (None without one), and what was wrong with the rest."""
    if isinstance(entry, Unusable):
        return None, [f": it {entry.why}"]
    if not isinstance(entry, dict) or "value" not in entry:
        return None, [f": found {shown(entry)} where a recorded value was expected"]
    value, told = _usable(entry["value"])
    if isinstance(value, Unusable):
        return None, told or [f": it {value.why}"]
    return Answer(value, str(entry.get("at", ""))[:40]), told


def _usable(value: Any) -> tuple[Any, list[str]]:
    """
    A value without those of its parts that cannot be used; one problem for each of them.

    A doubled thing must not cost the twenty others. Where nothing is left, the first mark
    stands in the value's place.
    """
    first = unusable_in(value)
    if first is None or isinstance(value, Unusable):
        return value, []
    parts = value if isinstance(value, dict) else dict(enumerate(value, start=1))
    bad = {part: why for part, one in parts.items() if (why := unusable_in(one))}
    told = [f" in its part {shown(part)}: it {why.why}" for part, why in bad.items()]
    left = {part: one for part, one in parts.items() if part not in bad}
    if not left:
        return first, told
    return (left if isinstance(value, dict) else list(left.values())), told


def read(path: Path) -> Answers | None:
    """
    The answers in the file at `path`; None where there is no file.

    A link, a folder or a device in its place is not followed; that is a problem, in words.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        return _withheld(error)
    if stat.S_ISLNK(status.st_mode):
        return _nothing("it is a link to another file, and links are not followed")
    if not stat.S_ISREG(status.st_mode):
        return _nothing("it is not a file")
    if status.st_size > LARGEST:
        return _nothing(f"it has {status.st_size:,} bytes; at most {LARGEST:,} are read")
    try:
        return parse(safe_file.patiently(path.read_bytes)[: LARGEST + 1])
    except FileNotFoundError:
        return None
    except OSError as error:
        return _withheld(error)


def _withheld(error: Exception) -> Answers:
    """No answers, because the disk does not give the file; it may hold some."""
    said = safe_file.said(error)
    return replace(
        _nothing(f"the disk said {said}"),
        untouchable=f"cannot be read now: the disk said “{said}”. Close other programs that may "
        "have it open, or ask for the right to read it, and run this cell again",
    )


def write(path: Path, answers: Answers) -> None:
    """
    Replace the file at `path` by `answers`, wholly or not at all; to be called under the lock.

    Raises `AnswerError` when the disk refuses; the file that was there is then still there.
    """
    text = json.dumps(answers.to_data(), ensure_ascii=False, allow_nan=False, indent=1)
    data = text.encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise AnswerError(
            f"Not saved: all answers together have {len(data):,} bytes; at most {LARGEST:,} fit. "
            "Shorten the longest text. What was saved before is still there."
        )
    try:
        safe_file.replace(path, data)
    except OSError as error:
        raise AnswerError(
            f"Not saved: the disk said “{safe_file.said(error)}” for {path.name} in "
            f"{path.parent.name}. What was saved before is still there. "
            f"{safe_file.next_step(error)}"
        ) from None
