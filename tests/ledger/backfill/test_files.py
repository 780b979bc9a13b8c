"""Which paths of a repository are records of the project."""

from __future__ import annotations

import pytest

from lineal.ledger.backfill.files import below, is_record, nested_roots, records


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dvc.lock", True),
        ("a/b/dvc.lock", True),
        ("data.csv.dvc", True),
        ("Dvcfile", True),
        (".dvc", False),
        ("my-dvc.lock", False),
        ("dvc.yaml", False),
    ],
)
def test_records_are_told_by_their_names(path: str, *, expected: bool) -> None:
    """Git matches by the end of the whole path, which is not enough."""
    assert expected == is_record(path)


@pytest.mark.parametrize(
    ("path", "prefix", "expected"),
    [
        ("x.dvc", "", "x.dvc"),
        ("sub/x.dvc", "sub/", "x.dvc"),
        ("subway/x.dvc", "sub/", None),
        (".dvc/tmp/x.dvc", "", None),
        ("sub/.dvc/config", "", "sub/.dvc/config"),
    ],
)
def test_paths_are_from_the_root_of_the_project(
    path: str, prefix: str, expected: str | None
) -> None:
    """What is below ``.dvc`` is DVC's own."""
    assert expected == below(path, prefix)


def test_records_of_a_project_inside_are_its_own() -> None:
    """It is known by its configuration."""
    state = {"x.dvc": "1", "in/.dvc/config": "2", "in/y.dvc": "3", ".dvc/config": "4"}

    assert {"x.dvc": "1"} == records(state, nested_roots(state))
