"""Rows of JSON become columns: NaN and the empty text for what is missing."""

from __future__ import annotations

from lineal.bundle.format import Input, Signature
from lineal.bundle.rows import to_columns

SIGNATURE = Signature(
    inputs=(
        Input(name="country", kind="text", nullable=True),
        Input(name="minutes", kind="number", nullable=True),
        Input(name="paying", kind="boolean"),
        Input(name="courses", kind="integer"),
    ),
    target="purchased",
)


def test_each_input_becomes_a_column() -> None:
    """Whole numbers and truths are numbers to the graph."""
    rows: list[dict[str, object]] = [
        {"country": "IN", "minutes": 1.5, "paying": True, "courses": 3},
        {"country": None, "minutes": None, "paying": False, "courses": 0},
        {"paying": False, "courses": 2**53},
    ]
    found = {name: column.tolist() for name, column in to_columns(SIGNATURE, rows).items()}
    expected = {
        "country": [["IN"], [""], [""]],
        "minutes": [[1.5], [float("nan")], [float("nan")]],
        "paying": [[1.0], [0.0], [0.0]],
        "courses": [[3.0], [0.0], [2.0**53]],
    }
    assert repr(expected) == repr(found)
