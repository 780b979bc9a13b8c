"""What was found in files, as values: per file, and per revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.base.errors import LinealError

#: Whatever a report or parameter file can hold.
Value: TypeAlias = Any


class FileValues(NamedTuple):
    """What one file says, or why it cannot be told."""

    data: Value = None
    error: LinealError | None = None


class RevisionValues(NamedTuple):
    """The files of one revision by absolute path, or why there are none."""

    files: Mapping[str, FileValues] = {}
    error: LinealError | None = None

    @property
    def failed(self) -> bool:
        return self.error is not None or any(found.error for found in self.files.values())


def described(found: RevisionValues, show: Callable[[str], str]) -> dict[str, Any]:
    """The shape in which DVC prints one revision as JSON."""
    if found.error is not None:
        return {"error": error_entry(found.error)}
    return {
        "data": {
            show(path): {"error": error_entry(values.error)}
            if values.error is not None
            else {"data": values.data}
            for path, values in found.files.items()
        }
    }


def error_entry(error: LinealError) -> dict[str, str]:
    return {"type": type(error).__name__, "msg": error.message}
