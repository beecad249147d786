"""Shapes of log-in, people, units and devices on the wire."""

from __future__ import annotations

from marshmallow import fields

from backend.identity.rules import Capability, PersonKind, Role, UnitKind
from backend.kernel.schemas import (
    StrictSchema,
    base64url,
    choice,
    day,
    flag,
    identifier,
    instant,
    matching,
    query_whole,
    text,
    whole,
)

REQUEST_ID_PATTERN = r"^[A-Za-z0-9._-]{8,64}$"
BADGE_NUMBER_PATTERN = r"^[A-Za-z0-9]{1,20}$"
_LEVELS = ("own", "unit", "branch")


def badge_number() -> fields.String:
    """A badge number: text, leading zeros count."""
    return text(1, 20, metadata={"description": "Badge number (警号) as text; leading zeros count"})


def request_id() -> fields.String:
    """An id the client makes for one attempt and keeps until it has the answer."""
    return matching(
        REQUEST_ID_PATTERN,
        "not_a_request_id",
        metadata={
            "description": "Made by the client for one attempt and repeated until its answer has arrived"
        },
    )


def proof() -> fields.String:
    """A device signature."""
    return base64url(
        86, 86, metadata={"description": "ECDSA P-256 SHA-256, raw r‖s, by the key of the device"}
    )


class NewDevice(StrictSchema):
    """A device as it introduces itself."""

    public_key = base64url(80, 200, metadata={"description": "P-256 public key, SPKI DER"})
    label = text(1, 100, metadata={"description": "How people call it, such as `手机 Chrome`"})
    platform = text(1, 200, metadata={"description": "Browser and system"})


class Login(StrictSchema):
    """Log-in by badge number and password, signed by the device."""

    badge_number = badge_number()
    password = text(1, 128)
    request_id = request_id()
    device = fields.Nested(NewDevice, required=True)
    proof = proof()
    enrolment_code = text(
        1,
        20,
        load_default=None,
        allow_none=True,
        metadata={"description": "One-time code, where the policy asks for one on a new device"},
    )


class Refresh(StrictSchema):
    """Next access token for the refresh cookie."""

    request_id = request_id()
    session_id = identifier()
    proof = proof()


class PasswordChange(StrictSchema):
    """The caller's own password."""

    old_password = text(1, 128)
    new_password = text(
        1, 128, metadata={"description": "8 characters or more, three of the four classes of characters"}
    )


class OwnUnit(StrictSchema):
    """A unit by name."""

    id = identifier()
    name = text()
    kind = choice(UnitKind)


class MePerson(StrictSchema):
    """The caller."""

    id = identifier()
    name = text()
    badge_number = badge_number()
    kind = choice(PersonKind)
    unit = fields.Nested(OwnUnit, required=True)


class GrantItem(StrictSchema):
    """Power to enforce, present or to come; both days belong to it."""

    party = text()
    procedure = text()
    valid_from = day()
    valid_to = day(allow_none=True)


class Me(StrictSchema):
    """Who the caller is and what they may do."""

    person = fields.Nested(MePerson, required=True)
    roles = fields.List(choice(Role), required=True)
    capabilities = fields.List(choice(Capability), required=True)
    scopes = fields.Dict(keys=choice(Capability), values=choice(_LEVELS), required=True)
    grants = fields.List(fields.Nested(GrantItem), required=True)
    must_change_password = flag()


class SessionDevice(StrictSchema):
    """The device of the session."""

    id = identifier()
    label = text()


class Session(StrictSchema):
    """An open session; the refresh token comes as a cookie."""

    access_token = text(1, 2000)
    expires_in = whole(metadata={"description": "Seconds"})
    session_id = identifier()
    device = fields.Nested(SessionDevice, required=True)
    me = fields.Nested(Me, required=True)
    server_time = instant()


class DemoAccount(StrictSchema):
    """An account of the demo branch."""

    badge_number = badge_number()
    password = text()
    name = text()
    role = choice(Role)
    role_name = text()
    unit_name = text()
    tries = text(0, 500, metadata={"description": "What to try with it first"})


class DemoAccounts(StrictSchema):
    """The accounts of the demo branch."""

    items = fields.List(fields.Nested(DemoAccount), required=True)


class PageQuery(StrictSchema):
    """One page of a list."""

    limit = query_whole(1, 200, load_default=50)
    cursor = text(1, 200, load_default=None)


