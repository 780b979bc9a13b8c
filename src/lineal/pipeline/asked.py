"""What a verb that talks to remotes is about: outputs at revisions, by the remote each is on.

Pure but for reading project files. Moving objects is ``fetch`` and ``push``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError, LinealError, TargetError
from lineal.pipeline.revisions import Scope, revisions
from lineal.pipeline.used import used_objects
from lineal.storage.objects import ObjectId
from lineal.storage.remotes.opening import open_remote, remote_name
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.cache import Cache
    from lineal.storage.config import Config
    from lineal.storage.remotes.port import Remote
    from lineal.storage.tree import Tree


class Asked(NamedTuple):
    """The flags that push, fetch, pull and ``status -c`` share."""

    targets: tuple[str, ...] = ()
    with_deps: bool = False
    recursive: bool = False
    glob: bool = False
    scope: Scope = Scope()
    remote: str | None = None
    jobs: int | None = None


def collect_used(
    ws: Workspace,
    asked: Asked,
    keep: Callable[[Used], bool] = lambda _used: True,
    imports: list[Stage] | None = None,
) -> list[Used]:
    """Of every revision asked for; one that cannot be read is named and left out."""
    found: dict[tuple[str, str, str], Used] = {}
    problem: LinealError | None = None
    read = 0
    targets = expand_globs(asked.targets) if asked.glob else asked.targets
    for revision in revisions(ws, asked.scope):
        try:
            used = used_objects(
                revision.ws,
                targets,
                with_deps=asked.with_deps,
                recursive=asked.recursive,
                imports=imports,
            )
        except LinealError as exc:
            problem = exc
            if not asked.scope.is_workspace_only:
                ws.warn(f"failed to collect '{revision.name}', skipping: {exc}")
            continue
        read += 1
        for each in used:
            if keep(each):
                found.setdefault((each.out.path, each.oid, each.inner), each)
    if problem is not None and not read:
        raise problem
    return list(found.values())


def expand_globs(targets: Sequence[str]) -> tuple[str, ...]:
    from glob import iglob  # deferred: only with --glob

    found = tuple(path for pattern in targets for path in iglob(pattern, recursive=True))
    if targets and not found:
        raise TargetError(
            f"nothing matches {', '.join(targets)}",
            hint="put the pattern into quotes, so that the shell does not expand it",
        )
    return found


def by_remote(used: Iterable[Used], remote: str | None) -> dict[str | None, list[Used]]:
    """None stands for the default remote.

    Naming a remote leaves out what belongs to another one, as in DVC.
    """
    groups: dict[str | None, list[Used]] = {}
    for each in used:
        own = each.out.remote
        if remote and own and own != remote:
            continue
        groups.setdefault(remote or own, []).append(each)
    return groups


def whole(used: Iterable[Used]) -> list[ObjectId]:
    return [ObjectId(each.oid, each.algorithm) for each in used if not each.inner]


def parts(cache: Cache, used: Iterable[Used]) -> list[ObjectId]:
    """The members of directories of which only a part was asked for, if their list is here."""
    return [
        ObjectId(digest, each.algorithm)
        for each in used
        if each.inner
        for _, digest in inner_members(tree_of(cache, each), each.inner)
    ]


def inner_members(tree: Tree | None, inner: str) -> list[tuple[str, str]]:
    members = () if tree is None else tree.members
    return [(n, d) for n, d in members if n == inner or n.startswith(f"{inner}/")]


def tree_of(cache: Cache, used: Used) -> Tree | None:
    return cache.read_tree(used.oid, used.algorithm) if is_tree_oid(used.oid) else None


def names_of(
    ws: Workspace, used: Iterable[Used], wanted: Iterable[ObjectId]
) -> Mapping[ObjectId, str]:
    """How a person knows each object: by the path it was recorded at."""
    sought = set(wanted)
    found: dict[ObjectId, str] = {}
    for item, path in _named(ws.cache, used):
        if item in sought:
            found.setdefault(item, ws.show(path))
    return {item: found.get(item, item.oid) for item in sought}


def _named(cache: Cache, used: Iterable[Used]) -> Iterator[tuple[ObjectId, str]]:
    for each in used:
        yield ObjectId(each.oid, each.algorithm), each.out.path
        tree = tree_of(cache, each)
        for name, digest in () if tree is None else tree.members:
            yield ObjectId(digest, each.algorithm), f"{each.out.path}/{name}"


def require_remote(ws: Workspace, name: str | None) -> None:
    """A name that means nothing is an error, also where there is nothing to transfer."""
    if name is not None:
        remote_name(ws.config, name)


def opened(ws: Workspace, name: str | None, verb: str) -> Remote:
    """The remote of that name, or the default one; closed by the caller."""
    chosen = remote_name(ws.config, name)
    refuse_versioned(ws.config, chosen, verb)
    return open_remote(ws.config, chosen)


def is_versioned(config: Config, name: str) -> bool:
    """Remotes that keep files under their own names, in the object store's versions."""
    settings = config.remotes.get(name, {})
    return any(settings.get(key, "").lower() == "true" for key in ("version_aware", "worktree"))


def refuse_versioned(config: Config, name: str, verb: str) -> None:
    if is_versioned(config, name):
        raise ConfigError(
            f"remote '{name}' keeps versions of files under their own names,"
            f" which `lineal {verb}` does not do",
            hint=f"dvc {verb}, in the same repository; lock and .dvc files stay as they are",
        )
