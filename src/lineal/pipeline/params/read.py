"""Parameter files as plain values, by suffix: JSON, TOML, Python literals, and otherwise YAML."""

from __future__ import annotations

import json
import os.path
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.read import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.documents.memo import ParseMemo


def read_params_file(path: str, memo: ParseMemo | None = None) -> object:
    """None when there is no such file; an empty one is an empty mapping."""
    parse = _PARSERS.get(os.path.splitext(path)[1].lower())
    if parse is not None:
        text = _text(path)
        return None if text is None else parse(text, path)
    document = read_document(path, memo)
    # As in DVC, a file that holds nothing but a false value reads as an empty one.
    return None if document is None else document.data or {}


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as exc:
        raise DocumentError(
            f"'{path}' is a directory, expected a parameters file",
            hint="name a file inside of it",
        ) from exc
    except UnicodeDecodeError as exc:
        raise DocumentError(
            f"{path}: byte {exc.start} is not valid UTF-8", hint="save the file as UTF-8"
        ) from exc


def _parse_json(text: str, path: str) -> object:
    try:
        return json.loads(text) or {}
    except json.JSONDecodeError as exc:
        raise _corrupt(path, text, exc.lineno, exc.colno, exc.msg) from exc
    except (ValueError, RecursionError) as exc:
        raise _unusable(path, exc) from exc


def _parse_toml(text: str, path: str) -> object:
    import tomllib  # deferred: few projects keep parameters in TOML

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        line, column = _toml_position(str(exc), text)
        message = str(exc).partition(" (at ")[0]
        raise _corrupt(path, text, line, column, message) from exc
    except (ValueError, RecursionError) as exc:
        raise _unusable(path, exc) from exc


def _parse_python(text: str, path: str) -> object:
    # deferred: ast is only needed for parameters kept in Python files
    from lineal.pipeline.params.python_file import parse_python_params

    try:
        return parse_python_params(text)
    except SyntaxError as exc:
        raise _corrupt(path, text, exc.lineno or 1, exc.offset or 1, exc.msg) from exc


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    ".json": _parse_json,
    ".toml": _parse_toml,
    ".py": _parse_python,
}


def _toml_position(message: str, text: str) -> tuple[int, int]:
    """tomllib only tells the place inside its message; at the end of a document it says so."""
    place = message.rpartition("(at line ")[2].rstrip(")").split(", column ")
    if len(place) == 2 and all(part.isdecimal() for part in place):  # noqa: PLR2004
        return int(place[0]), int(place[1])
    return max(text.count("\n"), 1), 1


def _corrupt(path: str, text: str, line: int, column: int, problem: str) -> DocumentError:
    lines = text.splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    caret = " " * (column - 1) + "^"
    return DocumentError(
        f"{path}:{line}:{column}: {problem}\n  {source}\n  {caret}",
        hint=f"correct line {line} of {path}",
    )


def _unusable(path: str, exc: Exception) -> DocumentError:
    """Well-formed, but beyond what Python converts: numbers of thousands of digits, deep nesting."""
    return DocumentError(f"{path}: {exc}", hint="keep data out of parameter files")
