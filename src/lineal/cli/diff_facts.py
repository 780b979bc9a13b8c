"""``lineal diff`` of runs, executions, stages and artifacts: answered from recorded facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, LinealError
from lineal.cli.diff_report import Report
from lineal.cli.diff_tables import inside
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.asking.comparing import INPUTS, OUTPUTS
from lineal.ledger.asking.differing import difference, used_paths
from lineal.ledger.asking.of_ref import maker_of, state_of, state_of_node
from lineal.ledger.kinds.execution import FAILED, KILLED
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.nodes import ArtifactNode, CommitNode, ItemNode
from lineal.ledger.refs.parse import parse_ref
from lineal.ledger.refs.resolve import resolve
from lineal.pipeline.revisions import WORKSPACE_NAME
from lineal.storage.git.diffs import file_diffs, has_commit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.asking.differing import Differences
    from lineal.ledger.asking.state import State
    from lineal.ledger.opening import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.git.diffs import FileDiff
    from lineal.tables.data_diff import Dataset


class FactsDiff(NamedTuple):
    """``datasets`` are what changed inside of files, where that was asked for."""

    report: Report
    datasets: tuple[Dataset, ...] = ()


def any_fact(ws: Workspace, words: list[str]) -> bool:
    """Whether the ledger knows one of them; what nobody knows is left to Git to complain of."""
    return any(_is_fact(ws, word) for word in words)


def facts_diff(ws: Workspace, a: str, b: str, *, full: bool) -> FactsDiff:
    with open_ledger(ws) as ledger:
        nodes = [None if word == WORKSPACE_NAME else resolve(ws, ledger, word) for word in (a, b)]
        if all(isinstance(node, ItemNode | ArtifactNode) for node in nodes):
            return _artifacts(ws, ledger, [(a, nodes[0]), (b, nodes[1])])
        before, after = state_of(ws, ledger, a), state_of(ws, ledger, b)
    return _states(ws, before, after, full=full)


def _is_fact(ws: Workspace, word: str) -> bool:
    kind = parse_ref(word).kind
    if kind is not None or word == WORKSPACE_NAME:
        return kind not in (None, "commit")
    with open_ledger(ws) as ledger:
        try:
            node = resolve(ws, ledger, word)
        except LinealError:
            return False
    return not isinstance(node, CommitNode)


def _states(ws: Workspace, before: State, after: State, *, full: bool) -> FactsDiff:
    found = difference(before, after)
    code, notes = _code(ws, before, after)
    datasets: list[Dataset] = []
    # Of what Git has, the lines are shown already, and the cache has none of it.
    shown = {one.path for one in code}
    items = _changed_items(found) if full else ()
    for path, old, new in (item for item in items if item[0] not in shown):
        try:
            datasets.append(inside(ws, path, old, new))
        except DataError as exc:
            notes.append(exc.message)
    return FactsDiff(Report(found, tuple(code), tuple(notes)), tuple(datasets))


def _artifacts(ws: Workspace, ledger: Ledger, sides: list[tuple[str, Node | None]]) -> FactsDiff:
    """What is inside comes first; then how the executions that made them differ."""
    nodes = [node for _, node in sides if isinstance(node, ItemNode | ArtifactNode)]
    old, new = (node.oid for node in nodes)
    path = next((_path(node) for node in nodes if _path(node)), "")
    notes, datasets = [], []
    if old == new:
        notes.append("the same bytes")
    else:
        try:
            datasets.append(inside(ws, path, old, new))
        except DataError as exc:
            notes.append(exc.message)
    makers = [maker_of(ledger, node) for node in nodes]
    if makers[0] is None or makers[1] is None or makers[0] == makers[1]:
        which = "the same execution made both" if makers[0] and makers[0] == makers[1] else ""
        notes.append(which or "no recorded execution made both, so nothing is known of how")
        return FactsDiff(Report({}, notes=tuple(notes)), tuple(datasets))
    before, after = (state_of_node(ws, ledger, node, text) for text, node in sides if node)
    inner = _states(ws, before, after, full=False).report
    report = inner._replace(notes=(*notes, *inner.notes))
    return FactsDiff(report, tuple(datasets))


def _path(node: ItemNode | ArtifactNode) -> str:
    return node.path if isinstance(node, ItemNode) else next(iter(node.paths), "")


def _changed_items(found: Differences) -> Iterator[tuple[str, str, str]]:
    for section in (INPUTS, OUTPUTS):
        for change in found.get(section, ()):
            if change.before is not ABSENT and change.after is not ABSENT:
                yield change.key, change.before, change.after


def _code(ws: Workspace, before: State, after: State) -> tuple[list[FileDiff], list[str]]:
    """Hunks of what stages depend on, between the commits; and what these do not show."""
    notes = [
        f"{state.label} had changes that were not committed: lineal show {state.label} --diff"
        for state in (before, after)
        if state.dirty
    ]
    notes += [
        f"{state.label}: {one.stage} {one.payload['status']}, so it has no results"
        for state in (before, after)
        for one in state.stages
        if one.payload.get("status") in (FAILED, KILLED)
    ]
    old, new = before.commit, after.commit
    if old is None or new is None or old == new or ws.project.git_root is None:
        return [], notes
    missing = [commit for commit in (old, new) if not has_commit(ws.history.git_dir, commit)]
    if missing:
        notes.append(f"commit {missing[0][:7]} is not in this clone: git fetch may bring it")
        return [], notes
    root, prefix = ws.history.git_root, ws.root
    paths = [f"{prefix}/{path}"[len(root) + 1 :] for path in used_paths(before, after)]
    return file_diffs(ws.history.git_dir, root, old, new, paths), notes
