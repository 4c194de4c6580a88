"""nbgrader's gradebook, filled in batches: one batch is one transaction, all of it or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError

from alignlib.errors import InstructorError
from alignlib.grading.bulk import schema as t
from alignlib.grading.bulk.judge import Judged
from alignlib.grading.bulk.late import Penalty
from alignlib.grading.bulk.rows import (
    Assignment,
    Known,
    assignment_in,
    known_in,
    waiting_in,
)
from alignlib.grading.bulk.save import save_in

PATIENCE = 60
"""Seconds to wait for another program that writes into the gradebook."""


class Gradebook:
    """
    The gradebook of a course.

    Raises `InstructorError` where there is none, or one of another version of nbgrader.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        missing = self._sqlite and parsed.database and not Path(parsed.database).is_file()
        if missing:
            raise InstructorError(
                f"There is no gradebook {parsed.database}. Make the release first: "
                "nbgrader generate_assignment ASSIGNMENT"
            )
        self.name = parsed.render_as_string(hide_password=True)
        try:
            self._engine = sa.create_engine(
                parsed, connect_args={"timeout": PATIENCE} if self._sqlite else {}
            )
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise InstructorError(
                f"The gradebook {self.name} needs a driver that is not installed ({error}). "
                "For PostgreSQL: pip install psycopg2-binary"
            ) from None
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
        try:
            with self.reading() as connection:
                found = connection.scalar(sa.select(t.alembic_version.c.version_num))
        except (OperationalError, ProgrammingError):
            found = None
        if found != t.REVISION:
            raise InstructorError(
                f"The gradebook {self.name} is of version {found}; this alignlib fills version "
                f"{t.REVISION}. Make a copy of it, then run: nbgrader db upgrade"
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        A transaction that no other writer can come between.

        Raises `InstructorError` where the gradebook stays locked, or cannot be written.
        """
        with self._told(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if not self._sqlite:
                    table = t.submitted_assignment.name
                    connection.execute(sa.text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
                yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses, in words; a transaction that fails leaves nothing behind."""
        try:
            yield
        except DBAPIError as error:
            if isinstance(error, ProgrammingError):
                raise
            raise InstructorError(
                f"The gradebook {self.name} said “{error.orig}”. Nothing that was graded before "
                "is lost. Close other programs that use it, see that the disk has room, and run "
                "the same command again."
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

    def waiting(self, of: Assignment, learners: Sequence[str]) -> dict[str, list[str]]:
        """For each of these learners whom a human must look at, the items that wait."""
        with self.reading() as connection:
            return waiting_in(connection, of, learners)

    def save(self, of: Assignment, batch: Sequence[Judged], penalty: Penalty | None) -> None:
        """Write the scores of some submissions, all of them or none."""
        with self.writing() as connection:
            save_in(connection, of, batch, penalty)
