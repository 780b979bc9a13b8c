"""Parameter files that cannot be read, or are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DocumentError
from lineal.pipeline.params.read import read_params_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["p.yaml", "p.json", "p.toml", "p.py", "p.JSON", "p"])
def test_an_absent_file_reads_as_nothing(tmp_path: Path, name: str) -> None:
    """To whoever asks it depends whether that is an error."""
    assert read_params_file(str(tmp_path / name)) is None


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("p.json", '{"a": 1,\n "b": }', "2:7: Expecting value"),
        ("p.toml", "a = 1\nb = = 2", "2:5: Invalid value"),
        ("p.toml", "a = ", "1:5: Invalid value"),
        ("p.py", "a = 1\nb = (", r"2:5: '\(' was never closed"),
        ("p.py", "a = 1\nb = {[1]}", "2:1: 'b' is no possible value: unhashable type: 'list'"),
        ("p.yaml", "a: 1\nb: [", "2:5: "),
    ],
)
def test_a_broken_file_is_shown_with_its_place(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    """Line and column, in every format."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(DocumentError, match=f"{name}:{place}"):
        read_params_file(str(path))


@pytest.mark.parametrize("name", ["p.json", "p.toml", "p.py", "p.yaml"])
def test_a_directory_is_no_params_file(tmp_path: Path, name: str) -> None:
    """Whatever it is called."""
    path = tmp_path / name
    path.mkdir()

    with pytest.raises(DocumentError, match=f"{name}: cannot be read: is a directory"):
        read_params_file(str(path))


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    """With their place, because they can hardly be seen."""
    path = tmp_path / "p.json"
    path.write_bytes(b'{"a": "\xff"}')

    with pytest.raises(DocumentError, match=r"p\.json:1:8: byte 0xff"):
        read_params_file(str(path))


def test_nothing_in_a_python_file_is_run(tmp_path: Path) -> None:
    """It is read for its literals alone."""
    marker = tmp_path / "ran"
    path = tmp_path / "p.py"
    path.write_text(f"open({str(marker)!r}, 'w')\na = open({str(marker)!r}, 'w')\nb = 2\n")
    params = read_params_file(str(path))

    assert (params, marker.exists()) == ({"b": 2}, False)
