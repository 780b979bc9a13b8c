"""``lineal status``: what changed since the last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import UsageError
from lineal.pipeline.status import workspace_status
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console

HELP = "Show what changed since the last run."

UP_TO_DATE = "Data and pipelines are up to date."
CLOUD_SCOPES = {
    "-a --all-branches": "of all branches",
    "-T --all-tags": "of all tags",
    "-A --all-commits": "of all commits",
}
_LABEL_WIDTH = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", help="stages, outputs, dvc.yaml or .dvc files")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "-d", "--with-deps", action="store_true", help="also what the targets depend on"
    )
    parser.add_argument(
        "-R", "--recursive", action="store_true", help="all stages below the directories named"
    )
    parser.add_argument(
        "-c", "--cloud", action="store_true", help="compare the cache with a remote instead"
    )
    parser.add_argument(
        "-r", "--remote", metavar="NAME", help="compare with this remote; default: core.remote"
    )
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="with --cloud: side by side")
    parser.add_argument(
        "--no-updates",
        dest="updates",
        action="store_false",
        help="do not ask whether imports have moved on at their source",
    )
    for names, text in CLOUD_SCOPES.items():
        parser.add_argument(*names.split(), action="store_true", help=f"with --cloud: {text}")


def run(args: argparse.Namespace) -> int:
    if args.cloud or args.remote:
        from lineal.cli.cloud_status import run_cloud  # deferred: remotes, which no-ops spare

        return run_cloud(args)
    _refuse_cloud_flags(args)
    console: Console = args.console
    with open_workspace(warn=console.warn) as ws:
        found = workspace_status(
            ws,
            args.targets,
            with_deps=args.with_deps,
            recursive=args.recursive,
            updates=args.updates,
        )
    if args.json:
        import json  # deferred: text needs none

        console.data(json.dumps(found, ensure_ascii=False))
        return 0
    if console.quiet:
        return int(bool(found))
    for name, changes in found.items():
        console.say(f"{name}:")
        _show(console, changes, "\t")
    if not found:
        console.say(UP_TO_DATE)
    return 0


def _refuse_cloud_flags(args: argparse.Namespace) -> None:
    given = vars(args)
    names = [text.split()[1] for text in CLOUD_SCOPES]
    ignored = [name for name in names if given[name[2:].replace("-", "_")]]
    if args.jobs:
        ignored.append("--jobs")
    if ignored:
        raise UsageError(
            f"without --cloud these mean nothing: {', '.join(ignored)}",
            hint=f"lineal status --cloud {' '.join(ignored)}",
        )


def _show(console: Console, changes: list[str | dict[str, Any]], indent: str) -> None:
    for change in changes:
        if isinstance(change, str):
            console.say(f"{indent}{change}")
        else:
            _show_mapping(console, change, indent)


def _show_mapping(console: Console, mapping: dict[str, Any], indent: str) -> None:
    for key, value in mapping.items():
        if isinstance(value, dict):
            console.say(f"{indent}{key}:")
            _show_mapping(console, value, f"{indent}\t")
        else:
            console.say(f"{indent}{f'{value}:':<{_LABEL_WIDTH}}{key}")
