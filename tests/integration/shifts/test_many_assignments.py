"""A whole roster at once: all or nothing, judged together, in few queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from backend.kernel.clock import SHANGHAI, now
from backend.kernel.db import db, unit_of_work
from backend.kernel.errors import InvalidInput
from backend.shifts import service
from backend.shifts.models import Assignment
from tests.factories.identity import Branch, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.shifts import make_draft, qualify

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def people(branch: Branch) -> list[str]:
    ids = [make_person(unit_id=branch.squad).id for _ in range(5)]
    for person_id in ids:
        qualify(person_id)
    return ids


@pytest.fixture
def post(branch: Branch) -> str:
    return make_post(unit_id=branch.squad)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Assignment)) or 0


def test_one_bad_draft_stops_all_and_is_named_by_its_place(people: list[str], post: str) -> None:
    drafts = [make_draft(person, post, starts_at=MORNING) for person in people]
    drafts.append(make_draft(people[0], post, starts_at=MORNING + timedelta(hours=1)))
    with pytest.raises(InvalidInput) as refused, unit_of_work():
        service.assign_many(drafts, person_id=None, at=now())
    assert [(problem.pointer, problem.code) for problem in refused.value.fields] == [
        ("/5/starts_at", "overlaps_assignment")
    ]
    assert count() == 0


def test_no_number_of_drafts_changes_the_number_of_queries_of_a_day(people: list[str], post: str) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with unit_of_work():
            service.assign(make_draft(people[0], post, starts_at=MORNING), person_id=None, at=now())
        for_one, _ = len(statements), statements.clear()
        with unit_of_work():
            drafts = [make_draft(person, post, starts_at=MORNING) for person in people[1:]]
            service.assign_many(drafts, person_id=None, at=now())
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) == for_one
    assert count() == 5
