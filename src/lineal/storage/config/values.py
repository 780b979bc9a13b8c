"""One value: is it what its setting wants, and what is it then. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.storage.config import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.storage.config.settings import Setting

Value = str | int | float | bool | tuple[str, ...]

_LINK_TYPES = ("reflink", "hardlink", "symlink", "copy")


def coerce(setting: Setting, raw: object) -> Value:
    """The typed value; raises ValueError that says what was expected."""
    value = _COERCIONS[setting.kind](raw)
    if setting.choices and value not in setting.choices:
        message = f"expected one of {', '.join(setting.choices)}, not {raw!r}"
        raise ValueError(message)
    return value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        # configobj splits at unquoted commas.
        message = f"expected one text, not {raw!r}: quote a value that has commas"
        raise ValueError(message)  # noqa: TRY004  one error type for a wrong value
    return raw


def _lower(raw: object) -> str:
    return str(raw).lower()


def _bool(raw: object) -> bool:
    value = str(raw).lower()
    if value not in {"true", "false"}:
        message = f"expected true or false, not {raw!r}"
        raise ValueError(message)
    return value == "true"


def _bool_or_text(raw: object) -> bool | str:
    try:
        return _bool(raw)
    except ValueError:
        return _text(raw)


def _whole(raw: object) -> int:
    try:
        return int(str(raw))
    except ValueError:
        message = f"expected a whole number, not {raw!r}"
        raise ValueError(message) from None


def _count(raw: object) -> int:
    value = _whole(raw)
    if value < 1:
        message = f"expected a whole number from 1, not {raw!r}"
        raise ValueError(message)
    return value


def _number(raw: object) -> float:
    try:
        return float(str(raw))
    except ValueError:
        message = f"expected a number, not {raw!r}"
        raise ValueError(message) from None


def _seconds(raw: object) -> float:
    value = _number(raw)
    if not value >= 0:
        message = f"expected a number from 0, not {raw!r}"
        raise ValueError(message)
    return value


def _links(raw: object) -> tuple[str, ...]:
    names = raw if isinstance(raw, list) else _text(raw).split(",")
    types = tuple(str(name).strip() for name in names)
    wrong = [name for name in types if name not in _LINK_TYPES]
    if wrong:
        message = f"unknown link type {', '.join(map(repr, wrong))}; there are {_LINK_TYPES_TEXT}"
        raise ValueError(message)
    return types


_LINK_TYPES_TEXT = ", ".join(_LINK_TYPES)

_COERCIONS: dict[str, Callable[[object], Value]] = {
    settings.TEXT: _text,
    settings.LOWER: _lower,
    settings.BOOL: _bool,
    settings.BOOL_OR_TEXT: _bool_or_text,
    settings.WHOLE: _whole,
    settings.COUNT: _count,
    settings.NUMBER: _number,
    settings.SECONDS: _seconds,
    settings.LINKS: _links,
}
