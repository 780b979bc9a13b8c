"""How ruamel.yaml 0.19.1 writes one string: which quotes, and where the line is folded.

Every function is pure and takes the column at which the text starts, because folding at
80 columns depends on it. Shapes that do not occur in project files raise Doubt.
"""

from __future__ import annotations

import re

from lineal.pipeline.documents.scalars import WORDS, Doubt, is_string

WIDTH = 80
# A mapping key has to fit in 128 characters together with its (unwritten) tag.
KEY_LIMIT = 120

# Named by what is excluded: the complement takes ten times as long to compile.
_UNPRINTABLE = r"\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
_BREAKS = r"\x85\u2028\u2029"
_NOT_PLAIN = re.compile(
    r"\A(?:---|\.\.\.|[#,\[\]{}&*!|>'\"%@` ]|[-?:](?: |\Z))|: |:\Z| #| \Z"
    rf"|[\n{_BREAKS}{_UNPRINTABLE}]"
)
# Most strings are names, paths and digests: one match settles them.
_EASY = re.compile(
    r"(?:[A-Za-z_/][A-Za-z0-9_/.=@+-]*(?: [A-Za-z0-9_/.=@+-]+)*"
    r"|(?!0b)(?=[0-9e]*[abcdf])[0-9a-f]{32}(?:\.dir)?)\Z"
)
_SPECIAL = re.compile(f"[{_UNPRINTABLE}]")
_OTHER_BREAKS = re.compile(f"[{_BREAKS}]")
_ESCAPED = re.compile(rf"[\n\"\\{_BREAKS}{_UNPRINTABLE}]")
_ESCAPES = {
    "\0": "\\0",
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


def key_text(key: str, indent: int) -> str:
    """Write a mapping key, which is never folded."""
    if indent + len(key) <= WIDTH and _EASY.match(key) and key not in WORDS:
        return key
    if len(key) > KEY_LIMIT or (indent + len(key) > WIDTH and " " in key):
        raise Doubt(key)
    if is_plain(key):
        return key
    if "'" in key or _SPECIAL.search(key):
        if "\n" in key or _OTHER_BREAKS.search(key):
            raise Doubt(key)
        return '"' + _ESCAPED.sub(_escape_match, key) + '"'
    if "\n" in key or _OTHER_BREAKS.search(key):
        raise Doubt(key)
    return f"'{key}'"


def value_text(text: str, column: int, indent: int) -> str:
    """Write a string that starts at `column`, its continuation lines at `indent`."""
    if column + len(text) <= WIDTH and _EASY.match(text) and text not in WORDS:
        return text
    if is_plain(text):
        return fold_plain(text, column, indent)
    if "'" in text or "\n" in text or _SPECIAL.search(text):
        return _double_quoted(text, column, indent)
    if _OTHER_BREAKS.search(text):
        raise Doubt(text)
    return _single_quoted(text, column, indent)


def is_plain(text: str) -> bool:
    """Tell whether the string needs no quotes in block context."""
    return is_string(text) and not _NOT_PLAIN.search(text)


def fold_plain(text: str, column: int, indent: int) -> str:
    """Fold unquoted text; a word too long for its line gets a line of its own."""
    if column + len(text) <= WIDTH:
        return text
    newline = "\n" + " " * indent
    out: list[str] = []
    for piece in _pieces(text):
        if piece == " " and column >= WIDTH:
            out.append(newline)
            column = indent
            continue
        if piece[0] != " " and column + len(piece) > WIDTH and column > indent:
            out.append(newline)
            column = indent
        out.append(piece)
        column += len(piece)
    return "".join(out)


def _single_quoted(text: str, column: int, indent: int) -> str:
    if column + len(text) < WIDTH:
        return f"'{text}'"
    newline = "\n" + " " * indent
    out = ["'"]
    column += 1
    written = 0
    for piece in _pieces(text):
        inside = 0 < written < len(text) - 1
        if piece == " " and column > WIDTH and inside:
            out.append(newline)
            column = indent
        else:
            out.append(piece)
            column += len(piece)
        written += len(piece)
    out.append("'")
    return "".join(out)


def _pieces(text: str) -> list[str]:
    """Split into runs of spaces and runs of anything else, losing nothing."""
    return re.findall(r" +|[^ ]+", text)


def _double_quoted(text: str, column: int, indent: int) -> str:
    escaped = _ESCAPED.sub(_escape_match, text)
    # One escape ends in column; folding can first happen once a line is over the width.
    if column + len(escaped) < WIDTH:
        return f'"{escaped}"'
    return f'"{_fold_double(text, column + 1, indent)}"'


def _fold_double(text: str, column: int, indent: int) -> str:
    newline = "\n" + " " * indent
    out: list[str] = []
    start = 0  # first character that is not written yet
    last = len(text) - 1
    for at, char in enumerate(text):
        if _ESCAPED.match(char):
            chunk = text[start:at] + _escape(char)
            out.append(chunk)
            column += len(chunk)
            start = at + 1
        foldable = 0 < at < last and (char == " " or start >= at)
        if not (foldable and column + at - start > WIDTH):
            continue
        bare = _folds_without_backslash(text, start, at)
        out.append(text[start:at] + ("" if bare else "\\") + newline)
        column = indent
        start = max(start, at)
        if text[start] == " ":
            if bare:
                start += 1  # the line break itself reads back as this space
            else:
                out.append("\\")
                column += 1
    out.append(text[start:])
    return "".join(out)


def _folds_without_backslash(text: str, start: int, at: int) -> bool:
    """Tell whether the line break may stand for the space at which the text is folded."""
    space = text.find(" ", at)
    if space < 0:
        return False
    line_break = text.find("\n", at, space)
    stop = line_break if line_break >= 0 else space
    if stop + 1 >= len(text):
        return False
    if line_break >= 0 and text[stop + 1] != " ":
        return False
    word = text[at:stop]
    return (
        '"' not in word
        and "'" not in word
        and text[stop + 1] not in " \n"
        and text[at - 1 : at + 1] != "  "
        and start != at
    )


def _escape_match(match: re.Match[str]) -> str:
    return _escape(match[0])


def _escape(char: str) -> str:
    known = _ESCAPES.get(char)
    if known is not None:
        return known
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004  the three widths of a YAML escape
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004
