"""What facts of each kind add to the tables."""

from __future__ import annotations

from lineal.ledger.kinds.execution import metric_keys, param_keys, rows
from lineal.ledger.kinds.registry import ROWS
from lineal.ledger.rows import ExecutionRow, MakeRow, MetricRow, ParamRow, UseRow

OID = "d41d8cd98f00b204e9800998ecf8427e"


def test_every_kind_is_registered_under_its_own_name() -> None:
    """A kind is found by the word in its facts."""
    homes = {kind: function.__module__.rpartition(".")[2] for kind, function in ROWS.items()}
    assert all(kind == home for kind, home in homes.items())


def test_an_execution_adds_itself_its_edges_and_its_values() -> None:
    """Roles are the usual ones unless others are said."""
    payload = {
        "stage": "train",
        "status": "ran",
        "uses": [{"path": "a.csv", "oid": OID}],
        "makes": [{"path": "m.json", "oid": OID, "size": 2, "role": "metric"}],
        "params": {"params.yaml": {"lr": 0.5}},
        "metrics": {"m.json": {"auc": 0.75, "word": "good"}},
    }
    assert list(rows(payload)) == [
        ExecutionRow(None, "train", "ran", None, None, None),
        UseRow("a.csv", OID, None, None, "dep"),
        MakeRow("m.json", OID, 2, None, "metric"),
        ParamRow("lr", "0.5", 0.5),
        MetricRow("auc", "0.75", 0.75),
        MetricRow("word", '"good"', None),
    ]


def test_parameters_of_other_files_carry_the_name_of_the_file() -> None:
    """Those of params.yaml are the plain names people type."""
    found = param_keys({"params.yaml": {"train.lr": 1}, "sub/other.json": {"lr": 2}})
    assert found == {"train.lr": 1, "sub/other.json:lr": 2}


def test_metrics_carry_their_file_only_where_two_have_the_same() -> None:
    """Otherwise the name is enough."""
    found = metric_keys({"a.json": {"auc": 1, "f1": 3}, "b.json": {"auc": 2}})
    assert found == {"a.json:auc": 1, "f1": 3, "b.json:auc": 2}
