"""``lineal data diff``: what changed inside the data between two revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError, UsageError
from lineal.cli.data_diff_text import as_json, show_dataset
from lineal.pipeline.comparing.data_changes import data_changes
from lineal.pipeline.workspace import open_workspace
from lineal.tables.data_diff import DiffOptions, dataset_diff
from lineal.tables.options import CompareOptions

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace

HELP = "Show what changed inside the data: rows, columns, lines."

_FEW, _MANY = 3, 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="REV | PATH",
        help="up to two revisions (default: HEAD and the workspace), then what to compare",
    )
    parser.add_argument(
        "--key", action="append", metavar="COL", help="columns that tell rows apart; repeatable"
    )
    parser.add_argument(
        "--tolerance", type=float, default=0.0, metavar="X", help="floats this near are equal"
    )
    parser.add_argument("--rows", action="store_true", help=f"show up to {_MANY} rows of each sort")
    parser.add_argument("--limit", type=int, metavar="N", help=f"as many rows; default {_FEW}")
    parser.add_argument(
        "--no-tables", dest="tables", action="store_false", help="compare tables as files"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    console: Console = args.console
    limit = args.limit if args.limit is not None else _MANY if args.rows else _FEW
    if limit < 0 or args.tolerance < 0:
        raise UsageError("--limit and --tolerance cannot be negative")
    key = tuple(name for item in args.key or () for name in item.split(","))
    options = DiffOptions(CompareOptions(key, (), limit, args.tolerance), tables=args.tables)
    with open_workspace(warn=console.warn) as ws:
        a_rev, b_rev, targets = _told_apart(ws, args.words)
        found = [
            dataset_diff(ws, change, options) for change in data_changes(ws, a_rev, b_rev, targets)
        ]
    if args.json:
        import json  # deferred: text needs none

        content = {"a": a_rev, "b": b_rev, "datasets": [as_json(dataset) for dataset in found]}
        console.data(json.dumps(content, ensure_ascii=False))
        return 0
    for dataset in found:
        show_dataset(console, dataset)
    if not found:
        console.say("No data differs.")
    return 0


def _told_apart(ws: Workspace, words: list[str]) -> tuple[str, str | None, list[str]]:
    """Revisions come first; the first word that is none begins the paths."""
    revs: list[str] = []
    for word in words[:2]:
        if not _is_revision(ws, word):
            break
        revs.append(word)
    targets = words[len(revs) :]
    return (revs[0] if revs else "HEAD", revs[1] if len(revs) > 1 else None, targets)


def _is_revision(ws: Workspace, word: str) -> bool:
    try:
        ws.history.objects.resolve(word)
    except RevisionError:
        return False
    return True
