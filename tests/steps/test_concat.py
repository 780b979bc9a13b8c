"""Joining files."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.base.errors import DataError
from lineal.steps import concat

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("concat")


def join(inputs: list[str], output: str) -> int:
    parser = argparse.ArgumentParser()
    concat.add_arguments(parser)
    return concat.run(parser.parse_args([*inputs, output]))


@given(contents=st.lists(st.binary(), min_size=1, max_size=4))
def test_the_output_is_all_inputs_one_after_the_other(scratch: Path, contents: list[bytes]) -> None:
    """Byte for byte, whatever they hold."""
    paths = []
    for number, content in enumerate(contents):
        (scratch / f"in{number}").write_bytes(content)
        paths.append(str(scratch / f"in{number}"))

    join(paths, str(scratch / "out"))

    assert b"".join(contents) == (scratch / "out").read_bytes()


def test_an_input_may_be_the_output(tmp_path: Path) -> None:
    """It is replaced when everything was read."""
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")

    join([str(tmp_path / "a"), str(tmp_path / "b")], str(tmp_path / "a"))

    assert "ab" == (tmp_path / "a").read_text()


def test_a_missing_input_leaves_the_old_output(tmp_path: Path) -> None:
    """And nothing beside it."""
    (tmp_path / "out").write_text("old")

    with pytest.raises(DataError, match="gone' does not exist"):
        join([str(tmp_path / "gone")], str(tmp_path / "out"))

    assert ["out"] == [path.name for path in tmp_path.iterdir()]
    assert "old" == (tmp_path / "out").read_text()
