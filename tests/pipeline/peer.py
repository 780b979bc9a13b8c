"""The peer as a function: one long-lived process, asked over pipes."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from types import TracebackType


class Answer(NamedTuple):
    """What real DVC says: a value, or that it refuses and why."""

    accepted: bool
    value: Any


class Peer:
    """Real DVC's parsing, without its start-up of a second per question."""

    __slots__ = ("_process",)

    def __init__(self, python: Path) -> None:
        server = Path(__file__).with_name("peer_server.py")
        self._process = subprocess.Popen(
            [os.fspath(python), "-u", os.fspath(server)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd="/",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, operation: str, *arguments: object) -> Answer:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(ascii((operation, *arguments)) + "\n")
        self._process.stdin.flush()
        return Answer(*ast.literal_eval(self._process.stdout.readline()))
