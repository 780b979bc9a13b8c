"""Settling what a merge could not decide: one side's record takes the place of the other's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError
from lineal.pipeline.documents.dvcfile import updated_dvc_text
from lineal.pipeline.documents.lockfile import LockText
from lineal.pipeline.documents.read import read_document
from lineal.pipeline.merge.clash import FIELD, MEMBER, OURS, STAGE
from lineal.pipeline.merge.directories import size_in
from lineal.pipeline.records import import_checksum, read_entry
from lineal.storage.atomic import write_atomic
from lineal.storage.intake import put_bytes
from lineal.storage.objects import ObjectId
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.merge.clash import Clash
    from lineal.pipeline.trees import Trees
    from lineal.storage.cache import Cache

_NOT_CONTENT = ("path", "wdir")


def take(git_root: str, clash: Clash, side: str, cache: Cache, trees: Trees) -> None:
    """Write one side's record into the project file; a member changes its directory's list."""
    path = os.path.join(git_root, clash.file)
    document = read_document(path)
    if document is None:
        raise DataError(f"{clash.file} is gone", hint=f"git checkout --{side} -- {clash.file}")
    chosen = clash.ours if side == OURS else clash.theirs
    if clash.kind == STAGE:
        text = _with_stage(LockText.parse(document.text, document.data), clash.name, chosen)
    else:
        data = _with_choice(document.data, clash, chosen, _Directory(cache, trees))
        if "md5" in data:
            data["md5"] = import_checksum(data)
        text = updated_dvc_text(document.text, data, document.data)
    if text != document.text:
        write_atomic(path, text.encode())


def _with_stage(lock: LockText, name: str, entry: dict[str, Any] | None) -> str:
    # A record of a stage that a side removed harms nobody: DVC keeps them, too.
    return lock.text if entry is None else lock.with_stage(name, entry).text


class _Directory:
    """Changing one member of a recorded directory."""

    __slots__ = ("cache", "trees")

    def __init__(self, cache: Cache, trees: Trees) -> None:
        self.cache = cache
        self.trees = trees

    def with_member(self, out: dict[str, Any], name: str, oid: str | None) -> dict[str, Any]:
        recorded = read_entry(out)
        tree = self.trees.read(ObjectId(recorded.oid, recorded.algorithm)) if recorded.oid else None
        if tree is None:
            raise DataError(
                f"the list of files of '{out.get('path')}' is nowhere", hint="lineal pull"
            )
        before = dict(tree.members)
        after = {key: value for key, value in before.items() if key != name}
        if oid is not None:
            after[name] = oid
        merged = Tree(tuple(sorted(after.items())))
        data = dump_tree(merged)
        put_bytes(self.cache, tree_oid(data), data, recorded.algorithm)
        size_of = size_in(self.cache, recorded.algorithm)
        size = _resized(
            out.get("size"),
            map(size_of, filter(None, (before.get(name),))),
            map(size_of, filter(None, (oid,))),
        )
        entry = {**out, "md5": tree_oid(data), "size": size, "nfiles": len(merged.members)}
        return {key: value for key, value in entry.items() if value is not None}


def _resized(
    size: int | None, gone: Iterable[int | None], come: Iterable[int | None]
) -> int | None:
    """None when any of the sizes is unknown."""
    for sign, parts in ((-1, gone), (1, come)):
        for part in parts:
            if size is None or part is None:
                return None
            size += sign * part
    return size


def _with_choice(
    data: dict[str, Any],
    clash: Clash,
    chosen: Any,  # noqa: ANN401  what YAML holds
    directory: _Directory,
) -> dict[str, Any]:
    if clash.kind == FIELD:
        settled: dict[str, Any] = _with_field(data, clash.name.split("."), chosen)
        return settled
    if isinstance(chosen, dict) and "outs" in chosen:
        # An import: source and data belong together.
        return {**data, **chosen}
    base = os.path.normpath(os.path.join(os.path.dirname(clash.file), data.get("wdir") or "."))
    outs = []
    for out in data.get("outs") or ():
        path = os.path.normpath(os.path.join(base, str(out.get("path", ""))))
        if clash.kind == MEMBER and clash.name.startswith(f"{path}/"):
            out = directory.with_member(out, clash.name[len(path) + 1 :], chosen)  # noqa: PLW2901
        elif clash.name == path:
            out = _with_content(out, chosen, clash)  # noqa: PLW2901
        outs.append(out)
    return {**data, "outs": outs}


def _with_content(
    out: dict[str, Any], chosen: dict[str, Any] | None, clash: Clash
) -> dict[str, Any]:
    if chosen is None:
        raise DataError(
            f"'{clash.name}' is not tracked on that side",
            hint=f"git rm {clash.file} if the data shall go",
        )
    gone = {*(clash.ours or {}), *(clash.theirs or {})} - {*_NOT_CONTENT}
    kept = {key: value for key, value in out.items() if key not in gone}
    order = dict.fromkeys((*chosen, *out))
    merged = {**kept, **chosen}
    return {key: merged[key] for key in order if key in merged}


def _with_field(data: Any, keys: list[str], value: Any) -> Any:  # noqa: ANN401  YAML
    first, rest = keys[0], keys[1:]
    if isinstance(data, list):
        return [_with_field(item, keys, value) for item in data]
    if rest:
        return {**data, first: _with_field(data.get(first, {}), rest, value)}
    if value is None:
        return {key: item for key, item in data.items() if key != first}
    return {**data, first: value}
