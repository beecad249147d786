"""Answers made by schemas carry Chinese as it is."""

from __future__ import annotations

from flask import Flask

from backend.kernel.http import PlainJson


def test_chinese_is_not_escaped_and_fields_keep_their_order() -> None:
    app = Flask("test")
    app.json = PlainJson(app)
    with app.app_context():
        answer = app.json.response({"unit": "交警一大队", "name": "黄玉洁"})
    assert answer.get_data() == '{"unit":"交警一大队","name":"黄玉洁"}\n'.encode()
