"""The gate step: all that gates may look at, from the tables of the stages before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import StageError, TableError
from lineal.cli.main import main
from lineal.gates.document import load
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS
from lineal.ledger.kinds import verdict as kind
from lineal.ledger.opened import open_as_is
from lineal.ledger.stored import Stored, read_fact
from lineal.pipeline.workspace import open_workspace
from lineal.steps.calling import run
from tests.steps.samples import sample_of
from tests.steps.samples.sample import lay_out

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_EXECUTION = "0198" * 8
_ALL = ("performance", "data_quality", "fairness", "robustness")


def _verdicts(params: dict[str, Any], **inputs: Any) -> dict[str, str]:
    """By check; an input of None is left out."""
    given = {**sample_of("gate").inputs, **inputs}
    asked = {name: params.get(name) for name in _ALL}
    found = run("gate", asked, {port: value for port, value in given.items() if value is not None})
    return {one.check: one.verdict for one in load(found.outputs["gates"])}


def test_gates_see_the_rows_the_model_has_not_learnt_from() -> None:
    """With labels and scores of the predictions, and thresholds of the params."""
    found = _verdicts({"performance": {"roc_auc": {"at_least": 0.5}}, "robustness": {"rounds": 1}})
    assert {"performance/roc_auc", "robustness/flips"} == set(found)


def test_what_a_pipeline_does_not_have_never_passes() -> None:
    """Metrics and the contract may be left out; gates that need them do not pass then."""
    asked = {"performance": {"roc_auc": {"at_least": 0.5}}, "data_quality": {}}
    found = _verdicts(asked, metrics=None, contract=None)
    passed = [check for check, verdict in found.items() if verdict == PASS]
    assert (["data_quality/positive_share"], {INCONCLUSIVE}) == (
        passed,
        {verdict for check, verdict in found.items() if check not in passed},
    )


def test_no_gate_at_all_has_not_passed() -> None:
    """The document says so."""
    found = run("gate", dict.fromkeys(_ALL), sample_of("gate").inputs)
    assert "WARNED" == found.outputs["gates"]["predicate"]["result"]


@pytest.mark.parametrize("rows", [slice(1, None), slice(0, 0)])
def test_predictions_of_other_rows_are_an_error(rows: slice) -> None:
    """They would be judged with labels that are not theirs."""
    predictions: pl.DataFrame = sample_of("gate").inputs["predictions"]
    with pytest.raises(TableError, match="not of the rows of --test"):
        _verdicts({}, predictions=predictions[rows])


def test_predictions_in_another_order_are_the_same() -> None:
    """They are found by the number of the row."""
    predictions: pl.DataFrame = sample_of("gate").inputs["predictions"]
    asked = {"fairness": {"group": "student_country = 'IN'", "max_disparity": 1, "min_rows": 2}}
    assert _verdicts(asked) == _verdicts(asked, predictions=predictions.reverse())


def test_a_table_without_what_it_takes_is_an_error() -> None:
    """The port and the column are named."""
    test: pl.DataFrame = sample_of("gate").inputs["test"]
    with pytest.raises(TableError, match="--test has no column 'minutes_watched'"):
        _verdicts({}, test=test.drop("minutes_watched"))


def test_a_gate_that_fails_ends_the_stage_where_that_is_asked() -> None:
    """The table is in the error: a stage that fails leaves no output."""
    params = {"stop": True, "performance": {"roc_auc": {"at_least": 1.1}}}
    with pytest.raises(StageError, match=r"performance/roc_auc +fail"):
        run("gate", params, sample_of("gate").inputs)


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command, in a folder with all it needs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINEAL_EXECUTION", _EXECUTION)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    sample = sample_of("gate")
    params = {**dict.fromkeys(_ALL), "performance": {"roc_auc": {"at_least": 1.1}}}
    return lay_out(tmp_path, "gate", sample._replace(params=params))


def _told() -> list[dict[str, Any]]:
    with open_workspace() as ws, open_as_is(ws) as ledger:
        rows = ledger.store.rows("facts_of_kind", kind.KIND, 0)
        return [dict(read_fact(Stored(*row)).payload or {}) for row in rows]


def test_verdicts_are_facts_of_the_project(words: list[str]) -> None:
    """Also of a model that is never registered."""
    main(["init", "--no-scm", "--quiet"])
    assert main(words) == 0
    ((said),) = _told()
    assert (_EXECUTION, FAIL, ["performance/roc_auc"]) == (
        said["execution"],
        said["verdict"],
        [one["check"] for one in said["verdicts"]],
    )


def test_without_a_project_the_document_is_all(words: list[str], tmp_path: Path) -> None:
    """A step is a plain command."""
    assert (0, True) == (main(words), (tmp_path / "out" / "gates").exists())


def test_a_ledger_that_cannot_be_written_is_a_warning(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The document has it all."""
    main(["init", "--no-scm", "--quiet"])
    monkeypatch.setenv("LINEAL_LEDGER", "redis://nowhere")
    assert (0, True) == (main(words), (tmp_path / "out" / "gates").exists())
    assert "warning: the verdicts are not in the ledger" in capsys.readouterr().err
