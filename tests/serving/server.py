"""``lineal serve`` as a real process, asked over real HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_READY = re.compile(r" answers at http://127\.0\.0\.1:(\d+) ")
_JSON = {"Content-Type": "application/json"}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server(NamedTuple):
    """``folder`` is where it runs: its receipts are in ``receipts`` there."""

    port: int
    process: subprocess.Popen[str]
    folder: Path

    @property
    def receipts(self) -> str:
        return str(self.folder / "receipts")

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str, headers: Mapping[str, str] = {}) -> Answer:
        return _asked(self.connect(), "GET", path, None, headers)

    def post(self, path: str, value: object, headers: Mapping[str, str] = {}) -> Answer:
        return _asked(self.connect(), "POST", path, json.dumps(value), {**_JSON, **headers})


@contextmanager
def started(
    command: Sequence[str],
    bundle: str,
    folder: Path,
    *options: str,
    env: Mapping[str, str] = {},
) -> Iterator[Server]:
    """Until the block ends; then SIGTERM, which has to end it well, unless it was ended before."""
    said = [*command, "serve", bundle, "--port", "0", "--receipts", "receipts", *options]
    environment = {name: value for name, value in os.environ.items() if "LINEAL" not in name}
    with (folder / "stderr").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            said,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**environment, **env},
        )
    assert process.stdout is not None
    with process, process.stdout as stdout:
        line = stdout.readline()
        found = _READY.search(line)
        if found is None:
            process.kill()
            pytest.fail(f"no server: {line}{(folder / 'stderr').read_text(encoding='utf-8')}")
        try:
            yield Server(int(found[1]), process, folder)
        finally:
            process.terminate()


def _asked(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None,
    headers: Mapping[str, str],
) -> Answer:
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, said, answer.read())
    finally:
        connection.close()
