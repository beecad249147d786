"""I2, I6, I7: the same operations in any order, batching or repetition end in the same state, provably."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from backend.kernel.clock import now
from backend.kernel.db import db
from backend.ledger import queries as ledger
from backend.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from backend.ledger.receipts import from_b64url, verify_head, verify_receipt
from tests.factories.identity import log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.street import Phone

PHONES = 2
ANY = (("any", "any"),)
Plan = list[tuple[int, list[int]]]


@dataclass(repr=False)
class Street:
    """Two phones with a post to stand on."""

    phones: list[Phone]
    post_id: str


@pytest.fixture
def street(app: Flask) -> Street:
    branch = make_branch()
    people = [make_person(unit_id=branch.squad, grants=ANY) for _ in range(PHONES)]
    return Street([Phone(log_in(app, person)) for person in people], make_post(unit_id=branch.squad))


MOMENT = now()


def operations(phone: Phone, post_id: str) -> list[dict[str, Any]]:
    """What one phone has to send: a shift with a violation that is corrected twice. Always at the same moments."""
    start, act, end = MOMENT - timedelta(hours=3), MOMENT - timedelta(hours=2), MOMENT - timedelta(hours=1)
    check_in = phone.check_in(post_id, at=start)
    first = phone.violation(at=act)
    more = {"id": first["id"], "at": act, "reason": "录入有误"}
    second = phone.violation(**more, revision=2, base_revision=1, data={"place": "天钥桥路"})
    third = phone.violation(**more, revision=3, base_revision=2, data={"facts": "停在路口"})
    check_out = phone.check_out(check_in["id"], post=post_id, at=end)
    return [check_in, first, second, third, check_out, phone.violation(at=act)]


COUNT = 6
plans = st.lists(
    st.tuples(st.integers(0, PHONES - 1), st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=8)),
    max_size=8,
)


def state_hash(work: list[list[dict[str, Any]]]) -> str:
    """A hash over all that is stored about this work, but for places and times of arrival; ids by their order."""
    ids = list(dict.fromkeys(item["id"] for items in work for item in items))
    names = {record_id: f"record {place}" for place, record_id in enumerate(ids)}
    connection = db.session.connection()
    found: list[Any] = []
    for record_id in ids:
        for query in (
            "SELECT id, kind, revision, state, headline, author_id, unit_id, device_id, shift_id, post_id, occurred_at,"
            " late, day, fix_verdict, photos_expected, flags, code, code_group FROM record WHERE id = :id",
            "SELECT record_id, revision FROM record_revision WHERE record_id = :id ORDER BY revision",
            "SELECT record_id, revision, position FROM record_photo WHERE record_id = :id ORDER BY revision, position",
            "SELECT * FROM violation WHERE record_id = :id",
            "SELECT record_id, seat, planned FROM check_in WHERE record_id = :id",
            "SELECT record_id, check_in_id, at FROM check_out WHERE record_id = :id",
        ):
            rows = connection.execute(text(query), {"id": record_id})
            found.append([[names.get(value, value) for value in row] for row in rows])
    db.session.rollback()
    return sha256(orjson.dumps(found)).hexdigest()


def drain(phone: Phone, work: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send everything again in order, as a phone does until each item has its receipt."""
    outcomes = phone.push(*work)
    assert {outcome["outcome"] for outcome in outcomes} <= {"accepted", "duplicate"}, outcomes
    return [outcome["receipt"] for outcome in outcomes]


@contextmanager
def nothing_left_open() -> Iterator[None]:
    db.session.rollback()
    yield
    db.session.rollback()


@given(plan=plans)
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    # Each step is a real push: shrinking would take minutes, and the plan that fails is short enough to read.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_interleaving_leaves_one_record_per_id_and_revision_with_the_same_state(
    street: Street, plan: Plan
) -> None:
    with nothing_left_open():
        work = [operations(phone, street.post_id) for phone in street.phones]
        early = [_send_some(street, work, who, some) for who, some in plan]
        receipts = [drain(phone, items) for phone, items in zip(street.phones, work, strict=True)]
        assert state_hash(work) == state_hash(_one_by_one(street))
        _send_everything_backwards(street, work)
        assert state_hash(work) == state_hash(_one_by_one(street))
        assert _rows_of(work) == {(item["id"], item["revision"]): 1 for items in work for item in items}
        known = {(r["record_id"], r["revision"]): r for some in receipts for r in some}
        for receipt in (r for some in early for r in some):
            assert receipt == known[receipt["record_id"], receipt["revision"]]
        _assert_provable(list(known.values()))


def _one_by_one(street: Street) -> list[list[dict[str, Any]]]:
    """The same work on fresh ids, each item alone and in order: what every other order must end like."""
    work = [operations(phone, street.post_id) for phone in street.phones]
    for phone, items in zip(street.phones, work, strict=True):
        for item in items:
            phone.send(item)
    return work


def _send_some(
    street: Street, work: list[list[dict[str, Any]]], who: int, some: list[int]
) -> list[dict[str, Any]]:
    outcomes = street.phones[who].push(*[work[who][place] for place in some])
    return [outcome["receipt"] for outcome in outcomes if outcome["receipt"]]


def _send_everything_backwards(street: Street, work: list[list[dict[str, Any]]]) -> None:
    for phone, items in zip(street.phones, work, strict=True):
        outcomes = phone.push(*reversed(items))
        assert {outcome["outcome"] for outcome in outcomes} == {"duplicate"}


def _rows_of(work: list[list[dict[str, Any]]]) -> dict[tuple[str, int], int]:
    ids = {item["id"] for items in work for item in items}
    rows = db.session.connection().execute(
        text("SELECT record_id, revision, COUNT(*) FROM record_revision GROUP BY record_id, revision")
    )
    found = {(row[0], row[1]): row[2] for row in rows if row[0] in ids}
    db.session.rollback()
    return found


def _assert_provable(receipts: list[dict[str, Any]]) -> None:
    connection = db.session.connection()
    keys = {row["key_id"]: from_b64url(row["public_key"]) for row in ledger.list_keys(connection)}
    head = ledger.find_head(connection)
    assert head is not None
    assert verify_head(head.as_json(), keys[head.key_id])
    for receipt in receipts:
        assert verify_receipt(receipt, keys[receipt["key_id"]])
        row = connection.execute(
            text(
                "SELECT body, signature FROM record_revision WHERE record_id = :record_id AND revision = :revision"
            ),
            receipt,
        ).one()
        salt = ledger.get_entry_salt(connection, receipt["leaf_index"])
        leaf = leaf_hash(salt, row.body.encode(), bytes(row.signature))
        size, root = receipt["tree_size"], bytes.fromhex(receipt["root"])
        path = ledger.inclusion_proof(connection, receipt["leaf_index"], size)
        assert verify_inclusion(leaf, receipt["leaf_index"], size, path, root)
        proof = ledger.consistency_proof(connection, size, head.size)
        assert verify_consistency(size, head.size, root, head.root, proof)
    db.session.rollback()


def test_a_receipt_with_one_changed_figure_does_not_verify(street: Street) -> None:
    [outcome] = street.phones[0].push(street.phones[0].check_in(street.post_id))
    receipt = outcome["receipt"]
    key = from_b64url(street.phones[0].owner.client.get("/api/v1/ledger/keys").json["items"][0]["public_key"])
    assert verify_receipt(receipt, key)
    for name in ("revision", "leaf_index", "tree_size"):
        assert not verify_receipt({**receipt, name: receipt[name] + 1}, key)
