"""``lineal gc``: remove data that no chosen revision needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, UsageError
from lineal.cli.amounts import size_text
from lineal.cli.ask import confirm
from lineal.cli.transfer_progress import make_meter
from lineal.pipeline.cleaning.gc import GcOptions, locked_projects, plan_gc, sweep
from lineal.pipeline.paths import is_inside
from lineal.pipeline.revisions import Scope
from lineal.pipeline.workspace import open_workspace
from lineal.storage.objects import object_key

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.cleaning.bystanders import Bystander
    from lineal.pipeline.cleaning.gc import Plan, Sweep
    from lineal.pipeline.workspace import Workspace

HELP = "Remove data that no chosen revision needs from the cache, or from a remote."

_MOST_SHOWN = 10
_FLAGS = (
    ("-w --workspace", "keep what the workspace uses"),
    ("-a --all-branches", "keep what the tips of branches use"),
    ("-T --all-tags", "keep what tags use"),
    ("-A --all-commits", "keep what any commit uses"),
    ("--all-experiments", "keep what experiments of dvc use"),
    ("--not-in-remote", "keep only what is not in the remote"),
    ("-c --cloud", "remove from the remote as well"),
    ("--skip-failed", "leave out revisions that cannot be read"),
    ("-f --force", "ask nothing, and spare nobody that was not named"),
    ("--dry", "only show what would be removed"),
    ("--json", "print JSON"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for names, text in _FLAGS:
        parser.add_argument(*names.split(), action="store_true", help=text)
    parser.add_argument(
        "--rev",
        action="append",
        default=[],
        metavar="REV",
        help="keep what this revision uses; may be given several times",
    )
    parser.add_argument(
        "-n",
        "--num",
        type=int,
        metavar="N",
        help="with --rev or -a: the last N commits of each; default: 1",
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="keep what commits since then use")
    parser.add_argument("-r", "--remote", metavar="NAME", help="this remote, not the default one")
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="(dvc's; decided by itself)")
    parser.add_argument(
        "-p",
        "--projects",
        nargs="*",
        default=[],
        metavar="PATH",
        help="keep what these projects use that share the cache or the remote",
    )


def run(args: argparse.Namespace) -> int:
    _check(args)
    console: Console = args.console
    console.warn(_announcement(args))
    options = _options(args)
    meter = make_meter(console)
    with open_workspace(warn=console.warn) as ws, locked_projects(ws, args.projects) as others:
        _warn_shared(args, ws)
        plan = plan_gc(ws, others, options, meter)
        meter.end()
        if not (args.dry or args.force):
            _refuse_loss(plan.bystanders)
            _ask(plan)
        if not args.dry:
            sweep(ws, plan, meter)
    if args.json:
        import json  # deferred: text needs none

        console.data(json.dumps(_as_json(plan, dry=args.dry)))
    elif args.dry:
        _show_dry(console, plan)
    else:
        _show(console, plan)
    return 0


def _check(args: argparse.Namespace) -> None:
    scopes = ("workspace", "all_branches", "all_tags", "all_commits", "all_experiments", "date")
    if not (args.rev or any(getattr(args, name) for name in scopes)):
        raise UsageError(
            "what is to be kept? Name at least one of -w, -a, -T, -A, --all-experiments,"
            " --date and --rev",
            hint="lineal gc -w --dry shows what goes when only the workspace counts",
        )
    if args.not_in_remote and args.cloud:
        raise UsageError(
            "--not-in-remote and --cloud exclude each other",
            hint="with --not-in-remote the remote is what makes removing safe",
        )
    if args.remote and not (args.cloud or args.not_in_remote):
        raise UsageError(
            "--remote is for --cloud and --not-in-remote",
            hint="without them only the cache is swept; add -c to sweep the remote too",
        )
    if args.num is not None and not (args.rev or args.all_branches):
        raise UsageError("--num counts back from --rev or --all-branches", hint="add one of them")


def _options(args: argparse.Namespace) -> GcOptions:
    return GcOptions(
        scope=Scope(
            branches=args.all_branches,
            tags=args.all_tags,
            all_commits=args.all_commits,
            revs=tuple(args.rev),
            num=1 if args.num is None else args.num,
            date=args.date,
        ),
        experiments=args.all_experiments,
        cloud=args.cloud,
        remote=args.remote,
        not_in_remote=args.not_in_remote,
        skip_failed=args.skip_failed,
        force=args.force,
        dry=args.dry,
    )


def _announcement(args: argparse.Namespace) -> str:
    """What is about to happen, in DVC's words."""
    kept = ["the workspace", *_kept_commits(args)]
    if args.all_experiments:
        kept.append("all experiments")
    text = f"This will remove all cache except items used in {' and '.join(kept)}"
    if args.not_in_remote:
        text += " that are not present in the DVC remote"
    if not args.projects:
        return f"{text} of the current repo."
    listed = "".join(f"\n  - {os.path.abspath(path)}" for path in args.projects)
    return f"{text} of the current and the following repos:{listed}"


