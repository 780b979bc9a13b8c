"""How stages are called by people."""

from __future__ import annotations

import pytest

from lineal.pipeline.address import address, describe
from tests.pipeline.make import stage


@pytest.mark.parametrize(
    ("file", "name", "cwd", "expected"),
    [
        ("/p/dvc.yaml", "train", "/p", "train"),
        ("/p/sub/dvc.yaml", "train", "/p", "sub/dvc.yaml:train"),
        ("/p/dvc.yaml", "train", "/p/sub", "../dvc.yaml:train"),
        ("/p/sub/dvc.yaml", "train", "/p/sub", "train"),
        ("/p/data.csv.dvc", None, "/p/sub", "../data.csv.dvc"),
        ("/p/dvc.yaml", "fit@a-1", "/p", "fit@a-1"),
    ],
)
def test_a_stage_is_called_as_seen_from_where_one_stands(
    file: str, name: str | None, cwd: str, expected: str
) -> None:
    """By name alone where its file is at hand."""
    one = stage(name, file=file)

    assert (expected, f"stage: '{expected}'") == (address(one, cwd), describe(one, cwd))
