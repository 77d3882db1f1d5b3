"""Our values as plain JSON and back, for the read cache and the store.

Works from the type annotations of the nouns: dataclasses, enums, dates, tuples and dicts.
Fields that hold their default are left out, so that a field added later reads as its default.
Nothing is ever executed on reading, unlike pickle.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import NamedTuple, Union, get_args, get_origin, get_type_hints

Plain = object  # what json.dumps takes


class Coder(NamedTuple):
    """How a type becomes plain data, and back."""

    pack: Callable[..., Plain]
    unpack: Callable[..., object]


def _same(value: object) -> object:
    return value


def coder(kind: object) -> Coder:
    """The coder of a type, built once from its annotations."""
    return _coder(kind)


@cache
def _coder(kind: object) -> Coder:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is dict:
        return _dict(coder(get_args(kind)[1]))
    if isinstance(kind, type):
        if is_dataclass(kind):
            return _record(kind)
        if issubclass(kind, Enum):
            return Coder(lambda value: value.value, kind)
        if issubclass(kind, datetime | date):
            return Coder(lambda value: value.isoformat(), kind.fromisoformat)
        if kind in (str, int, float, bool):
            return Coder(_same, _same)
    raise TypeError(f"no coder for {kind!r}")


def _optional(kind: object) -> Coder:
    inner = [one for one in get_args(kind) if one is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no coder for {kind!r}")
    pack, unpack = coder(inner[0])
    if pack is _same:
        return Coder(_same, _same)
    return Coder(
        lambda value: None if value is None else pack(value),
        lambda value: None if value is None else unpack(value),
    )


def _tuple(inner: tuple[object, ...]) -> Coder:
    if len(inner) == 2 and inner[1] is Ellipsis:
        pack, unpack = coder(inner[0])
        if pack is _same:
            return Coder(list, tuple)
        return Coder(
            lambda values: [pack(value) for value in values],
            lambda values: tuple([unpack(value) for value in values]),
        )
    parts = [coder(one) for one in inner]
    return Coder(
        lambda values: [part.pack(value) for part, value in zip(parts, values, strict=True)],
        lambda values: tuple(part.unpack(value) for part, value in zip(parts, values, strict=True)),
    )


def _dict(inner: Coder) -> Coder:
    return Coder(
        lambda values: {name: inner.pack(value) for name, value in values.items()},
        lambda values: {name: inner.unpack(value) for name, value in values.items()},
    )


def _record(kind: type) -> Coder:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    coders = [(name, coder(hints[name])) for name in names]
    unpackers = {name: one.unpack for name, one in coders}
    # A field made anew for each value (a dict) has no default to compare with: always written.
    plan = [
        (field.name, one.pack, field.default)
        for field, (_, one) in zip(fields(kind), coders, strict=True)
    ]

    def pack(value: object) -> Plain:
        packed = {}
        for name, pack_field, default in plan:
            held = getattr(value, name)
            if default is MISSING or held != default:
                packed[name] = pack_field(held)
        return packed

    def unpack(plain: dict[str, object]) -> object:
        return kind(**{name: unpackers[name](held) for name, held in plain.items()})

    return Coder(pack, unpack)
