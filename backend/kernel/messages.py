"""Sentences for the codes that the edge itself gives: fields that break their schema, and plain HTTP errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.kernel.errors import FieldProblem

_FIELDS: dict[str, tuple[str, str]] = {
    "required": ("此项必填", "This is required"),
    "null": ("此项不能为空", "This must not be null"),
    "wrong_type": ("类型不对", "Wrong type"),
    "unknown_field": ("不认识的字段", "Unknown field"),
    "length": ("长度超出允许范围", "Length out of range"),
    "not_an_id": ("标识格式不对", "Not an identifier"),
    "not_a_hash": ("应为 64 位小写十六进制 SHA-256", "Not a SHA-256 in lower-case hex"),
    "not_base64url": ("应为 base64url 编码", "Not base64url"),
    "not_in_list": ("不在可选范围内", "Not one of the allowed values"),
    "out_of_range": ("数值超出范围", "Out of range"),
    "number_not_finite": ("数值无效", "Not a finite number"),
    "not_an_instant": (
        "时间应为 UTC，例如 2026-11-23T06:00:00.000Z",
        "Not a UTC time like 2026-11-23T06:00:00.000Z",
    ),
    "not_a_day": ("日期应如 2026-11-23", "Not a day like 2026-11-23"),
    "not_a_request_id": (
        "请求编号应为 8–64 位字母、数字或 . _ -",
        "Not a request id: 8 to 64 letters, digits or . _ -",
    ),
    "not_a_version": (
        "版本号应以字母或数字开头，至多 40 位",
        "Not a version: starts with a letter or digit, 40 at most",
    ),
    "base_revision_wrong": (
        "更正应以上一版本为基础",
        "A correction is made from the revision before it, a first revision from none",
    ),
    "photo_repeated": ("同一张照片不能算两张", "The same photo does not count twice"),
    "invalid": ("内容无效", "Not valid"),
}
_HTTP: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法读取", "The request cannot be read"),
    404: ("not_found", "没有找到", "Not found"),
    405: ("method_not_allowed", "此地址不支持该操作", "This address does not support that method"),
    406: ("not_acceptable", "无法提供所要求的格式", "The requested format is not available"),
    408: ("timeout", "请求超时", "The request timed out"),
    411: ("length_required", "请求缺少长度", "The request has no length"),
    413: ("too_large", "内容过大", "Too large"),
    414: ("address_too_long", "地址过长", "The address is too long"),
    415: ("unsupported_media_type", "不支持的内容类型", "Unsupported content type"),
    416: ("range_not_satisfiable", "请求的范围不存在", "The range does not exist"),
    412: ("precondition_failed", "内容已变化，请刷新后重试", "The content has changed, load it anew"),
    429: ("too_many_requests", "请求过于频繁", "Too many requests"),
    503: ("try_again", "服务暂时繁忙，请稍后重试。本机内容不会丢失", "The service is busy, try again"),
    500: (
        "internal_error",
        "服务器出现意外，已记录。本机内容不会丢失",
        "Something unexpected happened and was logged",
    ),
}


def field_sentence(code: str) -> tuple[str, str]:
    """Chinese and English for a field's code; an unknown code speaks for itself."""
    return _FIELDS.get(code, ("内容无效", code))


def http_sentence(status: int) -> tuple[str, str, str]:
    """Code, Chinese and English for a bare HTTP status."""
    return _HTTP.get(status, ("http_error", "请求未能完成", "The request could not be completed"))


def _escaped(key: Any) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def field_problems(errors: Any, pointer: str = "") -> list[FieldProblem]:
    """marshmallow's nested error messages, whose leaves are codes, as a flat list with JSON pointers."""
    if isinstance(errors, Mapping):
        return [
            problem
            for key, child in errors.items()
            for problem in field_problems(
                child, pointer if key == "_schema" else f"{pointer}/{_escaped(key)}"
            )
        ]
    codes = errors if isinstance(errors, list) else [errors]
    return [FieldProblem(pointer, str(code), *field_sentence(str(code))) for code in codes]
