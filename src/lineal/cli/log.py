"""``lineal log``: what was run, newest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError, RevisionError, UsageError
from lineal.cli.log_json import execution_json, run_json
from lineal.cli.log_text import show_executions, show_runs
from lineal.ledger.asking.filters import Filters, checked, parse_condition, parse_moment
from lineal.ledger.asking.live import RUNNING, running
from lineal.ledger.asking.log import log_executions, log_runs
from lineal.ledger.journal import live_runs
from lineal.ledger.kinds import execution
from lineal.ledger.kinds import run as run_kind
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.named import in_other_files
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.ledger.asking.filters import Condition
    from lineal.ledger.asking.log import Page, RunLine
    from lineal.ledger.opening import Ledger
    from lineal.pipeline.workspace import Workspace

HELP = "List what was run, newest first."

_COUNT = 20
_MOST = 1_000_000
_RUN_STATUSES = (RUNNING, run_kind.DONE, run_kind.FAILED, run_kind.INTERRUPTED, run_kind.KILLED)
_STATUSES = (
    execution.RAN,
    execution.FAILED,
    execution.KILLED,
    execution.RESTORED,
    execution.ADDED,
    execution.IMPORTED,
    execution.OBSERVED,
    execution.REPORTED,
)
_HEX = frozenset("0123456789abcdef")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-n", type=int, default=_COUNT, metavar="N", help=f"default: {_COUNT}")
    parser.add_argument("--before", metavar="REF", help="older than this run or execution")
    parser.add_argument("--executions", action="store_true", help="a line for each stage executed")
    parser.add_argument(
        "--stage", action="append", metavar="NAME", help="executions of this stage; repeatable"
    )
    parser.add_argument("--since", metavar="WHEN", help="2d, 6h, 2026-01-31 or a commit")
    parser.add_argument("--until", metavar="WHEN", help="as --since")
    parser.add_argument(
        "--param", action="append", metavar="COND", help="such as 'train.lr>0.1'; repeatable"
    )
    parser.add_argument(
        "--metric", action="append", metavar="COND", help="such as 'auc>=0.9'; repeatable"
    )
    parser.add_argument(
        "--status", action="append", metavar="WORD", help="such as failed; repeatable"
    )
    parser.add_argument("--author", action="append", metavar="TEXT", help="part of name or email")
    parser.add_argument("--commit", metavar="REV", help="run at this commit")
    parser.add_argument("--text", help="in the command, a stage, an author, a commit's subject")
    parser.add_argument("--all", action="store_true", help="also runs that had nothing to do")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.n <= _MOST:
        raise UsageError(f"-n is to be 1 to {_MOST:,}", hint="lineal log -n 50")
    by_execution = bool(args.executions or args.stage)
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        filters = _filters(args, ws, _STATUSES if by_execution else _RUN_STATUSES)
        filters = filters._replace(params=tuple(_of_file(ledger, one) for one in filters.params))
        before = _before(ws, ledger, args.before)
        if by_execution:
            executions = log_executions(ledger.store, filters, args.n, before)
        else:
            live = _live(ledger, filters, first=before is None)
            page = _with_live(live, log_runs(ledger.store, filters, args.n, before))
            elsewhere = not page.runs and bool(ledger.store.rows("has_execution"))
    if by_execution:
        if args.json:
            lines = [execution_json(one) for one in executions.executions]
            args.console.data(json.dumps({"executions": lines, "more": executions.more}))
        else:
            show_executions(args.console, executions, narrowed=filters.narrows)
    elif args.json:
        runs = [run_json(one) for one in page.runs]
        args.console.data(json.dumps({"runs": runs, "more": page.more, "hidden": page.hidden}))
    else:
        show_runs(args.console, page, narrowed=filters.narrows, elsewhere=elsewhere)
    return 0


def _live(ledger: Ledger, filters: Filters, *, first: bool) -> list[RunLine]:
    """What goes on belongs to the first page, where nothing narrows it to something else."""
    asked = RUNNING in filters.statuses or not filters._replace(idle=False).narrows
    return running(live_runs(ledger.directory)) if first and asked else []


def _with_live(live: list[RunLine], page: Page) -> Page:
    """A run that ended meanwhile is in both."""
    stored = {one.id for one in page.runs}
    return page._replace(runs=(*(one for one in live if one.id not in stored), *page.runs))


def _filters(args: argparse.Namespace, ws: Workspace, statuses: tuple[str, ...]) -> Filters:
    return Filters(
        stages=tuple(args.stage or ()),
        statuses=checked(args.status or (), statuses, "--status"),
        authors=tuple(args.author or ()),
        text=args.text,
        commit=None if args.commit is None else _commit(ws, args.commit),
        since=_moment(ws, args.since, "--since"),
        until=_moment(ws, args.until, "--until"),
        params=tuple(parse_condition(text, "--param") for text in args.param or ()),
        metrics=tuple(parse_condition(text, "--metric") for text in args.metric or ()),
        idle=args.all,
    )


def _of_file(ledger: Ledger, one: Condition) -> Condition:
    """``depth>3`` may be of another file than the default one, where only one has it."""
    if ledger.store.rows("param_known", one.key):
        return one
    names = in_other_files(ledger.store, one.key)
    if len(names) > 1:
        raise UsageError(
            f"--param: '{one.key}' may be of several files: {', '.join(names)}",
            hint=f"lineal log --param '{names[0]}{one.op}…'",
        )
    return one._replace(key=names[0]) if names else one


def _moment(ws: Workspace, text: str | None, flag: str) -> int | None:
    if text is None:
        return None
    from datetime import datetime  # deferred: only who narrows by time

    now = datetime.now()  # noqa: DTZ005  without a zone: the summer time of then is not today's
    return parse_moment(text, flag, now, lambda rev: _commit_time(ws, rev))


def _commit_time(ws: Workspace, rev: str) -> int | None:
    try:
        return ws.history.objects.commit_time(ws.history.objects.resolve(rev))
    except RevisionError:
        return None


def _commit(ws: Workspace, rev: str) -> str:
    """What Git knows, or the digits of a commit of a colleague, which is not here."""
    try:
        return ws.history.objects.resolve(rev)
    except RevisionError:
        if set(rev.lower()) <= _HEX:
            return rev
        raise


def _before(ws: Workspace, ledger: Ledger, text: str | None) -> bytes | None:
    if text is None:
        return None
    from lineal.ledger.refs.nodes import ExecutionNode, RunNode  # deferred: only further pages
    from lineal.ledger.refs.resolve import resolve  # deferred: as above

    node = resolve(ws, ledger, text)
    if isinstance(node, RunNode | ExecutionNode):
        return node.id
    raise LedgerError(f"'{text}' is neither a run nor an execution", hint="lineal log lists them")
