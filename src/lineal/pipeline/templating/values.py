"""What a variable may hold, and how it reads once it is put into text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from lineal.base.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Whatever a YAML document can hold.
Value: TypeAlias = Any


class ParsingOptions(NamedTuple):
    """``parsing.bool`` and ``parsing.list``: how a dict becomes command-line arguments."""

    bool: str = "store_true"
    list: str = "nargs"


def carried(value: Value) -> Value:
    """The value as variables hold it: keys that are not text cannot be referred to, and go."""
    if isinstance(value, dict):
        return {key: carried(item) for key, item in value.items() if isinstance(key, str)}
    if isinstance(value, list):
        return [carried(item) for item in value]
    return value


def is_scalar(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, bytes)) or _is_moment(value)


def scalar_or_same(value: Value) -> Value:
    """DVC cannot carry dates at all; to us they are the text they were written as."""
    return value.isoformat() if _is_moment(value) else value


def text_of(value: Value, options: ParsingOptions | None = None) -> str:
    """A value inside other text. Only a ``cmd`` may hold a dict, which turns into arguments."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return arguments_of(value, options or ParsingOptions())
    return str(scalar_or_same(value))


def arguments_of(mapping: Mapping[str, Value], options: ParsingOptions) -> str:
    """``{lr: 0.1, verbose: true}`` as ``--lr 0.1 --verbose``."""
    flat: dict[str, Value] = {}
    for key, value in _flattened(mapping, ""):
        if key in flat:
            raise TemplateError(
                f"two values of the dictionary become the argument '--{key}'",
                hint="rename one of them",
            )
        flat[key] = value
    parts = [part for key, value in flat.items() for part in _argument(key, value, options)]
    return " ".join(parts).rstrip()


def _is_moment(value: object) -> bool:
    # Asking the class avoids importing datetime in every process that has no dates.
    return hasattr(value, "isoformat")


def _flattened(mapping: Mapping[str, Value], prefix: str) -> Iterator[tuple[str, Value]]:
    for key, value in mapping.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _argument(key: str, value: object, options: ParsingOptions) -> Iterator[str]:
    if isinstance(value, bool):
        if value:
            yield f"--{key}"
        elif options.bool == "boolean_optional":
            yield f"--no-{key}"
    elif isinstance(value, (list, tuple, bytes)):
        yield from _list_argument(key, list(value), options)
    else:
        yield f"--{key} {_shell_word(value)}"


def _list_argument(key: str, items: list[Value], options: ParsingOptions) -> Iterator[str]:
    for position, item in enumerate(items):
        if not is_scalar(item) or isinstance(item, bytes):
            raise TemplateError(
                f"the argument '--{key}' holds a list inside a list",
                hint="only lists of plain values can become command-line arguments",
            )
        repeated = options.list == "append" or position == 0
        yield f"--{key} {_shell_word(item)}" if repeated else _shell_word(item)


def _shell_word(value: object) -> str:
    if not isinstance(value, str):
        return str(scalar_or_same(value))
    import shlex  # deferred: only commands that expand a dict need quoting

    return shlex.quote(value)
