"""Where the commands of a stage write: beside others into a file, alone on to where we write.

A stage alone has our terminal: what it writes there passes through a pseudo-terminal, so that
colours and progress bars stay, and anything else through pipes, one for each stream. On the way
it goes into a log. Its input is ours.
"""

from __future__ import annotations

import os
import select
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.run.outputlog import OutputLog

#: More than a pipe or a terminal holds, in pieces that whoever can be written to takes whole.
#: Who writes without end must not keep us from the rest.
_CHUNKS_AT_ONCE = 256
#: How long a command that has ended may keep us for what those it started still have to say.
_GRACE_SECONDS = 0.05


class Streams(Protocol):
    """What commands are given.

    To be pumped when one of ``filenos`` can be read, or one of ``full`` be written to.
    """

    is_alone: bool
    out: int
    err: int

    @property
    def filenos(self) -> Sequence[int]: ...

    @property
    def full(self) -> Sequence[int]: ...

    def pump(self) -> None: ...

    def settle(self, *, at_once: bool) -> bool:
        """The last command has ended; False while somebody has yet to read what it wrote."""

    def resize(self) -> None:
        """The window has another size."""


class IntoFile:
    """Both streams in one file, which nobody has to keep up with."""

    __slots__ = ("err", "is_alone", "out")

    def __init__(self, file: int) -> None:
        self.is_alone = False
        self.out = self.err = file

    @property
    def filenos(self) -> Sequence[int]:
        return ()

    @property
    def full(self) -> Sequence[int]:
        return ()

    def pump(self) -> None:
        """The file is followed by `logs`."""

    def settle(self, *, at_once: bool) -> bool:
        """The file is closed by `logs`."""
        del at_once
        return True

    def resize(self) -> None:
        """A file has no size to be told of."""


class Passing:
    """Our own streams, and a log of what passes."""

    __slots__ = ("_full", "_log", "_mine", "_terminals", "_to", "err", "is_alone", "out")

    def __init__(self, log: OutputLog) -> None:
        self.is_alone = True
        self._log = log
        #: Where what is read from each end goes; None when that is closed to us.
        self._to: dict[int, int | None] = {}
        #: Ends that are not read, because nobody reads where that would go.
        self._full: set[int] = set()
        self._terminals: list[tuple[int, int]] = []
        self.out = self._open(1)
        self.err = self.out if _are_one(1, 2) else self._open(2)
        self._mine = {self.out, self.err}

    @property
    def filenos(self) -> Sequence[int]:
        return [end for end in self._to if end not in self._full]

    @property
    def full(self) -> Sequence[int]:
        return [target for end in self._full if (target := self._to[end]) is not None]

    def pump(self) -> None:
        """What is there."""
        for end in list(self._to):
            self._drain(end)

    def settle(self, *, at_once: bool) -> bool:
        """To the end; what somebody still holds open is left to a process of its own."""
        while self._mine:
            os.close(self._mine.pop())
        self._terminals.clear()
        self.pump()
        until = time.monotonic() + _GRACE_SECONDS
        while self._to and not self._full and (left := until - time.monotonic()) > 0:
            select.select(list(self._to), [], [], left)
            self.pump()
        if self._full and not at_once:
            return False
        for end, target in self._to.items():
            _leave(end, target)
        self._to.clear()
        self._full.clear()
        self._log.settle()
        return True

    def resize(self) -> None:
        from lineal.pipeline.run.terminal import copy_size  # deferred: only with a terminal

        for target, mine in self._terminals:
            copy_size(target, mine)

    def _open(self, target: int) -> int:
        """The end for the command, for what ends up in ``target``."""
        if os.isatty(target):
            from lineal.pipeline.run.terminal import open_terminal  # deferred: as above

            try:
                end, mine = open_terminal(target)
            except OSError as exc:
                # None to be had: the command writes there itself.
                self._log.problem = exc
                return os.dup(target)
            self._terminals.append((target, mine))
        else:
            end, mine = os.pipe()
        os.set_blocking(end, False)
        self._to[end] = target if _is_open(target) else None
        return mine

    def _drain(self, end: int) -> None:
        self._full.discard(end)
        target = self._to[end]
        try:
            for _ in range(_CHUNKS_AT_ONCE):
                if target is not None and not select.select([], [target], [], 0)[1]:
                    self._full.add(end)
                    return
                data = os.read(end, select.PIPE_BUF)
                self._log.write(data)
                if not data or not _passed_on(target, data):
                    break
            else:
                return
        except BlockingIOError:
            return
        except OSError:
            pass  # what a pseudo-terminal says when nobody holds the other end any more
        # At the end; or nobody reads what we write: then nobody reads what the command writes.
        os.close(end)
        del self._to[end]


def _passed_on(target: int | None, data: bytes) -> bool:
    view = memoryview(data)
    while target is not None and view:
        try:
            view = view[os.write(target, view) :]
        except BlockingIOError:
            select.select([], [target], [])
        except OSError:
            return False
    return True


def _leave(end: int, target: int | None) -> None:
    """To a process that goes on for as long as somebody writes, as if we were not between."""
    os.set_blocking(end, True)
    actions: list[tuple[object, ...]] = [(os.POSIX_SPAWN_DUP2, end, 0)]
    if target is not None:
        actions.append((os.POSIX_SPAWN_DUP2, target, 1))
    else:
        actions.append((os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0))
    actions.append((os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0))
    try:
        # Without such a program who still writes is told that nobody reads.
        with suppress(FileNotFoundError):
            os.posix_spawnp("cat", ["cat"], os.environ, file_actions=actions, setpgroup=0)
    finally:
        os.close(end)


def _are_one(one: int, other: int) -> bool:
    """Whether both lead to the same file: then the order of what is written is kept."""
    try:
        first, second = os.fstat(one), os.fstat(other)
    except OSError:
        return False
    return (first.st_dev, first.st_ino, first.st_rdev) == (
        second.st_dev,
        second.st_ino,
        second.st_rdev,
    )


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
