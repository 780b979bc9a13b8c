"""The verdict, from what was compared."""

from __future__ import annotations

import pytest

from lineal.ledger.reproducing.comparison import (
    Compared,
    Reproduction,
    Version,
    as_json,
    differing_members,
)


def compared(path: str, then: str, now: str | None) -> Compared:
    return Compared(path, "stage", Version(then), Version(now))


SAME, OTHER = compared("a", "1", "1"), compared("b", "1", "2")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"artifacts": (SAME,)}, "identical"),
        ({"artifacts": (SAME, OTHER)}, "different"),
        ({"artifacts": (compared("gone", "1", None),)}, "different"),
        ({"artifacts": (SAME,), "failed": "train"}, "different"),
        ({"missing": ("a commit",)}, "impossible"),
    ],
)
def test_the_verdict_follows_from_what_was_found(said: dict[str, object], verdict: str) -> None:
    """What is missing decides before everything else."""
    done = Reproduction((), None, None)._replace(**said)  # type: ignore[arg-type]

    assert verdict == done.verdict


def test_the_first_that_differs_is_named_for_programs() -> None:
    """In the order of the pipeline."""
    done = Reproduction((b"\x01",), "c", None, artifacts=(SAME, OTHER, compared("c", "1", "3")))

    assert ("b", ["01"]) == (as_json(done)["first"], as_json(done)["executions"])


def test_files_of_a_directory_differ_by_content_or_by_being_there() -> None:
    """By name, in order."""
    then, now = {"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}

    assert ("b", "c", "d") == differing_members(then, now)
