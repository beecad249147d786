"""Addresses and queries that lead nowhere: each reaches as far as it can, on both databases, and stores nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from backend.kernel.ids import new_id
from tests.conftest import DATABASES
from tests.factories.identity import LoggedIn

WANTED = os.environ.get("LUQIN_TEST_DATABASES", ",".join(DATABASES)).split(",")


@pytest.fixture(scope="module", params=[name for name in DATABASES if name in WANTED])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


BAD_QUERIES = {
    "/people?limit=0": "/query/limit",
    "/people?limit=201": "/query/limit",
    "/people?limit=-1": "/query/limit",
    "/people?limit=ten": "/query/limit",
    "/people?limit=1e2": "/query/limit",
    "/people?limit=9223372036854775808": "/query/limit",
    "/people?limit=": "/query/limit",
    "/people?unit=1": "/query/unit",
    "/people?unheard=1": "/query/unheard",
    "/records?cursor=abc": "/query/cursor",
    "/records?cursor=W10": "/query/cursor",
    "/records?cursor=%F0%9F%9A%93": "/query/cursor",
    "/records?day_from=2026-02-30": "/query/day_from",
    "/records?day_from=20260201": "/query/day_from",
    "/records?state=perfect": "/query/state",
    "/records?complete=yes": "/query/complete",
    "/records?unit=%2527": "/query/unit",
    "/calendar?from=2026-01-02&to=2026-01-01": "/query/to",
    "/calendar?from=0001-01-01&to=9999-12-31": "/query/to",
    "/calendar?to=2026-01-01": "/query/from",
    "/coverage?at=now": "/query/at",
    "/coverage?at=2026-02-30T00:00:00Z": "/query/at",
    "/coverage?at=２０２６-02-03T00:00:00Z": "/query/at",
    "/ledger/consistency?from=2&to=1": "/query/to",
    "/ledger/consistency?from=0&to=1": "/query/from",
    "/ledger/consistency?from=1&to=9007199254740992": "/query/to",
}


@pytest.mark.parametrize(("query", "pointer"), BAD_QUERIES.items())
def test_a_wrong_query_is_named(office: LoggedIn, query: str, pointer: str) -> None:
    answer = office.get(query)
    assert answer.status_code == 422
    assert pointer in {field["pointer"] for field in answer.json["fields"]}


@pytest.mark.parametrize(
    "address",
    [
        "/records/%00",
        "/records?q=%00",
        "/people?q=a%00b",
        "/people?%00=1",
        "/violations/code-lists/%00",
        "/calendar?from=%00&to=%00",
    ],
)
def test_a_nul_in_the_address_is_refused(office: LoggedIn, address: str) -> None:
    answer = office.get(address)
    assert (answer.status_code, answer.json["code"]) == (400, "text_not_allowed")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/records/",
        "/records/1",
        "/records/..%2f..%2fetc%2fpasswd",
        "/records/%ff%fe",
        "/records/' OR 1=1 --",
        f"/records/{new_id()}",
        f"/records/{new_id().upper()}",
        f"/records/{'x' * 3000}",
        f"/ledger/records/{new_id()}/1/proof",
        f"/ledger/records/{new_id()}/99999999999999999999/proof",
        f"/ledger/records/{new_id()}/-1/proof",
        "/photos/nothing",
        f"/photos/{'0' * 64}",
        f"/photos/{'0' * 64}/thumbnail",
        "/violations/code-lists/1999",
    ],
)
def test_what_is_not_there_is_not_found(office: LoggedIn, path: str) -> None:
    answer = office.get(path)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "day", ["2026-02-30", "tomorrow", "2026-1-1", "20260101", "２０２６-01-01", "9" * 400]
)
def test_a_day_in_the_address_that_is_none_is_not_found(
    office: LoggedIn, day: str, nothing_stored: Callable[[], None]
) -> None:
    body = {"day_type": "holiday", "source": "通知"}
    assert office.put(f"/calendar/{day}", json=body).status_code == 404


@pytest.mark.parametrize("action", ["suspend", "reinstate", "unlock", "reset-password", "enrolment-code"])
@pytest.mark.parametrize("person", ["1", "%20", "x" * 500, "01a2087a-7c64-70ff-b4d4-bbc96f8c705b"])
def test_nobody_known_is_not_found(office: LoggedIn, action: str, person: str) -> None:
    assert office.post(f"/people/{person}/{action}").status_code == 404
