"""``import-url``: takes data from a URL or path, and remembers where it came from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import UsageError
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.external.side_by_side import Pace
from lineal.pipeline.imports.importing import Synced, import_line, sync
from lineal.pipeline.imports.new_import import destination, new_import
from lineal.pipeline.look import Looker
from lineal.pipeline.model import Recorded
from lineal.pipeline.paths import is_inside
from lineal.pipeline.recorder import NoRecorder
from lineal.pipeline.save import ignore_out
from lineal.storage.locks import ProjectLock
from lineal.storage.remotes.address import is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.pipeline.model import Stage
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.transfer.meter import Meter


class Telling(NamedTuple):
    """Who hears what is done, watches it, and records it."""

    say: Callable[[str], None]
    meter: Meter
    recorder: Recorder = NoRecorder()


class ImportOptions(NamedTuple):
    """``settings`` are those of a remote, for this URL alone."""

    out: str | None = None
    no_exec: bool = False
    no_download: bool = False
    to_remote: bool = False
    remote: str | None = None
    jobs: int | None = None
    force: bool = False
    version_aware: bool = False
    settings: Mapping[str, str] = {}


def import_url(ws: Workspace, url: str, options: ImportOptions, tell: Telling) -> list[str]:
    """The project files that were written."""
    _check(options)
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        path = destination(ws, url, options.out, force=options.force)
        flags = {"push": False} if _has_versions(options) else {}
        stage = new_import(ws, path, _dep(ws, url, path, options), flags)
        if options.to_remote:
            from lineal.pipeline.imports.pass_on import pass_on  # deferred: this way alone needs it

            pace = Pace(options.jobs, tell.meter)
            return written(pass_on(ws, stage, options.remote, pace), tell.recorder)
        return carry_out(ws, stage, options, tell)


def carry_out(ws: Workspace, stage: Stage, options: ImportOptions, tell: Telling) -> list[str]:
    """Also for what is imported from other projects."""
    if options.no_exec:
        added: dict[str, str] = {}
        ignore_out(ws, stage.outs[0], added)
        done = Synced(stage, Recorded(), tuple(added.values()))
    else:
        tell.say(import_line(ws, stage))
        look = Looker(ws)
        fresh = stage._replace(frozen=False)
        pace = Pace(options.jobs, tell.meter)
        done = sync(ws, look, fresh, no_download=options.no_download, pace=pace)
    return written(done, tell.recorder, checksum=not options.no_exec)


def written(
    done: Synced, recorder: Recorder, *, frozen: bool = True, checksum: bool = True
) -> list[str]:
    """The ``.dvc`` file, frozen as DVC has it: imports move on ``update`` alone."""
    write_dvc_file(done.stage, [done.out], frozen=frozen, checksum=checksum, as_read=False)
    if done.out.oid is not None:
        recorder.holds(done.stage, [done.out])
    return [*done.ignored, done.stage.file]


def _check(options: ImportOptions) -> None:
    if options.to_remote and (options.no_exec or options.no_download or options.version_aware):
        raise UsageError(
            "--no-exec/--no-download/--version-aware cannot be combined with --to-remote",
            hint="--to-remote brings the data to the remote, and records it",
        )
    if options.remote and not options.to_remote:
        raise UsageError(
            "--remote can't be used without --to-remote",
            hint="lineal push -r NAME sends imported data to a remote",
        )


def _has_versions(options: ImportOptions) -> bool:
    """What the cloud keeps every version of need not be kept on a remote as well."""
    return options.version_aware and not options.no_exec


def _dep(ws: Workspace, url: str, path: str, options: ImportOptions) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": _spelled(ws, url, path)}
    settings: dict[str, Any] = dict(options.settings)
    if options.version_aware:
        settings["version_aware"] = True
    if settings:
        entry["fs_config"] = settings
    # In DVC's order, which a file without data shows.
    return {"hash": "md5", **entry}


def _spelled(ws: Workspace, url: str, path: str) -> str:
    """A relative path is one to the person, and in a project file one from the data's directory."""
    if is_url(url):
        return url
    source = os.path.normpath(os.path.join(ws.cwd, url))
    wdir = os.path.dirname(path)
    if is_inside(source, ws.root):
        return os.path.relpath(source, wdir)
    if os.path.isabs(url) or wdir == ws.cwd:
        return url
    return os.path.relpath(source, wdir)
