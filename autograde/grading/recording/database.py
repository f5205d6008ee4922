"""Open and use the database of a gradebook, and say plainly why that fails."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Row, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import OperationalError as SqlOperationalError

from autograde.grading.recording import tables
from autograde.grading.recording.errors import GO_ON, GradebookError
from autograde.grading.recording.ids import gradebook_id
from autograde.installing import FOR_CLUSTERS

_Answer = TypeVar("_Answer")

FILE = "gradebook.db"
PATIENCE_SECONDS = 30.0
"""How long to wait for a locked database, or for a server that is gone."""

_PAUSE_SECONDS = 0.5
_EXAMPLE = "postgresql://user@server/gradebook"
_VERSIONS = "alembic_version"  # where nbgrader keeps which layout its tables have
_ONE_AT_A_TIME = 0x6E6575726F6E61  # names the lock under which a gradebook is made

_REVISION = re.compile(r"^revision = ['\"](\w+)['\"]", re.MULTILINE)
_EARLIER_REVISION = re.compile(r"^down_revision = ['\"](\w+)['\"]", re.MULTILINE)

_REASONS = (
    # what the drivers say, or PostgreSQL's code of the error → what we say
    ("database is locked", "another program keeps it locked. Close it. " + GO_ON),
    ("55P03", "another program keeps it locked. Close it. " + GO_ON),
    ("disk is full", "the disk is full. Free some space. " + GO_ON),
    ("53100", "the server's disk is full. Free some space. " + GO_ON),
    ("not a database", "it is not a database. Move that file away, or choose another folder."),
    ("malformed", "the file is damaged. Move it away and mark the class again."),
    ("readonly database", "it cannot be written. Look at its permissions and its folder's."),
    ("unable to open", "it cannot be opened. Look at the folder's permissions."),
)
_LOST_CONNECTION = ("08", "57P")


class Database:
    """A gradebook's database, open: whatever is done in it is done in a transaction.

    If its server goes away meanwhile, the transaction is tried anew for a while.

    Parameters
    ----------
    address : URL
        Where it is.
    engine : Engine
        Connects to it.
    patience : float
        How many seconds to wait for a server that is gone.

    Raises
    ------
    GradebookError
        If the database fails; so may all methods.
    """

    def __init__(self, address: URL, engine: Engine, patience: float = PATIENCE_SECONDS) -> None:
        self.address = address
        self.engine = engine
        self._reading = engine.execution_options(only_reads=True)
        self._patience = patience

    @property
    def on_server(self) -> bool:
        """Whether it is a server's, not a file."""
        return self.engine.dialect.name == "postgresql"

    def id_of(self, student: str) -> str:
        """Return the id under which the gradebook has a student."""
        return gradebook_id(student, tables.NAME_LENGTH if self.on_server else None)

    def write(self, work: Callable[[Connection], _Answer]) -> _Answer:
        """Do something in one transaction, and return what it returns.

        Parameters
        ----------
        work : callable
            What to do; may be done again from its beginning.
        """
        return self._do(self.engine, work)

    def read(self, work: Callable[[Connection], _Answer]) -> _Answer:
        """Do something that only reads, and locks nobody out."""
        return self._do(self._reading, work)

    def rows(self, query: Any, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Return all rows that a query finds.

        Parameters
        ----------
        query : Select
            The query.
        values : mapping or None
            Of its parameters, by name.
        """
        return self.read(lambda connection: connection.execute(query, values).all())

    def close(self) -> None:
        """Close it."""
        self.engine.dispose()

    def _do(self, engine: Engine, work: Callable[[Connection], _Answer]) -> _Answer:
        until = time.monotonic() + self._patience
        with plainly(self.address):
            while True:
                try:
                    with engine.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if not is_gone(error) or time.monotonic() > until:
                        raise
                time.sleep(_PAUSE_SECONDS)


def address_of(out: Path, url: str | None) -> URL:
    """Return the address of the gradebook's database.

    Parameters
    ----------
    out : Path
        Where results are written.
    url : str or None
        An address of SQLite or PostgreSQL; None for a file in `out`.

    Raises
    ------
    GradebookError
        If it is not such an address.
    """
    if url is None:
        return URL.create("sqlite", database=str(out.resolve() / FILE))
    try:
        address = make_url(url)
    except ArgumentError:
        raise GradebookError(f"This is no address of a database. One is {_EXAMPLE}") from None
    if address.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        if not find_spec("psycopg"):
            raise GradebookError(f"A gradebook in PostgreSQL needs psycopg. {FOR_CLUSTERS}")
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "sqlite" and address.database not in (None, "", ":memory:"):
        return address
    raise GradebookError(
        f"{address.render_as_string()} is neither a file of SQLite's nor PostgreSQL. "
        f"Addresses look like sqlite:////folder/{FILE} or {_EXAMPLE}"
    )


def open_database(address: URL, patience: float = PATIENCE_SECONDS) -> Database:
    """Open a gradebook, and make it if it is not there.

    Parameters
    ----------
    address : URL
        Where it is.
    patience : float
        How many seconds to wait for other programs that keep it locked, and, once it is open,
        for a server that is gone.

    Raises
    ------
    GradebookError
        If it cannot be opened, or is not a gradebook of this version of nbgrader.
    """
    with plainly(address):
        engine = create_engine(address, pool_pre_ping=address.drivername != "sqlite")
        _set_up(engine, patience)
        try:
            with engine.begin() as connection:
                lock_out_others(connection)
                _prepare(connection, address)
        except BaseException:
            engine.dispose()
            raise
        return Database(address, engine, patience)


@contextmanager
def plainly(address: URL) -> Iterator[None]:
    """Turn what a database raises into a sentence.

    Parameters
    ----------
    address : URL
        The database.
    """
    try:
        yield
    except SQLAlchemyError as error:
        reason = _reason(error)
        raise GradebookError(f"The gradebook {_shown(address)} cannot be used: {reason}") from error


def is_gone(error: DBAPIError) -> bool:
    """Tell whether the connection to a server broke, or could not be made anew."""
    if isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or isinstance(error, SqlOperationalError)
    return error.connection_invalidated or state.startswith(_LOST_CONNECTION)


def lock_out_others(connection: Connection) -> None:
    """Let one program at a time set up a gradebook. SQLite lets only one write anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})


