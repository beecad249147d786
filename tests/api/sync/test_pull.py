"""What a phone pulls: its own records by sequence, and the reference for days without network."""

from __future__ import annotations

import pytest
from flask import Flask

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


def test_changes_come_in_order_and_stop_at_the_end(phone: Phone) -> None:
    sent = [phone.send(phone.violation()) for _ in range(5)]
    first = phone.owner.get("/sync/changes?since=0&limit=3").json
    assert [item["record"]["id"] for item in first["items"]] == sent[:3]
    assert first["more"] is True
    rest = phone.owner.get(f"/sync/changes?since={first['next_since']}").json
    assert [item["record"]["id"] for item in rest["items"]] == sent[3:]
    assert rest["more"] is False
    assert phone.owner.get(f"/sync/changes?since={rest['next_since']}").json["items"] == []


def test_a_corrected_record_moves_to_the_place_of_its_correction(phone: Phone) -> None:
    first = phone.violation()
    phone.send(first)
    other = phone.send(phone.violation())
    phone.send(phone.violation(id=first["id"], revision=2, base_revision=1, reason="更正"))
    items = phone.owner.get("/sync/changes").json["items"]
    assert [(item["record"]["id"], item["record"]["revision"]) for item in items] == [
        (other, 1),
        (first["id"], 2),
    ]


def test_nobody_pulls_the_records_of_another(app: Flask, branch: Branch, phone: Phone) -> None:
    phone.send(phone.violation())
    stranger = log_in(app, make_person(unit_id=branch.squad))
    assert stranger.get("/sync/changes").json["items"] == []


def test_the_reference_is_sent_once_until_something_changes(phone: Phone, branch: Branch) -> None:
    first = phone.owner.get("/sync/reference")
    assert first.json["me"]["person"]["id"] == phone.owner.person_id
    assert [item["version"] for item in first.json["code_lists"]] == ["2022-04-sample"]
    tag = first.headers["ETag"]
    again = phone.owner.client.get(
        "/api/v1/sync/reference", headers={**phone.owner.headers, "If-None-Match": tag}
    )
    assert again.status_code == 304
    post = make_post(unit_id=branch.squad)
    changed = phone.owner.get("/sync/reference")
    assert changed.headers["ETag"] != tag
    assert [item["id"] for item in changed.json["posts"]] == [post]
