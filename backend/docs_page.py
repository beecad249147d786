"""The OpenAPI document as a page to read: grouped calls, and shapes laid flat as rows with their depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from backend.kernel.clock import INSTANT_PATTERN
from backend.kernel.http import PUBLIC
from backend.kernel.ids import ID_PATTERN
from backend.kernel.openapi import Document, operations
from backend.kernel.schemas import BASE64URL_PATTERN, HASH_PATTERN

TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是或否",
    "object": "对象",
    "array": "列表",
    "null": "空",
}
FORMS = {
    ID_PATTERN: "标识 UUIDv7",
    HASH_PATTERN: "SHA-256，64 位小写十六进制",
    INSTANT_PATTERN: "时间 UTC，如 2026-11-23T06:00:00.000Z",
    BASE64URL_PATTERN: "base64url",
}
FORMATS = {"date": "日期 如 2026-11-23", "binary": "字节"}
PHRASES = {"OK": "成功", "Created": "已创建", "No Content": "成功，无内容", "Not Modified": "未变"}
PLACES = {"path": "地址", "query": "查询", "header": "请求头", "cookie": "Cookie"}
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One member of a shape. `depth` counts from 0; `optional`: may be left out."""

    name: str
    depth: int
    kind: str
    optional: bool
    notes: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Shape:
    """A body of one media type."""

    media: str
    title: str
    words: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: str
    words: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Call:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    words: str
    capability: str | None
    parameters: tuple[Row, ...]
    bodies: tuple[Shape, ...]
    answers: tuple[Answer, ...]
    problems: tuple[Answer, ...]


@dataclass
class Group:
    """The calls of one tag."""

    name: str
    title: str
    english: str
    calls: list[Call] = field(default_factory=list)


def read_page(document: Document) -> dict[str, Any]:
    """Everything that the template shows."""
    groups = {tag["name"]: _group(tag) for tag in document["tags"]}
    reader = _Reader(document)
    for path, method, operation in operations(document):
        groups[operation["tags"][0]].calls.append(reader.call(path, method, operation))
    problem = document["components"]["responses"]["Problem"]["content"]["application/problem+json"]
    return {
        "info": document["info"],
        "paragraphs": document["info"]["description"].strip().splitlines(),
        "groups": list(groups.values()),
        "count": sum(len(group.calls) for group in groups.values()),
        "problem_rows": tuple(reader.rows(problem["schema"], 0)),
        "problem_example": json.dumps(problem["example"], ensure_ascii=False, indent=2),
    }


def _group(tag: dict[str, str]) -> Group:
    """Blueprints are described as `中文` or `中文 · English`."""
    title, _, english = tag.get("description", tag["name"]).partition(" · ")
    return Group(tag["name"], title, english)


