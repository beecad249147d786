"""Who is calling and how far their powers reach: the door through which every route goes."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import jwt
from flask import Flask, current_app, g, request
from flask_jwt_extended import JWTManager
from jwt.exceptions import ExpiredSignatureError, PyJWTError
from sqlalchemy import ColumnElement, Connection, false, or_, true

from backend.identity import queries
from backend.identity.errors import (
    DeviceRevoked,
    PasswordChangeRequired,
    PersonSuspended,
    SessionRevoked,
    TokenExpired,
    TokenInvalid,
)
from backend.identity.rules import Capability, Level, Role, capabilities_of, is_valid_on
from backend.identity.tokens import ALGORITHM, AUDIENCE, CLAIMS, ISSUER, is_access_token
from backend.kernel.clock import local_day, now
from backend.kernel.db import db, fetch
from backend.kernel.errors import NotAllowed, Unauthenticated

LevelName = Literal["own", "unit", "branch"]
_NAMES: Mapping[Level, LevelName] = {Level.OWN: "own", Level.UNIT: "unit", Level.BRANCH: "branch"}


@dataclass(frozen=True)
class Scope:
    """How far one capability of one person reaches. `unit_ids` is filled for level `unit`: unit and below."""

    level: LevelName
    person_id: str
    unit_ids: frozenset[str] = frozenset()

    def allows_unit(self, unit_id: str) -> bool:
        """Whether everything of this unit is in reach."""
        return self.level == "branch" or (self.level == "unit" and unit_id in self.unit_ids)

    def allows(self, unit_id: str, author_id: str | None) -> bool:
        """Whether something of this unit and this author is in reach; one's own always is."""
        return author_id == self.person_id or self.allows_unit(unit_id)

    def where(
        self, unit_column: ColumnElement[str] | Any, author_column: ColumnElement[str] | Any | None = None
    ) -> ColumnElement[bool]:
        """The same as a condition for a Core select. Without an author column, `own` lets nothing through."""
        if self.level == "branch":
            return true()
        mine = false() if author_column is None else author_column == self.person_id
        if self.level == "own":
            return mine
        return or_(unit_column.in_(sorted(self.unit_ids)), mine)


def scope_filter(
    scope: Scope, unit_column: ColumnElement[str] | Any, author_column: ColumnElement[str] | Any | None = None
) -> ColumnElement[bool]:
    """`scope.where` for those who like functions."""
    return scope.where(unit_column, author_column)


class Scopes(Mapping[str, Scope]):
    """Capability → scope. The unit tree is read only when somebody asks for a scope that needs it."""

    __slots__ = ("_found", "_person_id", "_units")

    def __init__(self, person_id: str, found: Mapping[Capability, tuple[Level, frozenset[str]]]) -> None:
        self._person_id = person_id
        self._found = found
        self._units: dict[frozenset[str], frozenset[str]] = {}

    def __getitem__(self, capability: str) -> Scope:
        level, roots = self._found[Capability(capability)] if capability in self else _missing(capability)
        units = self._below(roots) if level is Level.UNIT else frozenset()
        return Scope(_NAMES[level], self._person_id, units)

    def __contains__(self, capability: object) -> bool:
        return capability in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(capability.value for capability in self._found)

    def __len__(self) -> int:
        return len(self._found)

    def levels(self) -> dict[str, LevelName]:
        """Capability → name of its level, without reading the tree."""
        return {capability.value: _NAMES[level] for capability, (level, _) in self._found.items()}

    def _below(self, roots: frozenset[str]) -> frozenset[str]:
        if roots not in self._units:
            self._units[roots] = queries.unit_and_below(db.session.connection(), roots)
        return self._units[roots]


def _missing(capability: str) -> tuple[Level, frozenset[str]]:
    raise KeyError(capability)


@dataclass(frozen=True)
class Actor:
    """Somebody logged in, as the database says at this very request."""

    person_id: str
    name: str
    badge_number: str
    kind: str
    unit_id: str
    device_id: str
    device_key: str
    """Public key of the device: SPKI DER, base64url."""
    session_id: str
    roles: tuple[Role, ...]
    must_change_password: bool
    scopes: Mapping[str, Scope]

    def levels(self) -> dict[str, LevelName]:
        """Capability → how far it reaches, in one word."""
        if isinstance(self.scopes, Scopes):
            return self.scopes.levels()
        return {capability: scope.level for capability, scope in self.scopes.items()}

    def scope(self, capability: str) -> Scope:
        """The scope of a capability. Raises `NotAllowed` when the actor does not have it."""
        try:
            return self.scopes[capability]
        except KeyError:
            raise NotAllowed() from None


