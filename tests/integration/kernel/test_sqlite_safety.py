"""SQLite keeps what it acknowledges and loses no update, or the server does not start."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from backend.app import create_app
from backend.kernel import db as kernel_db
from backend.kernel.db import UnsafeDatabase, check_safe, db, engine_options, install_rules, unit_of_work
from tests.architecture.source import ROOT
from tests.conftest import settings_for

PROCESSES = 2
TIMES = 120


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite alone: on PostgreSQL the database does the locking."""
    copy = tmp_path / "luqin.db"
    shutil.copy(sqlite_template, copy)
    app = create_app(settings_for(tmp_path / "data", f"sqlite:///{copy}"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("wal_autocheckpoint", 10000)],
)
def test_every_connection_runs_in_the_safe_mode(app: Flask, pragma: str, value: object) -> None:
    first, second = db.engine.connect(), db.engine.connect()
    with first, second:
        assert first.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
        assert second.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.44.5", "3.45.0", "3.50.6", "3.51.2"])
def test_a_sqlite_that_corrupts_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(kernel_db.safe_sqlite, "sqlite_version", version)
    with pytest.raises(UnsafeDatabase, match=version):
        check_safe(db.engine)


@pytest.mark.parametrize("version", ["3.44.6", "3.44.9", "3.50.7", "3.51.3", "3.53.4", "4.0.0"])
def test_a_sqlite_with_the_fix_is_taken(app: Flask, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(kernel_db.safe_sqlite, "sqlite_version", version)
    check_safe(db.engine)


@pytest.mark.parametrize(
    ("pragma", "named"), [("synchronous=NORMAL", "synchronous"), ("journal_mode=DELETE", "WAL")]
)
def test_a_connection_in_an_unsafe_mode_is_refused(
    app: Flask, tmp_path: Path, pragma: str, named: str
) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    engine = create_engine(url, **engine_options(url))
    install_rules(engine)
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    with pytest.raises(UnsafeDatabase, match=named):
        check_safe(engine)
    engine.dispose()


def test_a_block_that_writes_begins_immediately_and_one_that_reads_does_not(app: Flask) -> None:
    begun: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    with unit_of_work():
        db.session.execute(text("SELECT 1"))
    event.remove(db.engine, "before_cursor_execute", note)
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]


INCREMENT = """
    import sys, threading
    from sqlalchemy import text
    from backend.app import create_app
    from backend.kernel.db import db, unit_of_work
    from config.settings import load_settings

    app = create_app(load_settings({"LUQIN_ENV": "test", "LUQIN_DATA_DIR": sys.argv[1], "LUQIN_DATABASE_URL": sys.argv[2]}))

    def add(times):
        with app.app_context():
            for _ in range(times):
                with unit_of_work():
                    value = db.session.execute(text("SELECT value FROM counter")).scalar_one()
                    db.session.execute(text("UPDATE counter SET value = :next"), {"next": value + 1})
            db.session.remove()

    threads = [threading.Thread(target=add, args=(int(sys.argv[3]),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_two_processes_that_read_and_then_write_lose_nothing(app: Flask, tmp_path: Path) -> None:
    with unit_of_work():
        db.session.execute(text("CREATE TABLE counter (value INTEGER)"))
        db.session.execute(text("INSERT INTO counter VALUES (0)"))
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", textwrap.dedent(INCREMENT), str(tmp_path / "data"), url, str(TIMES // 4)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(PROCESSES)]
    told = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, told
    db.session.rollback()
    assert db.session.execute(text("SELECT value FROM counter")).scalar_one() == PROCESSES * 2 * (TIMES // 4)
