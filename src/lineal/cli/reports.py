"""What the verbs that show numbers have in common: their flags, their tables, their failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.table import Table, as_markdown, as_text, cell
from lineal.pipeline.reports.compare import changes_between

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from lineal.base.errors import LinealError
    from lineal.cli.output import Console
    from lineal.pipeline.reports.compare import Changes
    from lineal.pipeline.reports.values import RevisionValues

_DIGITS = 5
# So many revisions are named with a failure, commits by their first digits.
_MOST = 3
_FULL = 40
_SHORT = 7


def add_format_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--md", action="store_true", help="print a Markdown table")


def add_precision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--precision",
        type=int,
        metavar="N",
        default=_DIGITS,
        help=f"round to N digits after the point; default: {_DIGITS}",
    )


def add_diff_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Two revisions, and which files of them."""
    parser.add_argument("a_rev", nargs="?", default="HEAD", help="older revision; default: HEAD")
    parser.add_argument(
        "b_rev", nargs="?", default="workspace", help="newer revision; default: the workspace"
    )
    parser.add_argument(
        "--targets", nargs="*", metavar="PATH", help=f"compare these {what} files only"
    )
    parser.add_argument("--all", action="store_true", help="also what is the same")
    add_format_flags(parser)
    parser.add_argument("--no-path", action="store_true", help="leave out the column of paths")


def print_table(args: argparse.Namespace, table: Table) -> None:
    text = as_markdown(table) if args.md else as_text(table)
    if text:
        args.console.say(text)


def print_changes(
    args: argparse.Namespace,
    title: str,
    found: Mapping[str, RevisionValues],
    show: Callable[[str], str],
    digits: int | None = None,
) -> None:
    """What differs between the two revisions; `digits` only where numbers are subtracted."""
    warn_failed(args.console, found)
    old, new = (found[name].files if name in found else {} for name in (args.a_rev, args.b_rev))
    by_path = changes_between(old, new, unchanged=args.all)
    changes = {show(path): changed for path, changed in by_path.items()}
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps(changes, ensure_ascii=False, default=str))
        return
    table = changes_table(changes, args.a_rev, args.b_rev, title, digits)
    if digits is None:
        table = table.without("Change")
    print_table(args, table.without("Path") if args.no_path else table)


def changes_table(changes: Changes, old: str, new: str, title: str, digits: int | None) -> Table:
    """A row for each value; `changes` by path as shown."""
    rows = [
        [path, str(name), *(cell(change.get(side), digits) for side in ("old", "new", "diff"))]
        for path, named in changes.items()
        for name, change in sorted(named.items(), key=lambda item: str(item[0]))
    ]
    return Table(["Path", title, old, new, "Change"], rows)


def warn_failed(console: Console, found: Mapping[str, RevisionValues]) -> None:
    """What could not be read, each reason once, with the revisions it holds for."""
    failures: dict[tuple[str, str | None], list[str]] = {}
    for name, values in found.items():
        for error in _errors(values):
            failures.setdefault((error.message, error.hint), []).append(name)
    for (message, hint), names in failures.items():
        console.warn(f"{_places(names)}{message}", hint=hint)


def _places(names: Sequence[str]) -> str:
    """The workspace alone has no name."""
    if names == [""]:
        return ""
    shown = ", ".join(name[:_SHORT] if len(name) == _FULL else name for name in names[:_MOST])
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{shown}{more}: "


def _errors(values: RevisionValues) -> list[LinealError]:
    if values.error is not None:
        return [values.error]
    return [found.error for found in values.files.values() if found.error is not None]
