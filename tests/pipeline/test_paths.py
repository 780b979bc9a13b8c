"""String work on paths."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.paths import Located, is_inside, is_project_file, locate, overlaps

ABSOLUTE = st.lists(st.sampled_from(["a", "ab", "b c", "ü"]), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


@given(ABSOLUTE, ABSOLUTE)
def test_inside_is_what_pathlib_calls_relative(path: str, directory: str) -> None:
    """Equal counts; a common beginning of names does not."""
    assert PurePosixPath(path).is_relative_to(directory) == is_inside(path, directory)


@given(ABSOLUTE, ABSOLUTE)
def test_overlapping_is_mutual(one: str, other: str) -> None:
    """One of them lies in the other."""
    assert overlaps(one, other) == overlaps(other, one)
    assert overlaps(one, other) == (is_inside(one, other) or is_inside(other, one))


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("x", Located("x", "/p/sub/x", in_repo=True)),
        ("./x//y", Located("./x//y", "/p/sub/x/y", in_repo=True)),
        ("../x", Located("../x", "/p/x", in_repo=True)),
        ("../../x", Located("../../x", "/x", in_repo=False)),
        ("/p/x", Located("../x", "/p/x", in_repo=True)),
        ("/p", Located("/p", "/p", in_repo=False)),
        ("/else/x", Located("/else/x", "/else/x", in_repo=False)),
        ("s3://b/x", Located("s3://b/x", "s3://b/x", in_repo=False, external=True)),
    ],
)
def test_where_a_path_points_to(spelled: str, expected: Located) -> None:
    """Kept as it was written, except an absolute one that leads into the project."""
    assert expected == locate("/p/sub", spelled, "/p")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("dvc.yaml", True), ("a/dvc.yaml", True), ("x.dvc", True), ("dvc.yml", False), ("dvc", False)],
)
def test_project_files_are_known_by_name(path: str, *, expected: bool) -> None:
    """Two spellings, no more."""
    assert expected == is_project_file(path)
