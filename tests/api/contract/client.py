"""A test client that holds every real answer against the published document.

All tests under `tests/api` get it through their `app` and `client` fixtures, so a route cannot answer anything that
its document does not say: the status is listed, the content type is the listed one, the body fits the schema.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from backend.kernel.openapi import PROBLEM_TYPE, path_template

DOCUMENT = "urn:luqin:openapi"
PROBLEM_POINTER = "/components/schemas/Problem"
EVERY_ANSWER = ("X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy")


class ContractBroken(AssertionError):
    """An answer is not the one that the document promises."""


class Contract:
    """The document, ready to judge answers."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        return Registry().with_resource(DOCUMENT, resource)

    def errors(self, value: Any, pointer: str) -> list[str]:
        """What is wrong with `value` under the schema at `pointer` of the document."""
        validator = self._validator(pointer)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    @lru_cache(maxsize=500)  # noqa: B019 - one contract lives as long as the test process
    def _validator(self, pointer: str) -> Draft202012Validator:
        return Draft202012Validator(
            {"$ref": f"{DOCUMENT}#{pointer}"}, registry=self._registry, format_checker=FormatChecker()
        )

    def check(self, app: Flask, response: TestResponse) -> None:
        """Raises `ContractBroken` when the answer is not a documented one."""
        where = f"{response.request.method} {response.request.path} → {response.status_code}"
        missing = [name for name in EVERY_ANSWER if name not in response.headers]
        _demand(not missing, where, f"headers are missing: {missing}")
        _demand(response.status_code != 500, where, "server error, see the log")
        if not response.request.path.startswith("/api/v1/"):
            return
        template = _template(app, response)
        method = response.request.method.lower()
        operation = self.document["paths"].get(template, {}).get(method)
        if operation is None and method == "head":
            operation = self.document["paths"].get(template, {}).get("get")
        if operation is not None:
            self._check_documented(
                where, response, template, "get" if method == "head" else method, operation
            )
        elif response.status_code >= 400:
            self._check_problem(where, response)

    def _check_documented(
        self, where: str, response: TestResponse, template: str, method: str, operation: dict[str, Any]
    ) -> None:
        answers = operation["responses"]
        status = str(response.status_code)
        if status not in answers and response.status_code >= 400:
            self._check_problem(where, response)
            return
        _demand(status in answers, where, f"undocumented status; documented are {sorted(answers)}")
        if response.status_code >= 400:
            self._check_problem(where, response)
            return
        content = answers[status].get("content", {})
        if not content or response.request.method == "HEAD":
            _demand(not response.get_data(), where, "a body, though none is documented")
            return
        match = next((name for name in content if fnmatchcase(response.mimetype, name)), None)
        _demand(match is not None, where, f"undocumented type {response.mimetype}; {sorted(content)} are")
        if match == "application/json":
            place = ("paths", template, method, "responses", status, "content", match, "schema")
            pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in place)
            errors = self.errors(json.loads(response.get_data()), pointer)
            _demand(not errors, where, "; ".join(errors[:5]))

    def _check_problem(self, where: str, response: TestResponse) -> None:
        if response.request.method == "HEAD":
            return
        _demand(response.mimetype == PROBLEM_TYPE, where, f"an error as {response.mimetype}")
        problem = json.loads(response.get_data())
        errors = self.errors(problem, PROBLEM_POINTER)
        _demand(not errors, where, "; ".join(errors[:5]))
        _demand(
            problem["status"] == response.status_code, where, "problem and answer name different statuses"
        )
        _demand(problem["request_id"] == response.headers["X-Request-Id"], where, "two request ids")


class ContractClient(FlaskClient):
    """Fails the test on an answer that the document does not promise."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """One request, checked."""
        response = super().open(*args, **options)
        contract_of(self.application).check(self.application, response)
        return response


_contracts: dict[frozenset[str], Contract] = {}


def contract_of(app: Flask) -> Contract:
    """The contract of an application. Applications with the same routes have the same one."""
    routes = frozenset(app.view_functions)
    if routes not in _contracts:
        _contracts[routes] = Contract(app.extensions["luqin.openapi"]())
    return _contracts[routes]


def _template(app: Flask, response: TestResponse) -> str:
    """The path of the document that an address belongs to; empty when it belongs to none."""
    try:
        rule, _ = app.url_map.bind_to_environ(response.request.environ).match(return_rule=True)
    except (HTTPException, RequestRedirect):
        return ""
    return path_template(rule.rule)


def _demand(holds: bool, where: str, problem: str) -> None:
    if not holds:
        raise ContractBroken(f"{where}: {problem}")
