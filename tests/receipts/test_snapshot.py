"""Who reads while others compact sees each receipt once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import BusyError, DataError
from lineal.receipts import snapshot
from lineal.receipts.snapshot import consistent
from tests.receipts.making import Place, id_at, rows

if TYPE_CHECKING:
    from collections.abc import Callable


def _before(monkeypatch: pytest.MonkeyPatch, name: str, first: Callable[[], Any]) -> None:
    """Let something happen once, right before the reader takes a step."""
    real = getattr(snapshot, name)
    pending = [first]

    def step(*args: Any) -> Any:
        if pending:
            pending.pop()()
        return real(*args)

    monkeypatch.setattr(snapshot, name, step)


@pytest.mark.parametrize("step", ["read_manifest", "segment_names", "read_bounded"])
def test_a_compaction_amid_reading_changes_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whether segments were listed, opened or read when it came."""
    place.write(rows(0, 4))
    place.write(rows(4, 8))
    _before(monkeypatch, step, place.compact)
    assert [id_at(number) for number in range(8)] == place.ids()


def test_parts_that_were_merged_away_amid_reading_are_read_where_they_went(place: Place) -> None:
    """The question is asked again of what is there then."""
    for number in range(3):
        place.write(rows(number, number + 1))
        place.compact()
    asked: list[int] = []

    def ask(found: snapshot.Snapshot) -> int:
        if not asked:
            asked.append(place.compact(merge_at=2))
            raise DataError("a part is missing")
        return len(found.manifest.parts)

    assert 1 == consistent(place.name, ask)


def test_a_directory_that_never_rests_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of an answer that might be wrong."""
    monkeypatch.setattr(snapshot, "_take", lambda _: None)
    with pytest.raises(BusyError, match="changes all the time"):
        consistent(place.name, lambda _: 1)
