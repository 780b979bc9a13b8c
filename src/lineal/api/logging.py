"""``lineal.log`` and its kin: what a program has to say about its run, in one line each.

Inside a stage it becomes part of the execution's record; anywhere else in a project, a run of
its own begins with the first line and ends with the program, or with ``lineal.end_run()``.
"""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

from lineal.api import log_session
from lineal.api.logged_figures import drawn
from lineal.api.logged_values import checked_name, metrics_in, params_in
from lineal.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def log(
    metrics: Mapping[str, Any] | None = None,
    /,
    *,
    step: float | None = None,
    **named: Any,  # noqa: ANN401  numbers of any library
) -> None:
    """Metrics: ``lineal.log(auc=0.9)``, ``lineal.log({"val/loss": 0.3}, step=7)``.

    Over steps a metric is a series. Without ``step``, a second value of it makes one too.
    """
    values = list(metrics_in(metrics, named))
    if step is not None and not _is_step(step):
        raise UsageError(f"the step is {step!r}, not a number", hint="lineal.log(loss=0.3, step=7)")
    with log_session.current() as session:
        session.metrics(values, step)


def log_params(params: Mapping[str, Any] | None = None, /, **named: Any) -> None:  # noqa: ANN401
    """What the program was run with, beyond the params its stage declares."""
    values = list(params_in(params, named))
    with log_session.current() as session:
        session.params(values)


def log_figure(name: str, figure: Any) -> str:  # noqa: ANN401  of any library
    """A figure of matplotlib, plotly or Vega-Lite, data points, a path, or bytes.

    Returns the path of the file it was written to, which plots can show.
    """
    made = drawn(checked_name(name), figure)
    stem = name[: -len(made.ending)] if name.lower().endswith(made.ending) else name
    with log_session.current() as session:
        return session.figure(name, f"{stem}{made.ending}", made.data)


def log_columns(made: str, columns: Mapping[str, Iterable[str]], *, how: str = "") -> None:
    """Which columns a column was made of: ``{"total": ["orders.csv#price", "orders.csv#n"]}``.

    ``made`` is the path of the table that has the columns.
    """
    edges = [(_column(source), (made, column)) for column, of in columns.items() for source in of]
    with log_session.current() as session:
        session.columns(edges, how)


def log_to(directory: str) -> None:
    """Where the files of what is logged go, from here on: ``logged`` unless said otherwise."""
    log_session.move(os.path.abspath(directory))


def end_run() -> None:
    """Outside a stage: what is logged from here on belongs to another run."""
    log_session.end()


def _is_step(step: object) -> bool:
    return isinstance(step, int | float) and not isinstance(step, bool) and math.isfinite(step)


def _column(text: str) -> tuple[str, str]:
    path, mark, column = text.partition("#")
    if not (path and mark and column):
        raise UsageError(f"{text!r} is no column", hint="spell it PATH#COLUMN: orders.csv#price")
    return path, column
