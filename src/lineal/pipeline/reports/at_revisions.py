"""Values at several revisions: asked for one by one, so that a broken one spoils no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import LinealError, RevisionError
from lineal.pipeline.reports.values import RevisionValues
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision, revisions
from lineal.storage.git.references import all_commits, current_branch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.pipeline.reports.values import FileValues
    from lineal.pipeline.revisions import Scope
    from lineal.pipeline.workspace import Workspace

    #: What one state of the project says, by absolute path.
    Gather = Callable[[Workspace], Mapping[str, FileValues]]


def values_at(ws: Workspace, scope: Scope, gather: Gather) -> dict[str, RevisionValues]:
    """By name of the revision; the workspace has no name when it is alone.

    A workspace that says the same as the branch it is on is left out, as in DVC.
    """
    found = {one.name: _gathered(one.ws, gather) for one in revisions(ws, scope)}
    if scope.is_workspace_only:
        return found
    branch = current_branch(ws.history.git_dir)
    if branch is not None and found.get(WORKSPACE_NAME) == found.get(branch):
        del found[WORKSPACE_NAME]
    return found


def values_of(ws: Workspace, names: tuple[str, str], gather: Gather) -> dict[str, RevisionValues]:
    """At two revisions, for a comparison. Before the first commit there is nothing to compare."""
    try:
        places = {name: _at(ws, name) for name in names}
    except RevisionError:
        if all_commits(ws.history.git_dir):
            raise
        return {}
    return {name: _gathered(there, gather) for name, there in places.items()}


def _at(ws: Workspace, name: str) -> Workspace:
    return ws if name == WORKSPACE_NAME else at_revision(ws, name)


def _gathered(ws: Workspace, gather: Gather) -> RevisionValues:
    try:
        return RevisionValues(gather(ws))
    except LinealError as error:
        return RevisionValues(error=error)
