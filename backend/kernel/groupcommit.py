"""Many requests, one commit: whoever gets the write lock first stores everything that is waiting.

A commit with `synchronous=FULL` costs one wait for the disk, whether it stores one record or two hundred. Requests
that arrive while another is being stored line up; the next one to hold the lock takes the whole line with it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from backend.kernel.db import write_connection
from backend.kernel.errors import TryAgain

Job = TypeVar("Job")
Result = TypeVar("Result")
MAX_GROUP = 16


class _Ticket(Generic[Job, Result]):
    __slots__ = ("error", "job", "ready", "result")

    def __init__(self, job: Job) -> None:
        self.job = job
        self.ready = False
        self.result: Result | None = None
        self.error: BaseException | None = None


class GroupCommit(Generic[Job, Result]):
    """`run(connection, jobs)` stores the jobs of several requests and returns one result for each, in order.

    It is called inside one write transaction. If it fails for a group of several, each job is run again alone, so
    that nobody pays for a neighbour.
    """

    def __init__(self, run: Callable[[Connection, list[Job]], list[Result]]) -> None:
        self._run = run
        self._waiting: deque[_Ticket[Job, Result]] = deque()
        self._turn = threading.Lock()

    def submit(self, job: Job) -> Result:
        """Store `job`; returns when it is committed. Raises what storing it alone raises."""
        ticket: _Ticket[Job, Result] = _Ticket(job)
        self._waiting.append(ticket)
        with self._turn:
            # A long line is stored in several groups; ours may come in a later one.
            while not ticket.ready:
                self._store_waiting()
        if ticket.error is not None:
            raise ticket.error
        return ticket.result  # type: ignore[return-value]  # ready without error means that run gave a result

    def _store_waiting(self) -> None:
        group: list[_Ticket[Job, Result]] = []
        try:
            with write_connection() as connection:
                # Taken only now: whoever lined up while we waited for the lock comes along.
                group = self._take()
                results = self._run(connection, [ticket.job for ticket in group])
        except TryAgain as error:
            # The database is busy, full or away: trying one by one would only make everybody wait longer.
            _fail(group or self._take(), error)
            return
        except Exception as error:  # noqa: BLE001 - handed on to the thread whose job it is
            self._store_each_alone(group or self._take(), error)
            return
        except BaseException as error:
            _fail(group or self._take(), error)
            raise
        for ticket, result in zip(group, results, strict=True):
            ticket.result = result
            ticket.ready = True

    def _take(self) -> list[_Ticket[Job, Result]]:
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_GROUP))]

    def _store_each_alone(self, group: list[_Ticket[Job, Result]], error: BaseException) -> None:
        if len(group) == 1:
            _fail(group, error)
            return
        for ticket in group:
            try:
                with write_connection() as connection:
                    ticket.result = self._run(connection, [ticket.job])[0]
                ticket.ready = True
            except Exception as alone:  # noqa: BLE001 - handed on to its thread
                _fail([ticket], alone)


def _fail(group: list[_Ticket[Job, Result]], error: BaseException) -> None:
    for ticket in group:
        ticket.error = error
        ticket.ready = True
