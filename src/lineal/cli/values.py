"""Single values and how they changed, as people are shown them."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from lineal.cli.table import NOTHING
from lineal.ledger.asking.changes import ABSENT, is_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.changes import Change

_DIGITS = 6
_WIDEST = 40
_HEX = frozenset("0123456789abcdef")
_COMMIT_DIGITS, _OID_DIGITS = 7, 8


def value_text(value: Any) -> str:  # noqa: ANN401  whatever a parameter can be
    """Numbers to six digits; long texts are cut."""
    if value is ABSENT:
        return NOTHING
    if isinstance(value, str):
        text = value or '""'
    elif is_number(value):
        text = f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)
    else:
        text = json.dumps(value, ensure_ascii=False)
    text = printable(" ".join(text.split()))
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def printable(text: str) -> str:
    """Without what moves the cursor or colours the rest: facts may be of others."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\t" else "?" for char in text)


def delta_text(delta: float) -> str:
    return f"{delta:+.{_DIGITS}g}"


def change_text(change: Change) -> str:
    """``train.lr 0.1 → 0.2``; what came or went is said to have."""
    if change.before is ABSENT:
        return f"{change.key} {value_text(change.after)} (new)"
    if change.after is ABSENT:
        return f"{change.key} gone"
    return f"{change.key} {value_text(change.before)} {arrow()} {value_text(change.after)}"


def metric_text(change: Change) -> str:
    """``auc 0.91 (+0.03)``."""
    if change.delta is None:
        return change_text(change)
    return f"{change.key} {value_text(change.after)} ({delta_text(change.delta)})"


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def arrow() -> str:
    return "->" if ascii_only() else "→"


def dot() -> str:
    return "|" if ascii_only() else "·"


def ascii_only() -> bool:
    """Where other characters would come out as question marks, or not at all."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return not encoding.lower().startswith("utf")


def short_commit(commit: str | None, *, dirty: bool = False) -> str:
    """With a mark when the working tree had changes beyond it."""
    return NOTHING if not commit else f"{commit[:_COMMIT_DIGITS]}{'+' if dirty else ''}"


def short_oid(oid: str) -> str:
    """Directories keep a mark; what is no digest is shown as it is."""
    digits = oid.removesuffix(".dir")
    if set(digits) - _HEX:
        return value_text(oid)
    return f"{digits[:_OID_DIGITS]}{'/' if digits != oid else ''}"


def columns_of_terminal() -> int | None:
    """None where nobody looks: then nothing is cut."""
    if not sys.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except OSError:
        return None


def cut(text: str, width: int | None) -> str:
    if width is None or len(text) <= width:
        return text
    return f"{text[: max(0, width - 1)]}…"


def print_rows(console: Console, rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Columns two spaces apart, without a header."""
    if not rows:
        return
    rows = [[printable(text) for text in row] for row in rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        console.say(f"{indent}{line}".rstrip())
