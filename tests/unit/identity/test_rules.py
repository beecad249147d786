"""Who may do what: the table of powers, lock-out, passwords, the tree of units."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.rules import (
    ADMIN_ROLES,
    AUXILIARY_KINDS,
    POWERS,
    Capability,
    Level,
    PersonKind,
    Role,
    UnitKind,
    after_failure,
    capabilities_of,
    default_role,
    descendants,
    is_idle_too_long,
    is_qualified_on,
    is_too_old,
    is_valid_on,
    lock_left_s,
    makes_circle,
    may_administer,
    may_hold_grant,
    may_hold_role,
    password_problem,
    roles_agree,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TREE = {"branch": None, "detachment": "branch", "squad": "detachment", "station": "branch"}
CASE_WORK = {
    Capability.RECORD_WRITE,
    Capability.RECORD_READ,
    Capability.ROSTER_WRITE,
    Capability.COVERAGE_READ,
}


def test_every_role_has_its_row_in_the_table() -> None:
    assert set(POWERS) == set(Role)


@pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
def test_administrators_handle_no_case(role: Role) -> None:
    assert not CASE_WORK & set(POWERS[role])


def test_the_three_administrators_share_no_power_to_change() -> None:
    changing = {Capability.PEOPLE_MANAGE, Capability.AUDIT_READ}
    holders = {capability: [r for r in ADMIN_ROLES if capability in POWERS[r]] for capability in changing}
    assert holders == {
        Capability.PEOPLE_MANAGE: [Role.SYSTEM_ADMIN],
        Capability.AUDIT_READ: [Role.AUDIT_ADMIN],
    }


def test_nobody_writes_the_records_of_others() -> None:
    assert {
        powers[Capability.RECORD_WRITE] for powers in POWERS.values() if Capability.RECORD_WRITE in powers
    } == {Level.OWN}


def test_who_holds_no_role_may_only_see_themselves() -> None:
    assert capabilities_of([]) == {Capability.SELF: (Level.OWN, frozenset())}


def test_of_several_roles_the_widest_reach_counts_and_units_add_up() -> None:
    found = capabilities_of([(Role.OFFICER, "a"), (Role.SHIFT_LEADER, "a"), (Role.LEADER, "b")])
    assert found[Capability.RECORD_READ] == (Level.UNIT, frozenset({"a", "b"}))
    assert found[Capability.RECORD_WRITE] == (Level.OWN, frozenset())
    wider = capabilities_of([(Role.SHIFT_LEADER, "a"), (Role.SUPERVISOR, "b")])
    assert wider[Capability.RECORD_READ][0] is Level.BRANCH


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from("abc")), max_size=6))
def test_more_roles_never_mean_less_power(roles: list[tuple[Role, str]]) -> None:
    fewer, more = capabilities_of(roles[:-1]), capabilities_of(roles)
    assert all(more[capability][0] >= level for capability, (level, _) in fewer.items())
    assert all(more[capability][1] >= roots for capability, (_, roots) in fewer.items())


@pytest.mark.parametrize("kind", sorted(AUXILIARY_KINDS))
def test_an_auxiliary_neither_leads_nor_reviews_nor_enforces(kind: PersonKind) -> None:
    allowed = {role for role in Role if may_hold_role(kind, role)}
    assert allowed <= {Role.AUXILIARY, Role.ANALYST}
    assert not may_hold_grant(kind)


def test_an_officer_is_no_auxiliary() -> None:
    assert not may_hold_role(PersonKind.OFFICER, Role.AUXILIARY)
    assert may_hold_grant(PersonKind.OFFICER)
    assert not may_hold_grant(PersonKind.CIVILIAN)


@pytest.mark.parametrize(
    ("roles", "agree"),
    [
        ([], True),
        ([Role.SYSTEM_ADMIN], True),
        ([Role.OFFICER, Role.SHIFT_LEADER], True),
        ([Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN], False),
        ([Role.SECURITY_ADMIN, Role.OFFICER], False),
    ],
)
def test_an_administrators_role_stands_alone(roles: list[Role], agree: bool) -> None:
    assert roles_agree(roles) is agree


def test_only_the_system_administrator_changes_administrators() -> None:
    assert may_administer([Role.PERSONNEL_OFFICE], [Role.OFFICER])
    assert not may_administer([Role.PERSONNEL_OFFICE], [Role.AUDIT_ADMIN])
    assert may_administer([Role.SYSTEM_ADMIN], [Role.AUDIT_ADMIN])


@pytest.mark.parametrize(
    ("kind", "unit_kind", "role"),
    [
        (PersonKind.OFFICER, UnitKind.SQUAD, Role.OFFICER),
        (PersonKind.OFFICER, UnitKind.POLICE_STATION, Role.STATION_OFFICER),
        (PersonKind.DUTY_AUXILIARY, UnitKind.POLICE_STATION, Role.AUXILIARY),
        (PersonKind.CLERICAL_AUXILIARY, UnitKind.SQUAD, None),
        (PersonKind.CIVILIAN, UnitKind.SQUAD, None),
    ],
)
def test_a_list_without_roles_gives_the_plain_one(
    kind: PersonKind, unit_kind: UnitKind, role: Role | None
) -> None:
    assert default_role(kind, unit_kind) is role


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-01-01", True), ("2026-06-30", True), ("2025-12-31", False), ("2026-07-01", False)],
)
def test_both_ends_of_a_period_belong_to_it(day: str, valid: bool) -> None:
    assert is_valid_on(day, "2026-01-01", "2026-06-30") is valid


def test_a_period_without_end_is_for_good() -> None:
    assert is_valid_on("2099-01-01", "2026-01-01", None)


@pytest.mark.parametrize(
    ("held", "qualified"),
    [
        ([], False),
        ([("2026-01-01", "2026-12-31", "passed")], True),
        ([("2025-01-01", "2025-12-31", "passed")], False),
        ([("2026-01-01", "2026-12-31", "failed")], False),
        ([("2026-01-01", "2026-12-31", "passed"), ("2026-06-01", "2026-12-31", "failed")], False),
        ([("2026-06-01", "2026-12-31", "failed"), ("2026-09-01", "2026-12-31", "passed")], True),
        ([("2026-06-01", "2026-12-31", "passed"), ("2026-06-01", "2026-12-31", "failed")], False),
    ],
)
def test_only_the_latest_assessment_that_holds_decides(
    held: list[tuple[str, str | None, str]], qualified: bool
) -> None:
    assert is_qualified_on("2026-11-23", held) is qualified


def failures(times: int, now: datetime = NOON) -> tuple[int, datetime | None]:
    failed, locked = 0, None
    for _ in range(times):
        failed, locked = after_failure(failed=failed, locked_until=locked, now=now, limit=5, lock_s=900)
    return failed, locked


def test_the_fifth_failure_locks_for_fifteen_minutes_and_the_fourth_does_not() -> None:
    assert failures(4) == (4, None)
    assert failures(5) == (5, NOON + timedelta(minutes=15))


def test_after_the_lock_counting_starts_again() -> None:
    _, locked = failures(5)
    later = NOON + timedelta(minutes=15)
    assert after_failure(failed=5, locked_until=locked, now=later, limit=5, lock_s=900) == (1, None)


@pytest.mark.parametrize(
    ("left", "seconds"), [(timedelta(seconds=1), 1), (timedelta(milliseconds=1), 1), (timedelta(0), 0)]
)
def test_the_time_left_is_told_in_whole_seconds_rounded_up(left: timedelta, seconds: int) -> None:
    assert lock_left_s(NOON + left, NOON) == seconds


def test_an_account_that_was_never_locked_is_open() -> None:
    assert lock_left_s(None, NOON) == 0


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Aa345678", None),
        ("aa34567!", None),
        ("AA34567!", None),
        ("Aabcdef!", None),
        ("密码Aa1234", None),
        ("Aa34567", "password_length"),
        ("Aa1" + "x" * 126, "password_length"),
        ("aabcdefg", "password_classes"),
        ("aa345678", "password_classes"),
        ("12345678", "password_classes"),
        ("Aa012345!", "password_has_badge_number"),
    ],
)
def test_a_password_has_eight_characters_of_three_classes_and_not_the_badge_number(
    password: str, problem: str | None
) -> None:
    assert password_problem(password, badge_number="012345") == problem


def test_below_a_unit_lies_the_unit_itself_and_all_its_branches() -> None:
    assert descendants(TREE, ["detachment"]) == {"detachment", "squad"}
    assert descendants(TREE, ["branch"]) == set(TREE)
    assert descendants(TREE, ["squad", "station"]) == {"squad", "station"}
    assert descendants(TREE, ["unknown"]) == frozenset()


def test_a_damaged_tree_that_bites_its_tail_still_has_an_end() -> None:
    assert descendants({"a": "b", "b": "a"}, ["a"]) == {"a", "b"}


def test_a_unit_cannot_hang_below_itself() -> None:
    assert makes_circle(TREE, "detachment", "squad")
    assert makes_circle(TREE, "detachment", "detachment")
    assert not makes_circle(TREE, "squad", "station")


def test_a_session_may_rest_fourteen_days_and_live_thirty() -> None:
    assert not is_idle_too_long(NOON - timedelta(days=14), NOON, 14)
    assert is_idle_too_long(NOON - timedelta(days=14, milliseconds=1), NOON, 14)
    assert not is_too_old(NOON - timedelta(days=30), NOON, 30)
    assert is_too_old(NOON - timedelta(days=30, milliseconds=1), NOON, 30)
