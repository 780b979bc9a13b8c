"""Steps from Python, with tables in and out."""

from __future__ import annotations

import sys

import polars as pl
import pytest

from lineal.base.errors import DataError, DocumentError, UsageError
from lineal.steps.calling import run

ROWS = pl.DataFrame({"_row": [1, 2, 3], "x": [1.0, None, -1.0]})
RULES = {"rules": [{"column": "x", "min": 0}], "on_violation": "drop"}


def test_a_step_takes_and_gives_tables() -> None:
    """And documents as plain values, as they would be read from their file."""
    result = run("validate", RULES, {"rows": ROWS})

    assert ([1, 2], 1) == (
        result.outputs["valid"]["_row"].to_list(),
        result.outputs["report"]["violations"][0]["count"],
    )


@pytest.mark.parametrize(
    ("name", "inputs", "error"),
    [
        ("valdate", {}, "no step 'valdate'; did you mean 'validate'"),
        ("concat", {}, "'concat' works on files only"),
        ("validate", {}, "needs the input 'rows'"),
        ("validate", {"rows": ROWS, "row": ROWS}, "no input 'row'; did you mean 'rows'"),
    ],
)
def test_what_is_wrong_with_a_call_is_said(
    name: str, inputs: dict[str, object], error: str
) -> None:
    """Before anything is done."""
    with pytest.raises(UsageError, match=error):
        run(name, RULES, inputs)


def test_params_are_checked_as_those_of_a_file() -> None:
    """With what was meant."""
    with pytest.raises(DocumentError, match="rule: is not a parameter; did you mean 'rules'"):
        run("validate", {"rule": []}, {"rows": ROWS})


def test_a_library_that_is_not_there_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.delitem(sys.modules, "lineal.steps.validate", raising=False)
    monkeypatch.setitem(sys.modules, "polars", None)

    with pytest.raises(DataError, match="step 'validate' needs polars") as caught:
        run("validate", RULES, {"rows": ROWS})

    assert "pip install 'lineal[ml]'" == caught.value.hint
