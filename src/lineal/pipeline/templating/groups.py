"""``foreach`` and ``matrix``: one definition, many stages.

Decides which members a group has, what they are called, and what ``item`` and ``key`` are.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.expression import sole_expression
from lineal.pipeline.templating.interpolate import interpolate
from lineal.pipeline.templating.values import scalar_or_same, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.pipeline.templating.context import Context
    from lineal.pipeline.templating.values import Value

    #: ``item``, and ``key`` where there is one, by the part of the stage's name after ``@``.
    Members = dict[str, Mapping[str, Value]]

JOIN = "@"
ITEM = "item"
KEY = "key"


def is_group(definition: Mapping[str, Value]) -> bool:
    return "matrix" in definition or "foreach" in definition


def template_of(definition: Mapping[str, Value]) -> Mapping[str, Value]:
    """What is resolved once per member."""
    if "matrix" in definition:
        return {key: value for key, value in definition.items() if key != "matrix"}
    template: Mapping[str, Value] = definition["do"]
    return template


def members_of(definition: Mapping[str, Value], context: Context) -> Members:
    if "matrix" in definition:
        return _matrix_members(definition["matrix"], context)
    return _foreach_members(definition["foreach"], context)


def shadowed(definition: Mapping[str, Value], members: Members, context: Context) -> list[str]:
    """Variables of the project that the members cannot see."""
    with_key = "matrix" in definition or any(KEY in names for names in members.values())
    names = [KEY, ITEM] if "matrix" in definition else [ITEM, KEY]
    return [name for name in names if context.has(name) and (with_key or name == ITEM)]


def _foreach_members(data: Value, context: Context) -> Members:
    resolved = interpolate(data, context)
    if isinstance(resolved, dict):
        named = ((text_of(key), value) for key, value in resolved.items())
        return {key: {ITEM: value, KEY: key} for key, value in named}
    if not isinstance(resolved, list):
        raise _not_a_collection("", resolved)
    if any(isinstance(value, (dict, list)) for value in resolved):
        return {str(position): {ITEM: value} for position, value in enumerate(resolved)}
    names = _names(data, resolved)
    return {name: {ITEM: value} for name, value in zip(names, resolved, strict=True)}


def _matrix_members(data: Mapping[Value, Value], context: Context) -> Members:
    axes: dict[str, list[tuple[str, Value]]] = {}
    for spelled, declared in data.items():
        axis, values = str(interpolate(spelled, context)), interpolate(declared, context)
        if not isinstance(values, (str, list, dict)) or _is_single(declared, values):
            raise _not_a_collection(f"axis '{axis}': ", values)
        # A dict stands for its keys and, as in DVC, plain text for its characters.
        values = list(values)
        axes[axis] = list(zip(_fragments(axis, declared, values), values, strict=True))
    members: Members = {}
    for combination in product(*axes.values()):
        key = "-".join(fragment for fragment, _ in combination)
        chosen = dict(zip(axes, (value for _, value in combination), strict=True))
        members[key] = {KEY: key, ITEM: chosen}
    return members


def _is_single(declared: Value, values: Value) -> bool:
    return isinstance(values, str) and sole_expression(declared) is not None


def _fragments(axis: str, declared: Value, values: list[Value]) -> list[str]:
    return [
        f"{axis}{position}" if isinstance(value, (dict, list)) else name
        for position, (name, value) in enumerate(zip(_names(declared, values), values, strict=True))
    ]


def _names(declared: Value, values: Iterable[Value]) -> list[str]:
    """Booleans read ``true`` where they stand in dvc.yaml, but ``True`` if a variable held them."""
    if isinstance(declared, str):
        return [_variable_name(value) for value in values]
    return [
        _variable_name(value) if _is_reference(raw) else text_of(value)
        for raw, value in zip(declared, values, strict=True)
    ]


def _variable_name(value: Value) -> str:
    return str(scalar_or_same(value))


def _is_reference(raw: object) -> bool:
    return isinstance(raw, str) and sole_expression(raw) is not None


def _not_a_collection(where: str, value: object) -> TemplateError:
    return TemplateError(
        f"{where}expected a list or a dictionary, got '{type(value).__name__}'",
        hint="a group makes one stage of each of several values",
    )
