"""`lineal.storage.transfer.push`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, RemoteDenied, RemoteError
from lineal.storage.objects import object_key
from lineal.storage.remotes.memory import DENY, FAIL
from lineal.storage.transfer.outcome import HOPELESS
from lineal.storage.transfer.push import push_objects
from tests.storage.transfer.conftest import Share, put, put_tree

if TYPE_CHECKING:
    from lineal.storage.objects import ObjectId


def damage(share: Share, item: ObjectId, data: bytes = b"other") -> None:
    path = share.cache.object_path(item.oid)
    os.unlink(path)
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, 0o444)


def test_everything_arrives_under_dvcs_keys(share: Share) -> None:
    """Files, and the list of the directory."""
    done = share.push()

    assert (5, share.keys()) == (len(done.moved), set(share.remote.objects))


def test_the_list_of_a_directory_goes_last(share: Share) -> None:
    """It promises that its files are there."""
    order: list[str] = []
    share.remote.before = lambda call, key: order.append(key) if call == "write" else None

    share.push()

    assert object_key(share.tree) == order[-1]


def test_nothing_to_push_costs_one_question_per_output(share: Share) -> None:
    """The list of a directory is proof of its files."""
    share.push()
    share.remote.calls.clear()

    done = share.push()

    assert ((), {"head": 2}) == (done.moved, dict(share.remote.calls))


def test_an_emptied_remote_is_noticed(share: Share) -> None:
    """What is remembered of it is asked for again, and forgotten."""
    share.push()
    share.remote.objects.clear()

    done = share.push()

    assert (5, share.keys()) == (len(done.moved), set(share.remote.objects))


def test_a_new_version_of_a_directory_sends_what_is_new(share: Share) -> None:
    """The earlier version proves the other files: nobody asks for them one by one."""
    share.push()
    new = put(share.cache, b"new")
    tree = put_tree(share.cache, {**dict(zip("abc", share.files, strict=True)), "d": new})
    share.remote.calls.clear()

    done = push_objects(share.cache, share.remote, [tree], share.known)

    assert ((new, tree), 3) == (done.moved, share.remote.calls["head"])


def test_the_earlier_version_proves_nothing_once_it_is_gone(share: Share) -> None:
    """Somebody emptied or replaced the remote in the meantime."""
    share.push()
    share.remote.objects.clear()
    new = put(share.cache, b"new")
    tree = put_tree(share.cache, {"a": share.files[0], "d": new})

    done = push_objects(share.cache, share.remote, [tree], share.known)

    assert {share.files[0], new, tree} == set(done.moved)


def test_a_failing_file_keeps_back_its_directory_alone(share: Share) -> None:
    """What got through stays, and the next push sends the rest."""
    share.remote.fault(FAIL, "write", object_key(share.files[1]))

    done = share.push()
    again = share.push()

    assert {share.files[0], share.files[2], share.loose} == set(done.moved)
    assert ([share.files[1]], (share.files[1], share.tree)) == (
        [failure.item for failure in done.failed],
        again.moved,
    )


def test_a_damaged_object_is_named_and_not_sent(share: Share) -> None:
    """Its mode says that it was verified once; it is read again all the same."""
    damage(share, share.files[0])

    done = share.push()

    assert [(share.files[0], DataError)] == [(f.item, type(f.error)) for f in done.failed]
    assert object_key(share.files[0]) not in share.remote.objects


def test_what_is_nowhere_is_missing(share: Share) -> None:
    """Without it the directory is not complete, so its list stays here."""
    os.unlink(share.cache.object_path(share.files[0].oid))

    done = share.push()

    assert ((share.files[0],), False) == (
        done.missing,
        object_key(share.tree) in share.remote.objects,
    )


def test_who_is_denied_asks_no_further(share: Share) -> None:
    """Nothing else would be taken either."""
    share.remote.fault(DENY, "write", times=99)

    with pytest.raises(RemoteDenied, match="denied"):
        share.push()


def test_a_remote_that_takes_nothing_is_given_up(share: Share) -> None:
    """Rather than failing, slowly, for each of many files."""
    items = [put(share.cache, str(n).encode()) for n in range(200)]
    share.remote.fault(FAIL, "write", times=1000)

    with pytest.raises(RemoteError, match="failed"):
        push_objects(share.cache, share.remote, items, share.known)

    assert share.remote.calls["write"] < HOPELESS + 10 * share.remote.jobs


def test_checking_compares_every_object(share: Share) -> None:
    """Also those that a directory's list promises: by name and by size."""
    share.push()
    del share.remote.objects[object_key(share.files[0])]
    share.remote.objects[object_key(share.files[1])] = b"cut"[:2]

    trusting = share.push()
    done = share.push(check=True)

    assert ((), {share.files[0], share.files[1]}) == (trusting.moved, set(done.moved))


def test_many_files_are_looked_up_in_one_list(share: Share) -> None:
    """A new directory on an empty remote: a sample, and a list."""
    members = {str(n): put(share.cache, str(n).encode()) for n in range(100)}
    tree = put_tree(share.cache, members)

    push_objects(share.cache, share.remote, [tree], share.known)

    assert (1, 2, 101) == tuple(share.remote.calls[call] for call in ("head", "list", "write"))


def test_a_large_object_is_verified_before_it_is_sent(share: Share) -> None:
    """It does not fit into memory, so it is read twice."""
    large = put(share.cache, b"x" * (3 << 20))
    bad = put(share.cache, b"y" * (3 << 20))
    damage(share, bad, b"z" * (3 << 20))

    done = push_objects(share.cache, share.remote, [large, bad], share.known)

    assert ((large,), [bad]) == (done.moved, [failure.item for failure in done.failed])
