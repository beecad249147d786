"""Together or not at all, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Column, MetaData, String, Table, select, text
from sqlalchemy.exc import OperationalError

from backend.kernel.clock import to_ms
from backend.kernel.db import Instant, bulk_insert, db, is_writing, unit_of_work, write_connection
from backend.kernel.errors import TryAgain

THING = Table("thing", MetaData(), Column("name", String(20), primary_key=True), Column("at", Instant))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thing(app: Flask) -> None:
    with write_connection() as connection:
        THING.create(connection)


def _add(name: str) -> None:
    db.session.execute(THING.insert().values(name=name, at=NOON))


def _add_and_break(*names: str) -> None:
    for name in names:
        _add(name)
    raise ZeroDivisionError


def _names() -> set[str]:
    """What another connection sees."""
    with db.engine.connect() as connection:
        return set(connection.scalars(select(THING.c.name)))


def test_what_a_block_did_is_stored_when_it_ends() -> None:
    with unit_of_work():
        _add("a")
        assert _names() == set()
    assert _names() == {"a"}


def test_an_error_undoes_the_whole_block() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        _add_and_break("a")
    assert _names() == set()


def test_even_leaving_the_process_undoes_the_whole_block() -> None:
    def leave() -> None:
        _add("a")
        raise SystemExit

    with pytest.raises(SystemExit), unit_of_work():
        leave()
    assert _names() == set()


def test_a_block_within_a_block_joins_it() -> None:
    with unit_of_work():
        _add("a")
        with unit_of_work():
            _add("b")
        assert _names() == set()
    assert _names() == {"a", "b"}


def test_an_error_in_the_inner_block_undoes_the_outer_one() -> None:
    def outer() -> None:
        _add("a")
        with unit_of_work():
            _add_and_break("b")

    with pytest.raises(ZeroDivisionError), unit_of_work():
        outer()
    assert _names() == set()


def test_after_an_error_the_next_block_works() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        raise ZeroDivisionError
    assert not is_writing()
    with unit_of_work():
        _add("b")
    assert _names() == {"b"}


def test_a_block_sees_what_was_stored_after_the_caller_first_looked() -> None:
    assert db.session.scalars(select(THING.c.name)).all() == []
    with write_connection() as connection:
        connection.execute(THING.insert().values(name="meanwhile", at=NOON))
    with unit_of_work():
        assert db.session.scalars(select(THING.c.name)).all() == ["meanwhile"]


def test_another_connection_only_reads_while_a_block_writes() -> None:
    with unit_of_work():
        _add("a")
        assert _names() == set()
        db.session.rollback()
        _add("b")
        assert _names() == set()
    assert _names() == {"b"}


def test_a_database_in_trouble_is_told_as_try_again() -> None:
    with pytest.raises(TryAgain) as trouble, unit_of_work():
        raise OperationalError("x", {}, Exception("disk full"))
    assert trouble.value.retry_after_s
    with pytest.raises(TryAgain), write_connection():
        raise OperationalError("x", {}, Exception("disk full"))
    assert _names() == set()


def test_a_write_connection_stores_all_or_nothing() -> None:
    def insert_and_break() -> None:
        with write_connection() as connection:
            connection.execute(THING.insert().values(name="a", at=NOON))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        insert_and_break()
    assert _names() == set()
    with write_connection() as connection:
        connection.execute(THING.insert().values(name="a", at=NOON))
    assert _names() == {"a"}


def test_bulk_rows_are_stored_as_any_other() -> None:
    with write_connection() as connection:
        bulk_insert(connection, THING, [])
        bulk_insert(connection, THING, [(f"bulk {n}", to_ms(NOON) + n) for n in range(300)])
    with db.engine.connect() as connection:
        rows = {name: at for name, at in connection.execute(select(THING.c.name, THING.c.at))}  # noqa: C416 - rows are no pairs to dict()
    assert rows == {f"bulk {n}": NOON + timedelta(milliseconds=n) for n in range(300)}


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
        datetime(2026, 11, 23, 4, 0, 0, 1000, tzinfo=UTC),
        datetime(2262, 4, 11, 23, 47, 16, 854000, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_to_the_millisecond(moment: datetime) -> None:
    with unit_of_work():
        db.session.execute(THING.insert().values(name="a", at=moment))
    with db.engine.connect() as connection:
        assert connection.scalar(select(THING.c.at)) == moment
        assert connection.scalar(text("SELECT at FROM thing")) == to_ms(moment)
        assert connection.scalar(select(THING.c.name).where(THING.c.at == moment)) == "a"


def test_no_instant_stays_none() -> None:
    with unit_of_work():
        db.session.execute(THING.insert().values(name="a", at=None))
    with db.engine.connect() as connection:
        assert connection.execute(select(THING.c.at)).scalar_one() is None


@pytest.fixture(autouse=True)
def nothing_is_left_open(app: Flask) -> Iterator[None]:
    """Whatever happened in a test, no block stays open behind it."""
    yield
    assert not is_writing()
