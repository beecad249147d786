"""Log-in, the chain of refresh tokens, log-out, change of password.

Some refusals must be remembered (a failed log-in, a reused token). Such functions return the error instead of raising
it, so that the edge commits first and answers then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from flask_jwt_extended import create_access_token
from sqlalchemy import select, update

from backend.identity import devices, service
from backend.identity.access import Actor
from backend.identity.errors import (
    AccountLocked,
    CredentialsWrong,
    DeviceRevoked,
    PersonSuspended,
    ProofInvalid,
    SessionExpired,
    SessionRevoked,
    TokenInvalid,
    password_refused,
)
from backend.identity.models import Device, LoginSession, Person
from backend.identity.rules import (
    after_failure,
    is_idle_too_long,
    is_too_old,
    lock_left_s,
    password_problem,
)
from backend.identity.tokens import (
    KeyNotAccepted,
    derive_refresh_token,
    hash_token,
    is_signed,
    login_message,
    read_public_key,
    refresh_message,
    session_of_token,
)
from backend.kernel.clock import now
from backend.kernel.db import db
from backend.kernel.errors import FieldProblem, InvalidInput, LuqinError
from backend.kernel.ids import new_id

_security = structlog.get_logger("luqin.security")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the operator decided about log-in."""

    secret: str
    needs_code: bool
    """Whether a new device needs a one-time code."""
    lockout_failures: int
    lockout_s: int
    idle_days: int
    absolute_days: int


@dataclass(frozen=True, kw_only=True)
class LoginAttempt:
    """One request to log in; the password was compared before, outside any lock, for it takes 44 ms."""

    badge_number: str
    request_id: str
    public_key: str
    label: str
    platform: str
    proof: str
    enrolment_code: str | None


@dataclass(frozen=True)
class Opened:
    """A session and the refresh token that may be used next."""

    session_id: str
    refresh_token: str


def check_login_proof(attempt: LoginAttempt, *, signed_badge_number: str) -> None:
    """Raises `InvalidInput` for a key that is no P-256 key, `ProofInvalid` for a wrong signature."""
    try:
        key = read_public_key(attempt.public_key)
    except KeyNotAccepted as error:
        zh, en = "设备公钥应为 P-256（SPKI）", "The public key must be P-256 in SPKI form"
        problem = FieldProblem("/device/public_key", "not_a_p256_key", zh, en)
        raise InvalidInput(zh, en, fields=[problem]) from error
    message = login_message(
        badge_number=signed_badge_number, request_id=attempt.request_id, public_key=attempt.public_key
    )
    if not is_signed(key, message, attempt.proof):
        raise ProofInvalid()


@dataclass(frozen=True)
class Credentials:
    """The account behind a badge number, as it was when the password was compared."""

    person_id: str
    password_hash: str


def find_credentials(badge_number: str) -> Credentials | None:
    """The account of a badge number, or None for an unknown one."""
    row = db.session.execute(
        select(Person.id, Person.password_hash).where(Person.badge_number == badge_number)
    ).one_or_none()
    return None if row is None else Credentials(row.id, row.password_hash)


def log_in(
    attempt: LoginAttempt, *, account: Credentials | None, password_fits: bool, policy: Policy
) -> Opened | LuqinError:
    """Open a session, or the error to answer after what happened was stored.

    Only somebody who knows the password learns whether the account is suspended or the device revoked.
    """
    at = now()
    person = None if account is None else db.session.get(Person, account.person_id, with_for_update=True)
    if account is None or person is None:
        _security.warning("login_failed", reason="unknown_badge_number")
        return CredentialsWrong()
    if left := lock_left_s(person.locked_until, at):
        return AccountLocked(retry_after_s=left)
    # The comparison took place before the lock: a password changed since then was not the one compared.
    if not password_fits or person.password_hash != account.password_hash:
        _note_failure(person, at, policy)
        return CredentialsWrong()
    person.failed_logins, person.locked_until = 0, None
    if person.status != "active":
        _security.warning("login_refused", person=person.id, reason="person_suspended")
        return PersonSuspended()
    device = devices.find_or_register(
        person=person,
        public_key=attempt.public_key,
        label=attempt.label,
        platform=attempt.platform,
        code=attempt.enrolment_code,
        needs_code=policy.needs_code,
        at=at,
    )
    if isinstance(device, LuqinError):
        _security.warning("login_refused", person=person.id, reason=device.code)
        return device
    opened = _open_session(person, device, attempt.request_id, policy, at)
    _security.info("login", person=person.id, device=device.id, session=opened.session_id)
    return opened


def _note_failure(person: Person, at: datetime, policy: Policy) -> None:
    person.failed_logins, person.locked_until = after_failure(
        failed=person.failed_logins,
        locked_until=person.locked_until,
        now=at,
        limit=policy.lockout_failures,
        lock_s=policy.lockout_s,
    )
    event = "login_failed" if person.locked_until is None else "account_locked"
    _security.warning(event, person=person.id, failures=person.failed_logins)
    db.session.flush()


