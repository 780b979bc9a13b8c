"""What a step says of itself to the ledger: which column came of which, and its numbers.

It goes to the evidence of the execution. Where nobody asked for evidence, as under ``dvc repro``,
nothing is said.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lineal.base.errors import ProjectError
from lineal.ledger.observing.prepare import EVIDENCE
from lineal.ledger.observing.reporting import Report
from lineal.storage.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.steps.step import Result


def tell(name: str, result: Result, paths: Mapping[str, str]) -> None:
    """``paths`` by port."""
    evidence = os.environ.get(EVIDENCE)
    if not evidence or not (result.columns or result.metrics):
        return
    root = _root_of(evidence)
    shown = {port: _from_root(root, path) for port, path in paths.items()}
    report = Report(evidence)
    try:
        report.say(_lines(name, result, shown))
    finally:
        report.close()


def _lines(name: str, result: Result, paths: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for source, target, how in result.columns:
        if source[0] in paths and target[0] in paths:
            ends = {"from": _end(source, paths), "to": _end(target, paths)}
            yield {"kind": "column", **ends, "how": how}
    for metric, value in result.metrics.items():
        yield {"kind": "metric", "name": metric, "file": name, "value": value}


def _end(column: tuple[str, str], paths: Mapping[str, str]) -> dict[str, str]:
    return {"path": paths[column[0]], "column": column[1]}


def _root_of(evidence: str) -> str:
    """A stage may work anywhere; its evidence is in the project it belongs to."""
    for place in (os.path.dirname(evidence), os.getcwd()):
        with suppress(ProjectError):
            return find_project(place).root
    return os.getcwd()


def _from_root(root: str, path: str) -> str:
    full = os.path.abspath(path)
    for base in (root, os.path.realpath(root)):
        if full.startswith(f"{base}/"):
            return full[len(base) + 1 :]
    return full
