"""``lineal stage list``: the stages, with what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.address import address
from lineal.pipeline.discover import discover
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import collect
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.base.errors import LinealError
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace

HELP = "List the stages."

_WIDTH = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "targets", nargs="*", default=["dvc.yaml"], help="files or stages; default: ./dvc.yaml"
    )
    parser.add_argument("--all", action="store_true", help="every stage of the project")
    parser.add_argument("--fail", action="store_true", help="stop at a file with errors")
    parser.add_argument(
        "-R", "--recursive", action="store_true", help="all stages below the directories named"
    )
    parser.add_argument("--name-only", "--names-only", action="store_true", help="only names")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    def skip(path: str, error: LinealError) -> None:
        if args.fail:
            raise error
        args.console.warn(f"{path} is left out: {error}", hint="--fail stops at it")

    with open_workspace(warn=args.console.warn) as ws:
        if args.all:
            stages = discover(ws, skip)
        else:
            stages = collect(ws, args.targets, GraphOnce(ws), recursive=args.recursive)
        if args.json:
            args.console.data(_json(ws, stages))
            return 0
        rows = [(address(stage, ws.cwd), describe(stage)) for stage in stages]
    width = max((len(name) for name, _ in rows), default=0)
    for name, text in rows:
        args.console.say(name if args.name_only else f"{name:<{width}}  {text}".rstrip())
    return 0


def _json(ws: Workspace, stages: list[Stage]) -> str:
    import json  # deferred: text needs none

    rows = [
        {
            "name": address(stage, ws.cwd),
            "cmd": stage.cmd,
            "deps": [ws.show(dep.path) for dep in stage.deps],
            "params": {ws.show(p.path): list(p.keys) for p in stage.params},
            "outs": [ws.show(out.path) for out in stage.outs],
            "frozen": stage.frozen,
            "desc": stage.desc,
        }
        for stage in stages
    ]
    return json.dumps(rows, ensure_ascii=False)


def describe(stage: Stage) -> str:
    """The first line of its description, or what it makes."""
    first = next(filter(None, (stage.desc or "").splitlines()), "").strip()
    text = first or _generated(stage)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _generated(stage: Stage) -> str:
    deps = [item.spelled for item in stage.inputs]
    outs = [out.spelled for out in stage.outs if not out.is_report]
    reports = [out.spelled for out in stage.outs if out.is_report]
    if not deps and not stage.outs:
        return "No outputs or dependencies"
    if not stage.outs:
        return f"Depends on {', '.join(deps)}"
    parts = [f"Outputs {', '.join(outs)}"] if outs else []
    parts += [f"Reports {', '.join(reports)}"] if reports else []
    return "; ".join(parts)
