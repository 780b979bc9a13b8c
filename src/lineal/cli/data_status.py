"""``lineal data status``: the last commit, the project files and the workspace compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.cli.output import BLUE, CYAN, GREEN, RED, YELLOW
from lineal.pipeline.comparing.data_status import (
    DataStatusOptions,
    data_status,
    has_commits,
    is_dirty,
)
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console

HELP = "Show changes of data between the last commit, the project files and the workspace."

# Section, title, what to do about it, colour.
_SECTIONS: tuple[tuple[str, str, tuple[str, ...], str | None], ...] = (
    ("not_in_cache", "Not in cache", ('use "lineal fetch <file>..." to download files',), RED),
    ("not_in_remote", "Not in remote", ('use "lineal push <file>..." to upload files',), RED),
    (
        "committed",
        "DVC committed changes",
        ("git commit the corresponding dvc files to update the repo",),
        GREEN,
    ),
    (
        "uncommitted",
        "DVC uncommitted changes",
        (
            'use "lineal commit <file>..." to track changes',
            'use "lineal checkout <file>..." to discard changes',
        ),
        YELLOW,
    ),
    (
        "untracked",
        "Untracked files",
        ('use "git add <file> ..." or "lineal add <file>..." to commit to git or to dvc',),
        CYAN,
    ),
    ("unchanged", "DVC unchanged files", (), None),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "targets", nargs="*", help="only these paths, stages or .dvc files; default: all"
    )
    for names, text in (
        ("--json", "print JSON"),
        ("--granular", "also each file of a directory"),
        ("--unchanged", "also what did not change"),
        ("--not-in-remote", "also what the remote lacks"),
    ):
        parser.add_argument(names, action="store_true", help=text)
    parser.add_argument(
        "--untracked-files",
        nargs="?",
        choices=["no", "all"],
        default="no",
        const="all",
        help="also files that neither Git nor DVC tracks",
    )
    parser.add_argument("-r", "--remote", metavar="NAME", help="for --not-in-remote: this one")
    parser.add_argument(
        "--no-remote-refresh",
        dest="remote_refresh",
        action="store_false",
        help="believe that directories once seen on the remote are still there",
    )


def run(args: argparse.Namespace) -> int:
    options = DataStatusOptions(
        granular=args.granular,
        unchanged=args.unchanged,
        untracked=args.untracked_files == "all",
        not_in_remote=args.not_in_remote,
        remote=args.remote,
        remote_refresh=args.remote_refresh,
    )
    with open_workspace(warn=args.console.warn) as ws:
        status = data_status(ws, args.targets, options)
        found = {name: value for name, value in status._asdict().items() if value}
        if not options.unchanged:
            found.pop("unchanged", None)
        if args.json:
            import json  # deferred: text needs none

            args.console.data(json.dumps(found))
            return 0
        if not found:
            args.console.say(
                "No changes." if has_commits(ws) else "No changes in an empty git repo."
            )
        _show(args.console, found)
        if is_dirty(ws, untracked=options.untracked):
            other = "other " if found else ""
            hint = f'(there are {other}changes not tracked by dvc, use "git status" to see)'
            args.console.say(args.console.paint(hint, BLUE))
    return 0


def _show(console: Console, found: dict[str, Any]) -> None:
    sections = [section for section in _SECTIONS if section[0] in found]
    for at, (name, title, hints, colour) in enumerate(sections):
        if at:
            console.say()
        console.say(f"{title}:")
        for hint in hints:
            console.say(f"  ({hint})")
        lines = "\n".join(f"        {line}" for line in _lines(found[name]))
        console.say(console.paint(lines, colour) if colour else lines)


def _lines(section: list[str] | dict[str, list[Any]]) -> list[str]:
    if isinstance(section, list):
        return section
    return [f"{kind}: {_name(name)}" for kind, names in section.items() for name in names]


def _name(name: str | dict[str, str]) -> str:
    return name if isinstance(name, str) else f"{name['old']} -> {name['new']}"