def _kept_commits(args: argparse.Namespace) -> list[str]:
    if args.all_commits:
        return ["all git commits"]
    kept = []
    if args.all_branches:
        kept.append(
            f"last {args.num} commits from all git branches" if args.num else "all git branches"
        )
    if args.all_tags:
        both = args.all_branches and not args.num
        kept.append("tags" if both else "all git tags")
    if args.date:
        kept.append(f"all git commits since {args.date}")
    if args.rev:
        kept.append(f"last {args.num or 1} commits from {', '.join(args.rev)}")
    return kept


def _warn_shared(args: argparse.Namespace, ws: Workspace) -> None:
    if not args.projects and not is_inside(ws.cache.root, ws.root):
        args.console.warn(
            f"the cache {ws.cache.root} lies outside this project",
            hint="name the other projects that use it: -p PATH …",
        )


def _refuse_loss(found: Sequence[Bystander]) -> None:
    if not found:
        return
    lines = [
        f"  {one.kind} '{one.name}': {_objects(one.objects)}, {size_text(one.size)};"
        f" kept with {one.flag}"
        for one in found[:_MOST_SHOWN]
    ]
    more = len(found) - _MOST_SHOWN
    lines += [f"  and {more} more"] if more > 0 else []
    flags = " ".join(dict.fromkeys(one.flag for one in found))
    raise DataError(
        "this would remove data that others in this repository need:\n" + "\n".join(lines),
        hint=f"add {flags} to keep it; --dry lists what would go, -f removes it all the same",
    )


def _ask(plan: Plan) -> None:
    if plan.is_empty:
        return
    parts = [f"{_total(one)} from {_place(one)}" for one in plan.sweeps if one.objects]
    if not confirm(f"Remove {' and '.join(parts)}?"):
        raise DataError(
            f"nothing was removed; it would have been {' and '.join(parts)}",
            hint="--dry lists each object, -f removes them without asking",
        )


def _show(console: Console, plan: Plan) -> None:
    """In DVC's words: scripts read them."""
    for one in plan.caches:
        if one.objects:
            console.say(f"Removed {len(one.objects)} objects from {one.name} cache.")
        else:
            console.say(f"No unused '{one.name}' cache to remove.")
    for one in plan.remotes:
        if one.objects:
            console.say(f"Removed {len(one.objects)} objects from remote.")
        else:
            console.say("No unused cache to remove from remote.")
    freed = sum(one.size for one in plan.sweeps)
    if freed:
        console.note(f"{size_text(freed)} freed")


def _show_dry(console: Console, plan: Plan) -> None:
    for one in plan.sweeps:
        if not one.objects:
            console.say(f"Nothing to remove from {_place(one)}.")
            continue
        console.say(f"Would remove from {_place(one)}:")
        for found in one.objects:
            console.say(f"  {size_text(found.size):>9}  {object_key(found.item)}")
        console.say(f"  {_total(one)}")
    for other in plan.bystanders:
        console.say(
            f"{other.kind} '{other.name}' uses {_objects(other.objects)} of these,"
            f" {size_text(other.size)}; {other.flag} keeps them"
        )


def _as_json(plan: Plan, *, dry: bool) -> dict[str, Any]:
    return {
        "dry": dry,
        "caches": [_sweep_as_json(one) for one in plan.caches],
        "remotes": [_sweep_as_json(one) for one in plan.remotes],
        "needed_by": [one._asdict() for one in plan.bystanders],
    }


def _sweep_as_json(one: Sweep) -> dict[str, Any]:
    return {
        "name": one.name,
        "where": one.where,
        "count": len(one.objects),
        "size": one.size,
        "objects": [
            {"oid": found.item.oid, "hash": found.item.algorithm, "size": found.size}
            for found in one.objects
        ],
    }


def _place(one: Sweep) -> str:
    return f"{one.where} ({one.name} {one.kind})"


def _total(one: Sweep) -> str:
    return f"{_objects(len(one.objects))}, {size_text(one.size)}"


def _objects(count: int) -> str:
    return f"{count} object{'' if count == 1 else 's'}"
