"""``lineal merge-driver``: what Git calls to merge one ``dvc.lock`` or ``.dvc`` file.

Nobody types it. Exit code 0 is merged, 1 is a conflict: the file is valid, with our side in it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import DocumentError
from lineal.cli.merge_report import show_clashes
from lineal.pipeline.merge.directories import CachedDirectories
from lineal.pipeline.merge.driver import Versions, merge_file
from lineal.pipeline.merge.report import add_to_report
from lineal.pipeline.trees import Trees
from lineal.pipeline.workspace import open_workspace
from lineal.storage.gitrun import Git

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.merge.clash import Clash
    from lineal.pipeline.workspace import Workspace

HELP = "Merge one dvc.lock or .dvc file: what Git calls, see `lineal data merge`."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("base", help="the common ancestor: Git's %%O")
    parser.add_argument("ours", help="our side, and where the result goes: Git's %%A")
    parser.add_argument("theirs", help="the other side: Git's %%B")
    parser.add_argument("path", help="the file's own path: Git's %%P")
    parser.add_argument(
        "--ancestor", action="store_true", help="the result is only a base for another merge"
    )


def run(args: argparse.Namespace) -> int:
    versions = Versions(*map(os.path.abspath, (args.base, args.ours, args.theirs)))
    console: Console = args.console
    ancestor: bool = args.ancestor
    with _workspace(args.path, console) as ws, Trees(ws) as trees:
        directories = CachedDirectories(ws.cache, trees.read, ancestor=ancestor)
        try:
            clashes = merge_file(versions, args.path, directories, ancestor=ancestor)
        except DocumentError as exc:
            console.error(exc)
            return _as_text(versions, args.path, console)
        if ancestor or not clashes:
            return 0
        show_clashes(console, clashes)
        _remember(ws, clashes)
    return int(any(clash.is_open for clash in clashes))


@contextmanager
def _workspace(path: str, console: Console) -> Iterator[Workspace]:
    """The project the file belongs to, as far as it is there while Git merges."""
    place = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    with open_workspace(place, warn=console.warn) as ws:
        yield ws


def _remember(ws: Workspace, clashes: Sequence[Clash]) -> None:
    head = Git(os.getcwd()).tells("rev-parse", "HEAD") or ""
    add_to_report(ws.project.lineal_dir, head, clashes)


def _as_text(versions: Versions, path: str, console: Console) -> int:
    """What is not such a file is merged as Git would have, line by line."""
    console.note(f"{path} is merged line by line instead")
    labels = ["-L", "ours", "-L", "base", "-L", "theirs"]
    done = Git(os.getcwd()).run(
        "merge-file", *labels, versions.ours, versions.base, versions.theirs
    )
    return min(done, 1)
