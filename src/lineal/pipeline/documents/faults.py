"""Parse failures as errors a person can mend: place, source line, caret, and a likely cause."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DocumentError

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_CONFLICT_HINT = "possible merge conflict: choose between the parts marked '<<<<<<<' and '>>>>>>>'"


class _Place(NamedTuple):
    """A position in a text, both counted from 1 as editors do."""

    line: int
    column: int


def document_fault(
    path: str, line: int, column: int, problem: str, text: str, *, hint: str | None = None
) -> DocumentError:
    """Build the error `path:line:column: problem`, with the line and a caret under it."""
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    message = f"{shown(path)}:{line}:{column}: {problem}"
    if source.strip():
        pad = "".join("\t" if char == "\t" else " " for char in source[: column - 1])
        message += f"\n  {source}\n  {pad}^"
    if hint is None:
        is_conflict = _CONFLICT.search(text) is not None
        hint = _CONFLICT_HINT if is_conflict else f"mend {shown(path)} at line {line}"
    return DocumentError(message, hint=hint)


def shown(path: str) -> str:
    """Give the path as the user would type it: relative when it is below here."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def syntax_fault(exc: YAMLError, text: str, path: str) -> DocumentError:
    """Translate what ruamel rejected."""
    from ruamel.yaml.constructor import DuplicateKeyError  # deferred: already loaded by then

    place = _place_of(exc, text)
    problem = _problem_of(exc)
    if isinstance(exc, DuplicateKeyError):
        problem, hint = _duplicate(text, place)
        return document_fault(path, *place, problem, text, hint=hint)
    return document_fault(path, *place, problem, text)


def whole_fault(path: str, problem: str) -> DocumentError:
    """Report a problem of the document that has no single place."""
    return DocumentError(f"{shown(path)}: {problem}", hint=f"mend {shown(path)}")


def conversion_fault(exc: Exception, path: str) -> DocumentError:
    """Report a scalar that has the form of a number, a date or a tag and not its content."""
    return DocumentError(
        f"{shown(path)}: a value cannot be read: {exc}",
        hint="put quotes around it if it is meant as text",
    )


def encoding_fault(exc: UnicodeDecodeError, raw: bytes, path: str) -> DocumentError:
    """Report the first byte that is not UTF-8."""
    before = raw[: exc.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    byte = raw[exc.start]
    return DocumentError(
        f"{shown(path)}:{line}:{column}: byte 0x{byte:02x} (offset {exc.start:,}) is not UTF-8",
        hint="save the file as UTF-8",
    )


def unreadable_fault(exc: OSError, path: str) -> DocumentError:
    """Report a file that is there and cannot be read."""
    return DocumentError(
        f"{shown(path)}: cannot be read: {(exc.strerror or str(exc)).lower()}",
        hint="it has to be a file, and yours to read",
    )


def _place_of(exc: YAMLError, text: str) -> _Place:
    mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
    if mark is not None:
        return _Place(mark.line + 1, mark.column + 1)
    # Unprintable characters are reported by offset.
    before = text[: getattr(exc, "position", 0)]
    return _Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _problem_of(exc: YAMLError) -> str:
    problem = getattr(exc, "problem", None) or getattr(exc, "context", None)
    if problem:
        context = getattr(exc, "context", None)
        return str(problem) if context in (None, problem) else f"{problem}, {context}"
    character = getattr(exc, "character", None)
    if isinstance(character, int):
        return f"character U+{character:04X} is not allowed in YAML"
    return str(exc).strip().partition("\n")[0] or "not a YAML document"


def _duplicate(text: str, place: _Place) -> tuple[str, str]:
    """Name both places of a repeated key."""
    from lineal.pipeline.documents.places import first_of_key  # deferred: errors only

    key, first = first_of_key(text, place)
    if first is None:
        return f"duplicate key {key!r}", "remove one of the two"
    return f"duplicate key {key!r}, first used in line {first}", "remove one of the two"
