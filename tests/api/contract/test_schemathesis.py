"""Machine-made calls from the document itself: valid ones and broken ones, judged by schemathesis.

Deterministic: the same examples in every run. Nothing here knows a route by name but those that would end the log-in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, SerializationContext
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.config._checks import NegativeDataRejectionConfig
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from backend.evidence.tus import CHUNK_TYPE
from tests.api.contract.client import contract_of
from tests.factories.identity import LoggedIn


@schemathesis.serializer(CHUNK_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def as_bytes(_context: SerializationContext, value: Any) -> bytes:
    """Bodies that are bytes and nothing else."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


ENDS_THE_LOGIN = {"/api/v1/auth/logout", "/api/v1/auth/password"}
EXAMPLES = settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
REFUSALS = [400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 415, 422, 429]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def calls(app: Flask) -> list[APIOperation[Any, Any, Any, Any]]:
    """Every call of the document that leaves its caller logged in."""
    project = ProjectConfig(
        generation=GenerationConfig(with_security_parameters=False, allow_x00=True),
        checks=ChecksConfig(negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=REFUSALS)),
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    return [found.ok() for found in schema.get_all_operations() if found.ok().path not in ENDS_THE_LOGIN]


def _try_out(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, who: LoggedIn, checks: list[Any]
) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @EXAMPLES
    def hold(case: Case) -> None:
        case.call_and_validate(headers=who.headers, checks=checks)

    hold()


def _broken(
    calls: list[APIOperation[Any, Any, Any, Any]], mode: GenerationMode, who: LoggedIn
) -> Iterator[str]:
    for operation in calls:
        checks = list(CHECKS)
        if mode is GenerationMode.NEGATIVE and not _takes_text_or_bytes(operation):
            checks.append(negative_data_rejection)

        try:
            _try_out(operation, mode, who, checks)
        except BaseExceptionGroup as found:
            yield f"{operation.label}: {found.exceptions}"
        except Unsatisfiable:
            # Nothing about this call can be broken in this way: it takes no input.
            continue


def _takes_text_or_bytes(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """Any bytes can be sent as a file; what is wrong with them is told row by row in a good answer."""
    return any(body.media_type != "application/json" for body in operation.body)


def _told(problems: Iterator[str]) -> str:
    return "\n".join(problems)


@pytest.mark.parametrize("caller", ["officer", "office"])
def test_calls_that_fit_the_document_are_answered_as_it_says(
    calls: list[APIOperation[Any, Any, Any, Any]], caller: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(caller)
    assert _told(_broken(calls, GenerationMode.POSITIVE, who)) == ""


@pytest.mark.parametrize("caller", ["officer", "office"])
def test_calls_that_do_not_fit_are_refused_as_the_document_says(
    calls: list[APIOperation[Any, Any, Any, Any]], caller: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(caller)
    assert _told(_broken(calls, GenerationMode.NEGATIVE, who)) == ""


def test_no_call_takes_a_field_that_it_does_not_know(app: Flask, officer: LoggedIn, office: LoggedIn) -> None:
    document = contract_of(app).document
    lenient = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            who = officer if operation["x-capability"] == "record.write" else office
            queries = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
            address = path.replace("{", "").replace("}", "").replace("/day", "/2026-01-01")
            if queries:
                answer = who.client.open(address + "?unheard_of=1", method=method, headers=who.headers)
                if "/query/unheard_of" not in _pointers(answer.json):
                    lenient.append(f"{method} {path}?")
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                answer = who.client.open(address, method=method, headers=who.headers, json={"unheard_of": 1})
                if "/unheard_of" not in _pointers(answer.json):
                    lenient.append(f"{method} {path}")
    assert lenient == []


def _pointers(problem: dict[str, Any]) -> set[str]:
    return {field["pointer"] for field in problem.get("fields", ()) if field["code"] == "unknown_field"}
