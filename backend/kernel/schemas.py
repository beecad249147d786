"""Schema base and fields shared by all packages: strict, and with codes in place of English sentences.

A field's error is a stable code; `http.py` puts it into words in the caller's language. Unknown fields are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from backend.kernel.clock import INSTANT_PATTERN, format_instant, parse_day, parse_instant
from backend.kernel.ids import ID_PATTERN

_CODES: dict[str, Any] = {
    "required": "required",
    "null": "null",
    "validator_failed": "invalid",
    "invalid": "wrong_type",
}
fields.Field.default_error_messages = _CODES
for _field in (
    fields.String,
    fields.Number,
    fields.Integer,
    fields.Float,
    fields.Boolean,
    fields.List,
    fields.Dict,
):
    _codes: dict[str, Any] = dict.fromkeys(_field.default_error_messages, "wrong_type")
    _field.default_error_messages = _codes | {"special": "number_not_finite"}
fields.Nested.default_error_messages = {"type": "wrong_type"}

HASH_PATTERN = r"^[0-9a-f]{64}$"
BASE64URL_PATTERN = r"^[A-Za-z0-9_-]+$"


class StrictSchema(Schema):
    """Unknown fields are refused, order is kept."""

    class Meta:
        unknown = RAISE

    error_messages: dict[str, str] = {"unknown": "unknown_field", "type": "wrong_type"}  # noqa: RUF012 - as marshmallow declares it


class FullMatch(validate.Regexp):
    """The whole text matches; Python's `$` alone would let a line feed through at the end."""

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


def text(low: int = 1, high: int = 200, **options: Any) -> fields.String:
    """Text of `low` to `high` characters."""
    too = validate.Length(min=low, max=high, error="length")
    return fields.String(validate=[too], **_required(options))


def matching(pattern: str, code: str, **options: Any) -> fields.String:
    """Text of a fixed form."""
    return fields.String(validate=[FullMatch(pattern, error=code)], **_required(options))


def identifier(**options: Any) -> fields.String:
    """A UUIDv7."""
    return matching(ID_PATTERN, "not_an_id", **options)


def sha256_hex(**options: Any) -> fields.String:
    """A SHA-256 in lower-case hex."""
    return matching(HASH_PATTERN, "not_a_hash", **options)


def base64url(low: int, high: int, **options: Any) -> fields.String:
    """base64url text without padding."""
    checks = [
        validate.Length(min=low, max=high, error="length"),
        FullMatch(BASE64URL_PATTERN, error="not_base64url"),
    ]
    return fields.String(validate=checks, **_required(options))


def choice(values: Iterable[str], **options: Any) -> fields.String:
    """One of a closed list."""
    return fields.String(validate=[validate.OneOf(list(values), error="not_in_list")], **_required(options))


def whole(low: int | None = None, high: int | None = None, **options: Any) -> fields.Integer:
    """A whole number within bounds; a number with a fraction, a text or a boolean is refused."""
    bounds = [] if low is None and high is None else [validate.Range(min=low, max=high, error="out_of_range")]
    return StrictInteger(strict=True, validate=bounds, **_required(options))


def query_whole(low: int, high: int, **options: Any) -> fields.Integer:
    """A whole number in a query string."""
    return fields.Integer(
        validate=[validate.Range(min=low, max=high, error="out_of_range")], **_required(options)
    )


def real(low: float | None = None, high: float | None = None, **options: Any) -> fields.Float:
    """A finite number within bounds."""
    bounds = [] if low is None and high is None else [validate.Range(min=low, max=high, error="out_of_range")]
    return StrictFloat(validate=bounds, **_required(options))


def flag(**options: Any) -> fields.Boolean:
    """JSON true or false, nothing else."""
    return StrictBoolean(**_required(options))


def instant(**options: Any) -> InstantField:
    """An RFC 3339 UTC instant, an aware datetime in code."""
    return InstantField(metadata={"format": "date-time", "pattern": INSTANT_PATTERN}, **_required(options))


def day(**options: Any) -> DayField:
    """A day like 2026-11-23."""
    return DayField(metadata={"format": "date"}, **_required(options))


def _required(options: dict[str, Any]) -> dict[str, Any]:
    if "load_default" not in options and "dump_only" not in options:
        options.setdefault("required", True)
    return options


class StrictInteger(fields.Integer):
    """Refuses booleans and texts, which marshmallow would turn into numbers."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, (bool, str)):
            raise self.make_error("invalid")
        return super()._validated(value)


class StrictFloat(fields.Float):
    """Refuses booleans and texts, which marshmallow would turn into numbers."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, (bool, str)):
            raise self.make_error("invalid")
        return super()._validated(value)


class StrictBoolean(fields.Boolean):
    """JSON booleans only."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class InstantField(fields.String):
    """RFC 3339 UTC on the wire, aware datetime in code."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value if isinstance(value, str) else format_instant(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text_value = super()._deserialize(value, attr, data, **kwargs)
        try:
            moment: datetime = parse_instant(text_value)
        except ValueError:
            raise ValidationError("not_an_instant") from None
        return moment


class DayField(fields.String):
    """ISO day on the wire, `date` in code."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value if isinstance(value, str) else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text_value = super()._deserialize(value, attr, data, **kwargs)
        try:
            return parse_day(text_value)
        except ValueError:
            raise ValidationError("not_a_day") from None


class ProblemField(StrictSchema):
    """One input to mend."""

    pointer = fields.String(
        required=True, metadata={"description": "JSON pointer into the body, `/query/…` for the address"}
    )
    code = fields.String(required=True, metadata={"description": "Stable, for machines"})
    message = fields.String(required=True, metadata={"description": "For people, in the caller's language"})


class Problem(StrictSchema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable, for machines"})
    title = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "For people, in the caller's language"})
    request_id = fields.String(required=True)
    fields_ = fields.List(fields.Nested(ProblemField), required=True, data_key="fields")
