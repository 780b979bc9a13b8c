"""Parameters, metrics and commits, by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.ledger.refs.nodes import Candidate, CommitNode, MetricNode, ParamNode
from lineal.ledger.refs.parse import is_hex

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

_FULL = 40
_LEAST = 4


def params(_ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    """``KEY`` or ``KEY=VALUE``; of a group that was recorded as one, a part means the group."""
    key, equals, wanted = value.partition("=")
    known = key
    while known and not ledger.store.rows("param_known", known):
        known = known.rpartition(".")[0]
    return [
        Candidate(
            ParamNode(name, _as_json(wanted) if equals else None),
            f"param:{name}{equals}{wanted}",
            f"the parameter {name}",
        )
        for name in ([known] if known else in_other_files(ledger.store, key))
    ]


def in_other_files(store: Store, key: str) -> list[str]:
    """``other.yaml:KEY``: of files that are not the default one, the file is part of the name."""
    escaped = "".join(f"!{char}" if char in "!%_" else char for char in key)
    rows: list[tuple[str]] = store.rows("params_ending", f"%:{escaped}")
    return [name for (name,) in rows if name.endswith(f":{key}")]


def exact_param(ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    """What a bare token may mean: a part of a group is not what it says."""
    return [one for one in params(ws, ledger, value) if one.spelling == f"param:{value}"]


def metrics(_ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    if not ledger.store.rows("metric_known", value):
        return []
    return [Candidate(MetricNode(value), f"metric:{value}", f"the metric {value}")]


def commits(ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    """What Git takes it for; else one that only the ledger knows, of somebody else's clone."""
    try:
        return [_commit(ws.history.objects.resolve(value), value)]
    except RevisionError:
        if not is_hex(value, _LEAST, _FULL):
            return []
    if len(value) == _FULL:
        rows = ledger.store.rows("commit_known", value) and [(value,)]
    else:
        rows = ledger.store.rows("commits_between", value, f"{value}g")
    return [_commit(sha, value) for (sha,) in rows if sha.startswith(value)]


def _commit(sha: str, value: str) -> Candidate:
    named = "" if sha.startswith(value) else f" ({value})"
    return Candidate(CommitNode(sha), f"commit:{sha[:12]}", f"the commit {sha[:7]}{named}")


def _as_json(text: str) -> str:
    """As it is recorded: a number, true, a word."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    return json.dumps(value, separators=(",", ":"), sort_keys=True)