class PeopleQuery(PageQuery):
    """Which people."""

    unit = identifier(load_default=None, metadata={"description": "This unit and what is below it"})
    q = text(1, 60, load_default=None, metadata={"description": "Part of a name or badge number"})


class PersonRole(StrictSchema):
    """A role with its unit and days."""

    role = choice(Role)
    unit_id = identifier()
    valid_from = day()
    valid_to = day(allow_none=True)


class PersonListItem(StrictSchema):
    """A person in a list."""

    id = identifier()
    name = text()
    badge_number = badge_number()
    kind = choice(PersonKind)
    unit = fields.Nested(OwnUnit, required=True)
    status = choice(("active", "suspended", "left"))
    locked_until = instant(allow_none=True)
    roles = fields.List(fields.Nested(PersonRole), required=True)


class PeoplePage(StrictSchema):
    """People by badge number."""

    items = fields.List(fields.Nested(PersonListItem), required=True)
    next_cursor = text(allow_none=True)


class UnitItem(StrictSchema):
    """A unit of the tree."""

    id = identifier()
    name = text()
    kind = choice(UnitKind)
    parent_id = identifier(allow_none=True)
    code = text()
    zone_code = text(allow_none=True)


class UnitList(StrictSchema):
    """The tree as a flat list, parents first."""

    items = fields.List(fields.Nested(UnitItem), required=True)


class DevicePerson(StrictSchema):
    """Who registered a device."""

    id = identifier()
    name = text()
    badge_number = badge_number()
    unit_id = identifier()


class DeviceItem(StrictSchema):
    """A device."""

    id = identifier()
    label = text()
    platform = text()
    thumbprint = text(64, 64, metadata={"description": "SHA-256 of the public key's SPKI, hex"})
    status = choice(("active", "revoked"))
    person = fields.Nested(DevicePerson, required=True)
    registered_at = instant()
    revoked_at = instant(allow_none=True)
    last_seen_at = instant(allow_none=True)


class DevicePage(StrictSchema):
    """Devices in reach, oldest first: one's own, and with `device.manage` those of one's people."""

    items = fields.List(fields.Nested(DeviceItem), required=True)
    next_cursor = text(allow_none=True)


class IssuedCode(StrictSchema):
    """A one-time code for one device of one person."""

    code = text()
    expires_at = instant()


class IssuedPassword(StrictSchema):
    """An initial password, shown once."""

    password = text()


_ACTIONS = ("create", "update", "unchanged", "refused")


class ImportProblem(StrictSchema):
    """What is wrong with one cell."""

    column = text(metadata={"description": "Which column, such as `badge_number`"})
    code = text(metadata={"description": "Stable code"})
    message = text(1, 500)


class ImportRow(StrictSchema):
    """One row of a list: what it says in plain text, what would become of it, and why not."""

    sheet = text(0, 100)
    row = whole(1)
    subject = choice(("unit", "person"))
    unit = text(0, 300)
    parent = text(0, 300)
    unit_kind = text(0, 300)
    unit_code = text(0, 300)
    name = text(0, 300)
    badge_number = text(0, 300)
    person_kind = text(0, 300)
    roles = text(0, 300)
    grants = text(0, 700)
    action = choice(_ACTIONS)
    changes = fields.List(
        text(), required=True, metadata={"description": "Columns that an update would change"}
    )
    problems = fields.List(fields.Nested(ImportProblem), required=True)


class ImportCounts(StrictSchema):
    """How many rows of each action."""

    create = whole(0)
    update = whole(0)
    unchanged = whole(0)
    refused = whole(0)


class ImportPreviewed(StrictSchema):
    """What applying the list would do; nothing is stored but this preview."""

    import_id = identifier()
    rows = fields.List(fields.Nested(ImportRow), required=True)
    counts = fields.Nested(ImportCounts, required=True)
    ignored_columns = fields.List(text(), required=True)


class InitialPassword(StrictSchema):
    """The first password of a new person, told this once."""

    badge_number = badge_number()
    name = text()
    password = text()


class ImportApplied(StrictSchema):
    """What was done; `refused` rows were left out."""

    counts = fields.Nested(ImportCounts, required=True)
    passwords = fields.List(fields.Nested(InitialPassword), required=True)
