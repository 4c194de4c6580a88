"""`cases.zip`: the variants of a case, with or without their keys."""

from __future__ import annotations

import contextlib
import hashlib
import json
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from alignlib import tables
from alignlib.errors import CaseError, NoSuchTable, shown
from alignlib.items import Item, read_item

if TYPE_CHECKING:
    import pandas as pd

    from alignlib.diagnostics import Profile

T = TypeVar("T")

SCHEMA = 1
"""The version of the form of the files inside `cases.zip`."""

FILE_NAME = "cases.zip"

KEYS = "keys"
"""The folder that holds the keys of sealed assignments, in the course. Git ignores it."""

MOST_VARIANTS = 999
"""Variants are numbered with three digits; a larger number names none."""

LARGEST = 5_000_000
"""Bytes of one file inside the zip; ours are a hundredth of that. Keeps out a zip bomb."""


def learner_id(text: str) -> str:
    """
    A learner's id in one spelling: no spaces around it, small letters, one Unicode form.

    >>> learner_id("  Ada.L ")
    'ada.l'
    """
    return unicodedata.normalize("NFC", text.strip()).casefold()


def variant_of(learner: str, assignment: str, variants: int) -> int:
    """
    The variant (1 to `variants`) that a learner gets: a public hash, the same everywhere.

    >>> variant_of("ada", "01-two-strategies", 12) == variant_of(" Ada", "01-two-strategies", 12)
    True
    """
    # Half a character, as a stranger's file may hold one, has no bytes: it becomes a “?”.
    text = f"{assignment}\n{learner_id(learner)}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.sha256(text).digest()) % variants + 1


class Case:
    """
    One firm, as one learner gets it: a brief, documents, and tables as DataFrames.

    A table is an attribute, for example `case.budget_lines`. Each access gives a fresh copy,
    so that no cell of a notebook can spoil the table for the next one.

    Raises `CaseError` where an id points to a row that is not there. All else that a schema
    asks of a table is looked at when the table is opened.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.firm: str = data["firm"]
        self.notice: str = data["notice"]
        self.brief = Page(_of(str, data["brief"]))
        # Rows tell their columns, but a table may have none.
        self._columns: Mapping[str, list[str]] = {
            name: [_of(str, column) for column in table["columns"]]
            for name, table in data["tables"].items()
        }
        self._rows: Mapping[str, list[dict[str, Any]]] = {
            name: [dict(zip(self._columns[name], row, strict=True)) for row in table["rows"]]
            for name, table in data["tables"].items()
        }
        tables.check_references(self._rows)

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables that this case carries."""
        return tuple(self._rows)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as plain data."""
        self._known(table)
        return [dict(row) for row in self._rows[table]]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._rows:
            raise NoSuchTable(
                f"{self.__dict__.get('firm', 'This case')} has no table {shown(name)}. "
                f"Its tables are {', '.join(self.__dict__.get('_rows', ()))}."
            )
        return tables.frame(name, self.rows(name), self._columns[name])

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._rows]

    def dictionary(self, table: str) -> pd.DataFrame:
        """What the columns of a table mean."""
        self._known(table)
        names = self._columns[table]
        return tables.dictionary(tables.declared(table, names), names)

    def profile(self) -> Profile:
        """
        Every measure that this case's tables allow, side by side; shows as a table.

        `alignlib.charts.diagnostic_profile(case)` shows it as a picture with the table below.
        """
        from alignlib.diagnostics import profile

        known = [name for name in self._rows if name in tables.TABLES]
        return profile({name: self.__getattr__(name) for name in known})

    def document(self, name: str) -> Document:
        """One document of the case; shows as a page in a notebook."""
        for row in self.rows("documents"):
            if row["document"] == name:
                return Document(row)
        names = ", ".join(row["document"] for row in self.rows("documents")) or "none"
        raise CaseError(f"There is no document {shown(name)}. There are {names}.")

    def _known(self, table: str) -> None:
        if table not in self._rows:
            raise CaseError(
                f"{self.firm} has no table {shown(table)}. Its tables are {', '.join(self._rows)}."
            )

    def __repr__(self) -> str:
        return f"<{self.firm}: {', '.join(self._rows)}>"


class Page(str):
    """A text that a notebook shows as a page. Printed, it is plain text."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Document:
    """One document of a case, as a page of text."""

    row: Mapping[str, Any]

    def __repr__(self) -> str:
        return "\n".join(
            (
                f"{self.row['title']} ({self.row['kind']})",
                f"{self.row['author']}, {self.row['role']}, {self.row['date']}",
                "",
                self.row["text"].strip(),
            )
        )

    def _repr_markdown_(self) -> str:
        quoted = "\n".join(f"> {line}".rstrip() for line in self.row["text"].strip().splitlines())
        return (
            f"**{self.row['title']}** ({self.row['kind']})  \n"
            f"{self.row['author']}, {self.row['role']}, {self.row['date']}\n\n{quoted}"
        )


