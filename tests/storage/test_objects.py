"""`lineal.storage.objects`."""

from __future__ import annotations

import pytest

from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.objects import ObjectId, object_key, object_of

OID = "b026324c6904b2a9cb4b88d6d61c81d1"


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (ObjectId(OID), f"files/md5/b0/{OID[2:]}"),
        (ObjectId(f"{OID}.dir"), f"files/md5/b0/{OID[2:]}.dir"),
        (ObjectId(OID, LEGACY_MD5), f"b0/{OID[2:]}"),
    ],
)
def test_a_key_and_its_object_are_the_same_thing(item: ObjectId, key: str) -> None:
    """In the layouts of DVC 3 and of DVC 2."""
    assert (key, item) == (object_key(item), object_of(key))


@pytest.mark.parametrize(
    "key", ["files/md5/b0/short", "runs/ab/cd/ef", "files/md5/../../etc", "b0", "readme.md"]
)
def test_what_else_lies_on_a_remote_is_no_object(key: str) -> None:
    """Nothing outside the layout is ever taken for data."""
    assert object_of(key) is None
