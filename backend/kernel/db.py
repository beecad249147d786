"""The database: declarative base, session, and the one place that commits.

SQLite runs on a driver whose library is free of the WAL-reset bug, in WAL mode with `synchronous=FULL`. Write
transactions begin IMMEDIATE behind a fair lock shared by all processes, so that read-then-write never loses an
update and no client sees BUSY. On PostgreSQL the database does the locking.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import pysqlite3.dbapi2 as safe_sqlite
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Engine, MetaData, Table, event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from backend.kernel.clock import from_ms, to_ms
from backend.kernel.errors import TryAgain

# 3.7.0–3.51.2 corrupt a WAL database under concurrent checkpoints; the fix was carried back to two older lines.
SAFE_SQLITE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
LOCK_WAIT_S = 20

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Base(DeclarativeBase):
    """Base of every table class."""

    metadata = metadata


db = SQLAlchemy(metadata=metadata, disable_autonaming=True)


class Instant(TypeDecorator[datetime]):
    """An aware datetime in code, milliseconds since 1970 in the table: the same on every database, and sortable."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


class UnsafeDatabase(Exception):
    """The database cannot keep what it acknowledges; the server refuses to start on it."""


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine` that fit the database behind `url`."""
    # What is stored about people must not reach the log through the message of an error.
    common = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return common | {
            "module": safe_sqlite,
            "connect_args": {"isolation_level": None, "timeout": LOCK_WAIT_S, "check_same_thread": False},
            "pool_size": 16,
        }
    return common | {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True}


def init_db(app: Flask) -> None:
    """Bind the database to the application, install the connection rules, and check that it is safe to run on."""
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        install_rules(engine)
        app.extensions["luqin.write_lock"] = WriteLock(engine)
        check_safe(engine)


def install_rules(engine: Engine) -> None:
    """Pragmas at connect, and BEGIN or BEGIN IMMEDIATE as the unit of work asks."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "wal_autocheckpoint=10000",
            "temp_store=MEMORY",
            "cache_size=-32768",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        unit = _unit.get()
        writes = unit is not None and unit.take(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_safe(engine: Engine) -> None:
    """Refuse a database that loses acknowledged commits. Raises `UnsafeDatabase` saying why."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            version = tuple(int(part) for part in safe_sqlite.sqlite_version.split("."))
            if not _is_safe_sqlite(version):
                raise UnsafeDatabase(f"SQLite {safe_sqlite.sqlite_version} has the WAL-reset bug.")
            if connection.exec_driver_sql("PRAGMA synchronous").scalar() != 2:
                raise UnsafeDatabase("SQLite does not run with synchronous=FULL.")
            if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
                raise UnsafeDatabase("SQLite does not run in WAL mode.")
        elif connection.exec_driver_sql("SHOW fsync").scalar() != "on":
            raise UnsafeDatabase("PostgreSQL runs with fsync off.")


def _is_safe_sqlite(version: tuple[int, ...]) -> bool:
    return version >= SAFE_SQLITE[-1] or any(
        version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE[:-1]
    )


class WriteLock:
    """One writer at a time in the whole process group, first come first served inside a process.

    SQLite's own lock is polled with growing sleeps, which starves writers; a file lock wakes them. On PostgreSQL
    this lock does nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self._threads = threading.Lock()
        database = engine.url.database if engine.dialect.name == "sqlite" else None
        self._path = f"{database}.writer" if database and database != ":memory:" else None
        self._file: int | None = None
        self._pid = 0

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for the lock, hold it for the block."""
        if self._path is None:
            yield
            return
        if not self._threads.acquire(timeout=LOCK_WAIT_S):
            raise TryAgain(retry_after_s=2)
        try:
            descriptor = self._descriptor()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _descriptor(self) -> int:
        # A file lock belongs to the open file: a forked worker must open its own or it would share its parent's.
        if self._file is None or self._pid != os.getpid():
            self._file = os.open(str(self._path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._pid = os.getpid()
        return self._file


class _Unit:
    """A unit of work under way. One connection writes in it; any other that it opens only reads."""

    __slots__ = ("_writer",)

    def __init__(self) -> None:
        self._writer: Connection | None = None

    def take(self, connection: Connection) -> bool:
        """Whether the transaction that `connection` begins is the one that writes."""
        if self._writer is not None and not self._writer.closed and self._writer.in_transaction():
            return self._writer is connection
        self._writer = connection
        return True


_unit: ContextVar[_Unit | None] = ContextVar("luqin_unit", default=None)


def is_writing() -> bool:
    """Whether the current context is inside a unit of work."""
    return _unit.get() is not None


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything done on `db.session` in this block is stored together or not at all.

    Nested use joins the outer block. Raises `TryAgain` when the database is busy, full or away.
    """
    if is_writing():
        yield
        return
    with _write_lock().hold():
        token = _unit.set(_Unit())
        try:
            # What was read before (the caller's identity) belongs to an older snapshot: start afresh.
            db.session.rollback()
            db.session.connection()
            yield
            db.session.commit()
        except OperationalError as error:
            db.session.rollback()
            raise TryAgain(retry_after_s=2) from error
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _unit.reset(token)


@contextmanager
def write_connection() -> Iterator[Connection]:
    """A plain connection in a write transaction, committed at the end: the hot path of sync and uploads."""
    lock = _write_lock()
    with lock.hold():
        token = _unit.set(_Unit())
        try:
            with db.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise TryAgain(retry_after_s=2) from error
        finally:
            _unit.reset(token)


def _write_lock() -> WriteLock:
    lock: WriteLock = current_app.extensions["luqin.write_lock"]
    return lock


def fetch(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of a statement with `?` marks, from the driver's own cursor: a tenth of the cost of a compiled one.

    In the connection's transaction, which begins here if need be. For the few reads that stand in every push;
    everything else uses SQLAlchemy's expressions.
    """
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_marked(connection, sql), tuple(values))
        return [tuple(row) for row in cursor.fetchall()]
    finally:
        cursor.close()


def change(connection: Connection, sql: str, values: Sequence[Any]) -> None:
    """The same for a statement that changes rows; inside a write transaction."""
    connection.exec_driver_sql(_marked(connection, sql), tuple(values))


def _marked(connection: Connection, sql: str) -> str:
    return sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")


def marks(count: int) -> str:
    """`count` marks for an IN list."""
    return ", ".join("?" * count)


_insert_sql: dict[tuple[str, Table], str] = {}


def bulk_insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert full rows, given as tuples in the order of the table's columns, past the unit-of-work machinery.

    Values are what the driver takes (instants as milliseconds). Used where thousands of rows a second are stored.
    """
    if not rows:
        return
    connection.exec_driver_sql(_insert_statement(connection.dialect.name, table), list(rows))


def _insert_statement(dialect: str, table: Table) -> str:
    key = (dialect, table)
    if key not in _insert_sql:
        mark = "?" if dialect == "sqlite" else "%s"
        columns = [column.name for column in table.columns]
        names = ", ".join(f'"{name}"' for name in columns)
        _insert_sql[key] = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608 - names of our own tables
    return _insert_sql[key]
