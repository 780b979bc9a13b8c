"""Only what says that it passed is served."""

from __future__ import annotations

import json

import pytest

from lineal.base.errors import RefusedError
from lineal.serving.gates import refuse_unless_passed


def gates(**predicate: object) -> bytes:
    return json.dumps({"predicate": predicate}).encode()


def test_what_passed_is_let_through() -> None:
    """One word decides."""
    assert refuse_unless_passed(gates(result="PASSED"), "b") is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"predicate": 1}',
        gates(result="WARNED"),
        gates(result=1),
        gates(result="PASSED", failedTests=["f"]),
    ],
)
def test_everything_else_is_refused(said: bytes) -> None:
    """Missing, inconclusive, of another form: nothing of it is a pass."""
    with pytest.raises(RefusedError, match="bundle 'b' did not pass its gates"):
        refuse_unless_passed(said, "b")


def test_the_checks_that_did_not_pass_are_named() -> None:
    """Failed ones first."""
    said = gates(result="FAILED", warnedTests=["w"], failedTests=["f", "g"])
    with pytest.raises(RefusedError, match=r"gates: f, g, w$"):
        refuse_unless_passed(said, "b")
