"""What MLflow is given of a run, within its limits."""

from __future__ import annotations

import pytest

from lineal.ledger.asking.state import Standing, State
from lineal.ledger.mlflow.plan import MOST_PARAM, Input, Metric, clean_key, mirrored

RUN = bytes.fromhex("019c13eca9b870008bf006a8962d90aa")
SECOND = 1_000_000


def standing(stage: str, *, here: bool = True, **payload: object) -> Standing:
    return Standing(b"", stage, {"cmd": f"python {stage}.py", **payload}, here=here)


def state(*stages: Standing, **payload: object) -> State:
    said = {"started": 1000 * SECOND, "seconds": 2.0, "status": "done", **payload}
    return State("run", "run", RUN, said, stages)


def params(**values: object) -> dict[str, object]:
    return {"params.yaml": values}


def test_what_was_skipped_counts_as_well() -> None:
    """Else two runs could not be compared."""
    train = standing("train", here=False, params=params(lr=0.1))
    test = standing("test", metrics={"m.json": {"auc": 0.9}})
    found = mirrored(state(train, test), "project", None)

    assert ({"lr": "0.1"}, [Metric("auc", 0.9, 1_002_000, 0)]) == (found.params, found.metrics)


def test_stages_that_disagree_are_named() -> None:
    """MLflow has one namespace for all."""
    one, other = standing("a", params=params(seed=1)), standing("b", params=params(seed=2))
    same = standing("c", params=params(lr=3))

    assert {"a/seed": "1", "b/seed": "2", "lr": "3"} == (
        mirrored(state(one, other, same), "project", None).params
    )


def test_a_series_keeps_its_steps() -> None:
    """And its last value is not said twice."""
    series = {"loss": {"steps": [1, 2], "values": [0.5, 0.25]}}
    train = standing("train", metrics={"m": {"loss": 0.25}}, series=series)

    assert [Metric("loss", 0.5, 1_000_000, 1), Metric("loss", 0.25, 1_000_001, 2)] == (
        mirrored(state(train), "project", None).metrics
    )


def test_what_is_no_number_is_a_tag() -> None:
    """A metric of MLflow is a number, and a finite one."""
    metrics = {"m": {"verdict": "good", "bad": "nan", "ok": True}}
    found = mirrored(state(standing("train", metrics=metrics)), "project", None)

    assert ("good", "nan", [Metric("ok", 1.0, 1_002_000, 0)]) == (
        found.tags["metric.verdict"],
        found.tags["metric.bad"],
        found.metrics,
    )


def test_inputs_are_what_no_stage_made() -> None:
    """The raw data, by its version."""
    train = standing(
        "train",
        uses=[{"path": "raw.csv", "oid": "a" * 32}, {"path": "clean", "oid": "b" * 32 + ".dir"}],
    )
    prepare = standing("prepare", makes=[{"path": "clean", "oid": "b" * 32 + ".dir"}])

    assert [Input("raw.csv", "a" * 32)] == mirrored(state(prepare, train), "project", None).inputs


@pytest.mark.parametrize(
    ("key", "cleaned"),
    [
        ("train.lr", "train.lr"),
        ("other.json:lr", "other.json:lr"),
        ("a b/c-d_e", "a b/c-d_e"),
        ("lr%", "lr__"),
        ("/lr", "lr_"),
        ("a/../b", "a_b_"),
    ],
)
def test_keys_are_made_of_what_is_allowed(key: str, cleaned: str) -> None:
    """What had to be changed is told apart by a digest."""
    found = clean_key(key)

    assert cleaned == (found if found == key else found[:-8])


def test_long_keys_and_values_are_cut() -> None:
    """MLflow refuses the whole batch otherwise."""
    train = standing("train", params={"params.yaml": {"k" * 300: "v" * 7000}})
    ((key, value),) = mirrored(state(train), "project", None).params.items()

    assert (250, MOST_PARAM, "…") == (len(key), len(value), value[-1])


@pytest.mark.parametrize(
    ("status", "there"),
    [("done", "FINISHED"), ("failed", "FAILED"), ("killed", "KILLED"), ("interrupted", "KILLED")],
)
def test_how_it_ended_is_told(status: str, there: str) -> None:
    """In MLflow's words."""
    assert there == mirrored(state(status=status), "project", None).status
