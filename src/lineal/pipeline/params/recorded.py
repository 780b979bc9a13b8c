"""Parameter values in the form in which ``dvc.lock`` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DocumentError

if TYPE_CHECKING:
    from lineal.pipeline.params.lookup import Value

_PLAIN = (str, int, float, type(None))


def recorded_value(value: object) -> Value:
    """Compare and store this, not what the file's parser gave.

    Tuples come back from a lock as lists. Dates are recorded as ISO text: DVC cannot record
    them at all, and a YAML date in the lock would be one more value it stumbles over.
    """
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (list, tuple)):
        return [recorded_value(item) for item in value]
    if isinstance(value, dict):
        return {_recorded_key(key): recorded_value(item) for key, item in value.items()}
    return _moment_text(value)


def _recorded_key(key: object) -> Value:
    return key if isinstance(key, _PLAIN) else _moment_text(key)


def _moment_text(value: object) -> str:
    # Asking the class avoids importing datetime in every process that has no dates.
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        raise DocumentError(
            f"the parameter value {value!r} is a {type(value).__name__}, "
            "which dvc.lock cannot hold",
            hint="use a list, a dictionary, text, a number or a date",
        )
    text: str = isoformat()
    return text
