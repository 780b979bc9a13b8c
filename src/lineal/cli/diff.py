"""``lineal diff``: what differs between two revisions, or two things the ledger knows.

Of revisions the data comes first, as DVC says it, and ``--json`` is DVC's unless ``--full``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import RevisionError
from lineal.cli.output import GREEN, RED, YELLOW
from lineal.pipeline.comparing.diff import HEAD, NOT_IN_CACHE, diff
from lineal.pipeline.revisions import WORKSPACE_NAME
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.comparing.diff import Row
    from lineal.pipeline.workspace import Workspace
    from lineal.tables.data_diff import Dataset

HELP = "Show what differs between two revisions, runs, executions or artifacts."

_DIGITS = 8
# The order in which people are shown what happened.
_SHOWN = {
    "added": GREEN,
    "deleted": RED,
    "renamed": GREEN,
    "modified": YELLOW,
    NOT_IN_CACHE: YELLOW,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "a_rev", nargs="?", default=HEAD, help="old revision, run, artifact …; default: HEAD"
    )
    parser.add_argument("b_rev", nargs="?", help="new one; default: the workspace")
    parser.add_argument(
        "--targets", nargs="*", default=[], metavar="PATH", help="only these outputs or stages"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--show-hash", action="store_true", help="with the digest of each")
    parser.add_argument("--md", action="store_true", help="print a Markdown table")
    parser.add_argument(
        "--hide-missing", action="store_true", help="not what is missing from the cache"
    )
    parser.add_argument("--code", action="store_true", help="all changed lines of code")
    parser.add_argument(
        "--full", action="store_true", help="also inside tables; with --json everything"
    )


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        if _may_be_facts(ws, args):
            return _run_facts(args, ws)
        found = _data(args, ws)
        if not _is_plain(args):
            return _run_full(args, ws, found)
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps(found))
    elif args.md:
        _show_table(args.console, found, with_hash=args.show_hash)
    else:
        _show(args.console, found)
    return 0


def _data(args: argparse.Namespace, ws: Workspace) -> dict[str, list[Row]]:
    hide_missing = args.hide_missing or args.b_rev is not None
    found = diff(ws, args.a_rev, args.b_rev, args.targets, missing=not hide_missing)
    if hide_missing:
        found.pop(NOT_IN_CACHE, None)
    if args.show_hash:
        return found
    return {kind: [{"path": row["path"]} for row in rows] for kind, rows in found.items()}


def _is_plain(args: argparse.Namespace) -> bool:
    """Whether DVC's answer is all that is asked for."""
    return bool((args.json and not args.full) or args.md or args.targets)


def _may_be_facts(ws: Workspace, args: argparse.Namespace) -> bool:
    """Git is asked first: for its revisions the ledger need not be there."""
    words = [word for word in (args.a_rev, args.b_rev) if word not in (None, HEAD)]
    if args.targets or all(_is_revision(ws, word) for word in words):
        return False
    from lineal.cli.diff_facts import any_fact  # deferred: the ledger, for words of its own

    return any_fact(ws, words)


def _is_revision(ws: Workspace, word: str) -> bool:
    try:
        return word == WORKSPACE_NAME or bool(ws.history.objects.resolve(word))
    except RevisionError:
        return False


def _run_facts(args: argparse.Namespace, ws: Workspace) -> int:
    from lineal.cli.data_diff_text import as_json, show_dataset  # deferred: as above
    from lineal.cli.diff_facts import facts_diff  # deferred: as above
    from lineal.cli.diff_report import report_json, show_report  # deferred: as above

    a, b = args.a_rev, args.b_rev or WORKSPACE_NAME
    found = facts_diff(ws, a, b, full=args.full)
    if args.json:
        import json  # deferred: text needs none

        inner = [as_json(one) for one in found.datasets]
        content = {"a": a, "b": b, **report_json(found.report), "inside": inner}
        args.console.data(json.dumps(content, ensure_ascii=False))
        return 0
    for one in found.datasets:
        show_dataset(args.console, one)
    show_report(args.console, found.report, all_hunks=args.code or args.full)
    if not found.datasets and not found.report.changes and not found.report.code:
        args.console.say("Nothing differs.")
    return 0


def _run_full(args: argparse.Namespace, ws: Workspace, data: dict[str, list[Row]]) -> int:
    """DVC's part, and what else differs between two revisions."""
    from lineal.cli.diff_report import report_json, show_report  # deferred: not for DVC's JSON
    from lineal.cli.diff_revisions import revisions_report  # deferred: as above

    report = revisions_report(ws, args.a_rev, args.b_rev)
    datasets = _inside(args, ws) if args.full else []
    if args.json:
        import json  # deferred: text needs none

        from lineal.cli.data_diff_text import as_json  # deferred: only for what is inside

        inner = [as_json(one) for one in datasets]
        content = {"data": data, **report_json(report), "inside": inner}
        args.console.data(json.dumps(content, ensure_ascii=False))
        return 0
    _show(args.console, data)
    if data and (report.changes or report.code):
        args.console.say()
    show_report(args.console, report, all_hunks=args.code or args.full)
    for one in datasets:
        from lineal.cli.data_diff_text import show_dataset  # deferred: as above

        show_dataset(args.console, one)
    return 0


def _inside(args: argparse.Namespace, ws: Workspace) -> list[Dataset]:
    from lineal.pipeline.comparing.data_changes import data_changes  # deferred: only with --full
    from lineal.tables.data_diff import DiffOptions, dataset_diff  # deferred: as above
    from lineal.tables.options import CompareOptions  # deferred: as above

    options = DiffOptions(CompareOptions())
    found = data_changes(ws, args.a_rev, args.b_rev, args.targets)
    return [dataset_diff(ws, change, options) for change in found]


def _show(console: Console, found: dict[str, list[Row]]) -> None:
    counts = []
    for kind, colour in _SHOWN.items():
        rows = found.get(kind)
        if not rows:
            continue
        console.say(f"{console.paint(kind.capitalize(), colour)}:")
        for row in rows:
            digest = f"{_digest(row)}  " if row.get("hash") else ""
            console.say(f"    {digest}{_path(row)}")
        console.say()
        files = sum(not _path(row).endswith("/") for row in rows)
        counts += [f"{files} {kind}"] if files else []
    if counts:
        console.say(f"files summary: {', '.join(counts)}")


def _show_table(console: Console, found: dict[str, list[Row]], *, with_hash: bool) -> None:
    from lineal.cli.table import Table, as_markdown  # deferred: few ask for one

    rows = [
        [kind, *([_digest(row)] if with_hash else []), _path(row)]
        for kind in _SHOWN
        for row in found.get(kind, ())
    ]
    headers = ["Status", "Hash", "Path"] if with_hash else ["Status", "Path"]
    console.say(as_markdown(Table(headers, rows)))


def _path(row: Row) -> str:
    path: str | dict[str, str] = row["path"]
    return path if isinstance(path, str) else f"{path['old']} -> {path['new']}"


def _digest(row: Row) -> str:
    """The first digits; what never had a digest has none."""
    digest: Any = row["hash"]
    if isinstance(digest, dict):
        return f"{_short(digest['old'])}..{_short(digest['new'])}"
    return _short(digest)


def _short(digest: str | None) -> str:
    return (digest or "")[:_DIGITS]
