"""Records as JSON and back, for the archive's own use: short, complete, and patient with fields that came later.

A field that holds its default is left out, a span is a pair of numbers, a date is ISO text. A field that is missing when a record is
read back takes its default; one that the record no longer has is passed over.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from avviso.records import Span

Record = TypeVar("Record")


def pack(value: Any) -> Any:
    """The record, or whatever stands in one, as JSON knows it."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: pack(content) for field in fields(value) if (content := getattr(value, field.name)) != _default(field)}
    if isinstance(value, tuple):
        return [pack(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def unpack(kind: type[Record], value: Any) -> Record:
    """The record of that kind that `pack` turned into `value`. Raises ValueError or TypeError when it is none."""
    record: Record = _build(kind, value)
    return record


def day_or_moment(text: str) -> date | datetime:
    """An ISO date, or date and time. Raises ValueError."""
    return date.fromisoformat(text) if len(text) == len("2026-01-27") else datetime.fromisoformat(text)


def _build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if value is None else _one_of([option for option in get_args(kind) if option is not type(None)], value)
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], item) for item in value)
    if kind is Span:
        return Span(int(value[0]), int(value[1]))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], content) for name, content in value.items() if name in hints})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return float(value) if kind is float else value


def _one_of(options: list[Any], value: Any) -> Any:
    return day_or_moment(value) if date in options else _build(options[0], value)


def _default(field: Field[Any]) -> Any:
    """What the field holds when nothing is said; a value equal to nothing when it has no default."""
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
