"""The package step: from a model and verdicts on it to a bundle that opens."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from lineal.base.errors import DataError, TableError
from lineal.bundle.opening import open_bundle
from lineal.bundle.predictor import Predictor
from lineal.bundle.rows import to_columns
from lineal.gates.document import dump, load
from lineal.gates.gate import PASS, Verdict
from lineal.gates.parity import ParitySettings
from lineal.learning.model_files import to_files
from lineal.learning.raw import score_raw
from lineal.steps.package import STEP, Params
from tests.bundle import fitted

if TYPE_CHECKING:
    from pathlib import Path


def test_a_bundle_is_packed_and_opens(tmp_path: Path) -> None:
    """Its golden rows get the scores that training's predictor gives."""
    made = _package(Params(golden=16))
    for name, raw in made["bundle"].items():
        (tmp_path / name).write_bytes(raw)
    bundle = open_bundle(str(tmp_path))
    rows = fitted.table(200, seed=5)
    scores = Predictor(bundle).scores(to_columns(bundle.signature, rows.to_dicts()))
    expected = score_raw(fitted.model("forest"), rows).tolist()
    assert (expected, 16) == (scores.tolist(), len(bundle.golden.rows))


def test_the_same_inputs_are_the_same_bundle() -> None:
    """Byte for byte, so its name is the same too."""
    assert _package(Params())["bundle"] == _package(Params())["bundle"]


def test_verdicts_of_parity_are_added_to_those_of_the_gates() -> None:
    """What the gates said stays as it was."""
    verdicts = load(msgspec.json.decode(_package(Params())["bundle"]["gates.json"]))
    found = [(one.check, one.verdict) for one in verdicts]
    expected = ["performance/roc_auc", "parity/difference", "parity/flips"]
    assert [(check, PASS) for check in expected] == found


def test_a_difference_too_large_is_a_verdict_and_not_an_error() -> None:
    """The bundle is there to be looked at, and cannot be promoted."""
    params = Params(parity=ParitySettings(tolerance=-1.0))
    verdicts = load(msgspec.json.decode(_package(params)["bundle"]["gates.json"]))
    said = {one.check: one.verdict for one in verdicts}
    assert {"parity/difference": "fail", "parity/flips": "pass"} == {
        name: said[name] for name in ("parity/difference", "parity/flips")
    }


def test_golden_rows_lie_on_both_sides_of_the_threshold() -> None:
    """And are what a client would send, gaps as null."""
    golden = msgspec.json.decode(_package(Params(golden=20))["bundle"]["golden.json"])
    sides = {score >= fitted.model("forest").fitted.threshold for score in golden["scores"]}
    names = {tuple(row) for row in golden["rows"]}
    assert ({True, False}, {("country", "courses", "minutes", "paying")}) == (sides, names)


def test_verdicts_on_another_model_are_refused() -> None:
    """They say nothing of this one."""
    inputs = _inputs() | {"model": to_files(fitted.model("tree"))}
    with pytest.raises(DataError, match="about another model"):
        STEP.decide(Params(), inputs)


def test_verdicts_on_nothing_are_refused() -> None:
    """A statement without a subject is no statement."""
    inputs = _inputs()
    del inputs["gates"]["subject"]
    with pytest.raises(DataError, match=r"--gates: .*subject"):
        STEP.decide(Params(), inputs)


@pytest.mark.parametrize("port", ["train", "test"])
def test_a_column_of_another_type_is_named(port: str) -> None:
    """With what the model takes."""
    inputs = _inputs()
    inputs[port] = inputs[port].with_columns(country=1)
    with pytest.raises(TableError, match="'country' is of Int32, and the model takes a text"):
        STEP.decide(Params(), inputs)


def test_a_test_table_without_rows_is_an_error() -> None:
    """A bundle without golden rows would prove nothing."""
    inputs = _inputs() | {"test": fitted.table(5).clear()}
    with pytest.raises(TableError, match="no rows"):
        STEP.decide(Params(), inputs)


def test_the_profile_says_what_training_rows_looked_like() -> None:
    """Enough to compare distributions with, later."""
    profile = msgspec.json.decode(_package(Params())["bundle"]["profile.json"])
    table = fitted.table()
    minutes, country = profile["columns"]["minutes"], profile["columns"]["country"]
    assert [
        len(table),
        table["minutes"].null_count(),
        table["minutes"].median(),
        (table["country"] == "IN").sum(),
        200,
    ] == [
        profile["rows"],
        minutes["nulls"],
        minutes["quantiles"][10],
        country["top"]["IN"],
        sum(profile["scores"]["counts"]),
    ]


def _package(params: Params) -> dict[str, Any]:
    return dict(STEP.decide(params, _inputs()).outputs)


def _inputs() -> dict[str, Any]:
    model = to_files(fitted.model("forest"))
    subject = {f"model/{name}": hashlib.sha256(raw).hexdigest() for name, raw in model.items()}
    verdict = Verdict(check="performance/roc_auc", verdict=PASS, why="it is", measured=0.97)
    return {
        "model": model,
        "train": fitted.table(),
        "test": fitted.table(200, seed=3),
        "gates": dump([verdict], subject),
    }
