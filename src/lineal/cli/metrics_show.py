"""``lineal metrics show``: the numbers that stages reported, here or at revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.reports import add_format_flags, add_precision, print_table, warn_failed
from lineal.cli.table import NOTHING, Table, cell
from lineal.pipeline.reports.at_revisions import values_at
from lineal.pipeline.reports.flatten import flattened, without_lists
from lineal.pipeline.reports.metrics import ask_metrics
from lineal.pipeline.reports.values import described
from lineal.pipeline.revisions import Scope
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

    from lineal.pipeline.reports.values import RevisionValues, Value

HELP = "Show metrics, here or at revisions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", help="metrics files or directories; default: all")
    for names, text in (
        ("-a --all-branches", "at the tips of all branches"),
        ("-T --all-tags", "at all tags"),
        ("-A --all-commits", "at all commits"),
        ("-R --recursive", "(directories are always searched; the flag is DVC's)"),
    ):
        parser.add_argument(*names.split(), action="store_true", help=text)
    add_format_flags(parser)
    add_precision(parser)


def run(args: argparse.Namespace) -> int:
    scope = Scope(branches=args.all_branches, tags=args.all_tags, all_commits=args.all_commits)
    with open_workspace(warn=args.console.warn) as ws:
        found = values_at(ws, scope, lambda one: ask_metrics(one, args.targets))
        warn_failed(args.console, found)
        if args.json:
            import json  # deferred: text needs none

            shown = {name: described(values, ws.show) for name, values in found.items()}
            args.console.data(json.dumps(shown, ensure_ascii=False, default=str))
            return 0
        table = _table(list(_rows(found, ws.show)), args.precision)
    print_table(args, table.without("Revision") if scope.is_workspace_only else table)
    return 0


def _rows(
    found: Mapping[str, RevisionValues], show: Callable[[str], str]
) -> Iterator[tuple[str, str, dict[str, Value]]]:
    """Revision, path, and values by name; a file that is one number has a value without one."""
    for revision, values in found.items():
        for path, said in values.files.items():
            data = {} if said.data is None else without_lists(said.data)
            named = flattened(data) if isinstance(data, dict) else {"": data}
            yield revision, show(path), {str(name): value for name, value in named.items()}


def _table(rows: list[tuple[str, str, dict[str, Value]]], digits: int | None) -> Table:
    names = sorted({name for _, _, values in rows for name in values})
    return Table(
        ["Revision", "Path", *names],
        [
            [
                revision,
                path,
                *(cell(values[name], digits) if name in values else NOTHING for name in names),
            ]
            for revision, path, values in rows
        ],
    )
