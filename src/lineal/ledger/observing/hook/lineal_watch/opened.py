"""The audit hook: what is opened, by whom, and which programs are started."""

from __future__ import annotations

import os
import sys

from . import saying
from .places import HERE, LIBRARY, Places, is_code, is_scratch

TYPE_CHECKING = False  # as typing has it, which costs more to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

_READ, _WRITE, _BOTH = os.O_RDONLY, os.O_WRONLY, os.O_RDWR
_ACCESS = os.O_RDONLY | os.O_WRONLY | os.O_RDWR
_ANEW = os.O_TRUNC | os.O_EXCL
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_MOST_SEEN = 100_000
#: Programs that tell about the surroundings, and read no data.
_HARMLESS = (
    "git",
    "uname",
    "nvidia-smi",
    "lscpu",
    "ldconfig",
    "hostname",
    "which",
    "dvc",
    "lineal",
)


class _State:
    """What is watched now; without places, nothing."""

    __slots__ = ("places", "seen")

    def __init__(self) -> None:
        self.places: Places | None = None
        self.seen: set[tuple[str, int]] = set()


_state = _State()


def begin(root: str) -> None:
    _state.seen = set()
    _state.places = Places(root)


def end() -> None:
    _state.places = None


def places() -> Places | None:
    return _state.places


def hook(event: str, args: tuple[Any, ...]) -> None:
    """Called by the interpreter for all kinds of events, even ``id()``: most are none of ours."""
    act = _acts(event)
    if act is not None and _state.places is not None:
        try:
            act(args)
        except Exception:  # noqa: BLE001  the program must not notice
            saying.fault()


def touch(path: Any, flags: int) -> None:  # noqa: ANN401  whatever was passed
    """As if it had been opened by Python: for libraries that open files themselves."""
    if _state.places is not None:
        _opened(path, flags)


def _opened(path: Any, flags: int) -> None:  # noqa: ANN401  as above
    if not isinstance(path, str):
        if isinstance(path, int) or path is None:
            return
        path = os.fsdecode(path)
    key = (path, flags & _ACCESS)
    is_absolute = path[:1] == "/"
    if (is_absolute and key in _state.seen) or flags & _DIRECTORY:
        return
    if not is_absolute:
        path = os.path.join(os.getcwd(), path)
        key = (path, flags & _ACCESS)
        if key in _state.seen:
            return
    if len(_state.seen) < _MOST_SEEN:
        _state.seen.add(key)
    _say(os.path.normpath(path), flags)


def _say(full: str, flags: int) -> None:
    where = _state.places
    if where is None:
        return
    way = flags & _ACCESS
    path = where.of_project(full)
    if path is None:
        path = where.outside(full) if way == _READ else None
        if path is None:
            return
    at = where.at()
    if way == _READ or (way == _BOTH and not flags & _ANEW):
        saying.say("read", code=is_code(path), path=path, at=at)
    if way != _READ and not is_scratch(path):
        saying.say("write", path=path, at=at)


def _connected(args: tuple[Any, ...]) -> None:
    database = os.fsdecode(args[0])
    if database.startswith("file:"):
        database = database[5:].partition("?")[0]
    if database and not database.startswith(":"):
        existed = os.path.exists(database)
        _opened(database, _BOTH | (0 if existed else os.O_TRUNC))


def _popen(args: tuple[Any, ...]) -> None:
    words = args[1]
    _started([words] if isinstance(words, (str, bytes)) else list(words))


def _started(words: list[Any]) -> None:
    """Said when the user's code did it, and it is not Python, which is watched itself."""
    where = _state.places
    texts = [os.fsdecode(word) for word in words]
    if where is None or not texts or "python" in " ".join(texts) or sys.executable in texts:
        return
    program = _program(texts)
    caller = _caller(where)
    if program and program not in _HARMLESS and caller:
        saying.say("started", program=program[:200], at=caller)


def _program(texts: list[str]) -> str:
    first = os.path.basename(texts[0].split(" ", 1)[0])
    if len(texts) > 2 and first in {"sh", "bash", "dash", "zsh"} and texts[1] == "-c":  # noqa: PLR2004
        words = texts[2].split()
        return os.path.basename(words[0]) if words else ""
    return first


def _caller(where: Places) -> str:
    """The user's line, unless a library is between it and what was started."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  there is no other way to ask
    while frame is not None:
        name = frame.f_code.co_filename
        if where.is_users(name):
            return where.at()
        is_between = name.startswith((HERE, LIBRARY)) or name[:1] == "<"
        if not is_between or "-packages/" in name:
            return ""
        frame = frame.f_back
    return ""


_ACTS: dict[str, Callable[[tuple[Any, ...]], None]] = {
    "open": lambda args: _opened(args[0], args[2]),
    "sqlite3.connect": _connected,
    "subprocess.Popen": _popen,
    "os.system": lambda args: _started(["sh", "-c", os.fsdecode(args[0])]),
    "os.exec": lambda args: _started(list(args[1])),
    "os.posix_spawn": lambda args: _started(list(args[1])),
}
_acts = _ACTS.get