def current_actor() -> Actor:
    """Who calls. Raises `Unauthenticated` on a public route without log-in."""
    actor: Actor | None = g.get("luqin_actor")
    if actor is None:
        raise Unauthenticated()
    return actor


def install_guard(app: Flask, *, secret: str, access_token_s: int, enforce_password_change: bool) -> None:
    """Set up access tokens (signed with `secret`, good for `access_token_s`) and the guard that `requires` calls."""
    app.config.update(
        JWT_SECRET_KEY=secret,
        JWT_ALGORITHM=ALGORITHM,
        JWT_TOKEN_LOCATION=["headers"],
        JWT_COOKIE_CSRF_PROTECT=False,
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=access_token_s),
        JWT_ENCODE_AUDIENCE=AUDIENCE,
        JWT_DECODE_AUDIENCE=AUDIENCE,
        JWT_ENCODE_ISSUER=ISSUER,
        JWT_DECODE_ISSUER=ISSUER,
        LUQIN_PASSWORD_CHANGE_ENFORCED=enforce_password_change,
    )
    JWTManager(app)
    app.extensions["luqin.guard"] = guard


def guard(capability: str) -> None:
    """Find out who calls, and refuse who may not."""
    actor = authenticate(_bearer_token())
    g.luqin_actor = actor
    g.person_id = actor.person_id
    if (
        actor.must_change_password
        and current_app.config["LUQIN_PASSWORD_CHANGE_ENFORCED"]
        and not _is_auth_route()
    ):
        raise PasswordChangeRequired()
    if capability not in actor.scopes:
        raise NotAllowed()


def authenticate(token: str) -> Actor:
    """The actor of an access token. Raises `TokenExpired`, `TokenInvalid`, `SessionRevoked`, …"""
    try:
        # One strict pass of the library beneath flask-jwt-extended, whose own decoder makes three and fills in
        # claims that are missing.
        claims = jwt.decode(
            token,
            current_app.config["JWT_SECRET_KEY"],
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": list(CLAIMS)},
        )
    except ExpiredSignatureError as error:
        raise TokenExpired() from error
    except (PyJWTError, ValueError, TypeError) as error:
        raise TokenInvalid() from error
    if not is_access_token(claims):
        raise TokenInvalid()
    actor = load_actor(db.session.connection(), str(claims["sid"]))
    if actor.person_id != claims["sub"] or actor.device_id != claims["did"]:
        raise TokenInvalid()
    return actor


_STATE = """
SELECT session.person_id, session.device_id, session.revoked_at,
       person.name, person.badge_number, person.kind, person.unit_id, person.status, person.must_change_password,
       device.status AS device_status, device.public_key AS device_key,
       role_assignment.role, role_assignment.unit_id AS role_unit_id,
       role_assignment.valid_from, role_assignment.valid_to
FROM session
JOIN person ON person.id = session.person_id
JOIN device ON device.id = session.device_id
LEFT JOIN role_assignment ON role_assignment.person_id = person.id
WHERE session.id = ?
"""
_State = namedtuple(
    "_State",
    "person_id device_id revoked_at name badge_number kind unit_id status must_change_password"
    " device_status device_key role role_unit_id valid_from valid_to",
)


def load_actor(connection: Connection, session_id: str) -> Actor:
    """The actor of a session, from one query. Raises when session, device or person are out of service."""
    rows = [_State(*row) for row in fetch(connection, _STATE, (session_id,))]
    if not rows:
        raise TokenInvalid()
    first = rows[0]
    if first.status != "active":
        raise PersonSuspended()
    if first.device_status != "active":
        raise DeviceRevoked()
    if first.revoked_at is not None:
        raise SessionRevoked()
    today = local_day(now()).isoformat()
    held = [
        (Role(row.role), str(row.role_unit_id))
        for row in rows
        if row.role is not None and is_valid_on(today, row.valid_from, row.valid_to)
    ]
    return Actor(
        person_id=first.person_id,
        name=first.name,
        badge_number=first.badge_number,
        kind=first.kind,
        unit_id=first.unit_id,
        device_id=first.device_id,
        device_key=first.device_key,
        session_id=session_id,
        roles=tuple(dict.fromkeys(role for role, _ in held)),
        must_change_password=bool(first.must_change_password),
        scopes=Scopes(first.person_id, capabilities_of(held)),
    )


def _bearer_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    return token.strip()


def _is_auth_route() -> bool:
    return request.blueprint == "auth"
