"""The project that an import is from: opened at a revision, and asked where it is now."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.projects import open_project
from lineal.pipeline.reading.remote import with_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.config.check import Raw

_KEYS = ("url", "rev", "rev_lock", "config", "remote")


class Origin(NamedTuple):
    """A project, opened, and the commit it is at."""

    ws: Workspace
    commit: str


def repo_entry(repo: Mapping[str, Any], **changes: object) -> dict[str, Any]:
    """In DVC's order of keys; what says nothing is left out."""
    known = {**repo, **changes}
    return {key: known[key] for key in _KEYS if known.get(key)}


def current_commit(ws: Workspace, repo: Mapping[str, Any], rev: str | None = None) -> str:
    """Where the project is now: at its branch or tag, or at ``rev``."""
    with open_origin(ws, repo, rev or repo.get("rev")) as origin:
        return origin.commit


def moved_on(ws: Workspace, imports: Iterable[Stage]) -> list[Stage]:
    """Those whose project is at another commit now; each project is asked once."""
    now: dict[tuple[str, str | None], str] = {}
    found = []
    for stage in imports:
        repo = stage.deps[0].repo or {}
        key = repo["url"], repo.get("rev")
        if key not in now:
            now[key] = current_commit(ws, repo)
        if now[key] != repo.get("rev_lock", now[key]):
            found.append(stage)
    return found


@contextmanager
def open_origin(ws: Workspace, repo: Mapping[str, Any], rev: str | None) -> Iterator[Origin]:
    """As its own config says, with what the import adds to it."""
    with open_project(_location(ws, repo["url"]), rev, _extra(ws, repo), ws.warn) as there:
        remote = repo.get("remote")
        named = remote if isinstance(remote, str) else None
        settings = remote if isinstance(remote, dict) else None
        config = with_remote(there.config, named, settings)
        commit = there.revision or there.history.objects.resolve("HEAD")
        # A project on this machine has its data at hand; for what is behind a URL there is
        # nothing but our own cache to look into.
        cache = there.cache if os.path.isdir(there.project.dvc_dir) else ws.cache
        yield Origin(there._replace(config=config, cache=cache), commit)


def _location(ws: Workspace, url: str) -> str:
    """DVC takes a relative path from where it stands; most stand in the root of the project."""
    for base in (ws.cwd, ws.root):
        path = os.path.join(base, url)
        if os.path.isdir(path):
            return path
    return url


def _extra(ws: Workspace, repo: Mapping[str, Any]) -> Raw | None:
    config = repo.get("config")
    if not isinstance(config, str):
        return config
    from lineal.storage.config.files import parse  # deferred: few imports name a file

    path = os.path.join(ws.root, config)
    try:
        with open(path, "rb") as file:
            return parse(file.read(), path)
    except OSError as exc:
        raise DataError(
            f"cannot read the config file '{config}' of an import: {exc.strerror}",
            hint="the path is as seen from the root of the project",
        ) from exc
