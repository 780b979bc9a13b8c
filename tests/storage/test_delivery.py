"""Files put together beside their place, and moved there when complete."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.delivery import Delivery
from lineal.storage.digest import digest_bytes
from lineal.storage.objects import ObjectId

if TYPE_CHECKING:
    from pathlib import Path

BIG = b"0123456789abcdef" * 80_000


def test_a_directory_appears_whole(tmp_path: Path) -> None:
    """With the directories in between, and nothing beside it."""
    with Delivery(f"{tmp_path}/deep/out", is_dir=True) as delivery:
        delivery.stream("sub/a", io.BytesIO(b"1"))
        before = os.path.exists(f"{tmp_path}/deep/out")

    assert (False, b"1") == (before, (tmp_path / "deep/out/sub/a").read_bytes())
    assert ["out"] == os.listdir(tmp_path / "deep")


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """Also with force: it replaces only when it can."""
    (tmp_path / "out").write_text("mine")

    with (
        pytest.raises(RuntimeError, match="power cut"),
        Delivery(f"{tmp_path}/out", is_dir=False, force=True) as delivery,
    ):
        _interrupted(delivery)

    assert ("mine", ["out"]) == ((tmp_path / "out").read_text(), os.listdir(tmp_path))


def _interrupted(delivery: Delivery) -> None:
    delivery.stream("", io.BytesIO(b"theirs"))
    raise RuntimeError("power cut")


@pytest.mark.parametrize(("was_dir", "is_dir"), [(a, b) for a in (0, 1) for b in (0, 1)])
def test_force_replaces_files_and_directories(tmp_path: Path, was_dir: int, is_dir: int) -> None:
    """By either kind."""
    old = tmp_path / "out"
    (old / "x").mkdir(parents=True) if was_dir else old.write_text("old")

    with Delivery(f"{old}", is_dir=bool(is_dir), force=True) as delivery:
        delivery.stream("a" if is_dir else "", io.BytesIO(b"new"))

    assert b"new" == ((old / "a") if is_dir else old).read_bytes()


def test_what_is_there_is_refused_without_force(tmp_path: Path) -> None:
    """With what to do instead."""
    (tmp_path / "out").mkdir()

    with (
        pytest.raises(DataError, match=r"the directory '.*/out' is there already"),
        Delivery(f"{tmp_path}/out", is_dir=True),
    ):
        pass


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "a//b", ".", "", "a\0b"])
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    """Names come from lists that others wrote."""
    with (
        pytest.raises(DataError, match="leads out of its directory"),
        Delivery(f"{tmp_path}/in/out", is_dir=True) as delivery,
    ):
        delivery.stream(name, io.BytesIO(b"x"))

    assert [] == os.listdir(tmp_path / "in")


@pytest.mark.parametrize("data", [b"small", BIG])
def test_a_copied_object_is_verified(tmp_path: Path, data: bytes) -> None:
    """Where its bytes are read: a clone of blocks reads none."""
    source = tmp_path / "object"
    source.write_bytes(data)

    with Delivery(f"{tmp_path}/out", is_dir=False) as delivery:
        delivery.copy("", f"{source}", ObjectId(digest_bytes(data)))

    assert data == (tmp_path / "out").read_bytes()


@pytest.mark.parametrize("data", [b"small", BIG])
def test_a_damaged_object_is_not_delivered(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and nothing is left."""
    source = tmp_path / "object"
    source.write_bytes(data)
    monkeypatch.setattr("lineal.storage.delivery.reflink", _unsupported)

    with (
        pytest.raises(DataError, match=r"object 0+ at .* is damaged"),
        Delivery(f"{tmp_path}/out", is_dir=False) as delivery,
    ):
        delivery.copy("", f"{source}", ObjectId("0" * 32))

    assert ["object"] == os.listdir(tmp_path)


def _unsupported(source: str, target: str) -> None:
    raise OSError(95, "Operation not supported", source, None, target)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file stands where a directory would have to be."""
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(DataError, match=r"cannot write '.*/file/out': "),
        Delivery(f"{tmp_path}/file/out", is_dir=False),
    ):
        pass
