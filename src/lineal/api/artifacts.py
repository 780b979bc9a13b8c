"""``lineal.artifacts``: which revision and path a version of an artifact has."""

from __future__ import annotations

from typing import TypedDict

from lineal.api.opening import Where, opened


class Version(TypedDict):
    """The arguments of `lineal.open` that mean it."""

    rev: str
    path: str


def artifacts(
    name: str,
    version: str | None = None,
    stage: str | None = None,
    repo: str | None = None,
) -> Version:
    """``rev`` and ``path`` of an artifact, as `lineal.open` takes them.

    ``name`` is that of the ``artifacts:`` section, with its directory as ``path/to:name``.
    ``version`` (``v1.2.3``) or ``stage`` (``prod``) choose among the tags; without either it
    is the highest version.
    """
    from lineal.pipeline.artifacts import find_artifact

    with opened(Where(repo)) as ws:
        found = find_artifact(ws, name, version, stage)
    return Version(rev=found.rev, path=found.path)
