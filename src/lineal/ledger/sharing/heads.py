"""Which writers a remote has facts of, and whether that changed: one request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.canonical import canonical
from lineal.base.errors import LedgerError, RemoteDenied, RemoteMissing
from lineal.ledger.sharing.bounded import read_bounded
from lineal.ledger.sharing.layout import INDEX, WRITERS, is_writer, writer_in

if TYPE_CHECKING:
    from lineal.storage.remotes.port import Info, Remote

#: Versions of manifests by writer: any text that is another one when the manifest is.
Heads = dict[str, str]

_MOST_BYTES = 1 << 26


def remote_heads(remote: Remote) -> Heads:
    """By listing; where that cannot be done, from the index that whoever pushes leaves there."""
    if cannot_list(remote):
        return _from_index(remote)
    try:
        return listed_heads(remote)
    except RemoteDenied as exc:
        try:
            found = _from_index(remote)
        except RemoteDenied:
            raise exc from None
        if not found:
            raise
        return found


def listed_heads(remote: Remote) -> Heads:
    heads = {}
    for info in remote.list(WRITERS):
        writer = writer_in(info.key)
        if writer is not None:
            heads[writer] = version_of(info)
    return heads


def write_index(remote: Remote, pushed: Heads) -> None:
    """For who can only read, a web server for example.

    Two who write it at once may each leave out what the other added: whoever pushes next mends
    that, because it starts from what a listing says where there is one.
    """
    known = _from_index(remote) if cannot_list(remote) else listed_heads(remote)
    heads = {**known, **(pushed if cannot_list(remote) else {})}
    remote.write(INDEX, canonical({"format": 1, "heads": heads}))


def cannot_list(remote: Remote) -> bool:
    return remote.url.startswith(("http://", "https://"))


def version_of(info: Info) -> str:
    return info.etag or f"{info.size}-{info.modified}"


def _from_index(remote: Remote) -> Heads:
    try:
        data = read_bounded(remote, INDEX, _MOST_BYTES)
    except RemoteMissing:
        return {}
    try:
        said = json.loads(data)
        heads = said["heads"]
        return {str(name): str(version) for name, version in heads.items() if is_writer(name)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise LedgerError(
            f"{remote.url}: the index of the ledger there makes no sense",
            hint=f"remove {INDEX} there; the next `lineal push` writes it again",
        ) from exc
