"""nbgrader's gradebook, filled in batches: one batch is one transaction, all of it or nothing."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from alignlib.errors import InstructorError
from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.judge import Judged
from alignlib.grading.bulk.late import Penalty
from alignlib.grading.bulk.rows import (
    Assignment,
    Known,
    assignment_in,
    known_in,
    rows_by,
    waiting_in,
)
from alignlib.grading.bulk.save import save_in

PATIENCE = 60
"""Seconds to wait for another program that writes into the gradebook."""

FOR_AN_ANSWER = 15
"""Seconds to wait for a server that does not answer at all."""


class Gradebook:
    """
    The gradebook of a course.

    Raises `InstructorError` where there is none, or one of another version of nbgrader.
    """

    def __init__(self, url: str) -> None:
        parsed = _parsed(url)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        missing = self._sqlite and parsed.database and not Path(parsed.database).is_file()
        if missing:
            raise _no_gradebook(str(parsed.database))
        self.name = _without_secrets(parsed)
        try:
            self._engine = sa.create_engine(parsed, connect_args=_arguments(parsed))
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise InstructorError(
                f"The gradebook {self.name} needs a driver that is not installed ({error}). For "
                "PostgreSQL: pip install 'psycopg[binary]', and begin the address with "
                "postgresql+psycopg://"
            ) from None
        # A server keeps count of its connections; none stays open longer than this object.
        weakref.finalize(self, self._engine.dispose)
        if self._sqlite:
            self._begin_at_once()
        self._check()

    def _begin_at_once(self) -> None:
        """
        Begin each writing transaction with the lock that it will need.

        SQLite would take it only at the first write, and two programs that have both read would
        then refuse each other. Python's driver must be kept from beginning by itself.
        """

        @sa.event.listens_for(self._engine, "connect")
        def _leave_beginning_to_us(connection: sqlite3.Connection, _record: Any) -> None:
            connection.isolation_level = None

        @sa.event.listens_for(self._engine, "begin")
        def _begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def _check(self) -> None:
        with self.reading() as connection:
            there = sa.inspect(connection).has_table(t.alembic_version.name)
            found = connection.scalar(sa.select(t.alembic_version.c.version_num)) if there else None
        if not there and not self._sqlite:
            raise _no_gradebook(self.name)
        if found != t.REVISION:
            raise InstructorError(
                f"The gradebook {self.name} is of version {found}; this alignlib fills version "
                f"{t.REVISION}. Make a copy of it, then run: nbgrader db upgrade"
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with self._told(), self._connected() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        A transaction that no other writer can come between.

        Raises `InstructorError` where the gradebook stays locked, or cannot be written.
        """
        with self._told(), self._connected() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if not self._sqlite:
                    # The two hold until the transaction ends; readers go on reading.
                    table = t.submitted_assignment.name
                    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
                    connection.execute(sa.text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
                yield connection

    def _connected(self) -> Connection:
        """
        A connection.

        Raises `InstructorError` where the server is away, or does not let this user in.
        """
        try:
            return self._engine.connect()
        except DBAPIError as error:
            if self._sqlite:
                raise
            raise InstructorError(
                f"The gradebook {self.name} cannot be reached: “{_said(error)}”. See that the "
                "server runs, and that CourseDirectory.db_url in nbgrader_config.py is right."
            ) from None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses, in words; a transaction that fails leaves nothing behind."""
        try:
            yield
        except DBAPIError as error:
            step = (
                "Close other programs that use it, see that the disk has room,"
                if self._sqlite
                else "See that the server runs and that this user may write there,"
            )
            raise InstructorError(
                f"The gradebook {self.name} said “{_said(error)}”. Nothing that was graded before "
                f"is lost. {step} and run the same command again."
            ) from None

    def make_own_table(self) -> None:
        """Make the table that holds what scores were made of, where it is not there yet."""
        with self.writing() as connection:
            t.graded.create(connection, checkfirst=True)

    def assignment(self, name: str, notebook: str) -> Assignment:
        """An assignment with the cells of its one notebook."""
        with self.reading() as connection:
            return assignment_in(connection, name, notebook)

    def known(self, of: Assignment, learners: Sequence[str]) -> dict[str, Known]:
        """What is known of these learners' submissions."""
        with self.reading() as connection:
            return known_in(connection, of, learners)

    def strangers(self, learners: Sequence[str]) -> set[str]:
        """Those of these ids that the gradebook does not know."""
        with self.reading() as connection:
            return set(learners) - rows_by(connection, t.student, "id", learners).keys()

    def waiting(self, of: Assignment, learners: Sequence[str]) -> dict[str, list[str]]:
        """For each of these learners whom a human must look at, the items that wait."""
        with self.reading() as connection:
            return waiting_in(connection, of, learners)

    def save(self, of: Assignment, batch: Sequence[Judged], penalty: Penalty | None) -> None:
        """Write the scores of some submissions, all of them or none."""
        with self.writing() as connection:
            save_in(connection, of, batch, penalty)


def _parsed(url: str) -> URL:
    """
    The address of a gradebook.

    Raises `InstructorError` for a text that is none. The text is not repeated: it may hold a
    password.
    """
    try:
        parsed = make_url(url)
        right = "@" not in (parsed.host or "")
    except (ArgumentError, ValueError):
        right = False
    if not right:
        raise InstructorError(
            "CourseDirectory.db_url in nbgrader_config.py is no address of a database. It looks "
            "like postgresql+psycopg://USER:PASSWORD@HOST/DATABASE. In a password write %40 for "
            "@, %2F for /, %3A for : and %25 for %."
        )
    return parsed


def _without_secrets(url: URL) -> str:
    """The address as it may be shown; what follows a question mark can hold a password, too."""
    told = {name: url.query[name] for name in ("host", "port") if name in url.query}
    return url.set(query=told).render_as_string(hide_password=True)


def _arguments(url: URL) -> dict[str, int]:
    """How long a driver waits; what the address itself says goes before it."""
    if url.get_backend_name() == "sqlite":
        return {"timeout": PATIENCE}
    patient = url.get_driver_name().startswith("psycopg") and "connect_timeout" not in url.query
    return {"connect_timeout": FOR_AN_ANSWER} if patient else {}


def _said(error: DBAPIError) -> str:
    """What the database said, in one line: what follows the first explains how it works."""
    return (str(error.orig).strip().splitlines() or ["nothing"])[0].strip()


def _no_gradebook(name: str) -> InstructorError:
    return InstructorError(
        f"There is no gradebook {name}. Make the release first: "
        "nbgrader generate_assignment ASSIGNMENT"
    )
