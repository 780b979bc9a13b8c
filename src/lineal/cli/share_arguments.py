"""The flags that push, fetch, pull and ``status --cloud`` share, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.base.errors import UsageError
from lineal.pipeline.asked import Asked
from lineal.pipeline.revisions import Scope

if TYPE_CHECKING:
    import argparse

SCOPES: Final = (
    ("-a --all-branches", "of all branches"),
    ("-T --all-tags", "of all tags"),
    ("-A --all-commits", "of all commits"),
    ("-d --with-deps", "also what the targets depend on"),
    ("-R --recursive", "all stages below the directories named"),
)


def add_share_arguments(parser: argparse.ArgumentParser) -> None:
    import argparse  # deferred: loaded already by whoever made the parser

    parser.add_argument("-r", "--remote", metavar="NAME", help="the remote; default: core.remote")
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="transfers side by side")
    for names, text in SCOPES:
        parser.add_argument(*names.split(), action="store_true", help=text)
    parser.add_argument(
        "--run-cache",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="also the results of earlier runs",
    )
    parser.add_argument("targets", nargs="*", help="stages, outputs or .dvc files; default: all")


def asked_of(args: argparse.Namespace) -> Asked:
    return asked_from(args, remote=args.remote)


def asked_from(args: argparse.Namespace, *, remote: str | None) -> Asked:
    if args.jobs is not None and args.jobs < 1:
        raise UsageError("--jobs takes a number from 1", hint=f"lineal {args.verb} -j 4")
    return Asked(
        targets=tuple(args.targets),
        with_deps=args.with_deps,
        recursive=args.recursive,
        glob=getattr(args, "glob", False),
        scope=Scope(branches=args.all_branches, tags=args.all_tags, all_commits=args.all_commits),
        # Names of remotes are settings, which know no capital letters.
        remote=remote.lower() if remote else None,
        jobs=args.jobs,
    )
