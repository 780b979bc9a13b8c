"""Files of the table: written beside, brought to the disk, renamed. Read up to a size.

Serving does without the storage room, so this one is here.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from lineal.base.errors import DataError

#: What a compaction that was killed leaves behind.
TEMPORARY: Final = ".tmp"


def write_synced(path: str, data: bytes) -> None:
    """Bytes on the disk under their name, or nothing of that name."""
    temporary = f"{path}{TEMPORARY}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            view = memoryview(data)
            done = 0
            while done < len(view):
                done += os.write(descriptor, view[done:])
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
        sync_directory(os.path.dirname(path))
    except OSError as exc:
        with suppress(OSError):
            os.unlink(temporary)
        raise DataError(f"{path} cannot be written: {exc.strerror}", hint="make room") from exc


def sync_directory(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_bounded(path: str, most: int) -> bytes | None:
    """The bytes of a file, None where there is none; DataError beyond ``most``."""
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise DataError(f"{path} cannot be read: {exc.strerror}") from exc
    if len(data) > most:
        raise DataError(f"{path} is larger than {most:,} bytes, so it is none of ours")
    return data


def names_in(path: str) -> list[str]:
    """What lies in a directory, sorted; nothing where there is none."""
    try:
        return sorted(os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as exc:
        raise DataError(f"{path} cannot be read: {exc.strerror}") from exc


def remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)
