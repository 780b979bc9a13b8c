"""Who appends: one copy of a project on one machine. Its facts form one chain."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.interning import spell_name
from lineal.ledger.place import memory_keys
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store

_FILE = "writer"


class Writer(NamedTuple):
    """``id`` is random and stays; ``label`` is for people."""

    id: str
    label: str


def this_writer(ledger_dir: str, root: str, store: Store) -> Writer:
    """The writer of this copy, made up when it has none yet.

    Whoever copies a project with its ``.lineal`` directory makes two writers of one name, so
    the place is part of it: a copy elsewhere starts a chain of its own. So does who has lost
    the store: what others have of the old chain must not be said anew, and differently.
    """
    path = os.path.join(ledger_dir, _FILE)
    here = f"{os.uname().nodename}:{os.path.realpath(root)}"
    with suppress(FileNotFoundError):
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            id_, _, place = stream.read().rstrip("\n").partition(" ")
        if id_ and place == here and _is_known(store, id_):
            return Writer(id_, label(here))
    id_ = os.urandom(16).hex()
    os.makedirs(ledger_dir, exist_ok=True)
    write_atomic(path, f"{id_} {here}\n".encode("utf-8", "surrogateescape"))
    return Writer(id_, label(here))


def _is_known(store: Store, id_: str) -> bool:
    """By the facts it has said, or by what `recording.noticing` remembers for it."""
    return bool(store.rows("writer_known", id_, list(memory_keys(id_))))


def label(here: str) -> str:
    """As every database can hold it: a path that is none of UTF-8 is escaped."""
    return spell_name(f"{user_name()}@{here}")


def user_name() -> str:
    import getpass  # deferred: only who opens a ledger needs a name

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
