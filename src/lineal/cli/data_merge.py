"""``lineal data merge``: a merge of Git, and the data that comes out of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, ProjectError, UsageError
from lineal.cli.data_git import bring_data, ensure_driver, git_of, refuse_unsaved
from lineal.cli.data_merge_report import show_merged
from lineal.cli.merge_report import named, show_clashes
from lineal.pipeline.merge.clash import OURS, STAGE, THEIRS, Clash
from lineal.pipeline.merge.report import clear_report, read_report, settle_in_report
from lineal.pipeline.merge.take import take
from lineal.pipeline.trees import Trees
from lineal.pipeline.workspace import open_workspace
from lineal.storage.merge_driver import ensure_attributes, install

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.gitrun import Git

HELP = "Merge a branch, data included."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="BRANCH | PATH", help="what to merge; after --take: what"
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--take", choices=(OURS, THEIRS), help="settle what both sides changed; default: all of it"
    )
    action.add_argument("--continue", dest="go_on", action="store_true", help="finish the merge")
    action.add_argument("--abort", action="store_true", help="go back to before the merge")
    action.add_argument(
        "--install", action="store_true", help="have Git merge data files in this repository"
    )


def run(args: argparse.Namespace) -> int:
    console: Console = args.console
    with open_workspace(warn=console.warn) as ws:
        git = git_of(ws, console)
        before = git.tells("rev-parse", "HEAD")
        if args.install:
            return _install(ws, git, console)
        if args.take:
            return _take(ws, git, console, args.take, args.words)
        if args.abort:
            git.must("merge", "--abort")
            clear_report(ws.project.lineal_dir)
        elif not (args.go_on or args.words):
            return _show_report(ws, console)
        else:
            code = _go_on(ws, git) if args.go_on else _merge(ws, git, console, args.words)
            if code:
                return code
    with open_workspace(warn=console.warn) as ws:
        bring_data(ws, console)
        if before is not None and not args.abort:
            show_merged(ws, console, before, read_report(ws.project.lineal_dir))
    return 0


def _install(ws: Workspace, git: Git, console: Console) -> int:
    install(git)
    written = ensure_attributes(ws.root)
    console.say("Git merges dvc.lock and .dvc files with Lineal in this clone.")
    if written:
        console.say(f"Commit {ws.show(written)}, and it does in every clone that has Lineal:")
        console.say(f"\n\tgit add {ws.show(written)}")
    return 0


def _merge(ws: Workspace, git: Git, console: Console, words: Sequence[str]) -> int:
    if len(words) != 1:
        raise UsageError("one branch at a time", hint="lineal data merge BRANCH")
    if git.tells("rev-parse", "--verify", "--quiet", "MERGE_HEAD") is not None:
        raise ProjectError(
            "a merge is not finished yet",
            hint="lineal data merge --continue finishes it, --abort takes it back",
        )
    changed = git.ask("status", "--porcelain", "--untracked-files=no").splitlines()
    if changed:
        raise ProjectError(
            f"not committed yet: {', '.join(line[3:] for line in changed)}",
            hint="commit it first: a merge that is taken back must not take that with it",
        )
    refuse_unsaved(ws, "the merge")
    ensure_driver(ws, git, console)
    clear_report(ws.project.lineal_dir)
    if git.run("merge", "--no-edit", words[0]) == 0:
        return 0
    if git.tells("rev-parse", "--verify", "--quiet", "MERGE_HEAD") is None:
        raise ProjectError(f"'{words[0]}' was not merged", hint="mend what Git says above")
    return _stopped(ws, git, console)


def _stopped(ws: Workspace, git: Git, console: Console) -> int:
    """Some files need a person: say which, and the words that settle each."""
    unmerged = git.ask("diff", "--name-only", "--diff-filter=U", "-z").split("\0")
    ours = {clash.file for clash in read_report(ws.project.lineal_dir) if clash.is_open}
    other = [path for path in unmerged if path and path not in ours]
    if ours:
        console.say("Both sides changed the same data; ours is in place for now. Choose with")
        console.say("    lineal data merge --take ours|theirs PATH")
    if other:
        console.say(f"Edit, then `git add`: {', '.join(other)}")
    console.say("Then `lineal data merge --continue`; `--abort` goes back to before.")
    return 1


def _go_on(ws: Workspace, git: Git) -> int:
    waiting = [clash for clash in read_report(ws.project.lineal_dir) if clash.is_open]
    if waiting:
        listed = "\n".join(named(clash) for clash in waiting)
        raise DataError(
            f"both sides changed this, and nobody has chosen yet:\n{listed}",
            hint="lineal data merge --take ours|theirs PATH",
        )
    git.must("commit", "--no-edit", "--quiet")
    return 0


def _take(ws: Workspace, git: Git, console: Console, side: str, words: Sequence[str]) -> int:
    clashes = read_report(ws.project.lineal_dir)
    chosen = _chosen(ws, git, clashes, words)
    with Trees(ws) as trees:
        for clash in chosen:
            take(git.root, clash, side, ws.cache, trees)
            console.say(f"{clash.file}: {named(clash)} is as on {_whose(side)} side")
    left = {
        clash.file for clash in settle_in_report(ws.project.lineal_dir, chosen) if clash.is_open
    }
    done = sorted({clash.file for clash in chosen} - left)
    if done:
        git.must("add", "--", *done)
    console.note("next: `lineal data merge --continue`" if not left else f"left: {sorted(left)}")
    return 0


def _whose(side: str) -> str:
    return "our" if side == OURS else "their"


def _chosen(ws: Workspace, git: Git, clashes: Sequence[Clash], words: Sequence[str]) -> list[Clash]:
    if not words:
        found = [clash for clash in clashes if clash.is_open]
        if not found:
            raise DataError("nothing waits for a choice", hint="lineal data merge shows the last")
        return found
    found = []
    for word in words:
        path = os.path.relpath(os.path.join(ws.cwd, word), git.root)
        here = [clash for clash in clashes if _is_meant(clash, word, path)]
        if not here:
            raise DataError(
                f"'{word}' is not what both sides changed",
                hint="lineal data merge lists what the last merge found",
            )
        found += here
    return found


def _is_meant(clash: Clash, word: str, path: str) -> bool:
    if clash.kind == STAGE:
        return word == clash.name
    return path in (clash.file, clash.name) or clash.name.startswith(f"{path}/")


def _show_report(ws: Workspace, console: Console) -> int:
    clashes = read_report(ws.project.lineal_dir)
    if not clashes:
        console.say("The last merge left nothing to decide.")
        return 0
    show_clashes(console, clashes)
    return int(any(clash.is_open for clash in clashes))
