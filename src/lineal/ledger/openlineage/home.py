"""Finding out where the project is, for the names it has towards others."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from lineal.ledger.openlineage.naming import home_of
from lineal.storage.git.origin import origin_of

if TYPE_CHECKING:
    from lineal.ledger.openlineage.naming import Home
    from lineal.pipeline.workspace import Workspace


def home(ws: Workspace) -> Home:
    root, git_root = ws.root, ws.project.git_root
    folder = os.path.relpath(root, git_root).replace(os.sep, "/") if git_root else "."
    found = home_of(
        origin_of(git_root), socket.gethostname(), root, "" if folder == "." else folder
    )
    return found._replace(namespace=os.environ.get("OPENLINEAGE_NAMESPACE") or found.namespace)
