"""Project files: that all of them can be read, and make sense together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.health.finding import ADVICE, GOOD, Finding
from lineal.pipeline.project_graph import load_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    stages = list(load_graph(ws).stages.values())
    data = sum(1 for stage in stages if stage.is_data_source)
    if not stages:
        yield Finding(ADVICE, "there is nothing to run yet", "lineal add DATA, lineal stage add")
        return
    count = len(stages) - data
    named = "stage" if count == 1 else "stages"
    yield Finding(GOOD, f"{count} {named}, {data} tracked by .dvc files")
