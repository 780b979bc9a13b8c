"""Digests agree with DVC's, in both of its algorithms and at every length."""

from __future__ import annotations

import hashlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.digest import digest_bytes, digest_descriptor
from lineal.storage.streaming import copy_hashing

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1 << 20
SAMPLES = {
    "empty": b"",
    "unix": b"a\nb\n",
    "dos": b"a\r\nb\r\n",
    "binary": b"\0\r\n",
    "mostly text": b"\x80" * 3 + b"a" * 7 + b"\r\n",
    "too little text": b"\x80" * 4 + b"a" * 5 + b"\r\n",
    "split line end": b"a" * (MEGABYTE - 1) + b"\r\n\r\n",
    "binary second block": b"a" * MEGABYTE + b"\0\r\n",
    "text after 512 bytes of zeros": b"\0" * 512 + b"\r\n" * MEGABYTE,
}
ASK_DVC = (
    "import sys; from dvc_data.hashfile.hash import fobj_md5\n"
    "for path in sys.argv[2:]:\n"
    "    print(fobj_md5(open(path, 'rb'), name=sys.argv[1]))\n"
)


@pytest.mark.peer
def test_legacy_digests_are_those_of_dvc(dvc: Path, tmp_path: Path) -> None:
    """Which block counts as text, and where blocks end, is part of the algorithm."""
    paths: list[Path] = []
    for number, content in enumerate(SAMPLES.values()):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(content)
    command = [os.fspath(dvc.with_name("python")), "-c", ASK_DVC, LEGACY_MD5]
    answer = subprocess.run([*command, *paths], check=True, capture_output=True, text=True)
    in_memory = [digest_bytes(content, LEGACY_MD5) for content in SAMPLES.values()]
    assert answer.stdout.split() == in_memory == [_of_file(path) for path in paths]


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, (1 << 22) - 1, 1 << 22, (1 << 25) + 7])
def test_a_copy_on_the_way_changes_nothing(tmp_path: Path, size: int) -> None:
    """The bytes written are the bytes hashed, with and without the page cache."""
    content = os.urandom(min(size, MEGABYTE)) * (size // MEGABYTE + 1)
    content = content[:size]
    (tmp_path / "from").write_bytes(content)
    descriptor = os.open(tmp_path / "from", os.O_RDONLY)
    digest = copy_hashing(descriptor, os.fspath(tmp_path / "to"), 0o444, size)
    os.close(descriptor)
    assert (tmp_path / "to").read_bytes() == content
    assert digest == hashlib.md5(content, usedforsecurity=False).hexdigest()


def _of_file(path: Path) -> str:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return digest_descriptor(descriptor, LEGACY_MD5)
    finally:
        os.close(descriptor)
