"""The OpenAPI 3.1 document, finished: what flask-smorest cannot know about access, errors and strict answers.

Made from the routes and schemas themselves, so it cannot drift; `tests/api` compares every real answer with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import orjson
from flask import Flask
from flask_smorest import Api

from backend.kernel.clock import INSTANT_PATTERN
from backend.kernel.http import PUBLIC
from backend.kernel.ids import ID_PATTERN
from backend.kernel.schemas import HASH_PATTERN, Problem

PROBLEM_TYPE = "application/problem+json"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
INTRODUCTION = """\
路勤接口。JSON 一律 UTF-8，字段用 snake_case；不认识的字段一律拒收。
标识为 UUIDv7；时间为 UTC（`2026-11-23T06:00:00.000Z`），日期为上海日期；位置为 WGS-84 度、米、秒。
列表按游标翻页：`?limit=50&cursor=…`。出错时答 `application/problem+json`，`code` 固定不变，`fields` 指明要改的地方。
可随请求带 `X-Request-Id`，答复必带；`Accept-Language: zh-CN` 或 `en` 决定提示语言。
"""
_PROBLEMS = {
    "Problem": "出错：见 `code` 与 `fields`",
    "Unauthenticated": "未登录或登录已失效",
    "NotAllowed": "没有此项权限",
    "InvalidInput": "内容有误：`fields` 逐项指明",
}
_EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "status": 422,
    "code": "invalid_input",
    "title": "提交的内容有误",
    "detail": "提交的内容有误",
    "request_id": "0192f3a0-5c1e-7d2b-8a4f-3b6c9d0e1f2a",
    "fields": [{"pointer": "/data/plate", "code": "length", "message": "长度超出允许范围"}],
}
_EXAMPLES = {
    ID_PATTERN: "0192f3a0-5c1e-7d2b-8a4f-3b6c9d0e1f2a",
    HASH_PATTERN: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    INSTANT_PATTERN: "2026-11-23T06:00:00.000Z",
    "date": "2026-11-23",
}
"""What texts of a fixed form look like."""
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
Document = dict[str, Any]


def describe(app: Flask, api: Api, *, version: str) -> Callable[[], Document]:
    """A function that gives the finished document, made once. Call it when every route is registered."""
    if "Problem" not in api.spec.components.schemas:
        api.spec.components.schema("Problem", schema=Problem)

    @cache
    def document() -> Document:
        spec: Document = orjson.loads(orjson.dumps(api.spec.to_dict()))
        spec["info"] |= {"version": version, "description": INTRODUCTION}
        _describe_schemas(spec, api)
        _add_problem_answers(spec)
        access = _access(app)
        for path, method, operation in operations(spec):
            endpoint, capability = access[path, method]
            operation["operationId"] = endpoint.replace(".", "_")
            _finish_operation(operation, capability)
        _require_every_member_of_answers(spec)
        return spec

    return document


def operations(spec: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and lower-case method."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def path_template(rule: str) -> str:
    """A Flask rule as the document writes it: `/records/<record_id>` is `/records/{record_id}`."""
    return _ARGUMENT.sub(r"{\1}", rule)


def _access(app: Flask) -> dict[tuple[str, str], tuple[str, str]]:
    """Endpoint and capability by path and method, from the routes that really answer."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for rule in app.url_map.iter_rules():
        capability: str = getattr(app.view_functions[rule.endpoint], "luqin_capability")  # noqa: B009 - start-up has checked it; the type does not know
        for method in rule.methods or ():
            if method != "OPTIONS" or not getattr(rule, "provide_automatic_options", False):
                found[path_template(rule.rule), method.lower()] = rule.endpoint, capability
    return found


def _describe_schemas(spec: Document, api: Api) -> None:
    """Docstrings of the schema classes, and none of flask-smorest's own shapes, which we never send."""
    schemas = spec["components"]["schemas"]
    for name in ("Error", "PaginationMetadata"):
        schemas.pop(name, None)
    for key, name in api.ma_plugin.converter.refs.items():
        if name in schemas and key[0].__doc__:
            schemas[name] = {"description": " ".join(key[0].__doc__.split())} | schemas[name]
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            example = _EXAMPLES.get(member.get("pattern", member.get("format", "")))
            if example is not None:
                member["examples"] = [example]


def _add_problem_answers(spec: Document) -> None:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _EXAMPLE}}
    spec["components"]["responses"] = {
        name: {"description": words, "content": content} for name, words in _PROBLEMS.items()
    }
    spec["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "登录后得到的访问令牌",
        }
    }


def _finish_operation(operation: dict[str, Any], capability: str) -> None:
    operation["x-capability"] = capability
    operation["security"] = [] if capability == PUBLIC else [{"bearer": []}]
    answers = operation["responses"]
    if capability != PUBLIC:
        answers.setdefault("401", _problem("Unauthenticated"))
        answers.setdefault("403", _problem("NotAllowed"))
    for status, answer in answers.items():
        if status == "default":
            answers[status] = _problem("Problem")
        elif status == "422" and "$ref" in answer:
            answers[status] = _problem("InvalidInput")
        elif status[0] in "45" and "$ref" not in answer:
            answer["content"] = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"] = dict(sorted(answers.items()))
    for parameter in operation.get("parameters", ()):
        _plain_parameter(parameter["schema"])


def _problem(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


def _plain_parameter(schema: dict[str, Any]) -> None:
    """An address has no null: what may be left out says so by not being required."""
    if isinstance(schema.get("type"), list):
        (schema["type"],) = [kind for kind in schema["type"] if kind != "null"]
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    if schema.get("default", "") in (None, ""):
        schema.pop("default", None)


def _require_every_member_of_answers(spec: Document) -> None:
    """Our answers never leave a member out (they say null), so shapes that are only sent require all they name."""
    schemas = spec["components"]["schemas"]
    taken: set[str] = set()
    for _, _, operation in operations(spec):
        _collect_schemas(operation.get("requestBody"), schemas, taken)
    for name, schema in schemas.items():
        if name not in taken and "properties" in schema:
            schema["required"] = list(schema["properties"])


def _collect_schemas(node: Any, schemas: dict[str, Any], found: set[str]) -> None:
    """Names of the schemas that `node` refers to, directly or not, added to `found`."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        name = reference.rsplit("/", 1)[-1] if isinstance(reference, str) else None
        if name is not None and name in schemas and name not in found:
            found.add(name)
            _collect_schemas(schemas[name], schemas, found)
        for child in node.values():
            _collect_schemas(child, schemas, found)
    elif isinstance(node, list):
        for child in node:
            _collect_schemas(child, schemas, found)
