"""One file from a source into a sink, held against what the source announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.pipeline.external.identity import md5_promised
from lineal.storage.receiving import Received

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.external.sink import Sink
    from lineal.pipeline.external.source import Source
    from lineal.storage.remotes.port import Info
    from lineal.storage.transfer.meter import Meter
    from lineal.storage.transfer.workers import Halt


class NotAsAnnouncedError(Exception):
    """Whether that is a fault, or the source has changed, is found out by looking again."""


class _OtherDigestError(Exception):
    def __init__(self, received: Received) -> None:
        super().__init__()
        self.received = received


class Arrivals:
    """The files of one source.

    An ETag of S3 mostly is the MD5 of the bytes, and nobody says when it is not (encrypted with a
    key of the service's, for one). The first time that they differ the file is fetched again:
    the same bytes twice mean that the ETags of this source are something else.
    """

    __slots__ = ("_meter", "_promises", "_sink", "_source")

    def __init__(self, sink: Sink, source: Source, meter: Meter) -> None:
        self._sink = sink
        self._source = source
        self._meter = meter
        self._promises = True

    def take(self, info: Info, halt: Halt) -> Received:
        promised = md5_promised(self._source.scheme, info) if self._promises else None
        if promised is not None and self._sink.has(promised, info.size):
            return Received(promised, info.size)
        if promised is None:
            return self._fetch(info, (), halt)
        try:
            return self._fetch(info, (promised,), halt)
        except _OtherDigestError as exc:
            return self._fetch_again(info, promised, exc.received.oid, halt)

    def _fetch_again(self, info: Info, promised: str, first: str, halt: Halt) -> Received:
        try:
            again = self._fetch(info, (promised, first), halt)
        except _OtherDigestError as exc:
            message = f"{info.key} arrived twice, and differently"
            raise NotAsAnnouncedError(message) from exc
        if again.oid == first:
            self._promises = False
        return again

    def _fetch(self, info: Info, expected: tuple[str, ...], halt: Halt) -> Received:
        def check(got: Received) -> None:
            # Some web servers do not say the size beforehand.
            if info.size >= 0 and got.size != info.size:
                message = f"{got.size} bytes of {info.size} of {info.key}"
                raise NotAsAnnouncedError(message)
            if expected and got.oid not in expected:
                raise _OtherDigestError(got)

        pieces = counted(self._source.remote.stream(info.key), halt, self._meter)
        return self._sink.take(pieces, check)


def take_version(
    sink: Sink, source: Source, key: str, entry: dict[str, object], halt: Halt, meter: Meter
) -> Received:
    """What a key held at a version that is on record."""
    from lineal.storage.remotes.bucket import BucketRemote  # deferred: one adapter each

    version, size = entry.get("version_id"), entry.get("size")
    if not isinstance(source.remote, BucketRemote) or not version:
        raise DataError(
            f"'{source.url}' has no versions that could be asked for",
            hint="lineal update takes what it holds now",
        )

    def check(got: Received) -> None:
        if size is not None and got.size != size:
            raise DataError(
                f"version {version} of '{key}' has {got.size} bytes, expected {size}",
                hint="try again",
            )

    pieces = source.remote.stream_version(key, str(version))
    return sink.take(counted(pieces, halt, meter), check)


def counted(pieces: Iterable[bytes], halt: Halt, meter: Meter) -> Iterator[bytes]:
    for piece in pieces:
        halt.check()
        meter.moved(len(piece))
        yield piece
