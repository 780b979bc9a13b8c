"""Why a prediction was decided as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lineage.served import Served


def test_what_would_have_flipped_it_is_computed(served: Served) -> None:
    """Of north: sigmoid(minutes / 100 + IN - 3) reaches one half at 300 minutes."""
    document = served.json("why", f"prediction:{served.ids['north'][0]}")
    assert (["minutes", "country"], [("minutes", 10.0, 300.0)]) == (
        document["tried"],
        [(one["name"], one["before"], one["after"]) for one in document["flips"]],
    )


def test_a_person_is_told_score_threshold_and_change(served: Served) -> None:
    """And which inputs cannot do it alone."""
    said = served.lineal("why", f"prediction:{served.ids['north'][0]}").stdout
    assert all(
        word in said
        for word in (
            "was decided 0",
            "is below the threshold 0.5 (by hand)",
            "10 → 300",
            "no value that training saw of country flips it alone",
        )
    ), said


def test_without_its_bundle_nothing_is_guessed(served: Served) -> None:
    """It is an error, with what mends it."""
    from tests.bundle import small
    from tests.lineage.served import foreign_prediction

    id_ = foreign_prediction(served, small.files(offset=-1.0))
    outcome = served.lineal("why", f"prediction:{id_}")
    assert (1, True) == (outcome.exit_code, "is no version in this ledger" in outcome.stderr)
