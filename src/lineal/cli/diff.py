"""``lineal diff``: data added, deleted, renamed and modified between two revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.cli.output import GREEN, RED, YELLOW
from lineal.pipeline.comparing.diff import HEAD, NOT_IN_CACHE, diff
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.comparing.diff import Row

HELP = "Show data added, deleted, renamed or modified between two revisions."

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
    parser.add_argument("a_rev", nargs="?", default=HEAD, help="old revision; default: HEAD")
    parser.add_argument("b_rev", nargs="?", help="new revision; default: the workspace")
    parser.add_argument(
        "--targets", nargs="*", default=[], metavar="PATH", help="only these outputs or stages"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--show-hash", action="store_true", help="with the digest of each")
    parser.add_argument("--md", action="store_true", help="print a Markdown table")
    parser.add_argument(
        "--hide-missing", action="store_true", help="not what is missing from the cache"
    )


def run(args: argparse.Namespace) -> int:
    hide_missing = args.hide_missing or args.b_rev is not None
    with open_workspace(warn=args.console.warn) as ws:
        found = diff(ws, args.a_rev, args.b_rev, args.targets, missing=not hide_missing)
    if hide_missing:
        found.pop(NOT_IN_CACHE, None)
    if not args.show_hash:
        found = {kind: [{"path": row["path"]} for row in rows] for kind, rows in found.items()}
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps(found))
    elif args.md:
        _show_table(args.console, found, with_hash=args.show_hash)
    else:
        _show(args.console, found)
    return 0


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
