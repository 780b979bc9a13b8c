"""Hashing many files: which way is fastest, and what if one changes meanwhile.

Small files are read in one loop (the interpreter lock makes threads slower there);
big ones are hashed by threads, because ``hashlib`` lets go of the lock.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.digest import digest_bytes, digest_descriptor
from lineal.storage.signature import Signature, is_settled, signature_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.storage.tick import StampClock

SMALL: Final = 1 << 18
_ATTEMPTS: Final = 5
# Reading this much again costs more than waiting for the clock tick to end.
_WORTH_WAITING: Final = 1 << 23
_MANY: Final = 50


class Hashed(NamedTuple):
    """A digest, and how the file looked during all of the reading."""

    digest: str
    signature: Signature


def hash_files(
    files: Sequence[tuple[str, Signature]],
    clock: StampClock,
    *,
    algorithm: Algorithm = MD5,
    jobs: int = 1,
    progress: Callable[[str, int], None] | None = None,
) -> tuple[list[Hashed], int]:
    """Hash all; return results in order, and the tick at which hashing began."""
    tick = settled_tick(clock, [signature for _, signature in files])

    def one(position: int) -> None:
        path, signature = files[position]
        results[position] = hash_file(path, algorithm, expected=signature)
        if progress is not None:
            progress(path, signature.size)

    results: dict[int, Hashed] = {}
    run_by_size([signature.size for _, signature in files], one, jobs)
    return [results[position] for position in range(len(files))], tick


def hash_file(
    path: str, algorithm: Algorithm = MD5, *, expected: Signature | None = None
) -> Hashed:
    """Hash one file; a file that changes under the reader is read again."""
    for _ in range(_ATTEMPTS):
        descriptor = open_for_reading(path) if expected else open_regular(path)
        try:
            before = expected or signature_of(os.fstat(descriptor))
            digest = _digest(descriptor, before.size, algorithm)
            after = signature_of(os.fstat(descriptor))
        except OSError as exc:
            raise _unreadable(path, exc) from exc
        finally:
            os.close(descriptor)
        if after == before:
            return Hashed(digest, after)
        expected = None
    raise DataError(
        f"{path} keeps changing while it is read",
        hint="wait until the program that writes it is done",
    )


def open_regular(path: str) -> int:
    """Open for reading what must be a regular file."""
    descriptor = open_for_reading(path)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise DataError(f"not a regular file: {path}", hint="only files and directories have data")
    return descriptor


def open_for_reading(path: str) -> int:
    """Open; never waits on a FIFO that nobody writes."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as exc:
        raise _unreadable(path, exc) from exc


def settled_tick(clock: StampClock, signatures: Sequence[Signature]) -> int:
    """Return the tick to bind digests to, waiting a little if much was written in this one."""
    tick = clock.now()
    fresh = [each.size for each in signatures if not is_settled(each, tick)]
    costly = sum(fresh) >= _WORTH_WAITING or len(fresh) >= _MANY
    return clock.after_now() if costly else tick


def run_by_size(sizes: Sequence[int], work: Callable[[int], None], jobs: int) -> None:
    """Call ``work`` for every position: big ones in threads, small ones here meanwhile."""
    big = sorted(
        (position for position, size in enumerate(sizes) if size > SMALL),
        key=lambda position: -sizes[position],
    )
    if len(big) <= 1 or jobs <= 1:
        for position in range(len(sizes)):
            work(position)
        return
    # deferred: most calls have nothing big to do
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(jobs, len(big))) as pool:
        futures = [pool.submit(work, position) for position in big]
        try:
            for position, size in enumerate(sizes):
                if size <= SMALL:
                    work(position)
            for future in futures:
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _digest(descriptor: int, size: int, algorithm: Algorithm) -> str:
    if size <= SMALL:
        # One more byte than expected shows a file that grew; the caller compares.
        return digest_bytes(os.read(descriptor, size + 1), algorithm)
    return digest_descriptor(descriptor, algorithm)


def _unreadable(path: str, exc: OSError) -> DataError:
    return DataError(
        f"cannot read {path}: {exc.strerror}", hint="check that it exists and that you may read it"
    )
