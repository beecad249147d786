"""What the compiled check lets through, marshmallow lets through too: for every schema of the bulk path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields, pre_load, validate

from backend.kernel import schemas as s
from backend.kernel.fastcheck import CannotCompile, compile_check
from backend.kernel.ids import new_id
from backend.records.envelope import EnvelopeReader
from backend.records.schemas import EnvelopeIn
from backend.sync.kinds import KINDS

SCHEMAS: list[type[Schema]] = [EnvelopeIn, *(kind.schema for kind in KINDS)]
ACROSS_FIELDS = {"base_revision", "reason"}
"""Checked by the envelope reader beside the compiled check."""

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.sampled_from([0, -1, 1, 2, 1.0, 0.0, -0.0, 90.0, 90.00001, 1e300, float("nan"), float("inf")]),
    st.text(max_size=5),
    st.sampled_from(
        ["", "１", "a" * 501, "🚓" * 500, "🚓" * 501, "\u200b", "x\n", "2026-11-23T06:00:00Z", "\x00"]
    ),
    st.sampled_from(
        ["２０２６-11-23T06:00:00Z", "2026-02-30T06:00:00Z", "2026-11-23T06:00:00.000Z\n", "A" * 64, "a" * 64]
    ),
    st.builds(new_id),
    st.just([]),
    st.just({}),
    st.just([{}]),
)


def _fitting(field: fields.Field[Any]) -> st.SearchStrategy[Any]:
    """Values that the field takes, most of the time."""
    if isinstance(field, fields.Nested):
        fitting: st.SearchStrategy[Any] = _object(field.schema)
    elif isinstance(field, fields.List):
        fitting = st.lists(_fitting(field.inner), max_size=3)
    elif isinstance(field, fields.Dict):
        fitting = st.just({})
    elif isinstance(field, s.InstantField):
        fitting = st.sampled_from(["2026-11-23T06:00:00Z", "2026-11-23T06:00:00.123Z"])
    elif isinstance(field, fields.Boolean):
        fitting = st.booleans()
    elif isinstance(field, fields.Number):
        fitting = st.sampled_from([1, 2, 45])
    else:
        fitting = _texts(field)
    return fitting | st.none() if field.allow_none else fitting


def _texts(field: fields.Field[Any]) -> st.SearchStrategy[Any]:
    choices = [check for check in field.validators if isinstance(check, validate.OneOf)]
    if choices:
        return st.sampled_from(list(choices[0].choices))
    patterns = [check.regex.pattern for check in field.validators if isinstance(check, validate.Regexp)]
    return st.from_regex(patterns[0], fullmatch=True) if patterns else st.text(min_size=1, max_size=4)


def _object(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: _fitting(field) for name, field in schema.fields.items()})


@st.composite
def _nearly_right(draw: st.DrawFn, schema: Schema) -> Any:
    """A fitting object in which one thing at any depth is replaced, dropped or added."""
    value = draw(_object(schema))
    target: Any = value
    while True:
        inner = [child for child in target.values() if isinstance(child, dict) and child]
        inner += [item for child in target.values() if isinstance(child, list) for item in child if item]
        if not inner or draw(st.booleans()):
            break
        target = draw(st.sampled_from(inner))
    name = draw(st.sampled_from([*target, "unheard_of"]))
    if draw(st.integers(0, 5)) == 0:
        target.pop(name, None)
    else:
        target[name] = draw(JUNK)
    return value


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_what_the_fast_check_lets_through_has_no_error(schema: type[Schema]) -> None:
    check, slow = compile_check(schema), schema()

    @given(value=_nearly_right(slow) | JUNK)
    def hold(value: Any) -> None:
        if check(value):
            errors = slow.validate(value)
            assert set(errors) <= (ACROSS_FIELDS if schema is EnvelopeIn else set()), errors

    hold()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_the_fast_check_does_let_through_what_fits(schema: type[Schema]) -> None:
    check, slow = compile_check(schema), schema()

    @given(value=_object(slow))
    def hold(value: Any) -> None:
        errors = slow.validate(value)
        assert check(value) == (set(errors) <= (ACROSS_FIELDS if schema is EnvelopeIn else set()))

    hold()


def test_every_kind_of_record_has_a_fast_check() -> None:
    EnvelopeReader({kind.name: kind for kind in KINDS})


class _Hooked(s.StrictSchema):
    a = s.text()

    @pre_load
    def strip(self, data: Any, **_: Any) -> Any:
        return {"a": data["a"].strip()}


def _schema(**members: Any) -> type[Schema]:
    return s.StrictSchema.from_dict(members)


@pytest.mark.parametrize(
    "schema",
    [
        _Hooked,
        _schema(a=s.text(load_default=None)),
        _schema(a=s.text(data_key="b")),
        _schema(a=fields.Email(required=True)),
        _schema(a=fields.Integer(required=True)),
        _schema(a=fields.String(required=True, validate=[lambda value: value == "x"])),
        _schema(a=fields.String(required=True, validate=[validate.Length(equal=3)])),
        _schema(a=fields.String(required=True, validate=[validate.Length(max=3), validate.Length(max=2)])),
        _schema(a=fields.String(required=True, validate=[validate.OneOf("ab"), validate.Length(max=0)])),
        _schema(a=fields.String(required=True, validate=[validate.Regexp("a", flags=2)])),
        _schema(a=s.StrictInteger(required=True, validate=[validate.Range(min=1, min_inclusive=False)])),
        _schema(a=fields.Nested(_schema(b=s.text()), many=True, required=True)),
        _schema(a=fields.Dict(keys=s.text(), required=True)),
    ],
)
def test_a_schema_without_a_faithful_twin_is_not_compiled(schema: type[Schema]) -> None:
    with pytest.raises(CannotCompile):
        compile_check(schema)


def test_an_instant_is_read_wherever_it_stands() -> None:
    check = compile_check(
        _schema(a=fields.List(fields.Nested(_schema(at=s.instant(), on=s.day())), required=True))
    )
    assert check({"a": [{"at": "2026-11-23T06:00:00Z", "on": "2026-11-23"}]})
    assert not check({"a": [{"at": "2026-02-30T06:00:00Z", "on": "2026-11-23"}]})
    assert not check({"a": [{"at": "2026-11-23T06:00:00Z", "on": "20261123"}]})
