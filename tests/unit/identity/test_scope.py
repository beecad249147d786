"""How far a capability reaches, as a question and as a condition of a query."""

from __future__ import annotations

import pytest
from sqlalchemy import column, create_engine, literal, select

from backend.identity.access import Actor, Scope
from backend.identity.rules import Role
from backend.kernel.errors import NotAllowed

ME, OTHER = "me", "other"
SCOPES = {
    "own": Scope("own", ME),
    "unit": Scope("unit", ME, frozenset({"a", "b"})),
    "branch": Scope("branch", ME),
}
REACH = [
    ("own", "a", ME, True),
    ("own", "a", OTHER, False),
    ("unit", "a", OTHER, True),
    ("unit", "c", OTHER, False),
    ("unit", "c", ME, True),
    ("branch", "c", OTHER, True),
]


@pytest.mark.parametrize(("level", "unit", "author", "allowed"), REACH)
def test_own_unit_and_branch_reach_as_far_as_their_names_say(
    level: str, unit: str, author: str, allowed: bool
) -> None:
    assert SCOPES[level].allows(unit, author) is allowed


@pytest.mark.parametrize(("level", "unit", "author", "allowed"), REACH)
def test_the_condition_of_a_query_answers_like_the_question(
    level: str, unit: str, author: str, allowed: bool
) -> None:
    rows = select(literal(unit).label("unit"), literal(author).label("author")).subquery()
    condition = SCOPES[level].where(rows.c.unit, rows.c.author)
    with create_engine("sqlite://").connect() as connection:
        assert bool(connection.execute(select(rows).where(condition)).all()) is allowed


def test_own_without_an_author_column_lets_nothing_through() -> None:
    condition = SCOPES["own"].where(column("unit"))
    with create_engine("sqlite://").connect() as connection:
        assert connection.execute(select(literal(1)).where(condition)).all() == []


def test_a_unit_of_no_units_lets_only_ones_own_through() -> None:
    empty = Scope("unit", ME)
    assert not empty.allows_unit("a")
    assert empty.allows("a", ME)


def test_an_actor_without_the_capability_is_refused_its_scope() -> None:
    actor = Actor(
        person_id=ME,
        name="王强",
        badge_number="1001",
        kind="officer",
        unit_id="a",
        device_id="d",
        device_key="",
        session_id="s",
        roles=(Role.OFFICER,),
        must_change_password=False,
        scopes={"record.read": SCOPES["own"]},
    )
    assert actor.scope("record.read").level == "own"
    assert actor.levels() == {"record.read": "own"}
    with pytest.raises(NotAllowed):
        actor.scope("people.manage")
