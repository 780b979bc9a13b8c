"""Saying something to the evidence of an execution, from Python that knows us."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

from lineal.storage.atomic import write_all

if TYPE_CHECKING:
    from collections.abc import Iterable


class Report:
    """Lines in a file of this process; a fork gets one of its own."""

    __slots__ = ("_descriptor", "_pid", "directory")

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._descriptor = -1
        self._pid = 0

    def say(self, lines: Iterable[dict[str, Any]]) -> None:
        """All of them at once; they are on their way when this returns."""
        moment = time.time_ns() // 1000
        self.say_spelled(f'{{"t":{moment},{json.dumps(line)[1:]}\n' for line in lines)

    def say_spelled(self, lines: Iterable[str]) -> None:
        """Whole lines of JSON, for those who say very many."""
        write_all(self._own(), "".join(lines).encode("ascii"))

    def is_first(self, what: str) -> bool:
        """True for one process of the execution, once for each thing."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        os.makedirs(self.directory, exist_ok=True)
        try:
            os.close(os.open(f"{self.directory}/{what}.once", flags, 0o666))
        except FileExistsError:
            return False
        return True

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def _own(self) -> int:
        if self._pid != os.getpid():
            self.close()
            self._pid = os.getpid()
            os.makedirs(self.directory, exist_ok=True)
            name = f"log-{self._pid}-{time.time_ns()}.jsonl"
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(f"{self.directory}/{name}", flags, 0o666)
        return self._descriptor
