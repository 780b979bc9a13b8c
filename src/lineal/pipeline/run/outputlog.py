"""The log of a stage while it runs: in a file, of bounded size, with its beginning and its end.

A log that grows beyond that goes on in further files, of which those in the middle are removed;
when the stage has ended they become one. Killed at any moment, what is there can still be read.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from lineal.storage.atomic import write_all, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of the beginning this much is kept; of the end as much, and up to twice that.
PART = 1 << 22
#: One that was cut already is not cut again for the line that says so.
_NOTE = 64


class OutputLog:
    """A file that is made with the first byte.

    ``problem`` is why it could not be written on, after which nothing is: whoever passes output
    on does so with a full disk, too.
    """

    __slots__ = ("_file", "_left", "_number", "path", "problem")

    def __init__(self, path: str) -> None:
        self.path = path
        self.problem: OSError | None = None
        self._file: int | None = None
        self._left = 0
        self._number = 0

    @property
    def is_empty(self) -> bool:
        return self._number == 0

    def write(self, data: bytes) -> None:
        if self.problem is None:
            try:
                self._write(data)
            except OSError as exc:
                self.problem = exc

    def settle(self) -> None:
        """Nothing more comes: one file has it all."""
        self._close()
        if self._number > 1:
            try:
                write_atomic(self.path, read_log(self.path))
            except OSError as exc:
                self.problem = self.problem or exc
            remove_further(self.path)
            self._number = 1

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            if self._file is None or not self._left:
                self._file = self._next()
            part = view[: self._left]
            write_all(self._file, part)
            self._left -= len(part)
            view = view[len(part) :]

    def _next(self) -> int:
        self._close()
        number = self._number + 1
        # The first stays, and of the others the last two.
        if number - 2 > 1:
            os.unlink(_further(self.path, number - 2))
        file = _new_file(self.path if number == 1 else _further(self.path, number))
        self._number, self._left = number, PART
        return file


def read_log(path: str) -> bytes:
    """All that is kept of a log, also of one that is still written, or of a killed stage.

    What is left out is said where it would be. FileNotFoundError when nothing was written.
    """
    return b"".join(_parts(path))


def remove_log(path: str) -> None:
    """All of it, also of one that a killed stage left."""
    with suppress(OSError):
        remove_further(path)
        os.unlink(path)


def remove_further(path: str) -> None:
    for number in list(_further_numbers(path)):
        with suppress(FileNotFoundError):
            os.unlink(_further(path, number))


def _parts(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        yield file.read(PART)
        if size > 3 * PART + _NOTE:
            yield _gap(size - 3 * PART)
            file.seek(size - 2 * PART)
        yield file.read(2 * PART + _NOTE)
    numbers = sorted(_further_numbers(path))
    for before, number in zip([1, *numbers], numbers, strict=False):
        if number > before + 1:
            yield _gap((number - before - 1) * PART)
        with suppress(FileNotFoundError), open(_further(path, number), "rb") as file:
            yield file.read(PART)


def _new_file(path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, flags, 0o666)


def _gap(size: int) -> bytes:
    return f"\n[… {size:,} bytes left out …]\n".encode()


def _further(path: str, number: int) -> str:
    return f"{path}.{number}"


def _further_numbers(path: str) -> Iterator[int]:
    """Those that are there; only the last two are, so the first is found by its neighbours."""
    if not os.path.exists(_further(path, 2)) and os.path.getsize(path) < PART:
        return
    directory, name = os.path.split(path)
    for each in os.listdir(directory):
        digits = each.removeprefix(f"{name}.")
        if digits != each and digits.isdecimal():
            yield int(digits)
