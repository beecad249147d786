"""The phone's door: outcomes, receipts, and what bad input gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from backend.kernel.db import db
from backend.ledger.merkle import verify_consistency
from backend.sync.schemas import BATCH_MAX
from tests.factories.identity import Branch, log_in, make_branch, make_person
from tests.factories.posts import make_post
from tests.factories.street import Phone

ANY = (("any", "any"),)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def phone(app: Flask, branch: Branch) -> Phone:
    return Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))


@pytest.fixture
def post_id(branch: Branch) -> str:
    return make_post(unit_id=branch.squad)


def stored_rows() -> dict[str, int]:
    tables = (
        "record",
        "record_revision",
        "record_photo",
        "violation",
        "check_in",
        "ledger_entry",
        "ledger_head",
    )
    counts = {name: db.session.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in tables}
    db.session.rollback()
    return counts


def push_items(phone: Phone, items: list[dict[str, Any]], last_head: Any = None) -> Any:
    return phone.owner.post("/sync/records", json={"last_head": last_head, "items": items})


def signed(phone: Phone, envelope: dict[str, Any] | str) -> dict[str, str]:
    body = envelope if isinstance(envelope, str) else json.dumps(envelope, ensure_ascii=False)
    return {"body": body, "signature": phone.owner.key.sign(body)}


def test_a_lost_answer_is_asked_for_again_and_is_the_same(phone: Phone, post_id: str) -> None:
    envelope = phone.check_in(post_id)
    [first] = phone.push(envelope)
    [again] = phone.push(envelope)
    assert (first["outcome"], again["outcome"]) == ("accepted", "duplicate")
    assert first["receipt"] == again["receipt"]


def test_other_content_under_the_same_id_is_a_conflict_and_shows_what_the_server_has(phone: Phone) -> None:
    envelope = phone.violation()
    phone.send(envelope)
    [outcome] = phone.push(envelope | {"occurred_at": "2026-01-05T00:00:00.000Z"})
    assert outcome["outcome"] == "conflict"
    assert outcome["problem"]["code"] == "content_conflict"
    assert json.loads(outcome["current"]["body"])["id"] == envelope["id"]


def test_a_correction_from_a_stale_base_is_a_conflict(phone: Phone) -> None:
    first = phone.violation()
    phone.send(first)
    later = [
        phone.violation(id=first["id"], revision=2, base_revision=1, reason="一", data={"place": place})
        for place in ("甲路", "乙路")
    ]
    assert [outcome["outcome"] for outcome in phone.push(*later)] == ["accepted", "conflict"]


def test_a_correction_before_its_original_waits_on_the_phone(phone: Phone) -> None:
    first = phone.violation()
    second = phone.violation(id=first["id"], revision=2, base_revision=1, reason="更正")
    [outcome] = phone.push(second)
    assert (outcome["outcome"], outcome["problem"]["code"]) == ("refused", "base_missing")
    assert [item["outcome"] for item in phone.push(first, second)] == ["accepted", "accepted"]


def test_a_refused_record_blocks_none_of_its_neighbours(phone: Phone, post_id: str) -> None:
    good = [phone.check_in(post_id), phone.violation()]
    bad = phone.violation(data={"plate": "泸A12345"})
    outcomes = phone.push(good[0], bad, good[1])
    assert [outcome["outcome"] for outcome in outcomes] == ["accepted", "refused", "accepted"]
    assert outcomes[1]["problem"]["fields"][0]["pointer"] == "/data/plate"


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("poison", ["", "{", "null", "[]", '{"id": 1}', '{"a":1,"a":2}', "[" * 300])
def test_a_broken_text_at_any_place_is_refused_alone(phone: Phone, position: int, poison: str) -> None:
    items = [signed(phone, phone.violation()) for _ in range(2)]
    if len(poison) < 2:
        poison = poison.ljust(2)
    items.insert(position, signed(phone, poison))
    outcomes = push_items(phone, items).json["outcomes"]
    assert [o["outcome"] for o in outcomes].count("accepted") == 2
    assert outcomes[position]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"revision": "1"}, "/revision", "wrong_type"),
        ({"revision": True}, "/revision", "wrong_type"),
        ({"surprise": 1}, "/surprise", "unknown_field"),
        ({"occurred_at": "2026-02-30T00:00:00.000Z"}, "/occurred_at", "not_an_instant"),
        ({"occurred_at": 1760000000}, "/occurred_at", "wrong_type"),
        ({"post": "somewhere"}, "/post", "not_an_id"),
        ({"post": "01920000-0000-7000-8000-000000000000"}, "/post", "unknown_post"),
        ({"unit": "01920000-0000-7000-8000-000000000000"}, "/unit", "unit_mismatch"),
        ({"kind": "confession"}, "/kind", "unknown_kind"),
        ({"base_revision": 1}, "/base_revision", "base_revision_wrong"),
        ({"photos": []}, "/photos", "too_few_photos"),
        ({"data": None}, "/data", "null"),
        (
            {"fix": {"lat": 91, "lon": 121, "accuracy_m": 1, "age_s": 1, "source": "gps"}},
            "/fix/lat",
            "out_of_range",
        ),
        (
            {"fix": {"lat": 31, "lon": 181, "accuracy_m": 1, "age_s": 1, "source": "gps"}},
            "/fix/lon",
            "out_of_range",
        ),
        (
            {"fix": {"lat": 31, "lon": 121, "accuracy_m": -1, "age_s": 1, "source": "gps"}},
            "/fix/accuracy_m",
            "out_of_range",
        ),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(
    phone: Phone, changes: dict[str, Any], pointer: str, code: str
) -> None:
    before = stored_rows()
    refusals = phone.refusal(phone.violation() | changes)
    assert refusals.get(pointer) == code, refusals
    assert stored_rows() == before


def test_a_record_signed_by_another_key_is_refused(app: Flask, branch: Branch, phone: Phone) -> None:
    stranger = Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))
    body = json.dumps(phone.violation(), ensure_ascii=False)
    item = {"body": body, "signature": stranger.owner.key.sign(body)}
    [outcome] = push_items(phone, [item]).json["outcomes"]
    assert outcome["problem"]["code"] == "signature_invalid"


def test_a_changed_byte_breaks_the_signature(phone: Phone) -> None:
    item = signed(phone, phone.violation())
    item["body"] = item["body"].replace("漕溪北路", "漕溪南路")
    [outcome] = push_items(phone, [item]).json["outcomes"]
    assert outcome["problem"]["code"] == "signature_invalid"


def test_a_record_of_another_device_or_person_is_refused(app: Flask, branch: Branch, phone: Phone) -> None:
    stranger = Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))
    assert phone.refusal(phone.violation(device=stranger.owner.device_id)) == {"/device": "device_mismatch"}
    assert phone.refusal(phone.violation(author=stranger.owner.person_id)) == {"/author": "author_mismatch"}


def test_nobody_corrects_the_record_of_another(app: Flask, branch: Branch, phone: Phone) -> None:
    stranger = Phone(log_in(app, make_person(unit_id=branch.squad, grants=ANY)))
    first = phone.violation()
    phone.send(first)
    [outcome] = stranger.push(stranger.violation(id=first["id"], revision=2, base_revision=1, reason="改"))
    assert (outcome["outcome"], outcome["problem"]["code"]) == ("refused", "not_the_author")


def test_a_batch_of_more_than_two_hundred_is_refused_whole(phone: Phone) -> None:
    before = stored_rows()
    item = signed(phone, phone.violation())
    answer = push_items(phone, [item] * (BATCH_MAX + 1))
    assert answer.status_code == 422
    assert answer.json["fields"][0] == {"pointer": "/items", "code": "length", "message": "长度超出允许范围"}
    assert stored_rows() == before


def test_without_a_token_nothing_is_taken(app: Flask, phone: Phone) -> None:
    answer = app.test_client().post("/api/v1/sync/records", json={"last_head": None, "items": []})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_phone_gets_proof_that_the_ledger_only_grew(phone: Phone) -> None:
    phone.send(phone.violation())
    old = phone.owner.get("/ledger/head").json
    for _ in range(5):
        phone.send(phone.violation())
    last_head = {"size": old["size"], "root": old["root"]}
    answer = push_items(phone, [signed(phone, phone.violation())], last_head).json
    head, proof = answer["head"], [bytes.fromhex(node) for node in answer["consistency"]]
    roots = bytes.fromhex(old["root"]), bytes.fromhex(head["root"])
    assert verify_consistency(old["size"], head["size"], *roots, proof)


def test_one_record_alone_is_created_like_in_a_batch(phone: Phone) -> None:
    item = signed(phone, phone.violation())
    first, again = (phone.owner.post("/records", json=item) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["receipt"] == again.json["receipt"]
    assert phone.owner.post("/records", json=signed(phone, phone.violation(photos=[]))).status_code == 422


def test_a_clock_that_runs_ahead_is_flagged_and_never_refused(phone: Phone, post_id: str) -> None:
    record_id = phone.send(phone.check_in(post_id) | {"occurred_at": "2036-01-05T00:00:00.000Z"})
    assert "clock_ahead" in phone.owner.get(f"/records/{record_id}").json["flags"]


def test_texts_come_back_byte_for_byte(phone: Phone) -> None:
    envelope = phone.violation(data={"facts": "表情😀与引号\"'\\ 制表\t换行\n 保留 é ﷽"})
    phone.send(envelope)
    detail = phone.owner.get(f"/records/{envelope['id']}").json
    assert json.loads(detail["revisions"][0]["body"]) == envelope
    assert detail["data"]["facts"] == envelope["data"]["facts"]