def split_code(words: str) -> list[tuple[str, bool]]:
    """Text and `code` in turn, for a template that marks code without markup of its own."""
    return [(part, n % 2 == 1) for n, part in enumerate(_CODE.split(words)) if part]


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document

    def call(self, path: str, method: str, operation: dict[str, Any]) -> Call:
        item = self._document["paths"][path]
        answers = [
            Answer(status, _answer_words(found), tuple(self._shapes(found.get("content", {}))))
            for status, found in ((s, self._resolve(a)) for s, a in operation["responses"].items())
        ]
        return Call(
            anchor=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            words=operation.get("description", ""),
            capability=None if operation["x-capability"] == PUBLIC else operation["x-capability"],
            parameters=tuple(
                self._parameter(p) for p in (*item.get("parameters", ()), *operation.get("parameters", ()))
            ),
            bodies=tuple(self._shapes(operation.get("requestBody", {}).get("content", {}))),
            answers=tuple(answer for answer in answers if answer.status[0] in "23"),
            problems=tuple(answer for answer in answers if answer.status[0] in "45"),
        )

    def _parameter(self, parameter: dict[str, Any]) -> Row:
        schema = self._resolve(parameter["schema"])
        return Row(
            name=parameter["name"],
            depth=0,
            kind=f"{PLACES[parameter['in']]} · {self._kind(schema)}",
            optional=not parameter.get("required"),
            notes=tuple(_notes(schema)),
            words=parameter.get("description", ""),
        )

    def _shapes(self, content: dict[str, Any]) -> Iterator[Shape]:
        for media, found in content.items():
            schema = self._resolve(found.get("schema", {}))
            reference = found.get("schema", {}).get("$ref", "")
            yield Shape(
                media,
                reference.rsplit("/", 1)[-1] or self._kind(schema),
                schema.get("description", ""),
                tuple(self.rows(schema, 0)),
            )

    def rows(self, node: dict[str, Any], depth: int, above: tuple[int, ...] = ()) -> Iterator[Row]:
        """The members of an object, each followed by its own members; a shape inside itself is not repeated."""
        schema = self._inner(node)
        if id(schema) in above:
            return
        required = schema.get("required", ())
        for name, child in schema.get("properties", {}).items():
            plain = self._resolve(child)
            yield Row(
                name=name + ("[]" if self._is_list(plain) else ""),
                depth=depth,
                kind=self._kind(plain),
                optional=name not in required,
                notes=tuple(_notes(self._without_null(plain))),
                words=child.get("description", ""),
            )
            yield from self.rows(plain, depth + 1, (*above, id(schema)))

    def _inner(self, node: dict[str, Any]) -> dict[str, Any]:
        """The object behind references, nullability and lists."""
        schema = self._without_null(self._resolve(node))
        while "items" in schema:
            schema = self._without_null(self._resolve(schema["items"]))
        return schema

    def _is_list(self, schema: dict[str, Any]) -> bool:
        return "items" in self._without_null(schema)

    def _kind(self, schema: dict[str, Any]) -> str:
        plain = self._without_null(schema)
        if "items" in plain:
            words = f"列表：{self._kind(self._resolve(plain['items']))}"
        else:
            kinds = plain.get("type", "object" if "properties" in plain else "任意")
            kinds = [kinds] if isinstance(kinds, str) else kinds
            words = "、".join(TYPES.get(kind, kind) for kind in kinds if kind != "null")
        return f"{words}或空" if self._may_be_null(schema) else words

    def _may_be_null(self, schema: dict[str, Any]) -> bool:
        return "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ())

    def _without_null(self, schema: dict[str, Any]) -> dict[str, Any]:
        others = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
        return self._resolve(others[0]) if len(others) == 1 else schema

    def _resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            found: Any = self._document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node


def _answer_words(answer: dict[str, Any]) -> str:
    words: str = answer.get("description", "")
    return PHRASES.get(words, words)


def _notes(schema: dict[str, Any]) -> Iterator[str]:
    """Limits in words."""
    if "enum" in schema:
        yield "可取 " + "、".join(str(value) for value in schema["enum"] if value is not None)
    if "pattern" in schema:
        yield FORMS.get(schema["pattern"], schema["pattern"])
    elif schema.get("format") in FORMATS:
        yield FORMATS[schema["format"]]
    yield from _range(schema, "minLength", "maxLength", "字")
    yield from _range(schema, "minimum", "maximum", "")
    yield from _range(schema, "minItems", "maxItems", "项")
    if schema.get("default") is not None:
        yield f"默认 {schema['default']}"


def _range(schema: dict[str, Any], low: str, high: str, unit: str) -> Iterator[str]:
    least, most = schema.get(low), schema.get(high)
    if least is not None and most is not None:
        yield f"{least} {unit}".strip() if least == most else f"{least}–{most} {unit}".strip()
    elif least is not None and not (low == "minLength" and least == 1):
        yield f"至少 {least} {unit}".strip()
    elif most is not None:
        yield f"至多 {most} {unit}".strip()
