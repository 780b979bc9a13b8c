"""``repro``: from what was asked to a finished run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.pipeline.load import PIPELINE_FILE
from lineal.pipeline.look import Looker
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.run.loop import Run
from lineal.pipeline.run.ports import Ports
from lineal.pipeline.run.select import plan_run, plan_single
from lineal.pipeline.targets import collect
from lineal.storage.locks import ProjectLock, RWLock

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.run.report import Reporter
    from lineal.pipeline.run.select import Plan
    from lineal.pipeline.workspace import Workspace


def reproduce(
    ws: Workspace,
    options: RunOptions,
    reporter: Reporter,
    confirm: Callable[[str], bool],
    recorder: Recorder,
) -> Outcome:
    """The recorder is closed in any case, when nothing of the project is locked any more."""
    outcome = None
    try:
        outcome = _reproduced(ws, options, reporter, confirm, recorder)
    finally:
        recorder.close(outcome)
    return outcome


def _reproduced(
    ws: Workspace,
    options: RunOptions,
    reporter: Reporter,
    confirm: Callable[[str], bool],
    recorder: Recorder,
) -> Outcome:
    hardlink = ws.config.core.hardlink_lock
    with ProjectLock(ws.project.dvc_dir, hardlink=hardlink) as lock:
        plan = make_plan(ws, options)
        if options.pull and options.run_cache:
            _pull_run_cache(ws)
        look = Looker(ws)
        look.warm(plan.order)
        paths = RWLock(ws.project.dvc_dir, hardlink=hardlink)
        recorder.plans(plan.order)
        ports = Ports(ws, look, lock, paths, reporter, confirm, recorder)
        return Run(ports, plan, options, jobs_for(plan, options)).execute()


def _pull_run_cache(ws: Workspace) -> None:
    # deferred: only with --pull
    from lineal.pipeline.sharing.run_history import fetch_runs
    from lineal.storage.transfer.meter import Meter

    fetch_runs(ws, None, None, Meter())


def make_plan(ws: Workspace, options: RunOptions) -> Plan:
    """``-p`` and ``-P`` take precedence over ``-s`` and ``--downstream``, as in DVC."""
    if options.all_pipelines or options.pipeline:
        options = options._replace(single_item=False, downstream=False)
    graph = GraphOnce(ws)
    stages = []
    if not (options.all_pipelines or options.targets or options.single_item):
        # Reading the file once is enough: the whole graph is needed in any case.
        here = os.path.join(ws.cwd, _default_target(ws))
        stages = [stage for stage in graph().stages.values() if stage.file == here]
    if not (options.all_pipelines or stages):
        targets = options.targets or (_default_target(ws),)
        stages = collect(ws, targets, graph, recursive=options.recursive, glob=options.glob)
        if not stages and options.targets:
            return plan_single([])
    return plan_single(stages) if options.single_item else plan_run(graph(), stages, options)


def _default_target(ws: Workspace) -> str:
    if not os.path.exists(os.path.join(ws.cwd, PIPELINE_FILE)):
        raise TargetError(
            f"there is no {PIPELINE_FILE} in {ws.cwd}",
            hint="name a stage or a file, use --all-pipelines, or create a stage:"
            " lineal stage add -n NAME -d DEP -o OUT COMMAND",
        )
    return PIPELINE_FILE


def jobs_for(plan: Plan, options: RunOptions) -> int:
    """More workers than the graph is wide would only change how output is shown."""
    wanted = options.jobs or os.cpu_count() or 1
    return max(1, min(wanted, plan.width))
