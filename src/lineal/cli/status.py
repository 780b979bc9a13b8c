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
    parser.add_argument("-c", "--cloud", action="store_true", help="(dvc status --cloud does it)")


def run(args: argparse.Namespace) -> int:
    if args.cloud:
        raise UsageError(
            "comparing with remotes comes with the next release", hint="dvc status --cloud"
        )
    console: Console = args.console
    with open_workspace(warn=console.warn) as ws:
        found = workspace_status(
            ws, args.targets, with_deps=args.with_deps, recursive=args.recursive
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
