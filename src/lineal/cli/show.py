"""``lineal show``: everything about a run, an execution, an artifact, a commit or a value."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import TargetError, UsageError
from lineal.cli.show_execution import tell_execution
from lineal.cli.show_json import (
    artifact_json,
    commit_json,
    execution_json,
    run_json,
    values_json,
)
from lineal.cli.show_run import tell_run
from lineal.cli.show_thing import tell_artifact, tell_commit, tell_values
from lineal.ledger.asking import shown
from lineal.ledger.kept import read_kept
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    CommitNode,
    ExecutionNode,
    MetricNode,
    ParamNode,
    PredictionNode,
    RunNode,
    StageNode,
    VersionNode,
)
from lineal.ledger.refs.resolve import resolve
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from lineal.cli.output import Console
    from lineal.ledger.opening import Ledger
    from lineal.ledger.refs.nodes import Node

HELP = "Show everything about a run, an execution, a file or a commit."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ref", nargs="?", help="a run, execution, stage, path, commit …; default: the last run"
    )
    parser.add_argument("--log", action="store_true", help="print the log of an execution")
    parser.add_argument(
        "--diff", action="store_true", help="print the changes that were not committed then"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    if args.log and args.diff:
        raise UsageError("--log and --diff are two texts", hint="ask for one of them")
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        if args.ref is None:
            node: Node = _last_run(ledger)
        else:
            node = _execution_of_stage(resolve(ws, ledger, args.ref))
        if args.log or args.diff:
            _print_kept(args.console, ledger, node, "log" if args.log else "dirty")
        else:
            answer = _answer(ledger, node)
            if args.json:
                content = {"kind": answer.kind, **answer.content}
                args.console.data(json.dumps(content, ensure_ascii=False))
            else:
                answer.tell(args.console)
    return 0


def _last_run(ledger: Ledger) -> RunNode:
    found = ledger.store.rows("last_run")
    if not found:
        raise TargetError(
            "nothing was run yet, so there is no last run",
            hint="lineal run runs the pipeline and records it",
        )
    return RunNode(bytes(found[0][0]))


def _execution_of_stage(node: Node) -> Node:
    if not isinstance(node, StageNode):
        return node
    if node.execution is None:
        raise TargetError(
            f"no execution of {node.address} is recorded",
            hint=f"lineal run {node.address}; lineal ledger import --git reads the past",
        )
    return ExecutionNode(node.execution)


def _print_kept(console: Console, ledger: Ledger, node: Node, kind: str) -> None:
    """The text that was kept of a run or execution, byte for byte as far as it is text."""
    store = ledger.store
    if isinstance(node, RunNode):
        run = shown.show_run(store, node.id)
        texts = [run.payload] if kind == "dirty" else [one.payload for one in run.executions]
    elif isinstance(node, ExecutionNode):
        texts = [shown.show_execution(store, node.id).payload]
    else:
        raise TargetError(
            "only runs and executions have a log or a diff", hint="lineal log lists them"
        )
    kept = [(one, one[kind]) for one in texts if one.get(kind)]
    if not kept:
        what = "no log was kept" if kind == "log" else "the tree was clean: nothing to show"
        console.note(what)
    for payload, digest in kept:
        if len(texts) > 1:
            console.note(f"==> {payload['stage']}")
        console.say(read_kept(ledger.directory, digest).decode(errors="replace"), end="")


class _Answer(NamedTuple):
    """The same for machines and for people."""

    kind: str
    content: dict[str, Any]
    tell: Callable[[Console], None]


def _answer(ledger: Ledger, node: Node) -> _Answer:
    store = ledger.store
    if isinstance(node, RunNode):
        run = shown.show_run(store, node.id)
        return _Answer("run", run_json(run), lambda console: tell_run(console, run))
    if isinstance(node, ExecutionNode):
        one = shown.show_execution(store, node.id)
        tell = partial(tell_execution, one=one, directory=ledger.directory)
        return _Answer("execution", execution_json(one), tell)
    if isinstance(node, CommitNode):
        commit = shown.show_commit(store, node.commit)
        return _Answer("commit", commit_json(commit), partial(tell_commit, one=commit))
    if isinstance(node, ParamNode | MetricNode):
        return _values(ledger, node)
    if isinstance(node, StageNode | VersionNode | PredictionNode):
        # A stage is answered as its execution; the others are not looked up for this verb.
        raise TargetError(f"{node} is not shown here", hint="lineal log --executions")
    paths = node.paths if isinstance(node, ArtifactNode) else (node.path,)
    artifact = shown.show_artifact(store, node.oid, paths)
    return _Answer("artifact", artifact_json(artifact), partial(tell_artifact, one=artifact))


def _values(ledger: Ledger, node: ParamNode | MetricNode) -> _Answer:
    kind = "param" if isinstance(node, ParamNode) else "metric"
    statement = "param_history" if kind == "param" else "metric_values"
    values = shown.value_history(ledger.store, statement, node.key)
    if isinstance(node, ParamNode) and node.value is not None:
        wanted = json.loads(node.value)
        values = [one for one in values if one.value == wanted]
    content = values_json(node.key, values)
    return _Answer(kind, content, partial(tell_values, kind=kind, key=node.key, values=values))
