"""Addresses that no file system can hold: not found, and never trouble of the server's own."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.mark.parametrize(
    "path",
    [
        "/" + "a" * 5_000,
        "/assets/" + "a" * 300 + ".js",
        "/" + "/".join(["a" * 250] * 20),
        "/records/%00",
        "/assets/a%00b.js",
        "/" + "路" * 200,
    ],
)
def test_a_path_longer_than_a_file_name_can_be_is_not_found(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
