"""The parameters of a step as rows: for ``--help`` and for the reference. Pure."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class Described(NamedTuple):
    """``name`` is dotted below the section; ``default`` says ``required`` where there is none."""

    name: str
    kind: str
    default: str
    help: str


def described(kind: type[msgspec.Struct], above: str = "") -> Iterator[Described]:
    """Those of inner structs follow the parameter that has them."""
    for field in msgspec.structs.fields(kind):
        name = f"{above}{field.encode_name}"
        yield Described(name, spelled(field.type), _default(field), _help(field.type))
        for inner, mark in _structs_in(field.type):
            yield from described(inner, f"{name}{mark}.")


def spelled(kind: Any) -> str:  # noqa: ANN401  a type as annotations have it
    """In the words of a parameter file."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return spelled(inner[0])
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(spelled(one) for one in inner))
    if origin is Literal:
        return " or ".join(map(str, inner))
    if origin is dict:
        return f"map of {spelled(inner[1])}"
    if origin in (list, tuple):
        return f"list of {spelled(inner[0])}"
    return _WORDS.get(kind, "section")


_WORDS: dict[Any, str] = {
    int: "integer",
    float: "number",
    str: "text",
    bool: "true or false",
    type(None): "null",
    Any: "any",
}


def _help(kind: Any) -> str:  # noqa: ANN401  as above
    for extra in get_args(kind)[1:] if get_origin(kind) is Annotated else ():
        if isinstance(extra, msgspec.Meta) and extra.description:
            return extra.description
    return ""


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    has_value = field.default is not msgspec.NODEFAULT
    value = field.default if has_value else field.default_factory()
    return f"default {msgspec.json.encode(value).decode()}"


def _structs_in(kind: Any) -> Iterator[tuple[type[msgspec.Struct], str]]:  # noqa: ANN401  as above
    """With what stands between the names: ``.*`` where the user chooses a name."""
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind, ""
    elif origin is Annotated:
        yield from _structs_in(inner[0])
    elif origin in (dict, list, tuple):
        for struct, mark in _structs_in(inner[-1] if origin is dict else inner[0]):
            yield struct, f".NAME{mark}" if origin is dict else f"[]{mark}"
    elif origin in (Union, types.UnionType):
        for one in inner:
            yield from _structs_in(one)
