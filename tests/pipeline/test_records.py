"""Entries of lock, ``.dvc`` and run cache: their order, their fingerprints."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.model import Recorded
from lineal.pipeline.records import (
    dvc_entry,
    import_checksum,
    lock_entry,
    lock_stage,
    measured,
    read_entry,
    run_cache_key,
    run_cache_value,
)
from lineal.storage.observe import Observation
from tests.pipeline.make import recorded, stage

ENTRY: dict[str, Any] = {
    "cmd": "python train.py",
    "deps": [{"path": "d", "hash": "md5", "md5": "1" * 32, "size": 3}],
    "params": {"params.yaml": {"lr": 1}},
    "outs": [{"path": "o", "hash": "md5", "md5": "2" * 32 + ".dir", "size": 9, "nfiles": 2}],
}


def items(size: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"path": st.text(min_size=1), "hash": st.just("md5"), "md5": st.text("0123456789abcdef")},
        optional={"size": size, "nfiles": size, "isexec": st.just(value=True)},
    )


ENTRIES = st.fixed_dictionaries(
    {"cmd": st.text(min_size=1)},
    optional={
        "deps": st.lists(items(st.integers(0)), max_size=3),
        "outs": st.lists(items(st.integers(0)), max_size=3),
        "params": st.dictionaries(st.text(), st.dictionaries(st.text(), st.integers())),
    },
)


def without_sizes(entry: dict[str, Any]) -> dict[str, Any]:
    copy = json.loads(json.dumps(entry))
    for item in (*copy.get("deps", ()), *copy.get("outs", ())):
        item.pop("size", None)
        item.pop("nfiles", None)
    found: dict[str, Any] = copy
    return found


@given(ENTRIES)
def test_the_run_cache_ignores_sizes(entry: dict[str, Any]) -> None:
    """Neither key nor value depends on them."""
    bare = without_sizes(entry)

    assert (run_cache_key(bare), run_cache_value(bare)) == (
        run_cache_key(entry),
        run_cache_value(entry),
    )


@given(ENTRIES)
def test_the_key_of_the_run_cache_knows_outputs_only_by_path(entry: dict[str, Any]) -> None:
    """It has to be known before they are made."""
    bare = {**entry, "outs": [{"path": out["path"]} for out in entry.get("outs", ())]}

    assert run_cache_key(bare) == run_cache_key(entry)


def test_what_the_run_cache_does_tell_apart() -> None:
    """Command, parameters, dependency hashes, output paths; and for the value, output hashes."""
    others = [
        {**ENTRY, "cmd": "python train.py "},
        {**ENTRY, "params": {"params.yaml": {"lr": 2}}},
        {**ENTRY, "deps": [{**ENTRY["deps"][0], "md5": "3" * 32}]},
        {**ENTRY, "outs": [{**ENTRY["outs"][0], "path": "p"}]},
    ]
    changed_out = {**ENTRY, "outs": [{**ENTRY["outs"][0], "md5": "4" * 32}]}

    keys = {run_cache_key(entry) for entry in (ENTRY, *others)}

    assert (5, True, False) == (
        len(keys),
        run_cache_key(ENTRY) == run_cache_key(changed_out),
        run_cache_value(ENTRY) == run_cache_value(changed_out),
    )


def test_a_lock_entry_has_dvcs_key_order() -> None:
    """Path, hash, then the measures."""
    found = lock_entry("o", recorded("1" * 32 + ".dir", size=3, nfiles=2, isexec=True))

    assert ["path", "hash", "md5", "size", "nfiles", "isexec"] == list(found)


def test_an_entry_of_dvc_2_stays_without_hash() -> None:
    """It says that the digest ignores line endings."""
    old = read_entry({"md5": "1" * 32, "size": 3})

    assert {"path": "o", "md5": "1" * 32, "size": 3} == lock_entry("o", old)


def test_an_entry_of_a_dvc_file_has_the_hash_after_the_measures() -> None:
    """Then the path, then flags in a fixed order."""
    flags = {"push": False, "desc": "d", "cache": False, "md5": "ignored"}

    found = dvc_entry("o", recorded("1" * 32, size=3), flags)

    assert ["md5", "size", "hash", "path", "desc", "cache", "push"] == list(found)


def test_a_stage_is_recorded_in_an_order_of_its_own() -> None:
    """Paths sorted, the default parameter file first, keys sorted, empty parts left out."""
    one = stage(deps="z=1 a=2", outs="y=3 b=4")
    found = lock_stage(
        one,
        ((dep, dep.recorded) for dep in one.deps),
        ((out, out.recorded) for out in one.outs),
        {"a.yaml": {"k": 1}, "params.yaml": {"z": 1, "b": 2}},
    )

    assert (
        ["cmd", "deps", "params", "outs"],
        ["a", "z"],
        ["b", "y"],
        ["params.yaml", "a.yaml"],
        ["b", "z"],
    ) == (
        list(found),
        [dep["path"] for dep in found["deps"]],
        [out["path"] for out in found["outs"]],
        list(found["params"]),
        list(found["params"]["params.yaml"]),
    )
    assert ["cmd"] == list(lock_stage(one, (), (), {}))


def test_measuring_replaces_what_was_recorded() -> None:
    """A changed legacy entry becomes a modern one."""
    seen = Observation("9" * 32, 5, None, isexec=True, contents=None)

    found = measured(seen, read_entry({"md5": "1" * 32}))

    assert Recorded("9" * 32, "md5", True, {"md5": "9" * 32, "size": 5, "isexec": True}) == found


def test_what_a_remote_said_of_unchanged_data_is_kept() -> None:
    """Version ids cannot be measured here."""
    old = read_entry({"hash": "md5", "md5": "1" * 32, "cloud": {"r": {"version_id": "v"}}})

    assert old == measured(Observation("1" * 32, 5, None, isexec=False, contents=None), old)


def test_a_versioned_directory_is_known_by_its_files() -> None:
    """The digest is that of the directory object they make."""
    files = [{"relpath": "b", "md5": "2" * 32}, {"relpath": "a", "md5": "1" * 32}]

    assert read_entry({"files": files}) == read_entry({"files": files[::-1]})._replace(
        raw={"files": files}
    )


def test_digests_are_compared_in_small_letters() -> None:
    """As DVC reads them."""
    assert "ab" == read_entry({"hash": "md5", "md5": "AB"}).oid


def test_the_checksum_of_an_import_ignores_what_does_not_define_it() -> None:
    """Descriptions, sizes, and a working directory that says nothing."""
    data = {"deps": [{"path": "x"}], "outs": [{"path": "y", "md5": "1"}]}
    dressed = {
        **data,
        "md5": "old",
        "desc": "text",
        "wdir": ".",
        "frozen": True,
        "outs": [{"path": "y", "md5": "1", "size": 4, "isexec": True}],
    }

    assert import_checksum(data) == import_checksum(dressed)
    assert import_checksum(data) != import_checksum({**data, "wdir": "sub"})
