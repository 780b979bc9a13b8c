"""Inputs of a segment that somebody else made."""

from __future__ import annotations

import pytest

from lineal.base.errors import DataError
from lineal.base.ids import spell
from lineal.receipts.record import Entry, Record, as_receipt
from tests.receipts.making import ORIGIN, id_at


@pytest.mark.parametrize("text", ["", "[1]", "7", "[" * 100_000])
def test_inputs_that_are_none_are_named(text: str) -> None:
    """With the prediction."""
    entry = Entry(Record(id_at(1), text, 0.5, 1), "/predict", ORIGIN)
    with pytest.raises(DataError, match=f"the inputs of the prediction {spell(id_at(1))} are no"):
        as_receipt(entry)
