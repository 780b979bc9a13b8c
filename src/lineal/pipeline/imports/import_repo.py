"""``import``: takes data out of another project, and remembers which commit it was at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import UsageError
from lineal.pipeline.imports.import_url import ImportOptions, Telling, carry_out
from lineal.pipeline.imports.new_import import destination, new_import
from lineal.pipeline.imports.origin import repo_entry
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.workspace import Workspace


class ProjectSource(NamedTuple):
    """``config`` is a file; ``remote`` and ``settings`` are about the other project's remote."""

    url: str
    rev: str | None = None
    config: str | None = None
    remote: str | None = None
    settings: Mapping[str, str] = {}


def import_repo(
    ws: Workspace,
    source: ProjectSource,
    path: str,
    options: ImportOptions,
    tell: Telling,
) -> list[str]:
    """The project files that were written."""
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        out = destination(ws, path, options.out, force=options.force)
        dep = {"path": path, "repo": _repo(source)}
        return carry_out(ws, new_import(ws, out, dep, {}), options, tell)


def _repo(source: ProjectSource) -> dict[str, Any]:
    repo: dict[str, Any] = {"url": source.url, "rev": source.rev, "config": source.config}
    if source.remote and source.settings:
        if source.config:
            raise UsageError(
                "--config cannot be combined with both --remote and --remote-config",
                hint="put the settings of the remote into the config file",
            )
        repo["config"] = {
            "core": {"remote": source.remote},
            "remote": {source.remote: dict(source.settings)},
        }
    elif source.remote or source.settings:
        repo["remote"] = source.remote or dict(source.settings)
    return repo_entry(repo)
