"""Lines of evidence, appended at once: what was said survives a kill."""

from __future__ import annotations

import os
import sys
import time

#: Each a line of JSON. Beyond so many, one line says that there was more.
MOST_LINES = 10_000
# Programs that give numbers of their own to files use the low ones.
_HIGH = 200


class _Voice:
    """Where this process says it. ``json`` would cost more to import than all the rest."""

    __slots__ = ("directory", "faults", "fd", "file", "lines", "quote")

    def __init__(self) -> None:
        self.directory = ""
        self.fd = -1
        self.file = (0, 0)
        self.lines = 0
        self.faults = 0
        try:
            from _json import encode_basestring_ascii as quote  # deferred: not every Python has it
        except ImportError:
            from json.encoder import py_encode_basestring_ascii as quote  # deferred: as above
        self.quote = quote


_voice = _Voice()


def begin(directory: str) -> None:
    end()
    _voice.directory = directory
    _voice.lines = _voice.faults = 0
    say("observer", python=".".join(map(str, sys.version_info[:3])), parent=str(os.getppid()))


def end() -> None:
    forked()
    _voice.directory = ""


def say(kind: str, code: bool = False, **words: str) -> None:  # noqa: FBT001, FBT002  a field
    """One line. Errors are counted: there is nobody to tell."""
    if not _voice.directory or _voice.lines > MOST_LINES:
        return
    _voice.lines += 1
    if _voice.lines > MOST_LINES:
        kind, words, code = "cut", {}, False
    quote = _voice.quote
    fields = "".join(',"%s":%s' % (key, quote(word)) for key, word in words.items())  # noqa: UP031
    flag = ',"code":true' if code else ""
    moment = int(time.time() * 1e6)
    line = '{"kind":"%s","t":%d%s%s}\n' % (kind, moment, flag, fields)  # noqa: UP031
    try:
        if not _is_ours():
            _open()
        os.write(_voice.fd, line.encode("ascii"))
    except OSError:
        _voice.faults += 1


def fault() -> None:
    """Something in the watching itself went wrong; said once in a while, not each time."""
    _voice.faults += 1
    if _voice.faults & (_voice.faults - 1) == 0:
        say("fault", count=str(_voice.faults - _voice.faults // 2))


def forked() -> None:
    """A child says what it does in a file of its own."""
    try:
        if _is_ours():
            os.close(_voice.fd)
    except OSError:
        _voice.faults += 1
    _voice.fd = -1


def _is_ours() -> bool:
    """A program may close what it did not open, and the number then is of a file of its own."""
    if _voice.fd < 0:
        return False
    try:
        found = os.fstat(_voice.fd)
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == _voice.file


def _open() -> None:
    os.makedirs(_voice.directory, exist_ok=True)
    name = "watch-%d-%d.jsonl" % (os.getpid(), time.time_ns())  # noqa: UP031
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
    fd = os.open(os.path.join(_voice.directory, name), flags, 0o666)
    _voice.fd = fd if _voice.file == (0, 0) else _raised(fd)
    found = os.fstat(_voice.fd)
    _voice.file = found.st_dev, found.st_ino


def _raised(fd: int) -> int:
    """In the middle of a program the lowest number may be the one it wants to get next."""
    import fcntl  # deferred: only after a fork, or for who closes files that are not its own

    try:
        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    finally:
        os.close(fd)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forked)
