"""Opening the project that a call is about, with the settings given for this call alone."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.paths import is_inside
from lineal.pipeline.projects import open_project
from lineal.pipeline.reading.nested import project_around
from lineal.pipeline.reading.remote import as_written, with_remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.pipeline.workspace import Workspace


class Where(NamedTuple):
    """The arguments that all calls have in common."""

    repo: str | None = None
    rev: str | None = None
    remote: str | None = None
    config: Mapping[str, Any] | None = None
    remote_config: Mapping[str, Any] | None = None


@contextmanager
def opened(where: Where) -> Iterator[Workspace]:
    """The project, at the revision; ``cwd`` is what paths are relative to."""
    location = None if where.repo is None else os.fspath(where.repo)
    with open_project(location, where.rev, _written(where.config)) as ws:
        config = with_remote(ws.config, where.remote, where.remote_config)
        yield ws._replace(config=config, cwd=_base(ws))


@contextmanager
def opened_at(where: Where, path: str) -> Iterator[tuple[Workspace, str]]:
    """As above, for one path: with the project that the path is in, and the path in full."""
    with opened(where) as ws:
        absolute = _in_full(ws, os.fspath(path))
        there = project_around(ws, absolute, _written(where.config))
        if there is not ws:
            config = with_remote(there.config, where.remote, where.remote_config)
            there = there._replace(config=config)
        yield there, absolute


def _base(ws: Workspace) -> str:
    """As with DVC: a workspace is looked at from where the process stands, if that is in it."""
    here = os.getcwd()
    return here if ws.revision is None and is_inside(here, ws.root) else ws.root


def _in_full(ws: Workspace, path: str) -> str:
    """Of a revision nothing is above its root, so ``..`` ends there. As with DVC."""
    if ws.revision is not None and not os.path.isabs(path):
        return ws.root + os.path.normpath(f"/{path}").rstrip("/")
    return os.path.normpath(os.path.join(ws.cwd, path))


def _written(config: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Sections, options and values as a config file would say them."""
    if not config:
        return None
    return {
        str(key).lower(): _written(value) or {} if isinstance(value, dict) else as_written(value)
        for key, value in config.items()
    }
