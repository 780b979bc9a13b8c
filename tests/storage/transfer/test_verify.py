"""`lineal.storage.transfer.verify`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from lineal.storage.objects import object_key
from lineal.storage.remotes.memory import FAIL
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.verify import (
    all_objects,
    replace_objects,
    set_aside,
    verify_cache,
    verify_remote,
)

if TYPE_CHECKING:
    from lineal.storage.objects import ObjectId
    from tests.storage.transfer.conftest import Share


def damage(share: Share, item: ObjectId) -> None:
    path = share.cache.object_path(item.oid)
    os.chmod(path, 0o644)
    with open(path, "wb") as file:
        file.write(b"damaged")
    os.chmod(path, 0o444)


def test_damaged_and_missing_objects_of_a_cache_are_told_apart(share: Share) -> None:
    """A mode that says "verified" is not believed."""
    damage(share, share.files[0])
    os.unlink(share.cache.object_path(share.loose.oid))
    items = [share.tree, share.loose, *share.files]

    found = verify_cache(share.cache, items, jobs=2, meter=Meter())

    assert (5, (share.files[0],), (share.loose,), ()) == found


def test_everything_in_a_cache_is_found(share: Share) -> None:
    """Whoever needs it."""
    assert {share.tree, share.loose, *share.files} == set(all_objects(share.cache))


def test_a_remote_is_judged_by_its_bytes(share: Share) -> None:
    """Not by what it says about them."""
    share.push()
    share.remote.objects[object_key(share.loose)] = b"l00se"
    del share.remote.objects[object_key(share.files[0])]
    share.remote.fault(FAIL, "stream", object_key(share.files[1]))
    items = [share.loose, *share.files]

    found = verify_remote(share.remote, items, jobs=2, meter=Meter())

    assert ((share.loose,), (share.files[0],)) == (found.damaged, found.missing)
    assert [share.files[1]] == [item for item, _ in found.unknown]


def test_a_damaged_object_is_replaced_by_a_whole_one(share: Share) -> None:
    """Nothing is deleted before there is something better."""
    share.push()
    damage(share, share.loose)

    done = replace_objects(share.cache, share.remote, [share.loose], jobs=1, meter=Meter())

    assert ((share.loose,), ()) == (
        done.moved,
        verify_cache(share.cache, [share.loose], jobs=1, meter=Meter()).damaged,
    )


def test_what_no_remote_has_is_kept_out_of_use(share: Share) -> None:
    """Nobody trusts it any more, and nothing of it is lost."""
    damage(share, share.loose)

    kept = set_aside(share.cache, share.loose)

    assert (False, b"damaged") == (share.cache.has(share.loose.oid), Path(kept).read_bytes())
