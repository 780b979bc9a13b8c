"""Memory in which all workers of a server count, and what the system says of a worker."""

from __future__ import annotations

import mmap
import os

from lineal.serving.counting import BLOCK

_RESIDENT = 1


def new_counts(workers: int) -> int:
    """The descriptor of a file without a name, all zeros: it goes when the last worker goes."""
    if hasattr(os, "memfd_create"):
        # No folder is needed, which may be read-only, or full: then a page of it is a bus error.
        descriptor = os.memfd_create("lineal-counts")
        os.truncate(descriptor, workers * BLOCK)
        return descriptor
    import tempfile  # deferred: a worker that is given its counts makes none

    with tempfile.TemporaryFile(prefix="lineal-counts-") as file:
        file.truncate(workers * BLOCK)
        return os.dup(file.fileno())


def blocks(counts: int) -> list[memoryview[float]]:
    """One for each worker, in the memory that they share."""
    mapped = memoryview(mmap.mmap(counts, 0))
    return [mapped[start : start + BLOCK].cast("d") for start in range(0, len(mapped), BLOCK)]


def resident(pid: int) -> int | None:
    """In bytes; None where the system does not tell, or there is no such process."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[_RESIDENT]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None
