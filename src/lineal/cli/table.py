"""Tables as text, laid out as DVC lays them out: aligned columns, or GitHub's Markdown.

Which rows and columns there are is for the verbs to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Shown where there is no value.
NOTHING = "-"

_HEADER_ROOM = 2


class Table(NamedTuple):
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]

    def without(self, header: str) -> Table:
        """The same without one column."""
        at = self.headers.index(header)
        return Table(
            [*self.headers[:at], *self.headers[at + 1 :]],
            [[*row[:at], *row[at + 1 :]] for row in self.rows],
        )


def as_text(table: Table) -> str:
    """Columns two spaces apart; nothing at all without rows."""
    if not table.rows:
        return ""
    widths = _widths(table)
    lines = [line for row in (table.headers, *table.rows) for line in _lines(row)]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def as_markdown(table: Table) -> str:
    """GitHub's dialect, with an empty line after it so that text may follow."""
    widths = _widths(table)
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    body = [
        f"| {' | '.join(map(_padded, line, widths))} |"
        for row in (table.headers, *table.rows)
        for line in _lines(row)
    ]
    heads = sum(1 for _ in _lines(table.headers))
    return "\n".join([*body[:heads], rule, *body[heads:], ""])


def cell(value: Any, precision: int | None = None) -> str:  # noqa: ANN401  what a file can hold
    """A value as text, its floats rounded to so many digits after the point."""
    return NOTHING if value is None else str(_rounded(value, precision))


def _rounded(value: Any, precision: int | None) -> Any:  # noqa: ANN401  as above
    if isinstance(value, float) and precision:
        return round(value, precision)
    if isinstance(value, dict):
        return {key: _rounded(item, precision) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item, precision) for item in value]
    return value


def _widths(table: Table) -> list[int]:
    widths = [_width(header) + _HEADER_ROOM for header in table.headers]
    for row in table.rows:
        for line in _lines(row):
            widths = [max(width, _width(text)) for width, text in zip(widths, line, strict=True)]
    return widths


def _lines(row: Sequence[str]) -> list[list[str]]:
    """A row whose cells hold several lines takes as many as the longest."""
    cells = [text.splitlines() or [""] for text in map(_stripped, row)]
    height = max(map(len, cells), default=0)
    return [[parts[at] if at < len(parts) else "" for parts in cells] for at in range(height)]


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()) if "\n" in text else text.strip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    import unicodedata  # deferred: most tables are ASCII

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
