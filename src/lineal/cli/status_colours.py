"""What became of a run or an execution, in colour: beside the word, never instead of it."""

from __future__ import annotations

from lineal.cli.output import GREEN, RED, YELLOW

STATUS_COLOURS = {
    "done": GREEN,
    "ran": GREEN,
    "failed": RED,
    "killed": RED,
    "interrupted": YELLOW,
    "running": YELLOW,
}
