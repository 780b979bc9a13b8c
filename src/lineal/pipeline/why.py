"""``why``: would this stage run, and because of what exactly. And who follows.

The reasons are those of `reasons`, the same that ``status`` shows and ``repro`` acts on; here
each is followed down to the parameter's values, the files of a directory, the words of a command.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError
from lineal.pipeline.address import address
from lineal.pipeline.graph import OutTable, active, post_order
from lineal.pipeline.look import Looker
from lineal.pipeline.paths import overlaps
from lineal.pipeline.project_graph import load_graph
from lineal.pipeline.reasons import (
    ALWAYS,
    COMMAND,
    DELETED,
    DEP,
    MODIFIED,
    OUT,
    PARAM,
    Reason,
    decisive,
    find_reasons,
)
from lineal.pipeline.run import options as run_options
from lineal.pipeline.run.stage_run import find_restorable
from lineal.pipeline.targets import parse_target
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.external.identity import UrlSeen
    from lineal.pipeline.graph import Graph
    from lineal.pipeline.model import Recorded, Stage, StageKey
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation

RUN, RESTORE, SKIP, MAY_RUN = "run", "restore", "skip", "may run"


class Cause(NamedTuple):
    """One reason in words, with the details that explain it, and the file it is about."""

    text: str
    details: tuple[str, ...] = ()
    path: str = ""


class Explanation(NamedTuple):
    """What would happen to one stage. ``follows`` are the stages that wait for it."""

    stage: str
    verdict: str
    causes: tuple[Cause, ...]
    waits_for: tuple[str, ...]
    follows: tuple[str, ...]
    note: str = ""


def explain(ws: Workspace, target: str) -> list[Explanation]:
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        graph = load_graph(ws)
        return _Explainer(ws, graph).explain(target)


class _Explainer:
    def __init__(self, ws: Workspace, graph: Graph) -> None:
        self._ws = ws
        self._graph = active(graph)
        self._look = Looker(ws)
        self._reasons: dict[StageKey, list[Reason]] = {}

    def explain(self, target: str) -> list[Explanation]:
        return [self._stage(stage) for stage in self._asked_for(target)]

    def _asked_for(self, target: str) -> list[Stage]:
        """The stages of that name; or who makes the path; or else everybody who reads it."""
        stages = list(self._graph.stages.values())
        named = [s for s in stages if _is_called(s, target, self._ws)]
        if named:
            return named
        path = self._absolute(target)
        owner = OutTable(stages, self._address).containing(path)
        if owner is not None:
            return [owner.stage]
        readers = [s for s in stages if any(overlaps(item.path, path) for item in s.inputs)]
        if readers:
            return readers
        from lineal.base.suggest import closest  # deferred: only for the error

        near = closest(target, [*map(self._address, stages), *self._paths(stages)])
        raise TargetError(
            f"'{target}' is not a stage, an output or a dependency of this project",
            hint=f"did you mean '{near}'?" if near else "lineal stage list --all shows all stages",
        )

    def _absolute(self, target: str) -> str:
        return os.path.normpath(os.path.join(self._ws.cwd, target))

    def _paths(self, stages: Iterable[Stage]) -> list[str]:
        return [self._ws.show(path) for s in stages for path in (*s.local_inputs, *s.local_outs)]

    def _address(self, stage: Stage) -> str:
        return address(stage, self._ws.cwd)

    def _found(self, stage: Stage) -> list[Reason]:
        if stage.key not in self._reasons:
            self._reasons[stage.key] = decisive(stage, find_reasons(stage, self._look.seen(stage)))
        return self._reasons[stage.key]

    def _stage(self, stage: Stage) -> Explanation:
        reasons = self._found(stage)
        upstream = [
            key for key in post_order(self._graph.upstream, [stage.key]) if key != stage.key
        ]
        changed = [self._graph.stages[key] for key in upstream]
        waits_for = tuple(self._address(s) for s in changed if self._found(s))
        below = set(post_order(self._graph.downstream, [stage.key])) - {stage.key}
        in_order = post_order(self._graph.upstream, self._graph.stages)
        follows = [self._graph.stages[key] for key in in_order if key in below]
        return Explanation(
            stage=self._address(stage),
            verdict=self._verdict(stage, reasons, waits_for),
            causes=tuple(
                self._cause(stage, reason)._replace(path=self._file_of(stage, reason))
                for reason in reasons
            ),
            waits_for=waits_for,
            follows=tuple(self._address(s) for s in follows),
            note="frozen: its dependencies are not looked at" if stage.frozen else "",
        )

    def _verdict(self, stage: Stage, reasons: list[Reason], waits_for: tuple[str, ...]) -> str:
        if not reasons:
            return MAY_RUN if waits_for else SKIP
        cannot_look_up = any(r.what in (DEP, PARAM) and r.how == "deleted" for r in reasons)
        if stage.cmd is None or stage.frozen or cannot_look_up:
            return RUN
        entry = find_restorable(self._ws, self._look, stage, run_options.RunOptions())
        return RUN if entry is None else RESTORE

    def _cause(self, stage: Stage, reason: Reason) -> Cause:
        if reason.what == COMMAND:
            return Cause("the command changed", tuple(command_diff(stage)))
        if reason.what == PARAM:
            return self._param_cause(stage, reason)
        if reason.what in (DEP, OUT):
            return self._data_cause(stage, reason)
        if reason.what == ALWAYS:
            return Cause("it always runs (always_changed, or nothing to compare)")
        return Cause("the .dvc file itself was edited")

    def _data_cause(self, stage: Stage, reason: Reason) -> Cause:
        shown = self._ws.show(reason.path)
        if reason.what == DEP:
            dep = stage.deps[reason.position]
            details = self._difference(reason, dep.recorded, self._look.dep(dep))
            return Cause(f"dependency {shown} {_state(reason, dep.recorded)}", details)
        out = stage.outs[reason.position]
        seen = self._look.out(out) if reason.how == MODIFIED else None
        details = self._difference(reason, out.recorded, seen)
        return Cause(f"output {shown} {_state(reason, out.recorded)}", details)

    def _param_cause(self, stage: Stage, reason: Reason) -> Cause:
        params = stage.params[reason.position]
        shown = self._ws.show(reason.path)
        if reason.key is None:
            what = "does not exist" if reason.how == "deleted" else "was not recorded before"
            return Cause(f"parameters file {shown} {what}")
        now = (self._look.params(params) or {}).get(reason.key)
        before = (params.recorded or {}).get(reason.key)
        if reason.how == "new":
            return Cause(f"parameter {reason.key} of {shown} is new", (f"now {now!r}",))
        if reason.how == "deleted":
            return Cause(f"parameter {reason.key} of {shown} is gone", (f"was {before!r}",))
        return Cause(f"parameter {reason.key} of {shown} changed", (f"{before!r} -> {now!r}",))

    def _file_of(self, stage: Stage, reason: Reason) -> str:
        """Whoever changed this file changed the stage; nobody is asked who changed an output."""
        if reason.what == COMMAND:
            return stage.file
        if reason.what != DEP:
            return reason.path if reason.what == PARAM else ""
        owner = OutTable(self._graph.stages.values(), self._address).containing(reason.path)
        if owner is None or not owner.stage.is_data_source:
            return reason.path
        # Data that is as its .dvc file says came with that file.
        seen = self._look.dep(stage.deps[reason.position])
        recorded = [out.recorded.oid for out in owner.stage.outs if out.path == reason.path]
        return owner.stage.file if seen is not None and seen.oid in recorded else reason.path

    def _difference(
        self, reason: Reason, recorded: Recorded, seen: Observation | UrlSeen | None
    ) -> tuple[str, ...]:
        """Which files of a directory, or how the size of a file differs."""
        if reason.how != MODIFIED or seen is None or recorded.oid is None:
            return ()
        from lineal.pipeline.external.identity import UrlSeen  # deferred: few look elsewhere

        if isinstance(seen, UrlSeen):
            return (f"was {recorded.oid}, is {seen.oid}",)
        if seen.tree is not None and recorded.oid.endswith(".dir"):
            before = self._ws.cache.read_tree(recorded.oid, recorded.algorithm)
            if before is None:
                return ("the list of its files as they were is not in the cache",)
            return tuple(member_diff(dict(before.members), dict(seen.tree.members)))
        before_size = recorded.raw.get("size")
        return (f"md5 {recorded.oid[:8]} ({before_size} B) -> {seen.oid[:8]} ({seen.size} B)",)


def member_diff(before: dict[str, str], now: dict[str, str], most: int = 10) -> list[str]:
    """Added, deleted and modified files of a directory; the rest is counted."""
    lines = [f"added {name}" for name in now if name not in before]
    lines += [f"deleted {name}" for name in before if name not in now]
    lines += [f"modified {name}" for name in now if name in before and before[name] != now[name]]
    if len(lines) > most:
        lines[most:] = [f"and {len(lines) - most} more"]
    return lines


def command_diff(stage: Stage) -> list[str]:
    """The changed part of the command, word by word."""
    import difflib  # deferred: only when a command changed

    before, now = _words((stage.lock or {}).get("cmd")), _words(stage.cmd)
    lines = []
    matcher = difflib.SequenceMatcher(a=before, b=now, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind != "equal":
            old, new = " ".join(before[a1:a2]), " ".join(now[b1:b2])
            lines.append(f"{old or '(nothing)'} -> {new or '(nothing)'}")
    return lines or ["only the spacing, or how it is split into lines"]


def _words(cmd: str | list[str] | None) -> list[str]:
    return " ".join(cmd).split() if isinstance(cmd, list) else (cmd or "").split()


def _is_called(stage: Stage, target: str, ws: Workspace) -> bool:
    shown = address(stage, ws.cwd)
    if target == shown or (stage.name is None and target == shown.removesuffix(".dvc")):
        return True
    group = parse_target(target).name
    return stage.generated_from is not None and shown.rpartition("@")[0] == target and bool(group)


def _state(reason: Reason, recorded: Recorded) -> str:
    if reason.how == MODIFIED:
        return "was not recorded before" if recorded.oid is None else "was modified"
    return "does not exist" if reason.how == DELETED else f"is {reason.how}"
