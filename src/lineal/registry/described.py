"""What a bundle says of itself, as it goes into the fact of its version."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import msgspec

from lineal.base.errors import BundleError
from lineal.bundle import format as names
from lineal.bundle.contents import read_contents
from lineal.bundle.naming import manifest_bytes
from lineal.gates.document import load
from lineal.gates.gate import overall
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.gates.gate import Verdict
    from lineal.ledger.kinds.version import VersionPayload


def describe(directory: str, model: str, root: str) -> VersionPayload:
    """All but the number, of a bundle that is proved here. ``root`` is the project's."""
    contents = read_contents(directory)
    verdicts = verdicts_of(contents.files, directory)
    files = {**contents.files, names.MANIFEST: manifest_bytes(directory)}
    path = os.path.relpath(os.path.realpath(directory), os.path.realpath(root))
    is_inside = path != os.curdir and path.split(os.sep)[0] != os.pardir
    return {
        "model": model,
        "bundle": contents.id,
        "path": path if is_inside else None,
        "oid": directory_oid(files) if is_inside else None,
        "size": sum(map(len, files.values())),
        "nfiles": len(files),
        "verdict": overall(verdicts),
        "verdicts": [msgspec.to_builtins(one) for one in verdicts],
    }


def verdicts_of(files: Mapping[str, bytes], where: str) -> list[Verdict]:
    try:
        document = msgspec.json.decode(files[names.GATES])
    except (msgspec.DecodeError, RecursionError) as exc:
        raise BundleError(f"{where}/{names.GATES}: {exc}") from exc
    return load(document)


def directory_oid(files: Mapping[str, bytes]) -> str:
    """As DVC names a directory with these files."""
    digests = {
        name: hashlib.md5(data, usedforsecurity=False).hexdigest() for name, data in files.items()
    }
    return tree_oid(dump_tree(Tree(tuple(sorted(digests.items())))))


def plain_metrics(document: object) -> dict[str, float]:
    """The numbers of evaluate's document by name: of one with an interval, the value."""
    found: dict[str, float] = {}
    for name, said in document.items() if isinstance(document, dict) else ():
        value = said.get("value") if isinstance(said, dict) else said
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[str(name)] = float(value)
    return found
