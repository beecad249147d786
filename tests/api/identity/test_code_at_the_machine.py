"""The first administrator has nobody who could give a code: the command line of the machine gives it."""

from __future__ import annotations

import pytest
from flask import Flask

from backend.identity import devices
from backend.kernel.db import unit_of_work
from backend.kernel.errors import NotFound
from tests.factories.identity import LOGIN, DeviceKey, login_body, make_branch, make_person


@pytest.fixture
def settings_overrides() -> dict[str, str]:
    return {"LUQIN_DEVICE_ENROLMENT": "code"}


def test_a_code_from_the_machine_registers_the_first_device(app: Flask) -> None:
    make_person(unit_id=make_branch().root, badge_number="100001")
    with unit_of_work():
        issued = devices.issue_code_at_the_machine("100001")
    body = login_body("100001", DeviceKey())
    client = app.test_client()
    assert client.post(LOGIN, json=body).get_json()["code"] == "enrolment_code_required"
    assert client.post(LOGIN, json={**body, "enrolment_code": issued.code}).status_code == 200


def test_nobody_gets_a_code_for_an_unknown_badge(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFound), unit_of_work():
        devices.issue_code_at_the_machine("999999")
