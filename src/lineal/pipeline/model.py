"""What a project file says, as values: stages, what they depend on, what they produce.

Nothing here reads a file or knows how one is spelled; `load` builds these values,
`reasons` and `graph` decide on them, `run` acts on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.storage.algorithm import MD5, Algorithm

if TYPE_CHECKING:
    from collections.abc import Mapping


class Recorded(NamedTuple):
    """What a lock or ``.dvc`` file last recorded of one path."""

    oid: str | None = None
    algorithm: Algorithm = MD5
    isexec: bool = False
    raw: Mapping[str, Any] = {}


class Dep(NamedTuple):
    """A file, directory or URL a stage reads; ``repo`` is set for data of another project."""

    spelled: str
    path: str
    recorded: Recorded = Recorded()
    in_repo: bool = True
    external: bool = False
    repo: Mapping[str, Any] | None = None

    @property
    def is_pinned(self) -> bool:
        """Data at a revision, or of a query: what is there now is not compared with anything."""
        return self.repo is not None or "db" in self.recorded.raw

    @property
    def is_versioned(self) -> bool:
        raw = self.recorded.raw
        settings = raw.get("fs_config") or {}
        aware = settings.get("version_aware") is True
        return self.external and bool(aware or raw.get("version_id") or raw.get("files"))


class ParamsDep(NamedTuple):
    """Keys of one parameter file; no keys means the whole file.

    ``recorded`` is None before the first run.
    """

    spelled: str
    path: str
    keys: tuple[str, ...] = ()
    recorded: Mapping[str, Any] | None = None


class Out(NamedTuple):
    """A file or directory a stage writes, and how it is to be kept."""

    spelled: str
    path: str
    recorded: Recorded = Recorded()
    kind: str = "outs"
    cache: bool = True
    persist: bool = False
    push: bool = True
    remote: str | None = None
    in_repo: bool = True
    external: bool = False
    flags: Mapping[str, Any] = {}

    @property
    def is_report(self) -> bool:
        return self.kind != "outs"


class Stage(NamedTuple):
    """One node of the pipeline. ``name`` is None for a ``.dvc`` file, which holds one stage."""

    file: str
    name: str | None
    wdir: str
    cmd: str | list[str] | None = None
    deps: tuple[Dep, ...] = ()
    params: tuple[ParamsDep, ...] = ()
    outs: tuple[Out, ...] = ()
    frozen: bool = False
    always_changed: bool = False
    desc: str | None = None
    lock: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = {}
    parametrized: bool = False
    generated_from: str | None = None

    @property
    def key(self) -> StageKey:
        return StageKey(self.file, self.name)

    @property
    def inputs(self) -> list[Dep | ParamsDep]:
        return [*self.deps, *self.params]

    @property
    def local_inputs(self) -> list[str]:
        return [item.path for item in self.inputs if "://" not in item.path]

    @property
    def local_outs(self) -> list[str]:
        return [out.path for out in self.outs if not out.external]

    @property
    def is_data_source(self) -> bool:
        """A ``.dvc`` file: data that was added or imported, not produced by a command."""
        return self.cmd is None

    @property
    def is_callback(self) -> bool:
        """A command without dependencies and outputs runs every time."""
        return bool(self.cmd) and not (self.deps or self.params or self.outs)

    @property
    def is_import(self) -> bool:
        return not self.cmd and len(self.deps) == 1 and len(self.outs) == 1

    @property
    def is_repo_import(self) -> bool:
        return self.is_import and self.deps[0].repo is not None

    @property
    def is_partial_import(self) -> bool:
        """What the source holds is recorded, the data has not been brought."""
        return self.is_import and self.outs[0].recorded.oid is None

    @property
    def is_versioned_import(self) -> bool:
        """Of a URL whose versions are recorded: a later one is an update."""
        return self.is_import and self.deps[0].is_versioned

    @property
    def commands(self) -> list[str]:
        """One shell process each: list items, or the lines of a string."""
        if self.cmd is None:
            return []
        return self.cmd.splitlines() if isinstance(self.cmd, str) else self.cmd

    @property
    def cmd_changed(self) -> bool:
        """A stage without a lock entry has no command to differ from."""
        return bool(self.lock) and self.lock is not None and self.lock.get("cmd") != self.cmd


class StageKey(NamedTuple):
    """What identifies a stage within a project."""

    file: str
    name: str | None
