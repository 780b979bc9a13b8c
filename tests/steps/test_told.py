"""What a step says to the evidence of its execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.observing.collect import collect
from lineal.steps.step import Computed, Result
from lineal.steps.told import tell

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RESULT = Result(
    {},
    columns=(
        Computed(("rows", "a"), ("table", "b"), "a + 1"),
        Computed(("rows", "a"), ("absent", "b"), "a"),
    ),
    metrics={"rows": 3},
)


def test_columns_and_metrics_reach_the_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With paths from the root of the project; of ports that were not given nothing is said."""
    (tmp_path / ".dvc").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINEAL_EVIDENCE", f"{tmp_path}/.lineal/evidence/1")

    tell("features", RESULT, {"rows": "build/rows", "table": f"{tmp_path}/build/table"})
    heard = collect(f"{tmp_path}/.lineal/evidence/1")

    ends = {
        "from": {"path": "build/rows", "column": "a"},
        "to": {"path": "build/table", "column": "b"},
    }
    assert (({**ends, "how": "a + 1"},), {"features": {"rows": 3}}) == (
        heard.columns,
        heard.metrics,
    )


def test_nothing_is_said_where_nobody_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under ``dvc repro``, for one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LINEAL_EVIDENCE", raising=False)

    tell("features", RESULT, {"rows": "a", "table": "b"})

    assert [] == list(tmp_path.iterdir())
