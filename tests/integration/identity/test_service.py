"""Units, people, roles and powers in the database."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.identity import queries, service
from backend.identity.access import load_actor
from backend.identity.errors import (
    BadgeNumberTaken,
    GrantNotForAuxiliary,
    RoleNotForKind,
    RolesDisagree,
    UnitCodeTaken,
)
from backend.identity.models import Person, Unit
from backend.identity.passwords import cheap_passwords
from backend.kernel.clock import local_day, now
from backend.kernel.db import db, unit_of_work
from backend.kernel.errors import InvalidInput, NotFound
from backend.kernel.ids import new_id
from tests.factories.identity import Branch, log_in, make_branch, make_person, make_unit

PASSWORD_OF_ADMIN = "First-day-2026"


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


def test_a_badge_number_belongs_to_one_person(branch: Branch) -> None:
    make_person(unit_id=branch.squad, badge_number="000123")
    make_person(unit_id=branch.squad, badge_number="123")
    with pytest.raises(BadgeNumberTaken):
        make_person(unit_id=branch.station, badge_number="000123")


def test_a_unit_code_belongs_to_one_unit_and_a_parent_must_be_there(branch: Branch) -> None:
    make_unit(code="X1", parent_id=branch.root)
    with pytest.raises(UnitCodeTaken):
        make_unit(code="X1", parent_id=branch.root)
    with pytest.raises(NotFound):
        make_unit(code="X2", parent_id=new_id())


@pytest.mark.parametrize("kind", ["duty_auxiliary", "clerical_auxiliary", "civilian"])
def test_enforcement_power_is_refused_to_all_but_officers(branch: Branch, kind: str) -> None:
    with pytest.raises(GrantNotForAuxiliary):
        make_person(unit_id=branch.squad, kind=kind, roles=(), grants=(("motor", "simple"),))


def test_an_auxiliary_is_refused_the_role_of_an_officer(branch: Branch) -> None:
    with pytest.raises(RoleNotForKind):
        make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("officer",))


def test_an_administrator_is_refused_a_second_role(branch: Branch) -> None:
    with pytest.raises(RolesDisagree):
        make_person(unit_id=branch.squad, roles=("security_admin", "officer"))


def test_the_database_itself_refuses_a_kind_that_the_law_does_not_know(branch: Branch) -> None:
    person = make_person(unit_id=branch.squad)
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.get_one(Person, person.id).kind = "robot"


def test_people_are_loaded_with_all_their_grants_and_the_unknown_are_left_out(branch: Branch) -> None:
    officer = make_person(unit_id=branch.squad, grants=(("motor", "simple"), ("pedestrian", "any")))
    auxiliary = make_person(unit_id=branch.squad, kind="duty_auxiliary", roles=("auxiliary",))
    found = queries.load_persons(db.session.connection(), [officer.id, auxiliary.id, new_id()])
    assert set(found) == {officer.id, auxiliary.id}
    assert {(grant.party, grant.procedure) for grant in found[officer.id].grants} == {
        ("motor", "simple"),
        ("pedestrian", "any"),
    }
    assert found[auxiliary.id].grants == ()
    assert queries.load_persons(db.session.connection(), []) == {}


def test_who_may_not_be_on_duty_is_told_by_day(branch: Branch) -> None:
    fit, lapsed, failed, never = (make_person(unit_id=branch.squad).id for _ in range(4))
    with unit_of_work():
        for person, last, result in (
            (fit, None, "passed"),
            (lapsed, date(2026, 6, 30), "passed"),
            (failed, None, "failed"),
        ):
            service.add_qualification(
                person_id=person, kind="年度考核", valid_from=date(2026, 1, 1), valid_to=last, result=result
            )
    people = [fit, lapsed, failed, never]
    assert queries.list_unqualified(db.session.connection(), people, "2026-06-30") == sorted([failed, never])
    assert queries.list_unqualified(db.session.connection(), people, "2026-07-01") == sorted(
        [lapsed, failed, never]
    )


def test_the_tree_is_read_from_any_unit_down(branch: Branch) -> None:
    connection = db.session.connection()
    assert queries.unit_and_below(connection, [branch.detachment]) == {
        branch.detachment,
        branch.squad,
        branch.other_squad,
    }
    assert len(queries.list_units(connection)) == 5
    assert queries.get_unit(connection, branch.squad).name == "一中队"


def test_colleagues_are_those_in_service_of_the_unit(branch: Branch) -> None:
    near, gone, far = (make_person(unit_id=unit) for unit in (branch.squad, branch.squad, branch.station))
    with unit_of_work():
        service.suspend_person(gone.id)
    names = [person.id for person in queries.list_colleagues(db.session.connection(), [branch.squad])]
    assert names == [near.id]
    assert far.id not in names


def test_a_role_counts_only_on_its_days(app: Flask, branch: Branch) -> None:
    person = make_person(unit_id=branch.squad, roles=())
    with unit_of_work():
        service.grant_role(
            person_id=person.id,
            role="shift_leader",
            unit_id=branch.squad,
            valid_from=date(2020, 1, 1),
            valid_to=date(2020, 12, 31),
        )
        service.grant_role(person_id=person.id, role="officer", unit_id=branch.squad)
    session_id = log_in(app, person).session["session_id"]
    actor = load_actor(db.session.connection(), session_id)
    assert [role.value for role in actor.roles] == ["officer"]


def test_scopes_reach_down_from_the_unit_of_the_role_not_of_the_person(app: Flask, branch: Branch) -> None:
    person = make_person(unit_id=branch.station, roles=("shift_leader",), role_unit_id=branch.detachment)
    session_id = log_in(app, person).session["session_id"]
    actor = load_actor(db.session.connection(), session_id)
    scope = actor.scope("coverage.read")
    assert scope.level == "unit"
    assert scope.unit_ids == {branch.detachment, branch.squad, branch.other_squad}
    assert not scope.allows_unit(branch.station)


def test_who_moves_keeps_history_and_carries_roles_to_the_new_unit(branch: Branch) -> None:
    person = make_person(unit_id=branch.squad, roles=("shift_leader",))
    today = local_day(now())
    with unit_of_work():
        service.move_person(person_id=person.id, unit_id=branch.other_squad, today=today)
    held = queries.roles_of(db.session.connection(), [person.id])[person.id]
    yesterday = date.fromordinal(today.toordinal() - 1).isoformat()
    assert [(row.unit_id, row.valid_from, row.valid_to) for row in held] == [
        (branch.squad, "2020-01-01", yesterday),
        (branch.other_squad, today.isoformat(), None),
    ]


def test_an_empty_installation_begins_with_a_system_administrator_in_a_branch_of_its_own(app: Flask) -> None:
    assert service.is_empty()
    with unit_of_work():
        service.create_first_administrator(
            badge_number="admin01", name="管理员", password=PASSWORD_OF_ADMIN, passwords=cheap_passwords()
        )
    assert not service.is_empty()
    assert [unit.kind for unit in db.session.scalars(select(Unit))] == ["branch"]
    me = log_in(app, "admin01", password=PASSWORD_OF_ADMIN).session["me"]
    assert me["roles"] == ["system_admin"]
    assert "record.read" not in me["capabilities"]


def test_the_first_administrator_needs_a_proper_password(app: Flask) -> None:
    with pytest.raises(InvalidInput), unit_of_work():
        service.create_first_administrator(
            badge_number="admin01", name="管理员", password="weak", passwords=cheap_passwords()
        )
    assert service.is_empty()
