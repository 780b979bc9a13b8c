"""Deleting outputs from the workspace."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from lineal.base.errors import DataError
from lineal.storage.atomic import is_leftover, maker_of

_OWNER_ALL = stat.S_IRWXU


def remove_path(path: str) -> bool:
    """Delete a file, a link or a whole directory; say whether there was anything."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            _remove_tree(path)
        else:
            os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as exc:
        raise _cannot_remove(exc.filename or path, exc) from exc
    return True


def remove_empty_dirs(root: str) -> int:
    """Delete the directories below ``root`` that hold nothing: no tree records them."""
    removed = 0
    # Parents before what is in them; undone from the end, a parent is empty when it is asked.
    found = [root]
    empty: list[str] = []
    for directory in found:
        has_files = False
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        found.append(entry.path)
                    else:
                        has_files = True
        except OSError:
            continue
        if not has_files and directory != root:
            empty.append(directory)
    for directory in reversed(empty):
        with suppress(OSError):
            os.rmdir(directory)
            removed += 1
    return removed


def sweep_beside(path: str) -> None:
    """Delete what killed processes left half-made next to ``path``."""
    with suppress(OSError), os.scandir(os.path.dirname(path)) as found:
        left = [entry.path for entry in found if is_leftover(entry.name)]
        for each in left:
            if not _is_alive(maker_of(each)):
                remove_path(each)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _remove_tree(path: str) -> None:
    # deferred: few runs delete a directory
    import shutil

    shutil.rmtree(path, onerror=_retry_writable)


def _retry_writable(function: object, path: str, _: object) -> None:
    """Open up a directory that denies its owner the deletion, then delete."""
    parent = os.path.dirname(path)
    try:
        os.chmod(parent, stat.S_IMODE(os.stat(parent).st_mode) | _OWNER_ALL)
        if os.path.isdir(path) and not os.path.islink(path):
            os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | _OWNER_ALL)
            _remove_tree(path)
        else:
            os.unlink(path)
    except FileNotFoundError:
        return
    del function


def _cannot_remove(path: str, exc: OSError) -> DataError:
    return DataError(
        f"cannot remove {path}: {exc.strerror}", hint="check the permissions of its directory"
    )