def _open_session(person: Person, device: Device, request_id: str, policy: Policy, at: datetime) -> Opened:
    # The cookie of an earlier log-in of this person on this device is about to be replaced: that session is over.
    db.session.execute(
        update(LoginSession)
        .where(
            LoginSession.person_id == person.id,
            LoginSession.device_id == device.id,
            LoginSession.revoked_at.is_(None),
        )
        .values(revoked_at=at, reason="superseded")
    )
    session = LoginSession(
        id=new_id(),
        person_id=person.id,
        device_id=device.id,
        generation=1,
        request_id=request_id,
        created_at=at,
        last_used_at=at,
    )
    token = _token_of(session, policy)
    session.token_hash = hash_token(token)
    device.last_seen_at = at
    db.session.add(session)
    db.session.flush()
    return Opened(session.id, token)


def _token_of(session: LoginSession, policy: Policy) -> str:
    return derive_refresh_token(
        secret=policy.secret,
        session_id=session.id,
        generation=session.generation,
        request_id=session.request_id,
    )


def refresh(
    *, token: str | None, session_id: str, request_id: str, proof: str, policy: Policy
) -> Opened | LuqinError:
    """Use a refresh token once, or repeat the answer that was lost.

    The token that was used last, with the same request id, gives the same successor until the successor is used.
    Any other second use means that two parties hold the chain: the session is revoked, for both.
    """
    if token is None or session_of_token(token) != session_id:
        return TokenInvalid()
    at = now()
    session = db.session.get(LoginSession, session_id, with_for_update=True)
    if session is None:
        return TokenInvalid()
    refusal = _why_not(session, request_id, proof, policy, at)
    if refusal is not None:
        return refusal
    presented = hash_token(token)
    if presented == session.token_hash:
        return _rotate(session, request_id, policy, at)
    if presented == session.previous_hash and request_id == session.request_id:
        again = _token_of(session, policy)
        # After a change of the server's secret the successor cannot be made again.
        return Opened(session.id, again) if hash_token(again) == session.token_hash else TokenInvalid()
    return _revoke_for_reuse(session, at)


def _why_not(
    session: LoginSession, request_id: str, proof: str, policy: Policy, at: datetime
) -> LuqinError | None:
    """What speaks against a refresh before the token itself is looked at."""
    device = db.session.get_one(Device, session.device_id)
    message = refresh_message(session_id=session.id, request_id=request_id)
    if not is_signed(read_public_key(device.public_key), message, proof):
        _security.warning(
            "refresh_refused", session=session.id, person=session.person_id, reason="proof_invalid"
        )
        return ProofInvalid()
    if db.session.get_one(Person, session.person_id).status != "active":
        return PersonSuspended()
    if device.status != "active":
        return DeviceRevoked()
    if session.revoked_at is not None:
        return SessionRevoked()
    if is_idle_too_long(session.last_used_at, at, policy.idle_days) or is_too_old(
        session.created_at, at, policy.absolute_days
    ):
        session.revoked_at, session.reason = at, "expired"
        db.session.flush()
        return SessionExpired()
    return None


def _rotate(session: LoginSession, request_id: str, policy: Policy, at: datetime) -> Opened:
    session.generation += 1
    session.request_id = request_id
    session.previous_hash = session.token_hash
    token = _token_of(session, policy)
    session.token_hash = hash_token(token)
    session.last_used_at = at
    db.session.execute(update(Device).where(Device.id == session.device_id).values(last_seen_at=at))
    db.session.flush()
    return Opened(session.id, token)


def _revoke_for_reuse(session: LoginSession, at: datetime) -> LuqinError:
    session.revoked_at, session.reason = at, "refresh_reuse"
    db.session.flush()
    _security.error(
        "refresh_reuse", session=session.id, person=session.person_id, device=session.device_id, alert=True
    )
    return SessionRevoked()


def log_out(session_id: str) -> None:
    """End one session."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.revoked_at.is_(None))
        .values(revoked_at=now(), reason="logout")
    )


def check_new_password(*, old: str, new: str, badge_number: str) -> None:
    """Raises `InvalidInput` when the new password breaks the rule."""
    problem = password_problem(new, badge_number=badge_number)
    if problem is None and old == new:
        problem = "password_same"
    if problem is not None:
        raise password_refused("new_password", problem)


def change_password(
    actor: Actor, *, account: Credentials | None, old_fits: bool, new_hash: str, policy: Policy
) -> LuqinError | None:
    """Replace the caller's password and end all their other sessions, or the error to answer.

    Wrong old passwords count like wrong log-ins: somebody who found an open phone gets five guesses.
    """
    at = now()
    person = db.session.get_one(Person, actor.person_id, with_for_update=True)
    if left := lock_left_s(person.locked_until, at):
        return AccountLocked(retry_after_s=left)
    if not old_fits or account is None or person.password_hash != account.password_hash:
        _note_failure(person, at, policy)
        return password_refused("old_password", "old_password_wrong")
    service.set_password(person_id=person.id, password_hash=new_hash)
    service.end_sessions(person_id=person.id, reason="password_changed", except_session=actor.session_id)
    _security.info("password_changed", person=person.id)
    return None


def make_access_token(actor: Actor) -> str:
    """A short-lived access token with every claim that `access` demands."""
    token: str = create_access_token(
        actor.person_id,
        additional_claims={"did": actor.device_id, "sid": actor.session_id, "typ": "access"},
    )
    return token
