"""The ``vars:`` sections: files, parts of files and inline dicts, loaded into a `Context`."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from lineal.base.errors import TemplateError
from lineal.base.suggest import did_you_mean
from lineal.pipeline.templating.expression import is_interpolated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.pipeline.templating.context import Context

    #: The parsed content of a parameter file by absolute path, or None when there is none.
    ReadParams = Callable[[str], object]

DEFAULT_FILE = "params.yaml"


def load_default(context: Context, directory: str, read: ReadParams) -> Context:
    """``params.yaml`` beside ``dvc.yaml`` counts without being named, if it is there."""
    path = os.path.normpath(os.path.join(directory, DEFAULT_FILE))
    data = read(path)
    if data is None:
        return context
    values = _mapping(data, DEFAULT_FILE)
    return _imported(context.merged(DEFAULT_FILE, values, path), path, None)


def load_vars(
    context: Context, items: Iterable[Any], directory: str, owner: str, read: ReadParams
) -> Context:
    """`owner` names the section in messages: ``vars``, or ``<stage>.vars``."""
    for position, item in enumerate(items):
        if isinstance(item, str):
            context = _load_file(context, item, directory, read)
        else:
            context = context.merged(f"{owner}[{position}]", item)
    return context


def refuse_expressions(items: object) -> None:
    """Variables that refer to variables would depend on the order of loading."""
    if _contains_expression(items):
        raise TemplateError("interpolating is not allowed in vars", hint="write the value itself")


def _contains_expression(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_contains_expression, (*value, *value.values())))
    if isinstance(value, (list, set)):
        return any(map(_contains_expression, value))
    return is_interpolated(value)


def _load_file(context: Context, item: str, directory: str, read: ReadParams) -> Context:
    name, _, listed = item.partition(":")
    path = os.path.normpath(os.path.join(directory, name))
    keys = [key for key in listed.split(",") if key] if listed else None
    if path in context.imports:
        if not keys and context.imports[path] is None:
            return context
        _refuse_reload(item, keys, context.imports[path])
    data = read(path)
    if data is None:
        raise TemplateError(
            f"'{name}' does not exist", hint=f"create {path}, or remove '{item}' from vars"
        )
    values = _mapping(data, name)
    chosen = _chosen(values, keys, name) if keys else values
    return _imported(
        context.merged(name, chosen, path), path, None if keys is None else frozenset(keys)
    )


def _imported(context: Context, path: str, keys: frozenset[str] | None) -> Context:
    before = context.imports.get(path)
    if before is not None and keys is not None:
        keys |= before
    return context._replace(imports={**context.imports, path: keys})


def _refuse_reload(item: str, keys: list[str] | None, loaded: frozenset[str] | None) -> None:
    hint = "name every key of a file once, or the whole file"
    if keys and loaded is None:
        raise TemplateError(f"cannot partially load '{item}' as it's already loaded", hint=hint)
    if loaded is not None and (not keys or loaded.intersection(keys)):
        raise TemplateError(f"cannot load '{item}' as it's partially loaded already", hint=hint)


def _mapping(data: object, name: str) -> Mapping[Any, Any]:
    if not isinstance(data, dict):
        raise TemplateError(
            f"expected a dictionary in '{name}', got '{type(data).__name__}'",
            hint=f"variables need names: write 'name: value' lines in {name}",
        )
    return data


def _chosen(values: Mapping[Any, Any], keys: Iterable[str], name: str) -> Mapping[str, Any]:
    try:
        return {key: values[key] for key in keys}
    except KeyError as exc:
        missing = str(exc.args[0])
        known = [key for key in values if isinstance(key, str)]
        raise TemplateError(
            f"could not find '{missing}' in '{name}'{did_you_mean(missing, known)}",
            hint=f"only top-level keys can be picked from {name}",
        ) from exc
