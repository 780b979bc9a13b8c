"""How many predictions there are, of what."""

from __future__ import annotations

from lineal.receipts.count import Predictions, count, predictions_of
from tests.receipts.making import DAY, NOON, ORIGIN, Place, row_at, rows

OTHER = ORIGIN._replace(version="purchase@8", bundle="cd" * 32)


def _filled(place: Place, *, compacted: bool) -> Place:
    place.write(rows(0, 10))
    place.write(rows(10, 13, NOON + DAY), OTHER, "/batch_predict")
    if compacted:
        place.compact(part_rows=4)
        place.write([row_at(13)])
    else:
        place.write([row_at(13)])
    return place


def test_counts_do_not_depend_on_where_receipts_are(place: Place) -> None:
    """In segments, in parts, or in both."""
    _filled(place, compacted=False)
    before = count(place.name)
    place.compact(part_rows=3)
    assert (14, before) == (sum(one.rows for one in before), count(place.name))


def test_predictions_of_a_bundle_are_counted_with_their_time(place: Place) -> None:
    """And by what was decided; a bundle that predicted nothing is not there."""
    _filled(place, compacted=True)
    first, last = NOON + 10_000 + DAY, NOON + 12_000 + DAY
    expected = {OTHER.bundle: Predictions(3, first, last, {0: 2, 1: 1}, ("purchase",))}
    assert expected == predictions_of(place.name, {OTHER.bundle, "ef" * 32})


def test_a_number_is_another_decision_than_its_digits(place: Place) -> None:
    """Nobody adds them up."""
    id_, inputs, score, _ = row_at(1)
    place.write([(id_, inputs, score, 1), (row_at(2)[0], inputs, score, "1")])
    place.compact()
    assert [(1, 1), ("1", 1)] == [(one.kind.decision, one.rows) for one in count(place.name)]


def test_there_is_nothing_to_count_before_anything_was_predicted(place: Place) -> None:
    """And no error."""
    assert ([], {}) == (count(place.name), predictions_of(place.name, {"ab" * 32}))
