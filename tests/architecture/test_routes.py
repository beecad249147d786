"""Every route says who may call it, and says it in the published document too."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from backend.identity.rules import Capability
from backend.kernel.http import PUBLIC, check_every_route_declares_access
from backend.kernel.openapi import operations, path_template

PUBLIC_CALLS = {
    "GET /api/v1/auth/demo-accounts",
    "GET /api/v1/ledger/consistency",
    "GET /api/v1/ledger/head",
    "GET /api/v1/ledger/keys",
    "GET /api/v1/sync/time",
    "OPTIONS /api/v1/photos/uploads",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
}
"""What anybody may call without log-in; a new one is a decision, not an accident."""


def test_a_route_without_declared_access_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/naked", "naked", lambda: "")
    with pytest.raises(RuntimeError, match="/naked"):
        check_every_route_declares_access(app)


def test_every_route_names_a_capability_that_exists(app: Flask) -> None:
    known = {PUBLIC, *Capability}
    unknown = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "luqin_capability") not in known  # noqa: B009 - untyped attribute
    }
    assert unknown == set()


def test_the_document_shows_the_same_capability_as_the_route(app: Flask) -> None:
    views = {
        (path_template(rule.rule), rule.endpoint.replace(".", "_")): rule for rule in app.url_map.iter_rules()
    }
    for path, _, operation in operations(app.extensions["luqin.openapi"]()):
        view = app.view_functions[views[path, operation["operationId"]].endpoint]
        assert operation["x-capability"] == getattr(view, "luqin_capability")  # noqa: B009 - untyped attribute
        assert operation["security"] == ([] if operation["x-capability"] == PUBLIC else [{"bearer": []}])


def test_only_the_calls_that_we_know_of_are_public(app: Flask) -> None:
    document = app.extensions["luqin.openapi"]()
    public = {
        f"{method.upper()} {path}"
        for path, method, operation in operations(document)
        if operation["x-capability"] == PUBLIC
    }
    assert public == PUBLIC_CALLS


def test_no_route_stands_behind_another_that_takes_its_address(app: Flask) -> None:
    calls = Counter(
        (path_template(rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"OPTIONS", "HEAD"}
    )
    assert [call for call, count in calls.items() if count > 1] == []


def test_every_route_of_the_interface_is_in_the_document(app: Flask) -> None:
    documented = {(path, method.upper()) for path, method, _ in operations(app.extensions["luqin.openapi"]())}
    answering = {
        (path_template(rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and "docs" not in rule.endpoint and rule.endpoint != "openapi"
        for method in rule.methods or ()
        if method not in {"OPTIONS", "HEAD"}
    }
    assert answering <= documented
