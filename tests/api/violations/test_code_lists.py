"""The code list: loaded at the start, read with an ETag, replaced by an official one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.kernel.clock import SHANGHAI
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person
from tests.factories.street import Phone

SAMPLE = "2022-04-sample"
HEADING = "code,name_zh,name_en,party,legal_basis,fine_min,fine_max,points,procedure\n"
GOOD = (
    HEADING
    + "1039,违反规定停放、临时停车,parking against the rules,motor,道交法93,20,200,0,simple\n"
    + "1625,驾驶机动车违反道路交通信号灯通行,passing a red light,motor,道交法90,20,200,6,simple\n"
)
BAD = (
    HEADING
    + "1039,违反规定停放,parking,motor,道交法93,200,20,0,simple\n12,短,short,motor,道交法90,20,200,6,simple\n"
)


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def office(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.root, roles=("command_office",)))


@pytest.fixture
def officer(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.squad, grants=(("any", "any"),)))


def load(
    desk: LoggedIn, csv: str, query: str = "version=2026-official&valid_from=2026-03-01", path: str = ""
) -> Any:
    return desk.client.post(
        f"/api/v1/violations/code-lists{path}?{query}",
        headers=desk.headers,
        data=csv.encode(),
        content_type="text/csv",
    )


def test_the_sample_list_is_there_from_the_start_and_says_what_it_is(officer: LoggedIn) -> None:
    [head] = officer.get("/violations/code-lists").json["items"]
    assert (head["version"], head["sample"], head["valid_to"]) == (SAMPLE, True, None)
    code_list = officer.get(f"/violations/code-lists/{SAMPLE}").json
    assert len(code_list["items"]) > 140
    parking = next(item for item in code_list["items"] if item["code"] == "1039")
    assert (parking["group"], parking["initials"][:4], parking["local"]) == ("motor", "wfgd", False)


def test_what_has_not_changed_is_not_sent_again(officer: LoggedIn) -> None:
    path = f"/api/v1/violations/code-lists/{SAMPLE}"
    tag = officer.client.get(path, headers=officer.headers).headers["ETag"]
    again = officer.client.get(path, headers=officer.headers | {"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_an_unknown_version_is_not_found(officer: LoggedIn) -> None:
    assert officer.get("/violations/code-lists/1999").status_code == 404


def test_a_stranger_reads_no_list(client: FlaskClient) -> None:
    assert client.get("/api/v1/violations/code-lists").status_code == 401


def test_a_preview_says_what_would_change_and_stores_nothing(office: LoggedIn) -> None:
    answer = load(office, GOOD, path="/preview")
    assert answer.status_code == 200, answer.json
    preview = answer.json
    assert (preview["closes"], preview["problems"], preview["counts"]["rows"]) == (SAMPLE, [], 2)
    assert preview["counts"]["remove"] > 100
    changed = {item["code"]: item for item in preview["changes"]}
    assert changed["1039"]["action"] == "update"
    assert "name_zh" in changed["1039"]["fields_changed"]
    assert len(office.get("/violations/code-lists").json["items"]) == 1


def test_a_preview_names_every_row_to_mend(office: LoggedIn) -> None:
    problems = load(office, BAD, path="/preview").json["problems"]
    assert {(item["row"], item["column"]) for item in problems} == {(2, "fine_max"), (3, "code")}


def test_a_list_with_a_bad_row_is_not_loaded(office: LoggedIn) -> None:
    answer = load(office, BAD)
    assert (answer.status_code, answer.json["code"]) == (422, "code_list_broken")
    assert [item["pointer"] for item in answer.json["fields"]] == ["/rows/2/fine_max", "/rows/3/code"]
    assert len(office.get("/violations/code-lists").json["items"]) == 1


def test_an_official_list_ends_the_one_before_the_day_before(office: LoggedIn) -> None:
    assert load(office, GOOD).status_code == 201
    heads = office.get("/violations/code-lists").json["items"]
    assert [(head["version"], head["valid_from"], head["valid_to"], head["sample"]) for head in heads] == [
        ("2026-official", "2026-03-01", None, False),
        (SAMPLE, "2022-04-01", "2026-02-28", True),
    ]


def test_a_phone_learns_that_its_list_has_ended(office: LoggedIn, officer: LoggedIn) -> None:
    path = f"/api/v1/violations/code-lists/{SAMPLE}"
    tag = officer.client.get(path, headers=officer.headers).headers["ETag"]
    load(office, GOOD)
    again = officer.client.get(path, headers=officer.headers | {"If-None-Match": tag})
    assert (again.status_code, again.json["valid_to"]) == (200, "2026-02-28")


def test_a_violation_needs_the_list_in_force_on_the_day_of_the_act(
    office: LoggedIn, officer: LoggedIn
) -> None:
    load(office, GOOD)
    phone = Phone(officer)
    before = datetime(2026, 2, 28, 23, 59, tzinfo=SHANGHAI)
    after = datetime(2026, 3, 1, 0, 0, tzinfo=SHANGHAI)
    new = {"code_version": "2026-official"}
    phone.send(phone.violation(at=before))
    phone.send(phone.violation(at=after, data=new))
    wrong = {"/data/code_version": "code_list_not_in_force"}
    assert phone.refusal(phone.violation(at=after)) == wrong
    assert phone.refusal(phone.violation(at=before, data=new)) == wrong


def test_a_version_is_loaded_once_and_never_changed(office: LoggedIn) -> None:
    load(office, GOOD)
    answer = load(office, GOOD, "version=2026-official&valid_from=2026-04-01")
    assert (answer.status_code, answer.json["code"]) == (409, "code_list_exists")


def test_a_list_starts_after_the_one_that_it_follows(office: LoggedIn) -> None:
    answer = load(office, GOOD, "version=old&valid_from=2022-04-01")
    assert (answer.status_code, answer.json["code"]) == (422, "code_list_too_early")


@pytest.mark.parametrize(
    "query",
    [
        "version=&valid_from=2026-03-01",
        "version=a b&valid_from=2026-03-01",
        "version=a",
        "valid_from=x&version=a",
    ],
)
def test_a_list_needs_a_version_and_a_day(office: LoggedIn, query: str) -> None:
    assert load(office, GOOD, query).status_code == 422


@pytest.mark.parametrize("csv", ["", "code\n", "\x00\x01", HEADING])
def test_what_is_no_list_is_refused_in_words(office: LoggedIn, csv: str) -> None:
    assert load(office, csv, path="/preview").json["problems"] != []
    assert load(office, csv).status_code == 422


def test_only_who_keeps_the_codes_loads_a_list(officer: LoggedIn) -> None:
    assert load(officer, GOOD).status_code == 403
    assert load(officer, GOOD, path="/preview").status_code == 403
