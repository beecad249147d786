"""Many threads, few commits: everybody gets their own result or their own error, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Column, Connection, Integer, MetaData, Table, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from backend.kernel.db import db, write_connection
from backend.kernel.errors import TryAgain
from backend.kernel.groupcommit import MAX_GROUP, GroupCommit

NUMBER = Table("number", MetaData(), Column("value", Integer, primary_key=True))
POISON = 13


@pytest.fixture(autouse=True)
def number(app: Flask) -> None:
    with write_connection() as connection:
        NUMBER.create(connection)


class Store:
    """Stores numbers, gives back their squares, and counts how often it was asked."""

    def __init__(self) -> None:
        self.groups: list[int] = []

    def __call__(self, connection: Connection, jobs: list[int]) -> list[int]:
        self.groups.append(len(jobs))
        if POISON in jobs:
            raise ValueError(POISON)
        for job in jobs:
            connection.execute(NUMBER.insert().values(value=job))
        return [job * job for job in jobs]


def _submit_all(app: Flask, submit: Callable[[int], int], jobs: Sequence[int]) -> list[Future[int]]:
    start = threading.Barrier(len(jobs))

    def one(job: int) -> int:
        start.wait()
        with app.app_context():
            return submit(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [pool.submit(one, job) for job in jobs]


def _stored() -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(NUMBER)).scalar_one()


def test_everybody_gets_their_own_result(app: Flask) -> None:
    store = Store()
    jobs = range(100, 140)
    futures = _submit_all(app, GroupCommit(store).submit, jobs)
    assert [future.result() for future in futures] == [job * job for job in jobs]
    assert _stored() == len(jobs)
    assert max(store.groups) <= MAX_GROUP


def test_who_breaks_a_constraint_hurts_nobody_else(app: Flask) -> None:
    with write_connection() as connection:
        connection.execute(NUMBER.insert().values(value=105))
    jobs = range(100, 120)
    futures = dict(zip(jobs, _submit_all(app, GroupCommit(Store()).submit, jobs), strict=True))
    with pytest.raises(IntegrityError):
        futures.pop(105).result()
    assert [future.result() for future in futures.values()] == [job * job for job in futures]
    assert _stored() == len(jobs)


def test_who_fails_in_any_other_way_hurts_nobody_else(app: Flask) -> None:
    jobs = [*range(100, 119), POISON]
    futures = dict(zip(jobs, _submit_all(app, GroupCommit(Store()).submit, jobs), strict=True))
    with pytest.raises(ValueError, match=str(POISON)):
        futures.pop(POISON).result()
    assert [future.result() for future in futures.values()] == [job * job for job in futures]
    assert _stored() == len(futures)


def test_a_database_in_trouble_is_told_to_everybody_at_once(app: Flask) -> None:
    asked = []

    def away(connection: Connection, jobs: list[int]) -> list[int]:
        asked.append(len(jobs))
        raise OperationalError("x", {}, Exception("away"))

    futures = _submit_all(app, GroupCommit(away).submit, range(8))
    for future in futures:
        with pytest.raises(TryAgain):
            future.result()
    assert sum(asked) == len(futures)


def test_after_a_failure_the_line_moves_on(app: Flask) -> None:
    commit = GroupCommit(Store())
    with pytest.raises(ValueError, match=str(POISON)):
        commit.submit(POISON)
    assert commit.submit(7) == 49


def test_those_who_wait_together_are_stored_together(app: Flask) -> None:
    entered, go_on = threading.Event(), threading.Event()
    store = Store()

    def slow_first(connection: Connection, jobs: list[int]) -> list[int]:
        if not entered.is_set():
            entered.set()
            go_on.wait(10)
        return store(connection, jobs)

    commit = GroupCommit(slow_first)

    def one(job: int) -> int:
        with app.app_context():
            return commit.submit(job)

    with ThreadPoolExecutor(9) as pool:
        futures = [pool.submit(one, 100)]
        entered.wait(10)
        futures += [pool.submit(one, job) for job in range(101, 109)]
        while len(commit._waiting) < 8:
            pass
        go_on.set()
        assert [future.result() for future in futures] == [job * job for job in range(100, 109)]
    assert store.groups == [1, 8]
