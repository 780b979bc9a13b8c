"""A directory as a remote: what others find in it."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from lineal.storage.remotes.local import LocalRemote

if TYPE_CHECKING:
    from pathlib import Path


def modes(root: Path) -> dict[str, int]:
    return {
        str(path.relative_to(root)): stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*")
    }


def test_objects_cannot_be_written_and_run_records_can(tmp_path: Path) -> None:
    """As DVC leaves them: mode 0444 says "verified" to whoever uses the directory as a cache."""
    remote = LocalRemote(str(tmp_path))
    umask = os.umask(0o022)
    remote.write("files/md5/ab/cd", b"x")
    remote.write("runs/ab/cd/ef", b"y")
    os.umask(umask)

    found = modes(tmp_path)

    assert (0o444, 0o644, 0o755) == tuple(
        found[name] for name in ("files/md5/ab/cd", "runs/ab/cd/ef", "files/md5/ab")
    )


def test_a_shared_directory_is_writable_for_its_group(tmp_path: Path) -> None:
    """`shared = group`."""
    LocalRemote(str(tmp_path), shared=True).write("files/md5/ab/cd", b"x")

    found = modes(tmp_path)

    assert (0o444, 0o2775) == (found["files/md5/ab/cd"], found["files/md5/ab"])


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither under its name nor beside it."""
    remote = LocalRemote(str(tmp_path))
    (tmp_path / "source").write_bytes(b"x")

    def interrupt(source: str, target: str) -> None:
        message = f"{source} {target}"
        raise KeyboardInterrupt(message)

    monkeypatch.setattr("os.rename", interrupt)
    with pytest.raises(KeyboardInterrupt, match="ab/cd"):
        remote.upload("ab/cd", str(tmp_path / "source"))

    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert ["source"] == left


def test_what_a_killed_process_left_is_not_listed(tmp_path: Path) -> None:
    """It is nobody's object."""
    remote = LocalRemote(str(tmp_path))
    remote.write("ab/cd", b"x")
    (tmp_path / ".lineal-1-2-01234567.tmp").write_bytes(b"half")

    assert ["ab/cd"] == [info.key for info in remote.list()]


def test_a_part_of_a_remote_may_be_another_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is copied there before it gets its name."""
    rename = os.rename

    def refuse_once(source: str, target: str) -> None:
        monkeypatch.setattr("os.rename", rename)
        raise OSError(errno.EXDEV, "Invalid cross-device link", source, None, target)

    monkeypatch.setattr("os.rename", refuse_once)
    LocalRemote(str(tmp_path)).write("ab/cd", b"x")

    assert {"ab": b"", "ab/cd": b"x"} == {
        str(path.relative_to(tmp_path)): path.read_bytes() if path.is_file() else b""
        for path in tmp_path.rglob("*")
    }
