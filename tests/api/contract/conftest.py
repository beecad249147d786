"""One application for each module of contract tests: they look at answers and leave nothing behind."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text

from backend.app import create_app
from backend.kernel.db import db, metadata
from tests.api.contract.client import ContractClient
from tests.conftest import DATABASES, settings_for
from tests.factories.identity import LoggedIn, log_in, make_branch, make_person

OFFICE = ("command_office", "personnel_office", "shift_leader")


@contextmanager
def _fresh_database(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("contract")
    if kind == "sqlite":
        copy = folder / "luqin.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    url = make_url(request.getfixturevalue("postgres"))
    name = f"contract_{uuid.uuid4().hex}"
    admin = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE luqin_template"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module")
def kind_of_database() -> str:
    """`sqlite`; modules that need both parametrise it."""
    return DATABASES[0]


@pytest.fixture(scope="module")
def app(
    kind_of_database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application, shared by the tests of a module."""
    with _fresh_database(kind_of_database, request) as url:
        app = create_app(settings_for(tmp_path_factory.mktemp("data"), url))
        app.test_client_class = ContractClient
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def officer(app: Flask) -> LoggedIn:
    """Somebody on the street."""
    return log_in(app, make_person(unit_id=make_branch().squad))


@pytest.fixture(scope="module")
def office(app: Flask) -> LoggedIn:
    """Somebody in an office who may write rosters, calendar and code lists, and look after people."""
    return log_in(app, make_person(unit_id=make_branch().root, roles=OFFICE))


@pytest.fixture
def nothing_stored(app: Flask) -> Iterator[Callable[[], None]]:
    """Fails the test if any table has more or fewer rows after it than before."""
    before = _row_counts()

    def check() -> None:
        assert _row_counts() == before

    yield check
    check()


def _row_counts() -> dict[str, int]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
