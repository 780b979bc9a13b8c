"""The judge of the Python door: real ``dvc.api``, asked through one running process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType


class Call(NamedTuple):
    """A function of ``dvc.api``, or with ``fs.`` in front a method of its filesystem."""

    name: str
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, Any] = {}
    fs: Mapping[str, Any] = {}


class Answer(NamedTuple):
    """A value, or that it refuses and with what words."""

    value: Any = None
    refused: str | None = None


class DvcApi:
    """One long-lived process, since importing ``dvc.api`` takes a second."""

    __slots__ = ("_process",)

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(
            [os.fspath(python), os.fspath(Path(__file__).with_name("peer_server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def call(self, name: str, *args: object, **kwargs: object) -> Answer:
        """In the current directory, with the current environment."""
        return self.calls([Call(name, args, kwargs)])[0]

    def calls(self, calls: Iterable[Call]) -> list[Answer]:
        """All in one process, one after the other."""
        where = {"cwd": os.getcwd(), "env": dict(os.environ)}
        request = {"calls": [one._asdict() for one in calls], **where}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return [Answer(**one) for one in json.loads(self._process.stdout.readline())]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()
