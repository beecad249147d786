"""The published document: valid, complete, and shown on a page."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from backend.app import create_app
from backend.kernel.openapi import operations
from tests.api.contract.client import contract_of
from tests.conftest import settings_for

BODILESS = re.compile(r"/(logout|suspend|reinstate|unlock|reset-password|enrolment-code|revoke|apply)$")
"""Calls that do something by their address alone."""
TUS = "/api/v1/photos/uploads"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").get_json()


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_two_schemas_never_fight_for_one_name(tmp_path: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'luqin.db'}"))


def test_every_call_is_described_and_named_once(document: dict[str, Any]) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(document))
    assert [name for name, count in names.items() if count > 1] == []
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation.get("summary"), where
        assert len(operation["tags"]) == 1, where
        assert any(status[0] in "23" for status in operation["responses"]), where


def test_every_group_of_calls_has_a_chinese_name(document: dict[str, Any]) -> None:
    nameless = [
        tag["name"] for tag in document["tags"] if not re.match("[\u4e00-\u9fff]", tag["description"])
    ]
    assert nameless == []


def test_every_call_says_how_it_fails(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        problem = operation["responses"]["default"]["$ref"].rsplit("/", 1)[-1]
        content = document["components"]["responses"][problem]["content"]
        assert list(content) == ["application/problem+json"], f"{method} {path}"


def test_every_error_answer_is_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                found = answer if "$ref" not in answer else document["components"]["responses"]["Problem"]
                assert list(found["content"]) == ["application/problem+json"], f"{method} {path} {status}"


def test_every_call_that_takes_a_body_shows_it(document: dict[str, Any]) -> None:
    silent = [
        f"{method} {path}"
        for path, method, operation in operations(document)
        if method in {"post", "put", "patch"}
        and "requestBody" not in operation
        and not BODILESS.search(path)
        and not path.startswith(TUS)
    ]
    assert silent == []


def test_every_shape_is_described_and_refuses_what_it_does_not_know(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        assert schema.get("additionalProperties") is False, name


def test_the_example_of_a_problem_is_one(app: Flask, document: dict[str, Any]) -> None:
    example = document["components"]["responses"]["Problem"]["content"]["application/problem+json"]["example"]
    assert contract_of(app).errors(example, "/components/schemas/Problem") == []


def test_every_example_of_a_member_fits_it(app: Flask, document: dict[str, Any]) -> None:
    shown = 0
    for name, schema in document["components"]["schemas"].items():
        for member, found in schema.get("properties", {}).items():
            for example in found.get("examples", ()):
                pointer = f"/components/schemas/{name}/properties/{member}"
                assert contract_of(app).errors(example, pointer) == [], pointer
                shown += 1
    assert shown > 50


def test_the_document_is_not_sent_twice_to_who_has_it(client: FlaskClient) -> None:
    for address in ("/api/v1/openapi.json", "/api/v1/docs"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        self.inline += [name for name in found if name == "style" or name.startswith("on")]


@pytest.fixture
def shown(client: FlaskClient) -> _Page:
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    page = _Page()
    page.feed(answer.get_data(as_text=True))
    return page


def test_the_page_shows_every_call(shown: _Page, document: dict[str, Any]) -> None:
    assert {operation["operationId"] for _, _, operation in operations(document)} <= set(shown.ids)


def test_the_page_works_under_the_content_policy(shown: _Page, client: FlaskClient) -> None:
    assert shown.tags["script"] == shown.tags["style"] == 0
    assert shown.inline == []
    assert client.get("/api/v1/docs.css").mimetype == "text/css"


def test_every_link_of_the_page_leads_somewhere(shown: _Page) -> None:
    anchors = {f"#{anchor}" for anchor in shown.ids}
    assert [link for link in shown.links if link.startswith("#") and link not in anchors] == []
    assert {link for link in shown.links if not link.startswith(("#", "data:"))} == {
        "docs.css",
        "openapi.json",
    }
    assert len(shown.ids) == len(set(shown.ids))
