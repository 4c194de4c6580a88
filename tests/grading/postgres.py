"""A PostgreSQL server that lives as long as the tests: in a folder of its own, on no port."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
"""Where systems put the server's programs, off the PATH."""

SERVANTS = ("postgres", "nobody")
"""Users that run the server when the tests are root, to whom it refuses to start."""

USER = "grader"

WITHOUT = (
    "no PostgreSQL server on this machine: the tests with it did not run. "
    "Install one (on Debian: apt install postgresql) to run them"
)


def find_server(
    which: Callable[[str], str | None] = shutil.which,
    look: Callable[[str], Iterable[str]] = glob.glob,
) -> Path | None:
    """The folder with the server's programs, or None; it is told by `initdb`, the rarer one."""
    if found := which("initdb"):
        # Debian's own folder holds the other programs, which PATH need not.
        return Path(found).resolve().parent
    folders = [Path(name) for place in PLACES for name in sorted(look(place), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def require_server(found: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The programs found; without them the test is skipped, and in CI it fails."""
    if found is not None and os.name != "nt":
        return found
    if environment.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(WITHOUT, pytrace=False)
    pytest.skip(WITHOUT)


@dataclass(frozen=True)
class Server:
    """A running server; its socket lies in its folder, and everybody needs the password."""

    programs: Path
    folder: Path
    password: str

    def url(self, database: str, password: str = "", user: str = USER) -> str:
        """The address of a database, as `CourseDirectory.db_url` takes it."""
        word = password or self.password
        return f"postgresql+psycopg://{user}:{word}@/{database}?host={self.folder}"

    def new_database(self, template: str = "") -> str:
        """The address of a new database: an empty one, or a copy of another."""
        name = f"course_{secrets.token_hex(6)}"
        copied = f" TEMPLATE {sa.make_url(template).database}" if template else ""
        self.tell(f"CREATE DATABASE {name}{copied}")
        return self.url(name)

    def tell(self, *orders: str) -> None:
        """Run commands that no transaction may hold."""
        engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for order in orders:
                connection.exec_driver_sql(order)
        engine.dispose()

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' "
            # A killed program is what we test, a power cut is not.
            "-c fsync=off -c max_connections=50"
        )
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(log), "-o", settings)

    def stop(self) -> None:
        """Stop at once, whoever is connected."""
        self._run("pg_ctl", "stop", "--mode", "immediate", "--silent")

    def make(self) -> None:
        """Make the cluster: a superuser with a password, and no way around it."""
        word = self.folder / "password"
        word.write_text(self.password, encoding="utf-8")
        if servant := _servant():
            for path in (self.folder, word):
                shutil.chown(path, servant)
        self._run(
            "initdb", "--no-sync", "--username", USER, "--pwfile", str(word),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip

    def _run(self, program: str, *words: str) -> None:
        environment = os.environ | {"PGDATA": str(self.folder / "data"), "LC_ALL": "C"}
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd=self.folder,
            env=environment,
            user=_servant(),
            extra_groups=[] if _servant() else None,
            stdin=subprocess.DEVNULL,
            # The server keeps what it inherits: a pipe would never come to its end.
            stdout=subprocess.DEVNULL,
            stderr=(log := (self.folder / "said").open("ab")),
            check=False,
            timeout=120,
        )
        log.close()
        if done.returncode:
            said = (self.folder / "said").read_text(encoding="utf-8", errors="replace")
            pytest.fail(f"{program} ended with {done.returncode}: {said}", pytrace=False)


def _servant() -> str | None:
    """Whom the server runs as: None for whoever runs the tests, who may not be root."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in SERVANTS if name in known)


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server in a new folder, which is gone at the end."""
    # Not pytest's folder: nobody else may enter that one, and a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as made:
        server = Server(programs, Path(made), secrets.token_hex(16))
        server.make()
        server.start()
        try:
            yield server
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                server.stop()
