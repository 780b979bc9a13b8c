"""``lineal run`` and ``lineal repro``: reproduce what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import StageError, UsageError
from lineal.cli.ask import confirm
from lineal.cli.git_hint import suggest_git_add
from lineal.cli.run_report import make_reporter
from lineal.ledger.idle import note_idle
from lineal.pipeline.address import address
from lineal.pipeline.recorder import LateRecorder, NoRecorder
from lineal.pipeline.repro import reproduce
from lineal.pipeline.run.options import FAIL, IGNORE, KEEP_GOING, RunOptions
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.workspace import Workspace

HELP = "Reproduce what changed, independent stages side by side."

INTERRUPTED = 130
UP_TO_DATE = "Data and pipelines are up to date."
PUSH_HINT = "Use `lineal push` to send your updates to remote storage."

SELECTION = {
    "-s --single-item": "only the stages named, without what they depend on",
    "-p --pipeline": "the whole pipelines the targets belong to",
    "-P --all-pipelines": "every pipeline of the project",
    "-R --recursive": "all stages below the directories named",
    "--downstream": "the targets and everything that depends on them",
    "--glob": "targets are patterns of stage names",
}
CONDUCT = {
    "-f --force": "run even if nothing changed",
    "--force-downstream": "run what depends on a stage that ran, changed or not",
    "-i --interactive": "ask before each stage",
    "--dry": "say what would run, and run nothing",
    "--pull": "bring missing data from its remote, rather than making it again",
    "--allow-missing": "missing data alone is no reason to run a stage",
    "--no-commit": "do not put outputs into the cache",
    "--no-run-cache": "do not restore the results of earlier, equal executions",
}
ON_ERROR = {
    "-k --keep-going": (KEEP_GOING, "when a stage fails, run what does not depend on it"),
    "--ignore-errors": (IGNORE, "when a stage fails, run everything else all the same"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "targets", nargs="*", help="stages, groups, dvc.yaml or .dvc files; default: ./dvc.yaml"
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="stages to run side by side; default: as many as there are cores",
    )
    for names, text in {**SELECTION, **CONDUCT}.items():
        parser.add_argument(*names.split(), action="store_true", help=text)
    parser.set_defaults(on_error=FAIL)
    for names, (mode, text) in ON_ERROR.items():
        parser.add_argument(
            *names.split(), dest="on_error", action="store_const", const=mode, help=text
        )


def run(args: argparse.Namespace) -> int:
    options = _options(args)
    with open_workspace(warn=args.console.warn) as ws:
        options = options._replace(interactive=options.interactive or ws.config.core.interactive)
        reporter = make_reporter(args.console, ws, options)
        outcome = reproduce(ws, options, reporter, confirm, _recorder(ws, options))
        names = [address(stage, ws.cwd) for stage in outcome.failed]
        if outcome.interrupted:
            args.console.note("interrupted; finished stages are kept, `lineal run` continues")
            return INTERRUPTED
        if names and options.on_error != IGNORE:
            raise _failure(names)
        if not options.dry:
            suggest_git_add(ws, args.console, outcome.files)
        args.console.say(PUSH_HINT if outcome.reproduced or names else UP_TO_DATE)
    return 0


def _recorder(ws: Workspace, options: RunOptions) -> Recorder:
    if options.dry:
        return NoRecorder()

    def make(stages: Sequence[Stage]) -> Recorder:
        # deferred: a run that finds nothing to do has nothing to record
        from lineal.ledger.recording.recorder import LedgerRecorder

        return LedgerRecorder(ws, options, stages)

    return LateRecorder(make, lambda outcome: note_idle(ws, outcome))


def _options(args: argparse.Namespace) -> RunOptions:
    if args.jobs < 0:
        raise UsageError("--jobs takes a positive number", hint="lineal run -j 2")
    given = vars(args)
    wanted = {name: given[name] for name in RunOptions._fields if name in given}
    return RunOptions(**{**wanted, "targets": tuple(args.targets)}, run_cache=not args.no_run_cache)


def _failure(names: list[str]) -> StageError:
    if len(names) == 1:
        return StageError(
            f"failed to reproduce '{names[0]}'",
            hint="mend the stage and run again: finished stages are kept",
        )
    listed = ", ".join(f"'{name}'" for name in names)
    return StageError(
        f"failed to reproduce stages: {listed}",
        hint="mend the stages and run again: finished stages are kept",
    )
