"""A full disk and a read-only cache: an error that names the path, and nothing half-written."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

MEGABYTE = 1 << 20
PIPELINE = "stages:\n  s: {cmd: head -c 3000000 /dev/zero > out, deps: [source], outs: [out]}\n"


@pytest.fixture
def small_cache(project: Project) -> Iterator[Path]:
    """A cache on a file system of two megabytes; needs the right to mount."""
    cache = project.root / ".dvc/cache"
    cache.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", cache], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root")
    yield cache
    subprocess.run(["umount", cache], check=True)


def objects(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


@pytest.mark.parametrize("argv", [("add", "big"), ("repro",)], ids=" ".join)
def test_a_full_cache_is_said_and_leaves_nothing_half_done(
    project: Project, small_cache: Path, argv: tuple[str, ...]
) -> None:
    """No object, no temporary file, no lock entry; the data itself is untouched."""
    big = os.urandom(3 * MEGABYTE)
    project.write({"big": big, "dvc.yaml": PIPELINE, "source": "x"})

    done = project.lineal(*argv)

    assert not done.ok
    assert "Traceback" not in done.stderr
    assert "space" in done.stderr.lower()
    assert [] == objects(small_cache / "files") if (small_cache / "files").exists() else True
    assert not (project.root / "dvc.lock").exists()
    assert big == (project.root / "big").read_bytes()


def test_room_made_the_command_succeeds(project: Project, small_cache: Path) -> None:
    """After the full disk, the same command in the same place."""
    project.write({"big": os.urandom(3 * MEGABYTE)})
    assert not project.lineal("add", "big").ok
    subprocess.run(["mount", "-o", "remount,size=20m", small_cache], check=True)

    assert project.lineal("add", "big").ok

    assert "{}" == project.dvc("status", "--json").stdout.strip()


def limited(project: Project, limit: int, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run under a limit on the size of any file written, which needs no root."""
    script = f"trap '' XFSZ; ulimit -f {limit}; exec \"$@\""
    return subprocess.run(
        ["bash", "-c", script, "sh", project.tools.lineal, *argv],
        cwd=project.root,
        env=project.env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_size_limit_is_said(project: Project) -> None:
    """EFBIG is a cousin of a full disk."""
    project.write({"big": os.urandom(3 * MEGABYTE)})

    done = limited(project, 1024, "add", "big")

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert not (project.root / "big.dvc").exists()
    assert project.lineal("add", "big").ok


@pytest.fixture
def read_only_cache(project: Project) -> Iterator[Callable[[], None]]:
    """Makes the cache read-only in a way that binds root as well: a read-only bind mount."""
    cache = project.root / ".dvc/cache"
    done = []

    def close() -> None:
        cache.mkdir(exist_ok=True)
        path = os.fspath(cache)
        for options in (["--bind", path, path], ["-o", "remount,ro,bind", path]):
            mounted = subprocess.run(["mount", *options], check=False, capture_output=True)
            if mounted.returncode:
                pytest.skip("mounting needs root")
            done.append(options)

    yield close
    if done:
        subprocess.run(["umount", cache], check=True)


def test_a_read_only_cache_can_be_read(
    project: Project, read_only_cache: Callable[[], None]
) -> None:
    """Status, a run with nothing to do, and a checkout only read."""
    project.write({"dvc.yaml": PIPELINE, "source": "x", "data": "d"})
    assert project.dvc("add", "data").ok
    assert project.dvc("repro").ok
    read_only_cache()
    (project.root / "data").unlink()

    assert project.lineal("checkout").ok
    assert project.lineal("repro").ok

    assert "{}" == project.lineal("status", "--json").stdout.strip()


def test_a_read_only_cache_cannot_be_written(
    project: Project, read_only_cache: Callable[[], None]
) -> None:
    """The error names the cache; the workspace file stays as it is."""
    project.write({"data": "d"})
    read_only_cache()

    done = project.lineal("add", "data")

    assert not done.ok
    assert "Traceback" not in done.stderr
    assert ".dvc/cache" in done.stderr
    assert "d" == project.read("data")
