"""Merging dvc.lock by stage."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.pipeline.merge.lock import FITS, NEITHER, REMOVED, SAME_INPUTS, merge_locks


def entry(dep: str = "d", out: str = "o", param: int = 1, cmd: str = "run") -> dict[str, Any]:
    return {
        "cmd": cmd,
        "deps": [{"path": "in", "hash": "md5", "md5": dep, "size": 1}],
        "params": {"params.yaml": {"x": param}},
        "outs": [{"path": "out", "hash": "md5", "md5": out, "size": 1}],
    }


def lock(**stages: dict[str, Any]) -> dict[str, Any]:
    return {"schema": "2.0", "stages": stages}


def test_different_stages_both_count() -> None:
    """In our order; what is new on their side comes last."""
    base = lock(a=entry(), b=entry())
    ours = lock(a=entry("d2"), b=entry(), new=entry())
    theirs = lock(a=entry(), b=entry("d3"), other=entry())

    merged = merge_locks(base, ours, theirs)

    assert (lock(a=entry("d2"), b=entry("d3"), new=entry(), other=entry()), ()) == merged


def test_what_one_side_removed_goes() -> None:
    """If the other left it alone."""
    merged = merge_locks(lock(a=entry(), b=entry()), lock(b=entry()), lock(a=entry(), b=entry()))

    assert (lock(b=entry()), ()) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kept", "why"),
    [
        (entry(), entry("d2", "o2"), entry("d3", "o3"), "ours", NEITHER),
        (entry(), entry("d2", "o2"), entry(param=2, out="o3"), "ours", NEITHER),
        (entry(), entry(out="o2"), entry("d3", "o3"), "theirs", FITS),
        (entry(), entry("d2", "o2"), entry(out="o3"), "ours", FITS),
        (entry(), entry("d2", "o2"), entry("d2", "o3"), "ours", SAME_INPUTS),
        (None, entry(out="o2"), entry(out="o3"), "ours", SAME_INPUTS),
        (entry(), None, entry("d3"), "theirs", REMOVED),
    ],
)
def test_a_stage_both_changed_is_taken_whole_from_one_side(
    base: Any, ours: Any, theirs: Any, kept: str, why: str
) -> None:
    """From the side whose inputs are those of the merge; never a mixture, never a conflict."""
    sides = [lock(**({"a": side} if side else {})) for side in (base, ours, theirs)]

    merged = merge_locks(*sides)

    (clash,) = merged.clashes
    expected = ours if kept == "ours" else theirs
    assert (expected, kept, why, False) == (
        merged.data["stages"]["a"],
        clash.kept,
        clash.why,
        clash.is_open,
    )


def test_an_ancestor_leaves_out_what_clashes() -> None:
    """Else one side of the merge proper would look unchanged, and lose."""
    merged = merge_locks(
        lock(a=entry(), b=entry()),
        lock(a=entry("d2"), b=entry()),
        lock(a=entry("d3"), b=entry()),
        ancestor=True,
    )

    assert (lock(b=entry()), ()) == merged


def test_a_lock_both_sides_began_has_no_base() -> None:
    """Git gives an empty file for it."""
    merged = merge_locks({}, lock(a=entry()), lock(b=entry()))

    assert (lock(a=entry(), b=entry()), ()) == merged