def _shown(address: URL) -> str:
    if address.drivername == "sqlite":
        return str(address.database)
    return address.set(drivername="postgresql").render_as_string(hide_password=True)


def _reason(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip()
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    for sign, reason in _REASONS:
        if sign == state or sign in said:
            return reason
    return " ".join(said.split())


def _set_up(engine: Engine, patience: float) -> None:
    milliseconds = round(patience * 1000)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        if engine.dialect.name == "postgresql":
            connection.execute(f"SET lock_timeout = {milliseconds}")
            connection.execute("SET client_encoding = 'UTF8'")
            connection.commit()
            return
        connection.isolation_level = None  # transactions begin where we say, see below
        connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
        with suppress(sqlite3.OperationalError):  # some file systems cannot; it works without
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            reads = connection.get_execution_options().get("only_reads")
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _prepare(connection: Connection, address: URL) -> None:
    there = set(inspect(connection).get_table_names())
    if tables.student.name not in there and _VERSIONS not in there:
        _create(connection)
    else:
        _check_version(connection, address, _VERSIONS in there)
    tables.own.create_all(connection)


def _create(connection: Connection) -> None:
    """Make nbgrader's tables as its `Gradebook` does, but as one transaction."""
    from nbgrader.api import Base

    Base.metadata.create_all(connection)
    connection.execute(text(f"CREATE TABLE {_VERSIONS} (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(
        text(f"INSERT INTO {_VERSIONS} (version_num) VALUES (:head)"), {"head": _head()}
    )
    connection.execute(tables.course.insert(), {"id": tables.COURSE})


def _check_version(connection: Connection, address: URL, has_version: bool) -> None:
    shown = _shown(address)
    if not has_version or not inspect(connection).has_table(tables.student.name):
        raise GradebookError(
            f"{shown} holds something else than a gradebook. Choose an empty database."
        )
    version = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))
    if version != _head():
        raise GradebookError(
            f"The gradebook {shown} was made by another version of nbgrader. "
            "Keep a copy, bring it up to date with `nbgrader db upgrade`, and try again."
        )


def _head() -> str:
    """Return the version of the layout that the installed nbgrader wants.

    Its migrations are read as text, because loading them means importing nbgrader, for seconds.
    """
    spec = find_spec("nbgrader")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0]) / "alembic" / "versions"
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    (head,) = set(_REVISION.findall(text)) - set(_EARLIER_REVISION.findall(text))
    return str(head)
