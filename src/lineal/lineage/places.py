"""Where receipts of a project are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace

_RECEIPTS = "receipts"


def receipts_dir(ws: Workspace, named: str | None = None) -> str:
    """In the project, unless another place is named, from where the person stands."""
    if named is not None:
        return os.path.join(ws.cwd, os.path.expanduser(named))
    return os.path.join(ws.project.lineal_dir, _RECEIPTS)
