"""Parameter files as plain values, by suffix: JSON, TOML, Python literals, and otherwise YAML."""

from __future__ import annotations

import json
import os.path
from typing import TYPE_CHECKING

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.newlines import universal
from lineal.pipeline.documents.read import read_document
from lineal.storage.files import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.documents.memo import Memo
    from lineal.storage.files import Files


def read_params_file(path: str, memo: Memo | None = None, files: Files = WORKSPACE) -> object:
    """None when there is no such file; an empty one is an empty mapping."""
    parse = _PARSERS.get(os.path.splitext(path)[1].lower())
    if parse is not None:
        text = _text(path, files)
        return None if text is None else parse(text, path)
    document = read_document(path, memo, files)
    # As in DVC, a file that holds nothing but a false value reads as an empty one.
    return None if document is None else document.data or {}


def _text(path: str, files: Files) -> str | None:
    try:
        raw = files.read(path)
        return None if raw is None else universal(raw.decode())
    except OSError as exc:
        from lineal.pipeline.documents.faults import unreadable_fault  # deferred: errors only

        raise unreadable_fault(exc, path) from exc
    except UnicodeDecodeError as exc:
        from lineal.pipeline.documents.faults import encoding_fault  # deferred: errors only

        raise encoding_fault(exc, exc.object, path) from exc


def _parse_json(text: str, path: str) -> object:
    try:
        return json.loads(text) or {}
    except json.JSONDecodeError as exc:
        raise _fault(path, exc.lineno, exc.colno, exc.msg, text) from exc
    except (ValueError, RecursionError) as exc:
        raise _beyond_python(path, exc) from exc


def _parse_toml(text: str, path: str) -> object:
    import tomllib  # deferred: few projects keep parameters in TOML

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        problem, line, column = _toml_place(str(exc), text)
        raise _fault(path, line, column, problem, text) from exc
    except (ValueError, RecursionError) as exc:
        raise _beyond_python(path, exc) from exc


def _parse_python(text: str, path: str) -> object:
    # deferred: ast is only needed for parameters kept in Python files
    from lineal.pipeline.params.python_file import parse_python_params

    try:
        return parse_python_params(text)
    except SyntaxError as exc:
        raise _fault(path, exc.lineno or 1, exc.offset or 1, exc.msg, text) from exc


_PARSERS: dict[str, Callable[[str, str], object]] = {
    ".json": _parse_json,
    ".toml": _parse_toml,
    ".py": _parse_python,
}


def _toml_place(message: str, text: str) -> tuple[str, int, int]:
    """The place is only to be had from the message, which for the last line has no numbers."""
    problem, _, place = message.rpartition(" (at ")
    numbers = [word.strip(",)") for word in place.split() if word.strip(",)").isdecimal()]
    if numbers:
        line, column = map(int, numbers)
        return problem, line, column
    lines = text.splitlines() or [""]
    return problem, len(lines), len(lines[-1]) + 1


def _fault(path: str, line: int, column: int, problem: str, text: str) -> DocumentError:
    from lineal.pipeline.documents.faults import document_fault  # deferred: errors only

    return document_fault(path, line, column, problem, text)


def _beyond_python(path: str, exc: Exception) -> DocumentError:
    """Well-formed, but with a number of thousands of digits or very deep nesting."""
    return DocumentError(f"{path}: {exc}", hint="keep data out of parameter files")
