"""The judge of events: the classes of OpenLineage's own client, which are made from its schemas.

An event is built of them strictly: a facet by the class whose schema it names, every field by
its declared type, and nothing besides. What the client then would send is what we sent. Facets
of ours are held to the schemas that we publish.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import types
import typing
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import attr
import jsonschema
from openlineage.client import event_v2, generated
from openlineage.client.serde import Serde
from referencing import Registry

import lineal.ledger.openlineage.facets as ours

SCHEMAS = Path(ours.__file__).parent / "schemas"


def judge(event: dict[str, Any]) -> None:
    """AssertionError, TypeError or ValueError for what is not as the standard says."""
    built = _build(event_v2.RunEvent, event, "event")
    for _, facet in _facets_of(event):
        if facet["_schemaURL"].startswith(ours.OURS):
            own_validator(facet["_schemaURL"]).validate(facet)
    sent = json.loads(Serde.to_json(built))
    assert _plain(event) == _plain(sent)


@cache
def own_validator(url: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{url.rpartition(':')[2]}.json").read_text())
    assert schema["$id"] == url
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, registry=Registry(), format_checker=jsonschema.FormatChecker()
    )


@cache
def official_classes() -> dict[str, type]:
    """By the URL of their schema."""
    found = {}
    for module in pkgutil.iter_modules(generated.__path__):
        loaded = importlib.import_module(f"{generated.__name__}.{module.name}")
        for thing in vars(loaded).values():
            if isinstance(thing, type) and "_get_schema" in vars(thing):
                found[thing._get_schema()] = thing  # type: ignore[attr-defined]
    return found


def _build(kind: Any, value: Any, place: str) -> Any:
    """A value as its declared type."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        (kind,) = (each for each in typing.get_args(kind) if each is not type(None))
        return _build(kind, value, place)
    if origin is list:
        assert isinstance(value, list), place
        (item,) = typing.get_args(kind)
        return [_build(item, each, f"{place}[]") for each in value]
    if origin is dict:
        assert isinstance(value, dict), place
        _, item = typing.get_args(kind)
        return {key: _build(item, each, f"{place}.{key}") for key, each in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if attr.has(kind):
        return _build_class(kind, value, place)
    assert isinstance(value, kind), f"{place} is {value!r}, not {kind}"
    return value


def _build_class(kind: Any, value: dict[str, Any], place: str) -> Any:
    if "_schemaURL" in value:
        url = value["_schemaURL"]
        if url.startswith(ours.OURS):
            return _Ours(value)
        assert url in official_classes(), f"{place}: no official schema {url}"
        named = official_classes()[url]
        assert issubclass(named, kind), f"{place} is a {named}, not a {kind}"
        kind = named
    hints = typing.get_type_hints(kind)
    said_by = {"_producer", "_schemaURL", "schemaURL"}
    fields = {each.name for each in attr.fields(kind) if each.name not in said_by}
    unknown = set(value) - fields - said_by
    assert not unknown, f"{place}: no such fields {unknown}"
    given = {key: each for key, each in value.items() if key in fields}
    built = kind(**{key: _build(hints[key], each, f"{place}.{key}") for key, each in given.items()})
    for key in ("_producer", "schemaURL"):
        if key in value and hasattr(built, key):
            setattr(built, key, value[key])
    return built


@attr.define
class _Ours:
    """A facet of ours goes through the client as it is."""

    value: dict[str, Any]


def _facets_of(thing: Any) -> typing.Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            if isinstance(value, dict) and "_schemaURL" in value:
                yield key, value
            yield from _facets_of(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _facets_of(value)


def _plain(value: Any) -> Any:
    """Without what is empty, which the client fills in, and with our facets unwrapped."""
    if isinstance(value, dict):
        if set(value) == {"value"} and isinstance(value["value"], dict):
            return _plain(value["value"])
        return {key: _plain(each) for key, each in value.items() if each not in (None, {}, [], "")}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
