"""Whether kept texts are what their digests say, and which are not here."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError
from lineal.ledger.kept import kept_path, read_kept
from lineal.ledger.place import kept_dir
from lineal.ledger.stored import all_facts, read_fact
from lineal.ledger.texts import is_digest, texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lineal.ledger.stores.port import Store


class Texts(NamedTuple):
    """``missing`` are those of this writer; others keep theirs until they push them."""

    checked: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]


def prove_texts(store: Store, directory: str, writer: str, redacted: frozenset[str]) -> Texts:
    digests = list(kept_digests(directory))
    damaged = tuple(each for each in digests if not _is_whole(directory, each))
    here = set(digests)
    missing = sorted({each for each in _own(store, writer) if each not in here} - redacted)
    return Texts(len(digests), damaged, tuple(missing))


def kept_digests(directory: str) -> Iterator[str]:
    """Files under other names are none of ours."""
    top = kept_dir(directory)
    for folder in sorted(_names(top)):
        for name in sorted(_names(f"{top}/{folder}")):
            if is_digest(folder + name):
                yield folder + name


def remove_kept(directory: str, digest: str) -> bool:
    """Whether it was there."""
    try:
        os.remove(kept_path(directory, digest))
    except FileNotFoundError:
        return False
    return True


def remove_logs(directory: str, digests: Collection[str]) -> None:
    """Files that hold these very bytes."""
    for name in _names(directory):
        path = f"{directory}/{name}"
        try:
            with open(path, "rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found in digests:
                os.remove(path)
        except (FileNotFoundError, IsADirectoryError):
            # A stage that runs now begins its log anew.
            continue


def _own(store: Store, writer: str) -> Iterator[str]:
    numbers = {number for number, id_, *_ in store.rows("all_writers") if id_ == writer}
    for batch in all_facts(store):
        for stored in batch:
            if stored.writer in numbers:
                try:
                    yield from texts_of(read_fact(stored).payload)
                except ValueError:
                    continue


def _is_whole(directory: str, digest: str) -> bool:
    try:
        read_kept(directory, digest)
    except LedgerError:
        return False
    return True


def _names(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except (FileNotFoundError, NotADirectoryError):
        return []
