"""Each link of the line: two files, two versions, the predictions of each, and nothing else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from lineal.learning.model_files import from_files
from lineal.learning.raw import score_raw
from tests.acceptance.line.told import ASKED

if TYPE_CHECKING:
    from tests.acceptance.line.told import Told

#: By version the revision of Git at which its data file was as it learnt from it.
_REVISIONS = {"purchase@1": "HEAD~2", "purchase@2": "HEAD"}


@pytest.mark.parametrize("version", ASKED)
def test_a_prediction_leads_to_the_bytes_its_version_learnt_from(told: Told, version: str) -> None:
    """Both versions have a file at that path; each has its own bytes."""
    revision = _REVISIONS[version]
    pointer = told.project.run("git", "show", f"{revision}:data/students.csv.dvc").stdout
    sources = told.json("trace", told.ref(version))["sources"]
    (oid,) = {one["oid"] for one in sources if one["path"] == "data/students.csv"}
    assert oid in pointer


@pytest.mark.parametrize("version", ASKED)
def test_a_file_reaches_the_predictions_of_its_version_and_no_other(
    told: Told, version: str
) -> None:
    """Counted."""
    document = told.json("impact", f"data/students.csv@{_REVISIONS[version]}")
    counted = {one["version"]: one["count"] for one in document["predictions"]}
    assert {version: ASKED[version]} == counted


def test_the_sources_of_a_prediction_are_its_data_alone(told: Told) -> None:
    """Code is what comes with Lineal; everything else the line made itself."""
    sources = told.json("trace", told.ref("purchase@1"))["sources"]
    assert ["data/students.csv"] == [one["path"] for one in sources]


def test_every_stage_is_on_the_way(told: Told) -> None:
    """From the bundle back, with the parameters of then."""
    executions = told.json("trace", told.ref("purchase@2"))["executions"].values()
    stages = {one["stage"] for one in executions if one["status"] == "ran"}
    params = next(one["params"] for one in executions if one["stage"] == "train")
    assert (
        {"package", "gate", "evaluate", "train", "split", "features", "validate", "ingest"},
        ["logistic"],
    ) == (stages, params["train.candidates"])


def test_what_was_served_can_be_had_again(told: Told) -> None:
    """All of both versions, bit for bit."""
    counts = told.json("replay", "--last", "100")["counts"]
    assert sum(ASKED.values()) == counts["identical"]


def test_served_answers_are_those_of_the_training_time_predictor(told: Told) -> None:
    """The model as it was fitted, asked with the rows that were served."""
    files = {
        path.relative_to(told.project.root / "build/model").as_posix(): path.read_bytes()
        for path in (told.project.root / "build/model").rglob("*")
        if path.is_file()
    }
    answers = told.answers["purchase@2"]
    scores = score_raw(from_files(files), pl.DataFrame([one["row"] for one in answers]))
    assert np.allclose(scores, [one["score"] for one in answers], rtol=0, atol=1e-12)


def test_a_receipt_has_what_was_asked_and_answered(told: Told) -> None:
    """Nothing is rounded on the way."""
    answer = told.answers["purchase@1"][3]
    said = told.json("trace", told.ref("purchase@1", 3))["prediction"]
    assert (answer["row"], answer["score"], answer["decision"]) == (
        said["inputs"],
        said["score"],
        said["decision"],
    )


def test_a_version_with_a_missing_group_is_not_promoted(told: Told) -> None:
    """It is told why; the alias stays where it was."""
    refused = told.lineal("models", "promote", "purchase@3")
    why = told.lineal("why", "model:purchase@3").stdout
    assert (1, True, ["production"]) == (
        refused.exit_code,
        "Atlantis" in why,
        told.json("trace", "model:purchase@2")["version"]["aliases"],
    )


def test_a_bundle_is_its_manifest(told: Told) -> None:
    """The name of the version's bundle is the digest of the file that names all others."""
    raw = (told.project.root / "build/bundle/manifest.json").read_bytes()
    document = told.json("trace", "model:purchase@3")
    assert hashlib.sha256(raw).hexdigest() == document["bundle"]
