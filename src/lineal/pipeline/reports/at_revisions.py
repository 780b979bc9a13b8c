"""Values at several revisions: a broken one spoils no other, and many are fetched at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError, RevisionError
from lineal.pipeline.reports.reading import Question, answers
from lineal.pipeline.reports.values import RevisionValues
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision, revisions
from lineal.storage.git.references import all_commits, current_branch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lineal.pipeline.revisions import Scope
    from lineal.pipeline.workspace import Workspace

    #: What to ask of one state of the project.
    Ask = Callable[[Workspace], Question]

# So many projects are held in memory at a time.
_BATCH = 64


def values_at(ws: Workspace, scope: Scope, ask: Ask) -> dict[str, RevisionValues]:
    """By name of the revision; the workspace has no name when it is alone.

    A workspace that says the same as the branch it is on is left out, as in DVC.
    """
    found = _values(((one.name, one.ws) for one in revisions(ws, scope)), ask)
    if scope.is_workspace_only:
        return found
    branch = current_branch(ws.history.git_dir)
    if branch is not None and found.get(WORKSPACE_NAME) == found.get(branch):
        del found[WORKSPACE_NAME]
    return found


def values_of(ws: Workspace, names: tuple[str, str], ask: Ask) -> dict[str, RevisionValues]:
    """At two revisions, for a comparison. Before the first commit there is nothing to compare."""
    try:
        places = {name: _at(ws, name) for name in names}
    except RevisionError:
        if all_commits(ws.history.git_dir):
            raise
        return {}
    return _values(places.items(), ask)


def _at(ws: Workspace, name: str) -> Workspace:
    return ws if name == WORKSPACE_NAME else at_revision(ws, name)


def _values(places: Iterable[tuple[str, Workspace]], ask: Ask) -> dict[str, RevisionValues]:
    found: dict[str, RevisionValues] = {}
    pending = iter(places)
    while batch := list(islice(pending, _BATCH)):
        asked = {name: _asked(there, ask) for name, there in batch}
        questions = {name: one for name, one in asked.items() if isinstance(one, Question)}
        said = dict(zip(questions, answers(list(questions.values())), strict=True))
        for name, one in asked.items():
            found[name] = (
                RevisionValues(said[name])
                if isinstance(one, Question)
                else RevisionValues(error=one)
            )
    return found


def _asked(ws: Workspace, ask: Ask) -> Question | LinealError:
    try:
        return ask(ws)
    except LinealError as error:
        return error
