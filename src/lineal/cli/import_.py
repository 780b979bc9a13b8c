"""``lineal import``: take data out of another project, and remember which commit it was at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.git_hint import suggest_git_add
from lineal.cli.import_arguments import add_how, settings, telling
from lineal.cli.recording import recording
from lineal.pipeline.imports.import_repo import ProjectSource, import_repo
from lineal.pipeline.imports.import_url import ImportOptions
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Take data out of another project, and remember which commit it was at."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="the other project: a Git URL, or a path")
    parser.add_argument("path", help="a file or directory in it, tracked or in Git")
    parser.add_argument("-o", "--out", metavar="PATH", help="where to put it; default: its name")
    parser.add_argument("--rev", metavar="REV", help="a commit, branch or tag of it")
    add_how(parser)
    parser.add_argument("--config", metavar="FILE", help="settings to add to the other project's")
    parser.add_argument("--remote", metavar="NAME", help="the remote of the other project to use")
    parser.add_argument(
        "--remote-config",
        nargs="*",
        metavar="NAME=VALUE",
        help="settings for that remote, or for its default one",
    )


def run(args: argparse.Namespace) -> int:
    source = ProjectSource(
        args.url,
        args.rev,
        args.config,
        args.remote,
        settings("--remote-config", args.remote_config),
    )
    options = ImportOptions(
        out=args.out,
        no_exec=args.no_exec,
        no_download=args.no_download,
        jobs=args.jobs,
        force=args.force,
    )
    with open_workspace(warn=args.console.warn) as ws:
        with recording(ws) as recorder:
            files = import_repo(ws, source, args.path, options, telling(args.console, recorder))
        suggest_git_add(ws, args.console, files)
    return 0
