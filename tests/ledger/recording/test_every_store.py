"""The same is recorded in every kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.recording.conftest import statuses, told

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.pipeline.place import Place


def test_a_life_of_a_project(
    place: Place, new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Added, run, changed without us, with a directory that changed: all of it, once."""
    monkeypatch.setenv("LINEAL_LEDGER", new_place())
    place.write({"d/a": "1", "d/b": "2", "d/c": "3"})
    place.stages({"s": {"cmd": "cat d/* > o; echo said", "deps": ["d"], "outs": ["o"]}})
    place.lineal("add", "d")
    place.lineal("run")
    place.write({"d/a": "other"})
    place.lineal("add", "d")
    monkeypatch.setenv("DVC_STAGE", "")
    first = statuses(place)
    lock = place.read("dvc.lock")
    place.write({"dvc.lock": lock.replace("size: 3", "size: 4").replace("cat d/*", "cat d/a")})
    place.write({"dvc.yaml": place.read("dvc.yaml").replace("cat d/*", "cat d/a")})
    place.lineal("run", "--dry")

    assert [("d.dvc", "added"), ("s", "ran"), ("d.dvc", "added")] == first
    assert (("s", "observed"), 2, 1) == (
        statuses(place)[-1],
        len(told(place, "listing")),
        len(told(place, "run")[-1]["ran"]),
    )
