"""Entries of ``dvc.lock``, ``.dvc`` files and the run cache: read into `Recorded`, written out.

The key order of each kind of entry is part of DVC's format; it is fixed here and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from lineal.pipeline.model import Recorded
from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.pipeline.model import Dep, Out, Stage
    from lineal.storage.observe import Observation

DEFAULT_PARAMS_FILE = "params.yaml"

#: The outcome of hashing one dependency or output of a stage, in the order of the stage.
Entry = dict[str, Any]


def read_entry(raw: Mapping[str, Any] | None) -> Recorded:
    """An entry without ``hash:`` was written by DVC 2.x, whose MD5 ignores line endings."""
    if not raw:
        return Recorded()
    algorithm: Algorithm = MD5 if raw.get("hash") else LEGACY_MD5
    oid = raw.get("md5")
    files = raw.get("files")
    if oid is None and files:
        members = sorted((str(f["relpath"]), str(f.get("md5", ""))) for f in files)
        oid = tree_oid(dump_tree(Tree(tuple(members))))
    if oid is not None:
        oid = str(oid).lower()
    return Recorded(oid, algorithm, bool(raw.get("isexec")), raw)


def measured(seen: Observation, recorded: Recorded) -> Recorded:
    """What is recorded after hashing.

    An unchanged legacy entry keeps its algorithm, and an unchanged versioned entry keeps what
    its remote said about it.
    """
    algorithm = recorded.algorithm if recorded.oid == seen.oid else MD5
    if recorded.oid == seen.oid and "cloud" in recorded.raw:
        return recorded
    raw: Entry = {"md5": seen.oid, "size": seen.size}
    if seen.nfiles is not None:
        raw["nfiles"] = seen.nfiles
    if seen.isexec:
        raw["isexec"] = True
    return Recorded(seen.oid, algorithm, seen.isexec, raw)


_MEASURES = ("md5", "etag", "checksum", "size", "nfiles", "isexec", "version_id", "cloud", "files")


def lock_entry(spelled: str, recorded: Recorded) -> Entry:
    """One item of ``deps:`` or ``outs:`` in ``dvc.lock``."""
    entry: Entry = {"path": spelled}
    if recorded.algorithm != LEGACY_MD5:
        entry["hash"] = "md5"
    entry.update((key, recorded.raw[key]) for key in _MEASURES if key in recorded.raw)
    return entry


def lock_stage(
    stage: Stage,
    deps: Iterable[tuple[Dep, Recorded]],
    outs: Iterable[tuple[Out, Recorded]],
    params: Mapping[str, Mapping[str, Any]],
) -> Entry:
    """What ``dvc.lock`` and the run cache hold of a stage."""
    entry: Entry = {"cmd": stage.cmd}
    dep_entries = _sorted_entries((dep.spelled, rec) for dep, rec in deps)
    out_entries = _sorted_entries((out.spelled, rec) for out, rec in outs)
    if dep_entries:
        entry["deps"] = dep_entries
    if params:
        names = sorted(params, key=lambda name: (name != DEFAULT_PARAMS_FILE, name))
        entry["params"] = {
            name: {key: params[name][key] for key in sorted(params[name])} for name in names
        }
    if out_entries:
        entry["outs"] = out_entries
    return entry


def _sorted_entries(items: Iterable[tuple[str, Recorded]]) -> list[Entry]:
    ordered = sorted(items, key=lambda item: item[0])
    return [lock_entry(spelled, recorded) for spelled, recorded in ordered]


def run_cache_key(entry: Mapping[str, Any]) -> str:
    """The same inputs to the same outputs: sizes and output hashes do not count."""
    reduced = {**entry, "outs": [out["path"] for out in entry.get("outs", [])]}
    return _fingerprint(reduced, "sha256", _SIZES)


def run_cache_value(entry: Mapping[str, Any]) -> str:
    return _fingerprint(entry, "sha256", _SIZES)


def dvc_dep(spelled: str, raw: Mapping[str, Any], settings: Mapping[str, Any] | None) -> Entry:
    """The item of ``deps:`` in the ``.dvc`` file of an import from a URL or path."""
    entry = dvc_entry(spelled, Recorded(raw={k: raw[k] for k in raw if k != "files"}), {})
    if settings:
        entry["fs_config"] = settings
    if "files" in raw:
        entry["files"] = raw["files"]
    return entry


def dvc_entry(spelled: str, recorded: Recorded, flags: Mapping[str, Any]) -> Entry:
    """One item of ``outs:`` in a ``.dvc`` file: here the hash comes after the measures."""
    entry: Entry = {key: recorded.raw[key] for key in _MEASURES[:-1] if key in recorded.raw}
    if recorded.algorithm != LEGACY_MD5:
        entry["hash"] = "md5"
    entry["path"] = spelled
    entry.update((key, flags[key]) for key in _FLAGS if key in flags)
    if "files" in recorded.raw:
        entry["files"] = recorded.raw["files"]
    return entry


_FLAGS = (
    "fs_config",
    "desc",
    "type",
    "labels",
    "meta",
    "cache",
    "metric",
    "plot",
    "persist",
    "remote",
    "push",
)


def import_checksum(data: Mapping[str, Any]) -> str:
    """The ``md5:`` of an imported ``.dvc`` file: a hash of what it declares."""
    declared = {key: value for key, value in data.items() if key not in ("md5", "meta", "desc")}
    if declared.get("wdir") == ".":
        del declared["wdir"]
    return _fingerprint(declared, "md5", _UNDECLARED)


_SIZES = frozenset({"size", "nfiles"})
_UNDECLARED = frozenset(
    "desc type labels meta locked frozen metric persist isexec size nfiles".split()
)


def _fingerprint(value: object, algorithm: str, excluded: frozenset[str]) -> str:
    text = json.dumps(_without(value, excluded), sort_keys=True)
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


def _without(value: object, excluded: frozenset[str]) -> object:
    if isinstance(value, list):
        return [_without(item, excluded) for item in value]
    if isinstance(value, dict):
        return {k: _without(v, excluded) for k, v in value.items() if k not in excluded}
    return value
