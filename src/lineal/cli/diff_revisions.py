"""What differs between two revisions beside the data: read from the project files and Git."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LedgerError
from lineal.cli.diff_report import Report
from lineal.ledger.asking.changes import ABSENT, Change, changes
from lineal.ledger.asking.comparing import COMMANDS, ENVIRONMENT, METRICS, PARAMS
from lineal.ledger.asking.of_ref import known_at_revision
from lineal.ledger.asking.state import environment_values
from lineal.ledger.opened import is_there, open_as_is
from lineal.ledger.refs.recorded import stages_of
from lineal.pipeline.address import address
from lineal.pipeline.reports.at_revisions import values_of
from lineal.pipeline.reports.compare import changes_between
from lineal.pipeline.reports.metrics import ask_metrics
from lineal.pipeline.reports.params import ask_params
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision
from lineal.storage.git.diffs import file_diffs
from lineal.storage.git.references import all_commits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.pipeline.model import Stage
    from lineal.pipeline.reports.values import FileValues
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.git.diffs import FileDiff


def revisions_report(ws: Workspace, a_rev: str, b_rev: str | None) -> Report:
    """Nothing at all before the first commit."""
    if ws.project.git_root is None or ws.config.core.no_scm or not all_commits(ws.history.git_dir):
        return Report({})
    names = (a_rev, b_rev or WORKSPACE_NAME)
    sides = [ws if name == WORKSPACE_NAME else at_revision(ws, name) for name in names]
    if sides[0].revision == sides[1].revision:
        return Report({})
    stages = [{address(one, ws.root): one for one in stages_of(side)} for side in sides]
    found = {
        PARAMS: _values(ws, names, ask_params),
        METRICS: _values(ws, names, ask_metrics),
        COMMANDS: changes(*(_commands(one) for one in stages)),
        ENVIRONMENT: _environment(ws, sides),
    }
    code = _code(ws, sides, [one for side in stages for one in side.values()])
    return Report({section: rows for section, rows in found.items() if rows}, tuple(code))


def _values(
    ws: Workspace, names: tuple[str, str], ask: Callable[[Workspace], Any]
) -> tuple[Change, ...]:
    """By flat name; the file is part of it where two files have the same name."""
    found = values_of(ws, names, ask)
    old, new = (_files(found, name) for name in names)
    by_file = changes_between(old, new)
    keys = [key for changed in by_file.values() for key in changed]
    return tuple(
        Change(
            str(key) if keys.count(key) == 1 else f"{ws.show(path)}:{key}",
            _side(change["old"]),
            _side(change["new"]),
        )
        for path, changed in by_file.items()
        for key, change in sorted(changed.items(), key=lambda item: str(item[0]))
    )


def _files(found: Mapping[str, Any], name: str) -> Mapping[str, FileValues]:
    return found[name].files if name in found else {}


def _side(value: object) -> object:
    return ABSENT if value is None else value


def _commands(stages: Mapping[str, Stage]) -> dict[str, object]:
    return {name: one.cmd for name, one in stages.items() if one.cmd is not None}


def _environment(ws: Workspace, sides: list[Workspace]) -> tuple[Change, ...]:
    """Of the last recorded executions on each side; nothing where one of them has none.

    The ledger is taken as it is, and not begun for this: most who ask want the data.
    """
    if not is_there(ws):
        return ()
    try:
        with open_as_is(ws) as ledger:
            states = [known_at_revision(ws, ledger, side, "") for side in sides]
    except LedgerError as exc:
        ws.warn(exc.message)
        return ()
    environments = [state.environment for state in states]
    if not all(environments):
        return ()
    return changes(*map(environment_values, environments))


def _code(ws: Workspace, sides: list[Workspace], stages: list[Stage]) -> list[FileDiff]:
    """Files that stages depend on and Git has; what stages make is data."""
    paths = {dep.path for one in stages for dep in one.deps if "://" not in dep.path}
    paths -= {out.path for one in stages for out in one.outs}
    root = ws.history.git_root
    below = sorted(
        relative
        for relative in (os.path.relpath(path, root) for path in paths)
        if not relative.startswith("..")
    )
    old, new = sides[0].revision, sides[1].revision
    if old is None and new is not None:
        # Git shows a commit against the working tree; the other way round is for few.
        return [_turned(one) for one in _diffs(ws, new, None, below)]
    return _diffs(ws, old, new, below) if old is not None else []


def _diffs(ws: Workspace, old: str, new: str | None, paths: list[str]) -> list[FileDiff]:
    return file_diffs(ws.history.git_dir, ws.history.git_root, old, new, paths)


def _turned(one: FileDiff) -> FileDiff:
    swapped = {"+": "-", "-": "+"}
    lines = tuple(swapped.get(line[:1], line[:1]) + line[1:] for line in one.lines)
    return one._replace(added=one.removed, removed=one.added, lines=lines)
