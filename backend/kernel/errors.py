"""What can go wrong, as classes with a stable code and words for people. No status numbers here: `http.py` has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar


class ErrorKind(Enum):
    """How the HTTP edge answers."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class FieldProblem:
    """One input to mend: JSON pointer, stable code, and the sentence in both languages."""

    pointer: str
    code: str
    zh: str
    en: str


class LuqinError(Exception):
    """Base of all errors that are told to the caller.

    Subclasses set `kind`, `code`, `zh` and `en` (titles); an instance may add a more exact sentence and fields.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.INVALID
    code: str = "invalid_input"
    zh: str = "提交的内容有误"
    en: str = "The input is not valid"

    def __init__(
        self,
        zh: str | None = None,
        en: str | None = None,
        *,
        code: str | None = None,
        fields: Sequence[FieldProblem] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(zh or self.zh)
        self.detail_zh = zh or self.zh
        self.detail_en = en or self.en
        self.code = code or self.code
        self.fields = tuple(fields)
        self.retry_after_s = retry_after_s


class InvalidInput(LuqinError):
    """The input breaks its schema or a rule."""


class Malformed(LuqinError):
    """The body cannot be read at all."""

    kind = ErrorKind.MALFORMED
    code = "body_not_json"
    zh = "请求内容无法读取"
    en = "The request cannot be read"


class BodyTruncated(Malformed):
    """Less arrived than was announced: a cut body is never taken for a whole one."""

    code = "body_truncated"
    zh = "请求内容不完整，请重新发送"
    en = "The body was cut off, send it again"


class Unauthenticated(LuqinError):
    """Nobody is logged in, or no longer."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "token_missing"
    zh = "请先登录"
    en = "Log in first"


class NotAllowed(LuqinError):
    """Logged in, but without the capability."""

    kind = ErrorKind.FORBIDDEN
    code = "not_allowed"
    zh = "您没有此项权限"
    en = "You may not do this"


class NotFound(LuqinError):
    """Unknown, or not the caller's to know: the answer is the same."""

    kind = ErrorKind.MISSING
    code = "not_found"
    zh = "没有找到"
    en = "Not found"


class Conflict(LuqinError):
    """Something else already stands there."""

    kind = ErrorKind.CONFLICT
    code = "conflict"
    zh = "内容已被更改"
    en = "It has changed meanwhile"


class TooLarge(LuqinError):
    """More than the server takes at once."""

    kind = ErrorKind.TOO_LARGE
    code = "too_large"
    zh = "内容过大"
    en = "Too large"


class UnsupportedMedia(LuqinError):
    """The content type is not one this route takes."""

    kind = ErrorKind.UNSUPPORTED
    code = "unsupported_media_type"
    zh = "不支持的内容类型"
    en = "Unsupported content type"


class TooMany(LuqinError):
    """Slow down; `retry_after_s` says how long."""

    kind = ErrorKind.TOO_MANY
    code = "too_many_requests"
    zh = "请求过于频繁，请稍后再试"
    en = "Too many requests, try again later"


class TryAgain(LuqinError):
    """Our trouble, not the caller's: nothing was stored, the phone keeps its item."""

    kind = ErrorKind.UNAVAILABLE
    code = "try_again"
    zh = "服务暂时繁忙，请稍后重试。本机内容不会丢失"
    en = "The service is busy, try again. Nothing on this device is lost"
