"""A project file becomes text and data, or an error with a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.read import Document, document_of, line_of, read_document

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    """Absence is an answer, not an error."""
    assert read_document(str(tmp_path / "dvc.lock")) is None


@pytest.mark.parametrize("content", [b"", b"# only\n", b"null\n", b"[]\n", b"{}\n"])
def test_an_empty_document_is_an_empty_mapping(content: bytes) -> None:
    """As in DVC, whatever the emptiness looks like."""
    assert document_of(content, "dvc.yaml").data == {}


def test_windows_line_endings_are_read_as_newlines() -> None:
    """DVC opens files in text mode."""
    document = document_of(b"a: |\r\n  x\r\n  y\r\n", "dvc.yaml")
    assert (document.text, document.data) == ("a: |\n  x\n  y\n", {"a": "x\ny\n"})


def test_a_directory_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(DocumentError, match="cannot be read: is a directory"):
        read_document(str(tmp_path))


def test_a_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    """Line, column and offset of the first one."""
    with pytest.raises(DocumentError, match=r"dvc\.yaml:2:5: byte 0xff \(offset 9\) is not UTF-8"):
        document_of(b"a: \n\xc3\xa9: b\xff", "dvc.yaml")


def test_a_syntax_error_shows_the_line_and_a_caret() -> None:
    """The place counts from 1, as editors do."""
    expected = "dvc.yaml:2:7: mapping values are not allowed here\n  b: cmd: x\n        ^"
    assert expected == _message("a: 1\nb: cmd: x\n")


def test_a_tab_in_the_indentation_keeps_the_caret_aligned() -> None:
    """The pad repeats the tabs of the line."""
    message = _message("a:\n\tb: 1\n")
    assert "dvc.yaml:2:1: found character '\\t' that cannot start any token" in message


def test_a_duplicate_key_names_both_places() -> None:
    """The second is marked, the first is told."""
    expected = "dvc.yaml:4:3: duplicate key 'a', first used in line 2\n    a: {cmd: y}\n    ^"
    assert expected == _message("stages:\n  a: {cmd: x}\n  b: {cmd: x}\n  a: {cmd: y}\n")


def test_conflict_markers_are_suspected() -> None:
    """The usual reason for a lock file that does not parse."""
    text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n"
    with pytest.raises(DocumentError) as caught:
        document_of(text.encode(), "dvc.lock")
    assert "possible merge conflict" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\x07\n", r"dvc\.yaml:1:5: character U\+0007 is not allowed"),
        ("a: *b\n", r"dvc\.yaml:1:4: found undefined alias 'b'"),
        ("a: 1\n---\nb: 1\n", r"dvc\.yaml:2:1: but found another document"),
        ("a: !x 1\n", r"dvc\.yaml:1:4: could not determine a constructor"),
        ("a: 2020-13-01\n", r"dvc\.yaml: a value cannot be read: month must be in 1\.\.12"),
        ("a: [1\n", r"dvc\.yaml:2:1: "),
        ("? {a: 1}\n: b\n", r"dvc\.yaml:1:3: found unhashable key"),
    ],
)
def test_what_ruamel_rejects_is_an_error_with_a_place(text: str, message: str) -> None:
    """One sentence for each kind of mistake."""
    with pytest.raises(DocumentError, match=message):
        document_of(text.encode(), "dvc.yaml")


def test_an_entry_is_found_by_its_keys() -> None:
    """Also through list items and what `<<` brings in."""
    document = _document("x: &x\n  w: 1\nstages:\n  a:\n    deps:\n    - p\n    - q\n    <<: *x\n")
    places = [
        line_of(document, keys) for keys in [("stages", "a", "deps", 1), ("stages", "a", "w")]
    ]
    assert places == [(7, 7), (2, 3)]


def test_a_missing_entry_is_placed_at_what_lacks_it() -> None:
    """A stage without `cmd` is shown at the stage."""
    assert line_of(_document("stages:\n  a:\n    deps: []\n"), ("stages", "a", "cmd")) == (2, 3)


def _document(text: str) -> Document:
    return document_of(text.encode(), "dvc.yaml")


def _message(text: str) -> str:
    with pytest.raises(DocumentError, match=":") as caught:
        _document(text)
    return caught.value.message
