"""``lineal stage add``: write a stage into dvc.yaml."""

from __future__ import annotations

import argparse
from typing import Any

from lineal.base.errors import UsageError
from lineal.cli.git_hint import suggest_git_add
from lineal.pipeline.address import address
from lineal.pipeline.stage_add import NewOut, NewStage, add_stage
from lineal.pipeline.workspace import open_workspace

HELP = "Write a stage into dvc.yaml."

#: Flags, what they make, and what they say.
OUT_FLAGS = (
    ("-o", "--outs", NewOut(""), "output"),
    ("-O", "--outs-no-cache", NewOut("", cache=False), "output Git keeps, not the cache"),
    ("", "--outs-persist", NewOut("", persist=True), "output the command updates in place"),
    ("", "--outs-persist-no-cache", NewOut("", cache=False, persist=True), "both of these"),
    ("-m", "--metrics", NewOut("", "metrics"), "metrics file"),
    ("-M", "--metrics-no-cache", NewOut("", "metrics", cache=False), "metrics file Git keeps"),
    ("", "--plots", NewOut("", "plots"), "file to plot"),
    ("", "--plots-no-cache", NewOut("", "plots", cache=False), "file to plot that Git keeps"),
)


#: The order in which DVC looks at them, which is that of new lines in .gitignore.
OUT_ORDER = (
    "--outs-persist",
    "--outs-persist-no-cache",
    "--metrics",
    "--metrics-no-cache",
    "--plots",
    "--plots-no-cache",
    "--outs-no-cache",
    "--outs",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    several: dict[str, Any] = {"action": "append", "default": [], "metavar": "PATH"}
    parser.add_argument("-n", "--name", required=True, help="name of the stage")
    parser.add_argument("-d", "--deps", help="dependency", **several)
    parser.add_argument(
        "-p",
        "--params",
        action="append",
        default=[],
        metavar="[FILE:]KEYS",
        help="parameters, by default of params.yaml: -p lr,epochs -p other.json:seed",
    )
    for short, long, _, text in OUT_FLAGS:
        parser.add_argument(*filter(None, (short, long)), help=text, **several)
    parser.add_argument("-w", "--wdir", metavar="PATH", help="where the command runs")
    parser.add_argument("--desc", metavar="TEXT", help="description for people")
    parser.add_argument("--always-changed", action="store_true", help="run it every time")
    parser.add_argument("-f", "--force", action="store_true", help="overwrite a stage")
    parser.add_argument("--run", action="store_true", help="run it at once")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command, quoted")


def run(args: argparse.Namespace) -> int:
    if not args.command:
        raise UsageError(
            "command is not specified", hint='lineal stage add -n NAME -o OUT "python x.py"'
        )
    given = vars(args)
    outs = [
        kind._replace(path=path)
        for _, long, kind, _ in sorted(OUT_FLAGS, key=lambda flag: OUT_ORDER.index(flag[1]))
        for path in given[long[2:].replace("-", "_")]
    ]
    new = NewStage(
        name=args.name,
        cmd=command_line(args.command),
        wdir=args.wdir,
        deps=tuple(args.deps),
        params=tuple(args.params),
        outs=tuple(outs),
        desc=args.desc,
        always_changed=args.always_changed,
    )
    with open_workspace(warn=args.console.warn) as ws:
        stage, files = add_stage(ws, new, force=args.force)
        args.console.say(f"Added stage '{address(stage, ws.cwd)}' in '{ws.show(stage.file)}'")
        suggest_git_add(ws, args.console, files)
    return _run_now(args) if args.run else 0


def command_line(words: list[str]) -> str:
    """One word is a command as it is; of several, those with spaces need quotes again."""
    if words[0] == "--":
        words = words[1:]
    if len(words) == 1:
        return words[0]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    if not word:
        return '""'
    return f'"{word}"' if " " in word and '"' not in word else word


def _run_now(args: argparse.Namespace) -> int:
    from lineal.cli import run as run_verb  # deferred: only with --run
    from lineal.cli.parser import parse

    words = ["--single-item", args.name]
    run_args = parse("run", run_verb, words)
    run_args.console = args.console
    return run_verb.run(run_args)
