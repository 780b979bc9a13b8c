"""Lineal: the ML lifecycle with lineage that reaches every single prediction.

Importing it costs nothing: each name is loaded when it is first used.
"""

from typing import TYPE_CHECKING

from lineal.base.version import __version__

if TYPE_CHECKING:
    from lineal.api.artifacts import artifacts
    from lineal.api.data import get_url, open, read  # noqa: A004  as dvc.api names them
    from lineal.api.filesystem import LinealFileSystem
    from lineal.api.lineage import impact, trace
    from lineal.api.logging import end_run, log, log_columns, log_figure, log_params, log_to
    from lineal.api.tables import table
    from lineal.api.values import metrics, params

__all__ = [
    "LinealFileSystem",
    "__version__",
    "artifacts",
    "end_run",
    "get_url",
    "impact",
    "log",
    "log_columns",
    "log_figure",
    "log_params",
    "log_to",
    "metrics",
    "open",
    "params",
    "read",
    "table",
    "trace",
]

_HOMES = {
    "LinealFileSystem": "filesystem",
    "artifacts": "artifacts",
    "end_run": "logging",
    "get_url": "data",
    "impact": "lineage",
    "log": "logging",
    "log_columns": "logging",
    "log_figure": "logging",
    "log_params": "logging",
    "log_to": "logging",
    "metrics": "values",
    "open": "data",
    "params": "values",
    "read": "data",
    "table": "tables",
    "trace": "lineage",
}


if not TYPE_CHECKING:  # a type checker is to know the names there are, and no others

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'lineal' has no attribute '{name}'")
        from importlib import import_module  # deferred: the command line needs none of this

        value: object = getattr(import_module(f"lineal.api.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
