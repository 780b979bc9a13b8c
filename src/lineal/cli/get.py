"""``lineal get``: a file or directory of any project, at any revision, as plain files here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.transfer_progress import make_meter
from lineal.pipeline.get import destination_of, get, refuse_project_file
from lineal.pipeline.paths import is_inside
from lineal.pipeline.projects import open_project
from lineal.pipeline.reading import url_of
from lineal.pipeline.reading.nested import project_around
from lineal.pipeline.reading.remote import with_remote

if TYPE_CHECKING:
    import argparse

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.config.check import Raw

HELP = "Get a file or directory of any project, at any revision, as plain files."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="where the project is: a directory or a Git URL")
    parser.add_argument("path", help="the file or directory in it")
    parser.add_argument("-o", "--out", nargs="?", metavar="PATH", help="where to put it")
    parser.add_argument("--rev", nargs="?", metavar="REV", help="branch, tag or commit")
    parser.add_argument(
        "--show-url", action="store_true", help="only print where the remote has it"
    )
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="transfers at once")
    parser.add_argument("-f", "--force", action="store_true", help="replace what is there")
    parser.add_argument("--config", metavar="FILE", help="settings over those of the project")
    parser.add_argument("--remote", metavar="NAME", help="this remote, not its default one")
    parser.add_argument(
        "--remote-config",
        nargs="*",
        default=[],
        metavar="KEY=VALUE",
        help="settings over those of the remote",
    )


def run(args: argparse.Namespace) -> int:
    destination = destination_of(args.path, args.out)
    if not args.show_url:
        refuse_project_file(destination)
    extra = _settings(args.config) if args.config else None
    with open_project(args.url, args.rev, extra, args.console.warn) as ws:
        there = _placed(ws, args, extra)
        if args.show_url:
            args.console.data(url_of(there, args.path))
            return 0
        meter = make_meter(args.console)
        try:
            get(there, args.path, destination, meter, force=args.force, jobs=args.jobs)
        finally:
            meter.end()
    return 0


def _placed(ws: Workspace, args: argparse.Namespace, extra: Raw | None) -> Workspace:
    """The project the path is in. Paths begin at its root, or where we stand if that is in it."""
    here = os.getcwd()
    base = here if ws.revision is None and is_inside(here, ws.root) else ws.root
    path = os.path.normpath(os.path.join(base, args.path))
    there = project_around(ws, path, extra) if is_inside(path, ws.root) else ws
    config = with_remote(there.config, args.remote, _pairs(args.remote_config))
    return there._replace(config=config, cwd=base)


def _settings(path: str) -> Raw:
    from lineal.storage.config.files import parse, read_bytes  # deferred: few name a file
    from lineal.storage.config.paths import resolved

    if not os.path.isfile(path):
        raise UsageError(f"no such file: {path}", hint="--config names a file of settings")
    directory = os.path.dirname(os.path.abspath(path))
    return resolved(parse(read_bytes(path), path), directory)


def _pairs(words: list[str]) -> dict[str, object]:
    pairs = [word.partition("=") for word in words]
    for key, equals, _ in pairs:
        if not (key and equals):
            raise UsageError(
                f"--remote-config needs key=value, not '{key}'",
                hint="as --remote-config endpointurl=http://localhost:9000",
            )
    return {key: value for key, _, value in pairs}
