"""Metrics of one state of the project: which files hold them, and what these say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.reports.declared import declared
from lineal.pipeline.reports.extract import metrics_in
from lineal.pipeline.reports.reading import Question, answers, expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.reports.values import FileValues
    from lineal.pipeline.workspace import Workspace


def metrics_of(ws: Workspace, targets: Sequence[str] = ()) -> dict[str, FileValues]:
    """Those of stages and of top-level sections, or of the files that are named."""
    return answers([ask_metrics(ws, targets)])[0]


def ask_metrics(ws: Workspace, targets: Sequence[str] = ()) -> Question:
    project = declared(ws)
    paths = [os.path.normpath(os.path.join(ws.cwd, target)) for target in targets] or [
        *(out.path for stage in project.stages for out in stage.outs if out.kind == "metrics"),
        *project.metrics,
    ]
    files = expanded(project.contents, paths)
    return Question(ws, project.contents, dict.fromkeys(files, metrics_in), {})
