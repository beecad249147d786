"""Units, people, devices and log-ins for tests. Every maker takes keywords and names only what matters.

Makers store inside `unit_of_work()`; call them with an application context (the `app` fixture pushes one).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.identity import service
from backend.identity.passwords import cheap_passwords
from backend.identity.tokens import encode_base64url, login_message, refresh_message
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id

PASSWORD = "Correct-horse-7"
COOKIE = "__Host-luqin_refresh"
LOGIN = "/api/v1/auth/login"
REFRESH = "/api/v1/auth/refresh"
LONG_AGO = date(2020, 1, 1)
_hash = cheap_passwords().hash(PASSWORD)
_numbers = itertools.count(1)


def make_unit(
    *, name: str | None = None, kind: str = "squad", parent_id: str | None = None, code: str | None = None
) -> str:
    """A stored unit; its id."""
    number = next(_numbers)
    with unit_of_work():
        return service.create_unit(
            name=name or f"单位{number}", kind=kind, parent_id=parent_id, code=code or f"U{number:04}"
        )


@dataclass(frozen=True)
class Branch:
    """A small branch: two squads below a detachment, a station beside it."""

    root: str
    detachment: str
    squad: str
    other_squad: str
    station: str


def make_branch() -> Branch:
    """A stored small branch."""
    root = make_unit(name="分局", kind="branch")
    detachment = make_unit(name="交警支队", kind="traffic_detachment", parent_id=root)
    return Branch(
        root=root,
        detachment=detachment,
        squad=make_unit(name="一中队", parent_id=detachment),
        other_squad=make_unit(name="二中队", parent_id=detachment),
        station=make_unit(name="徐家汇派出所", kind="police_station", parent_id=root),
    )


@dataclass(frozen=True)
class MadePerson:
    """A stored person who can log in with `PASSWORD`."""

    id: str
    badge_number: str
    unit_id: str


def make_person(
    *,
    unit_id: str,
    kind: str = "officer",
    roles: tuple[str, ...] = ("officer",),
    role_unit_id: str | None = None,
    grants: tuple[tuple[str, str], ...] = (),
    name: str = "王强",
    badge_number: str | None = None,
    must_change_password: bool = False,
) -> MadePerson:
    """A stored person with roles (for their own unit if none is named) and grants (party, procedure) since long ago."""
    badge = badge_number or f"{next(_numbers):06}"
    with unit_of_work():
        person_id = service.create_person(
            name=name,
            badge_number=badge,
            kind=kind,
            unit_id=unit_id,
            password_hash=_hash,
            must_change_password=must_change_password,
        )
        for role in roles:
            service.grant_role(
                person_id=person_id, role=role, unit_id=role_unit_id or unit_id, valid_from=LONG_AGO
            )
        for party, procedure in grants:
            service.grant_enforcement(
                person_id=person_id, party=party, procedure=procedure, basis="授权书", valid_from=LONG_AGO
            )
    return MadePerson(person_id, badge, unit_id)


@dataclass
class DeviceKey:
    """A device's key pair, signing as WebCrypto does."""

    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public_key(self) -> str:
        """SPKI DER, base64url."""
        return encode_base64url(
            self.private_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )

    def sign(self, message: str) -> str:
        """ECDSA SHA-256, raw r‖s, base64url."""
        return encode_base64url(self.sign_bytes(message.encode()))

    def sign_bytes(self, message: bytes) -> bytes:
        """ECDSA SHA-256, raw r‖s."""
        r, s = decode_dss_signature(self.private_key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def login_body(badge_number: str, key: DeviceKey, **changes: Any) -> dict[str, Any]:
    """A correct body of `/auth/login`, with changes."""
    request_id = changes.pop("request_id", new_id())
    body = {
        "badge_number": badge_number,
        "password": PASSWORD,
        "request_id": request_id,
        "device": {"public_key": key.public_key, "label": "执勤手机", "platform": "Chrome 140 / Android 15"},
        "proof": key.sign(
            login_message(badge_number=badge_number, request_id=request_id, public_key=key.public_key)
        ),
    }
    return body | changes


@dataclass
class LoggedIn:
    """Somebody logged in on a client of their own."""

    client: FlaskClient
    key: DeviceKey
    session: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        """The bearer token."""
        return {"Authorization": f"Bearer {self.session['access_token']}"}

    @property
    def device_id(self) -> str:
        """The device of the session."""
        return str(self.session["device"]["id"])

    @property
    def person_id(self) -> str:
        """The person of the session."""
        return str(self.session["me"]["person"]["id"])

    def get(self, path: str, **options: Any) -> TestResponse:
        """GET below `/api/v1`."""
        return self.client.get(f"/api/v1{path}", headers=self.headers, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        """POST below `/api/v1`."""
        return self.client.post(f"/api/v1{path}", headers=self.headers, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        """PUT below `/api/v1`."""
        return self.client.put(f"/api/v1{path}", headers=self.headers, **options)

    def cookie(self) -> str:
        """The refresh token."""
        cookie = self.client.get_cookie(COOKIE)
        assert cookie is not None
        return cookie.value

    def refresh(
        self, *, request_id: str | None = None, cookie: str | None = None, key: DeviceKey | None = None
    ) -> TestResponse:
        """Refresh, by default with what the client holds."""
        request_id = request_id or new_id()
        if cookie is not None:
            self.client.set_cookie(COOKIE, cookie, domain="localhost", path="/", secure=True)
        session_id = self.session["session_id"]
        proof = (key or self.key).sign(refresh_message(session_id=session_id, request_id=request_id))
        return self.client.post(
            REFRESH, json={"request_id": request_id, "session_id": session_id, "proof": proof}
        )


def log_in(app: Flask, person: MadePerson | str, key: DeviceKey | None = None, **changes: Any) -> LoggedIn:
    """Log somebody in through the API. What the test has in its own session is not touched."""
    badge = person if isinstance(person, str) else person.badge_number
    key = key or DeviceKey()
    db.session.rollback()
    client = app.test_client()
    answer = client.post(LOGIN, json=login_body(badge, key, **changes))
    assert answer.status_code == 200, answer.json
    return LoggedIn(client, key, answer.json or {})
