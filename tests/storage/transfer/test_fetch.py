"""`lineal.storage.transfer.fetch`."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, RemoteDenied, RemoteMissing
from lineal.storage.cache import Cache
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.remotes.memory import CORRUPT, DENY, FAIL, TRUNCATE
from lineal.storage.transfer.arrival import Arrival, is_partial, partial_path
from lineal.storage.transfer.fetch import fetch_objects
from tests.storage.transfer.conftest import Share, put

if TYPE_CHECKING:
    from pathlib import Path

LARGE = b"".join(n.to_bytes(4, "big") for n in range(1 << 20))


def files_of(cache: Cache) -> set[str]:
    found: set[str] = set()
    for directory, _, names in os.walk(cache.root):
        found.update(os.path.relpath(f"{directory}/{name}", cache.root) for name in names)
    return found


@pytest.fixture
def shared(share: Share) -> Share:
    share.push()
    share.remote.calls.clear()
    return share


def test_everything_arrives_as_the_cache_wants_it(shared: Share) -> None:
    """Under the same names, verified, and protected."""
    cache = shared.elsewhere()

    done = shared.fetch(cache)

    assert (5, shared.keys()) == (len(done.moved), files_of(cache))
    modes = {stat.S_IMODE(os.stat(cache.object_path(i.oid)).st_mode) for i in shared.wanted}
    assert {0o444} == modes


def test_nothing_to_fetch_asks_nothing(shared: Share) -> None:
    """What is here needs no remote."""
    shared.fetch()

    assert {} == dict(shared.remote.calls)


@pytest.mark.parametrize("what", [CORRUPT, TRUNCATE])
def test_wrong_bytes_are_fetched_again(shared: Share, what: str) -> None:
    """Once or twice; then they are somebody's error."""
    shared.remote.fault(what, "stream", object_key(shared.loose))
    cache = shared.elsewhere()

    done = shared.fetch(cache)

    assert ((), shared.keys()) == (done.failed, files_of(cache))


def test_bytes_that_stay_wrong_never_enter_the_cache(shared: Share) -> None:
    """The object is named, and the others arrive."""
    shared.remote.objects[object_key(shared.loose)] = b"something else"
    cache = shared.elsewhere()

    done = shared.fetch(cache)

    assert [shared.loose] == [failure.item for failure in done.failed]
    assert shared.keys() - {object_key(shared.loose)} == files_of(cache)


def test_what_the_remote_does_not_have_is_missing(shared: Share) -> None:
    """The rest arrives."""
    del shared.remote.objects[object_key(shared.loose)]

    done = shared.fetch(shared.elsewhere())

    assert ((shared.loose,), 4) == (done.missing, len(done.moved))


def test_a_promise_that_is_not_kept_is_a_failure(shared: Share) -> None:
    """The list of the directory is there, one of its files is not."""
    del shared.remote.objects[object_key(shared.files[0])]

    done = shared.fetch(shared.elsewhere())

    assert [(shared.files[0], RemoteMissing)] == [(f.item, type(f.error)) for f in done.failed]


def test_an_object_that_cannot_be_read_does_not_stop_the_others(shared: Share) -> None:
    """The next command asks for it again."""
    shared.remote.fault(FAIL, "stream", object_key(shared.files[1]))
    cache = shared.elsewhere()

    done = shared.fetch(cache)
    again = shared.fetch(cache)

    assert (4, (shared.files[1],)) == (len(done.moved), again.moved)


def test_who_is_denied_asks_no_further(shared: Share) -> None:
    """Nothing else would be given either."""
    shared.remote.fault(DENY, "stream", times=99)

    with pytest.raises(RemoteDenied, match="denied"):
        shared.fetch(shared.elsewhere())


def test_a_cache_that_takes_nothing_stops_everything(shared: Share) -> None:
    """Its place is named, and what to do."""
    blocker = f"{shared.elsewhere().root}"
    with open(blocker, "w", encoding="utf-8") as file:
        file.write("in the way")

    with pytest.raises(DataError, match="cannot use the cache at"):
        shared.fetch(Cache(blocker))


def test_a_large_object_goes_on_where_it_stopped(share: Share) -> None:
    """Only the bytes that are not here are asked for."""
    large = put(share.cache, LARGE)
    share.remote.objects[object_key(large)] = LARGE
    cache = share.elsewhere()
    arrival = Arrival(cache, large)
    arrival.append(LARGE[: 3 << 20])
    arrival.close()

    fetch_objects(cache, share.remote, [large])

    assert (0, 1, True) == (
        share.remote.calls["stream"],
        share.remote.calls["read_range"],
        cache.has(large.oid),
    )


def test_a_large_object_that_is_cut_off_is_completed(share: Share) -> None:
    """By ranges, within the same command."""
    large = put(share.cache, LARGE)
    share.remote.objects[object_key(large)] = LARGE
    share.remote.fault(TRUNCATE, "stream")
    cache = share.elsewhere()

    done = fetch_objects(cache, share.remote, [large])

    assert ((large,), 1) == (done.moved, share.remote.calls["stream"])


def test_what_was_left_of_other_bytes_is_thrown_away(share: Share) -> None:
    """A partial file that does not lead to the object is no help."""
    large = put(share.cache, LARGE)
    share.remote.objects[object_key(large)] = LARGE
    cache = share.elsewhere()
    arrival = Arrival(cache, large)
    arrival.append(b"wrong from the start")
    arrival.close()

    done = fetch_objects(cache, share.remote, [large])

    assert ((large,), {object_key(large)}) == (done.moved, files_of(cache))


def test_two_downloads_of_one_object_do_not_disturb_each_other(share: Share) -> None:
    """While one holds the partial file, the other has a file of its own."""
    cache = share.elsewhere()
    large = ObjectId(put(share.cache, LARGE).oid)
    share.remote.objects[object_key(large)] = LARGE
    other = Arrival(cache, large)
    other.append(LARGE[:100])

    done = fetch_objects(cache, share.remote, [large])
    other.close()

    assert ((large,), os.path.exists(partial_path(cache, large))) == (done.moved, True)


def test_partial_files_are_told_from_everything_else() -> None:
    """By their names."""
    names = (".lineal-abc.part", ".lineal-1-2-abcdef12.tmp", "abc.part")

    assert [True, False, False] == [is_partial(name) for name in names]


def test_a_list_that_names_files_outside_its_directory_is_refused(
    share: Share, tmp_path: Path
) -> None:
    """Whatever a remote says, nothing leaves the cache and the output."""
    import hashlib

    data = b'[{"md5": "../../../etc/passwd", "relpath": "x"}]'
    tree = ObjectId(hashlib.md5(data, usedforsecurity=False).hexdigest() + ".dir")
    share.remote.objects[object_key(tree)] = data
    cache = Cache(str(tmp_path / "other"))

    done = fetch_objects(cache, share.remote, [tree])

    assert ((tree,), {object_key(tree)}) == (done.moved, files_of(cache))
