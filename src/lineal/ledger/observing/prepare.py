"""Before a command starts: the environment by which it, and our hook in it, report to us.

Nothing is created here: who has something to say makes the directory. Most commands of a long
pipeline say nothing, and then it costs nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.ledger.place import evidence_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

EXECUTION, EVIDENCE = "LINEAL_EXECUTION", "LINEAL_EVIDENCE"
#: What is watched is what lies below it; empty for a command that is not.
ROOT = "LINEAL_OBSERVE_ROOT"
SWITCH = "LINEAL_OBSERVE"

_OFF = frozenset(("0", "no", "off", "false"))
_HOOK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hook")


def evidence_path(directory: str, execution: bytes) -> str:
    """Where an execution reports to. ``directory`` is that of the ledger."""
    return f"{evidence_dir(directory)}/{execution.hex()}"


def opted_out(
    environ: Mapping[str, str], *, setting: bool = True, meta: Mapping[str, Any] | None = None
) -> str | None:
    """Who asked for this command not to be watched; None when it is to be.

    ``setting`` is ``observe`` of lineal.yaml, ``meta`` that of the stage in dvc.yaml.
    """
    if environ.get(SWITCH, "").lower() in _OFF:
        return SWITCH
    ours = (meta or {}).get("lineal")
    asked = ours.get("observe") if isinstance(ours, dict) else None
    if asked is False:
        return "meta of the stage"
    return None if setting or asked is True else "lineal.yaml"


def prepare(
    directory: str,
    execution: bytes,
    root: str,
    environ: Mapping[str, str],
    out: str | None = None,
) -> dict[str, str]:
    """What is added to ``environ`` for the commands of one execution.

    ``out`` is what `opted_out` said: such a command can still log, and is not watched.
    """
    said = {EXECUTION: execution.hex(), EVIDENCE: evidence_path(directory, execution)}
    if out is not None:
        return {**said, ROOT: ""}
    given = environ.get("PYTHONPATH", "")
    # An empty part of PYTHONPATH would be the working directory.
    parts = [_HOOK, *(part for part in given.split(os.pathsep) if part and part != _HOOK)]
    return {**said, ROOT: root, "PYTHONPATH": os.pathsep.join(parts)}
