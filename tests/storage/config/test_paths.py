"""Paths in config files."""

from __future__ import annotations

import os.path

from hypothesis import given
from hypothesis import strategies as st

from lineal.storage.config import paths

WORDS = st.lists(st.sampled_from(["a", "b", "..", "é ü"]), min_size=1, max_size=6).map("/".join)


@given(WORDS)
def test_a_path_written_in_a_file_means_the_same_when_it_is_read(path: str) -> None:
    """Relative to the working directory before, to the file after."""
    written = paths.relative(path, base="/p/work", directory="/p/.dvc")

    read = paths.resolved({"cache": {"dir": written}}, "/p/.dvc")

    assert os.path.normpath(f"/p/work/{path}") == read["cache"]["dir"]


def test_only_settings_that_are_paths_are_changed() -> None:
    """A region is not a path, whatever it looks like."""
    raw = {"remote": {"a": {"url": "x", "region": "x"}}, "core": {"remote": "x"}}

    expected = {"remote": {"a": {"url": "/d/x", "region": "x"}}, "core": {"remote": "x"}}

    assert expected == paths.resolved(raw, "/d")
