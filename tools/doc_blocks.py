"""The fenced blocks of a Markdown page, and the commands in them.

    ```console
    $ lineal status
    Data and pipelines are up to date.
    ```

A line ``…`` stands for any lines, a ``…`` inside a line for any text. A block
without output is only run. ``console exit=1`` expects its last command to fail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"^```(\S*) *(.*)$")


class Block(NamedTuple):
    language: str
    options: str
    line: int
    text: str


class Command(NamedTuple):
    text: str
    expected: str
    line: int
    exit_code: int


def blocks_of(markdown: str) -> Iterator[Block]:
    lines = markdown.splitlines()
    index = 0
    while index < len(lines):
        fence = _FENCE.match(lines[index])
        index += 1
        if fence:
            start = index
            while index < len(lines) and lines[index].rstrip() != "```":
                index += 1
            yield Block(fence[1], fence[2], start + 1, "\n".join(lines[start:index]))
            index += 1


def commands_of(block: Block) -> list[Command]:
    """Lines after ``$``, with ``>`` continuing them; what follows is their output."""
    commands: list[Command] = []
    for offset, line in enumerate(block.text.split("\n")):
        if line.startswith("$ "):
            commands.append(Command(line[2:], "", block.line + offset, 0))
        elif commands and line.startswith("> ") and not commands[-1].expected:
            last = commands[-1]
            commands[-1] = last._replace(text=f"{last.text}\n{line[2:]}")
        elif commands:
            last = commands[-1]
            commands[-1] = last._replace(expected=f"{last.expected}{line}\n")
    wanted = re.search(r"exit=(\d+)", block.options)
    if commands and wanted:
        commands[-1] = commands[-1]._replace(exit_code=int(wanted[1]))
    return commands


def matches(expected: str, actual: str) -> bool:
    """Whether the output is what the page shows, with ``…`` for what varies."""
    pattern = ""
    for line in expected.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    text = actual if not actual or actual.endswith("\n") else actual + "\n"
    return re.fullmatch(pattern, text) is not None