@dataclass(frozen=True)
class Variant:
    """One draw of a case with the items that belong to it."""

    number: int
    case: Case
    items: Mapping[str, Item]


class Bundle:
    """
    A `cases.zip`: open (with keys, for self-study) or sealed (without).

    Raises `CaseError` when the file is missing, damaged, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        manifest = self._read("manifest.json")
        if manifest.get("schema") != SCHEMA:
            raise CaseError(
                f"{path.name} is of version {shown(manifest.get('schema'))}; this alignlib reads "
                f"version {SCHEMA}. Update alignlib, or get a fresh copy of the assignment."
            )
        with self._whole():
            self.assignment: str = _of(str, manifest["assignment"])
            self.title: str = _of(str, manifest["title"])
            self.notebook: str = _of(str, manifest["notebook"])
            self.minutes: int = _of(int, manifest["minutes"])
            self.variants: int = _of(int, manifest["variants"])
            self.open: bool = manifest["mark"] == "open"
            self.misconception: frozenset[str] = frozenset(manifest.get("misconception", ()))

    def variant(self, number: int) -> Variant:
        """The case and the items of variant `number`."""
        self._in_range(number)
        data = self._read(f"variant-{number:03}.json")
        with self._whole():
            items = [read_item(_of(dict, entry)) for entry in data["items"]]
            return Variant(number, self._case(data["case"]), {item.id: item for item in items})

    def key(self, number: int) -> Mapping[str, Any]:
        """The key of variant `number`, by item. Raises `CaseError` where the bundle is sealed."""
        self._in_range(number)
        if not self.open:
            raise CaseError("The answers to this assignment are with your instructor.")
        data = self._read(f"key-{number:03}.json")
        with self._whole():
            key: Mapping[str, Any] = _of(dict, data["items"])
            return key

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of the whole file: names the version that something was graded with."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]

    def _case(self, data: Mapping[str, Any]) -> Case:
        try:
            return Case(data)
        except CaseError as error:
            raise self._damaged(error) from None

    def _in_range(self, number: int) -> None:
        if not 1 <= number <= self.variants:
            raise CaseError(f"There is no variant {shown(number)}; there are 1 to {self.variants}.")

    def _read(self, name: str) -> dict[str, Any]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                if archive.getinfo(name).file_size > LARGEST:
                    raise CaseError(f"{self.path.name} holds a {name} that is far too large.")
                data = json.loads(archive.read(name).decode("utf-8"))
        except FileNotFoundError:
            raise CaseError(
                f"{self.path.name} is missing from the folder {self.path.parent.name}. "
                "Get a fresh copy of the assignment; keep your answers.json."
            ) from None
        except CaseError:
            raise
        except Exception as error:  # noqa: BLE001 - of one wrong bit each unpacker makes its own
            raise self._damaged(error) from None
        if not isinstance(data, dict):
            raise CaseError(f"{self.path.name} holds no case in {name}. Get a fresh copy of it.")
        return data

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """Turn what is missing, or of another type, into a `CaseError`."""
        try:
            yield
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> CaseError:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        what = what[:120].removesuffix(".")
        return CaseError(
            f"{self.path.name} in {self.path.parent.name} is damaged ({what}). "
            "Get a fresh copy of the assignment; keep your answers.json."
        )


def _of(kind: type[T], value: Any) -> T:
    """The value, if it is of this type. Raises `TypeError` for any other (true is no number)."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"found {shown(value)} where {kind.__name__} was expected")
    return value
