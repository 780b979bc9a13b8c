"""The judge itself: what it expects of runs is what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.ledger.play import Play


def test_the_truth_is_what_a_person_says_who_reads_the_script(history: Play) -> None:
    """Branches merged included; that both tools execute just that is asserted by every run."""
    found = {str(act) for act in history.truth.ancestors(history.at("model.bin"))}
    assert found == {
        "raw/a.csv.dvc 3",
        "raw/b.csv.dvc 2",
        "parts.dvc 3",
        "clean 5",
        "shards 3",
        "left 6",
        "right 8",
        "join 10",
    }
