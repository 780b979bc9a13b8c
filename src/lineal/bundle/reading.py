"""Reading a file of a bundle: once, whole, and never more than it may be."""

from __future__ import annotations

import os
import stat

from lineal.base.errors import BundleError

LARGEST_MODEL = 1 << 30
LARGEST_DOCUMENT = 16 << 20


def read_bounded(path: str, most: int) -> bytes:
    """A link is followed, since a checkout may be made of links; contents are proved by hashes.

    A pipe or a device is not a file: it is opened without waiting, and refused.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BundleError(f"'{path}' cannot be read: {error.strerror}") from error
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise BundleError(f"'{path}' is not a file, so this is not a bundle")
        if found.st_size > most:
            raise BundleError(f"'{path}' has {found.st_size} bytes, where {most} are the most")
        return file.read(most + 1)
