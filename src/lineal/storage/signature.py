"""What a file looks like from outside, and whether that look can be trusted.

Pure: no clock is read here and no file is touched. The tick that decides trust
comes from ``storage.tick``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import os

_SECOND_NS: Final = 1_000_000_000
# FAT stamps in steps of two seconds; nothing in use is coarser.
OLD_ENOUGH_NS: Final = 2 * _SECOND_NS
_SIGN_BIT: Final = 1 << 63


class Signature(NamedTuple):
    """Size, times and identity of a file; any difference means: look inside."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


# Equal to the signature of no file, so an entry that carries it is never believed.
UNTRUSTED: Final = Signature(-1, 0, 0, 0)


def signature_of(st: os.stat_result) -> Signature:
    return Signature(st.st_size, st.st_mtime_ns, st.st_ctime_ns, fold_inode(st.st_ino))


def fold_inode(inode: int) -> int:
    """Fold an unsigned 64-bit inode into the signed range SQLite and arrays store."""
    return inode if inode < _SIGN_BIT else inode - (_SIGN_BIT << 1)


def is_settled(signature: Signature, tick_ns: int) -> bool:
    """Say whether a write after ``tick_ns`` must show in the signature.

    A file system stamps writes with the kernel's coarse clock. Two writes within
    one tick leave equal stamps, so a digest taken while that tick still runs
    cannot be bound to the signature.
    """
    ctime, mtime = signature.ctime_ns, signature.mtime_ns
    if ctime % _SECOND_NS == 0 and mtime % _SECOND_NS == 0:
        tick_ns -= OLD_ENOUGH_NS
    if ctime >= tick_ns:
        return False
    # A modification time far ahead was set by hand (an unpacked archive): the
    # next write moves it back to the present, so it does not hide anything.
    return not tick_ns <= mtime <= tick_ns + 2 * OLD_ENOUGH_NS
