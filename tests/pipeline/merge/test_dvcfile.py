"""Merging .dvc files."""

from __future__ import annotations

from typing import Any

from lineal.pipeline.merge.clash import Clash
from lineal.pipeline.merge.dvcfile import merge_dvc
from lineal.pipeline.records import import_checksum


def never(path: str, base: Any, ours: Any, theirs: Any) -> None:
    raise AssertionError(path, base, ours, theirs)


def unreadable(path: str, base: Any, ours: Any, theirs: Any) -> None:
    del path, base, ours, theirs


def doc(md5: str, **more: Any) -> dict[str, Any]:
    return {"outs": [{"md5": md5, "size": len(md5), "hash": "md5", "path": "p", **more}]}


def test_each_side_may_change_something_else() -> None:
    """The data here, what is said about it there."""
    merged = merge_dvc((doc("1"), doc("22"), doc("1", desc="sales", remote="r")), never)

    assert (doc("22", desc="sales", remote="r"), ()) == merged


def test_the_same_change_on_both_sides_is_one() -> None:
    """Whatever the sizes say."""
    theirs = doc("22")
    del theirs["outs"][0]["size"]

    assert (doc("22"), ()) == merge_dvc((doc("1"), doc("22"), theirs), never)


def test_a_file_both_changed_waits_for_a_person() -> None:
    """With our content in it, and both recorded."""
    merged = merge_dvc((doc("1"), doc("22"), doc("333")), never)

    (clash,) = merged.clashes
    assert (doc("22"), "p", "22", "333", True) == (
        merged.data,
        clash.name,
        clash.ours["md5"],
        clash.theirs["md5"],
        clash.is_open,
    )


def test_directories_are_merged_by_whoever_can_read_them() -> None:
    """The port answers with the content and what it could not decide."""

    def port(path: str, base: Any, ours: Any, theirs: Any) -> tuple[dict[str, Any], list[Clash]]:
        names = "+".join(side["md5"].removesuffix(".dir") for side in (base, ours, theirs))
        return {"md5": f"{names}.dir", "nfiles": 3, "hash": "md5"}, [
            Clash("member", path, 1, 2, "")
        ]

    merged = merge_dvc((doc("a.dir"), doc("b.dir"), doc("c.dir")), port)

    expected = {"md5": "a+b+c.dir", "nfiles": 3, "hash": "md5", "path": "p"}
    assert (expected, ["p"]) == (merged.data["outs"][0], [clash.name for clash in merged.clashes])


def test_directories_nobody_can_read_stay_ours() -> None:
    """Said with the reason."""
    merged = merge_dvc((doc("a.dir"), doc("b.dir"), doc("c.dir")), unreadable)

    assert (doc("b.dir"), "not in the cache") == (merged.data, merged.clashes[0].why[-16:])


def test_a_key_both_changed_is_named_with_its_place() -> None:
    """Within mappings, too."""
    sides = (
        doc("1", meta={"k": 1}),
        doc("1", meta={"k": 2, "o": 1}),
        doc("1", meta={"k": 3, "t": 1}),
    )

    merged = merge_dvc(sides, never)

    assert ({"k": 2, "o": 1, "t": 1}, ["outs.meta.k"]) == (
        merged.data["outs"][0]["meta"],
        [clash.name for clash in merged.clashes],
    )


def test_an_import_is_taken_whole_and_signed_anew() -> None:
    """Source and data belong together; its own digest follows."""

    def imported(rev: str, md5: str, **more: Any) -> dict[str, Any]:
        source = {"path": "p", "repo": {"url": "u", "rev_lock": rev}}
        data = {"frozen": True, "deps": [source], **doc(md5), **more}
        return {"md5": import_checksum(data), **data}

    merged = merge_dvc(
        (imported("r1", "1"), imported("r1", "1", desc="d"), imported("r2", "22")), never
    )

    assert (imported("r2", "22", desc="d"), ()) == merged
