"""``lineal reproduce``: from an execution to a verdict about it.

Nothing of the user's project changes, but that the ledger has a fact more.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError
from lineal.ledger.append import append
from lineal.ledger.codec import unpack
from lineal.ledger.fact import NewFact
from lineal.ledger.kept import read_kept
from lineal.ledger.kinds import reproduction
from lineal.ledger.recording.environment import read_environment
from lineal.ledger.reproducing.codestates import code_states
from lineal.ledger.reproducing.comparison import Reproduction, as_json
from lineal.ledger.reproducing.engine import Watching, run_again
from lineal.ledger.reproducing.environments import environment_differences
from lineal.ledger.reproducing.measuring import compare_all
from lineal.ledger.reproducing.placing import place_all
from lineal.ledger.reproducing.planning import History, make_plan
from lineal.ledger.reproducing.suspicions import suspicions
from lineal.ledger.reproducing.worktree import apply_changes, discard, worktree
from lineal.ledger.settings import read_settings
from lineal.pipeline.address import address
from lineal.pipeline.project_graph import load_graph
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lineal.ledger.opening import Ledger
    from lineal.ledger.reproducing.codestates import CodeState
    from lineal.ledger.reproducing.measuring import Describe
    from lineal.ledger.reproducing.planning import Plan
    from lineal.ledger.reproducing.record import Record
    from lineal.ledger.reproducing.worktree import Place
    from lineal.pipeline.run.report import Reporter
    from lineal.pipeline.workspace import Workspace


_NO_COMMIT = (
    "it is not known at which commit it was: commit its record, then lineal ledger import --git"
)


class Asked(NamedTuple):
    """``keep`` is a directory to leave the worktree in; ``describe`` looks into differing data.

    ``reporter`` is made for the project in the worktree.
    """

    wanted: Sequence[Record]
    reporter: Callable[[Workspace], Reporter]
    describe: Describe | None = None
    from_inputs: bool = False
    keep: str | None = None


def reproduce(ws: Workspace, ledger: Ledger, asked: Asked) -> Reproduction:
    began = time.monotonic()
    ids = tuple(each.id for each in asked.wanted if each.id is not None)
    done = None
    for state in code_states(ws, ledger.store, asked.wanted[0]):
        found = _at_state(ws, ledger, asked, state, Reproduction(ids, state.commit, state.dirty))
        # Where nothing could be run, the first reason says more than those of second choices.
        done = found if done is None or not found.missing else done
        if not done.missing:
            break
    if done is None:
        done = _impossible(Reproduction(ids, None, None), _NO_COMMIT)
    return done._replace(seconds=time.monotonic() - began)


def _at_state(
    ws: Workspace, ledger: Ledger, asked: Asked, state: CodeState, done: Reproduction
) -> Reproduction:
    short = state.commit[:8]
    if not ws.history.objects.is_commit(state.commit):
        return _impossible(done, f"commit {short} is not in this clone: git fetch --all")
    changes = b""
    if state.dirty is not None:
        try:
            changes = read_kept(ledger.directory, state.dirty)
        except LinealError as exc:
            return _impossible(done, f"what was not committed then: {exc.message}")
    commit = ws.history.objects.resolve(state.commit)
    with worktree(ws.history.git_root, commit, asked.keep) as place:
        problem = place.problem or (apply_changes(place, changes) if changes else None)
        if problem is not None:
            what = f"what was not committed at {short}" if changes else f"commit {short}"
            found = _impossible(done, f"{what} cannot be checked out: {problem}")
        else:
            found = _in_worktree(ws, ledger, asked, place, done)
    if asked.keep is None:
        return found
    if found.missing:
        # Nothing was made that could be looked at.
        discard(ws.history.git_root, place.root)
        return found
    return found._replace(kept=place.root)


def _in_worktree(
    ws: Workspace, ledger: Ledger, asked: Asked, place: Place, done: Reproduction
) -> Reproduction:
    root = os.path.normpath(os.path.join(place.root, os.path.relpath(ws.root, ws.history.git_root)))
    if not os.path.isdir(os.path.join(root, ".dvc")):
        return _impossible(done, "there is no .dvc directory at this commit")
    with open_workspace(root, ws.warn, _apart(place)) as there:
        try:
            graph = load_graph(there)
        except LinealError as exc:
            return _impossible(done, f"the project files of this commit: {exc.message}")
        history = History(ledger.store, ws.cache)
        plan = make_plan(there, graph, history, asked.wanted, from_inputs=asked.from_inputs)
        done = done._replace(planned=tuple(job.record.stage for job in plan.jobs))
        missing = plan.missing or place_all(ws, there, plan.inputs)
        if missing:
            more = _not_kept(asked.wanted)
            return done._replace(missing=(*missing, *more), taken=plan.taken)
        watching = Watching(there, place.scratch)
        found = _run(ws, there, asked, plan, done, watching)
        environment = _environment(ledger, there, asked.wanted)
        hints = suspicions(found, plan.jobs, watching.evidence(), environment)
        return found._replace(hints=tuple(hints))


def _run(
    ws: Workspace,
    there: Workspace,
    asked: Asked,
    plan: Plan,
    done: Reproduction,
    watching: Watching,
) -> Reproduction:
    reporter = asked.reporter(there)
    outcome = run_again(there, [job.stage for job in plan.jobs], reporter, watching)
    if outcome.interrupted:
        raise KeyboardInterrupt
    failed = {address(stage, there.root) for stage in outcome.failed}
    ran = {address(stage, there.root) for stage in outcome.ran}
    jobs = [job for job in plan.jobs if job.record.stage in ran]
    compared = compare_all(ws, there, jobs, asked.describe)
    return done._replace(
        ran=tuple(job.record.stage for job in jobs),
        failed=next(iter(failed), None),
        artifacts=tuple(compared),
        taken=plan.taken,
    )


def _environment(ledger: Ledger, there: Workspace, wanted: Sequence[Record]) -> Iterator[str]:
    """In what the environment is another one than that of the execution asked about."""
    fact = wanted[-1].payload.get("environment")
    rows = ledger.store.rows("walk_fact", bytes.fromhex(fact)) if fact else []
    if not rows or rows[0][1] is None:
        return
    now = read_environment(there.root, os.environ, read_settings(there).variables)
    yield from environment_differences(unpack(bytes(rows[0][1])), now)


def _not_kept(wanted: Sequence[Record]) -> Iterator[str]:
    """Why the code of then is not to be had, if that is known."""
    for record in wanted:
        reasons = (record.payload.get("completeness") or {}).get("reasons", ())
        if not record.payload.get("dirty") and any(each.get("code") == "dirty" for each in reasons):
            yield f"{record.stage}: what was not committed then was not kept"


def _apart(place: Place) -> dict[str, dict[str, str]]:
    """Settings by which nothing of the worktree reaches anything of the user's."""
    return {
        "core": {"no_scm": "true", "autostage": "false"},
        "cache": {"dir": f"{place.scratch}/cache", "type": "reflink,copy"},
    }


def _impossible(done: Reproduction, why: str) -> Reproduction:
    return done._replace(missing=(why,))


def remember(ledger: Ledger, done: Reproduction, now: int, id_: bytes) -> None:
    """The verdict is a fact as well."""
    said = as_json(done)
    payload = {key: said[key] for key in reproduction.ReproductionPayload.__annotations__}
    append(ledger.store, ledger.writer, [NewFact(id_, reproduction.KIND, now, payload)])
