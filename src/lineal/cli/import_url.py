"""``lineal import-url``: take data from a URL or path, and remember where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.git_hint import suggest_git_add
from lineal.cli.import_arguments import add_how, settings, telling
from lineal.cli.recording import recording
from lineal.pipeline.imports.import_url import ImportOptions, import_url
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Take data from a URL or path, and remember where it came from."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "url", help="s3://, gs://, azure://, ssh://, https://, remote://NAME/path, or a path"
    )
    parser.add_argument("out", nargs="?", help="where to put it; default: its name, here")
    add_how(parser)
    parser.add_argument(
        "--to-remote", action="store_true", help="bring the data to a remote, not here"
    )
    parser.add_argument("-r", "--remote", metavar="NAME", help="the remote of --to-remote")
    parser.add_argument(
        "--version-aware", action="store_true", help="record the versions that the cloud keeps"
    )
    parser.add_argument(
        "--fs-config", nargs="*", metavar="NAME=VALUE", help="settings of a remote, for this URL"
    )


def run(args: argparse.Namespace) -> int:
    options = ImportOptions(
        out=args.out,
        no_exec=args.no_exec,
        no_download=args.no_download,
        to_remote=args.to_remote,
        remote=args.remote,
        jobs=args.jobs,
        force=args.force,
        version_aware=args.version_aware,
        settings=settings("--fs-config", args.fs_config),
    )
    with open_workspace(warn=args.console.warn) as ws:
        with recording(ws) as recorder:
            files = import_url(ws, args.url, options, telling(args.console, recorder))
        suggest_git_add(ws, args.console, files)
    return 0
