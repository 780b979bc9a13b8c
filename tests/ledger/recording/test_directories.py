"""What directories hold is told once, as what changed against the last time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.ledger.recording.conftest import told

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def listings(place: Place) -> list[tuple[list[str], list[str], bool]]:
    return [
        (sorted(one["added"]), sorted(one["removed"]), one["base"] is not None)
        for one in told(place, "listing")
    ]


def test_a_directory_and_what_became_of_it(place: Place) -> None:
    """A changed file is both removed and added."""
    place.write({f"d/{name}": name for name in "abcdef"})
    place.lineal("add", "d")
    first = listings(place)
    place.write({"d/a": "other", "d/new": "n"})
    os.unlink(place.root / "d/b")
    place.lineal("add", "d")

    assert ([(list("abcdef"), [], False)], (["a", "new"], ["a", "b"], True), 2) == (
        first,
        listings(place)[-1],
        len(listings(place)),
    )


def test_one_that_is_only_used_is_told_though_no_cache_has_it(place: Place) -> None:
    """The run puts its list down; once it is told, it is not put down again."""
    place.write({"src/x": "1", "src/y": "2"})
    place.stages({"a": {"cmd": "cat src/* > o", "deps": ["src"], "outs": ["o"]}})
    place.lineal("run")
    told_once = listings(place)
    place.lineal("run", "-f")
    down = os.listdir(place.root / ".lineal/ledger/directories")
    sizes = [os.path.getsize(place.root / ".lineal/ledger/directories" / name) for name in down]

    assert ([(["x", "y"], [], False)], 1, [0]) == (told_once, len(listings(place)), sizes)
