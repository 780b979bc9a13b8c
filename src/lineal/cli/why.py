"""``lineal why``: why a stage would run, or be skipped; why it was, in the past."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import TargetError
from lineal.cli.output import BOLD
from lineal.ledger.completeness import CODE, READ
from lineal.pipeline.why import MAY_RUN, RESTORE, RUN, SKIP, explain
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from lineal.cli.output import Console
    from lineal.pipeline.why import Cause, Explanation
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.git.touching import Touching

HELP = "Say why a stage or a path would run, or be skipped; or why it did, or was."

_VERDICTS = {
    RUN: "would run, because",
    RESTORE: "would be restored from the run cache without running, because",
    SKIP: "would be skipped: its command, dependencies, parameters and outputs are as recorded",
    MAY_RUN: "is unchanged itself; whether it runs depends on what comes before it",
}


#: Reasons of an incomplete record by which a stage is skipped that should run.
_HIDDEN = frozenset((READ, CODE))
_PAST = ("exec:", "run:")
_PREDICTION, _MODEL = "prediction:", "model:"
# As many files of which Git is asked who changed them.
_MOST_ASKED = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        help="a stage, a group, or a path that one reads or writes;"
        " of the past: exec:ID, run:ID, STAGE@REVISION; model:NAME@VERSION, prediction:ID",
    )
    parser.add_argument("--run", metavar="REF", help="why in this run")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    past = args.run is not None or args.target.startswith(_PAST)
    with open_workspace(warn=args.console.warn) as ws:
        if args.target.startswith(_PREDICTION):
            from lineal.cli.why_prediction import run as run_prediction  # deferred: computes

            return run_prediction(args, ws)
        if args.target.startswith(_MODEL):
            from lineal.cli.why_version import why_version  # deferred: the registry

            return why_version(ws, args.console, args.target, as_json=args.json)
        if past:
            return _run_past(args, ws)
        try:
            explanations = explain(ws, args.target)
        except TargetError:
            if "@" not in args.target:
                raise
            return _run_past(args, ws)
        known = _who_changed(ws, explanations)
        recorded = _recorded(ws, explanations)
    if args.json:
        import json  # deferred: text needs none

        rows = [
            {
                **one._asdict(),
                "causes": [_cause_json(cause, known) for cause in one.causes],
                "completeness": recorded.get(one.stage),
            }
            for one in explanations
        ]
        args.console.data(json.dumps(rows, ensure_ascii=False))
        return 0
    for one in explanations:
        _show(args.console, one, known)
        _show_completeness(args.console, recorded.get(one.stage))
    return 0


def _run_past(args: argparse.Namespace, ws: Workspace) -> int:
    from lineal.cli.why_past import answer_json, tell_answer  # deferred: the ledger
    from lineal.cli.why_which import answers  # deferred: as above
    from lineal.ledger.opening import open_ledger  # deferred: as above

    with open_ledger(ws) as ledger:
        found = answers(ws, ledger, args.target, args.run)
    if args.json:
        import json  # deferred: text needs none

        rows = [answer_json(one) for one in found]
        args.console.data(json.dumps(rows, ensure_ascii=False))
        return 0
    for one in found:
        tell_answer(args.console, one, ledger.directory)
    return 0


def _who_changed(ws: Workspace, explanations: list[Explanation]) -> dict[str, Touching | None]:
    """By path: the last commit, None for what is not committed; what Git lacks is not there."""
    paths = {cause.path for one in explanations for cause in one.causes if cause.path}
    if not paths or ws.project.git_root is None or ws.config.core.no_scm:
        return {}
    from lineal.storage.git.touching import who_changed  # deferred: only where something changed

    local = sorted(path for path in paths if "://" not in path)
    return who_changed(ws.history.git_dir, ws.history.git_root, local[:_MOST_ASKED])


def _recorded(ws: Workspace, explanations: list[Explanation]) -> dict[str, Mapping[str, Any]]:
    """By stage: what the record of its latest execution is missing; nothing without a ledger."""
    from lineal.ledger.opened import is_there  # deferred: the ledger

    if not is_there(ws):
        return {}
    from lineal.ledger.health.latest import latest_completeness  # deferred: as above
    from lineal.ledger.opening import open_ledger  # deferred: as above

    shown = {_from_root(ws, one.stage): one.stage for one in explanations}
    with open_ledger(ws) as ledger:
        found = latest_completeness(ledger.store, shown)
    return {shown[stage]: one for stage, one in found.items()}


def _from_root(ws: Workspace, stage: str) -> str:
    """The address as the ledger has it; shown it is from where the person stands."""
    file, mark, name = stage.rpartition(":")
    if ws.cwd == ws.root or not mark:
        return stage
    path = os.path.relpath(os.path.join(ws.cwd, file), ws.root)
    return name if path == "dvc.yaml" else f"{path}:{name}"


def _show_completeness(console: Console, completeness: Mapping[str, Any] | None) -> None:
    """What bears on the question; `show` and `doctor` tell all."""
    hidden = [one for one in (completeness or {}).get("reasons", ()) if one["code"] in _HIDDEN]
    if hidden:
        console.say(
            "  it used what is not declared when it ran last; no change of that is noticed:"
        )
    for reason in hidden:
        console.say(f"  - it {reason['text']}")
        console.say(f"      {reason['mend']}")


def _cause_json(cause: Cause, known: dict[str, Touching | None]) -> dict[str, object]:
    row: dict[str, object] = {"text": cause.text, "details": cause.details}
    commit = known.get(cause.path)
    if commit is not None:
        from lineal.cli.why_past import commit_json  # deferred: as above

        row["changed_by"] = commit_json(commit)
    elif cause.path in known:
        row["uncommitted"] = True
    return row


def _change_text(commit: Touching | None) -> str:
    if commit is None:
        return "not committed yet"
    from lineal.cli.why_past import commit_text  # deferred: as above

    return f"last changed by {commit_text(commit)}"


def _show(console: Console, one: Explanation, known: dict[str, Touching | None]) -> None:
    console.say(f"{console.paint(one.stage, BOLD)} {_VERDICTS[one.verdict]}")
    for cause in one.causes:
        console.say(f"  - {cause.text}")
        for detail in cause.details:
            console.say(f"      {detail}")
        if cause.path in known:
            console.say(f"      {_change_text(known[cause.path])}")
    if one.waits_for:
        console.say(f"  waits for what changed before it: {', '.join(one.waits_for)}")
    if one.note:
        console.say(f"  {one.note}")
    if one.follows and one.verdict != SKIP:
        console.say(f"  then, if its outputs change: {', '.join(one.follows)}")
    elif one.follows:
        console.say(f"  so it gives no reason to run: {', '.join(one.follows)}")
