"""Outputs appear together, complete, or not at all; what was there before stays until then."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.atomic import temporary_beside, write_all
from lineal.storage.removal import remove_path, sweep_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.steps.ports import Content


class _Move(NamedTuple):
    """``kept`` is where the old one waits, None when there was none."""

    path: str
    kept: str | None


@contextmanager
def placed(contents: Mapping[str, Content]) -> Iterator[None]:
    """In place inside of the block; when it fails everything is as it was.

    A link at a path is replaced, never followed: it may lead into the cache.
    """
    written: dict[str, str] = {}
    moves: list[_Move] = []
    try:
        for path, content in contents.items():
            _write_beside(os.path.abspath(path), content, written)
        for path, temporary in written.items():
            _move(path, temporary, moves)
        yield
    except BaseException as exc:
        for move in reversed(moves):
            _move_back(move)
        for temporary in written.values():
            _remove(temporary)
        if isinstance(exc, OSError) and exc.filename is not None:
            raise _unwritable(exc) from exc
        raise
    for move in moves:
        if move.kept is not None:
            _remove(move.kept)


def _write_beside(path: str, content: Content, written: dict[str, str]) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    sweep_beside(path)
    temporary = temporary_beside(path)
    written[path] = temporary
    if isinstance(content, bytes):
        _write(temporary, content)
        return
    os.mkdir(temporary)
    for name, data in content.items():
        os.makedirs(os.path.dirname(os.path.join(temporary, name)), exist_ok=True)
        _write(os.path.join(temporary, name), data)


def _write(path: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _move(path: str, temporary: str, moves: list[_Move]) -> None:
    kept = None
    if os.path.lexists(path):
        kept = temporary_beside(path)
        os.rename(path, kept)
    moves.append(_Move(path, kept))
    os.rename(temporary, path)


def _move_back(move: _Move) -> None:
    _remove(move.path)
    if move.kept is not None:
        os.rename(move.kept, move.path)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        remove_path(path)


def _unwritable(exc: OSError) -> DataError:
    return DataError(
        f"'{exc.filename}' cannot be written: {(exc.strerror or str(exc)).lower()}",
        hint="make room there, or make it yours to write",
    )
