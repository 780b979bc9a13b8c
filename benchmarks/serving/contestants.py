"""The servers that are compared: how each is started, asked, and ended."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measure import BenchmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".peers/serving/bin"
IMAGE = ROOT / ".peers/serve/bin/python"
_PATIENCE = 60
_PAUSE = 0.002
_OK = 200


class Contestant(NamedTuple):
    """``words`` is the command; ``PORT`` in it stands for the port."""

    name: str
    words: tuple[str, ...]
    path: str
    body: bytes
    env: dict[str, str]


class Running(NamedTuple):
    """``seconds`` from starting the process to its first answer."""

    url: str
    pid: int
    seconds: float

    @property
    def resident_mb(self) -> float:
        """Of the process and its children, now."""
        total = 0
        for pid in (self.pid, *_children(self.pid)):
            with suppress(OSError):
                pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
                total += int(pages) * os.sysconf("SC_PAGE_SIZE")
        return total / 1e6


def contestants(bundle: Path, row: bytes, model: Path, mlflow: Path) -> dict[str, Contestant]:
    peers = {**os.environ, "PATH": f"{PEERS}:{os.environ['PATH']}", "MLFLOW_DISABLE_TELEMETRY": "1"}
    lineal = {**os.environ, "PYTHONPATH": os.fspath(ROOT / "src")}
    receipts = os.fspath(bundle.parent / "receipts")
    records = b'{"dataframe_records":[' + row + b"]}"
    python, serve = os.fspath(IMAGE), ("-m", "lineal", "serve", os.fspath(bundle))
    return {
        one.name: one
        for one in (
            Contestant(
                "lineal",
                (python, *serve, "--port", "PORT", "--receipts", receipts),
                "/predict",
                row,
                lineal,
            ),
            Contestant(
                "floor",
                (sys.executable, "-m", "benchmarks.serving.floor", os.fspath(bundle), "PORT"),
                "/",
                row,
                {**os.environ, "PYTHONPATH": os.fspath(ROOT)},
            ),
            Contestant(
                "document B",
                (
                    *(os.fspath(PEERS / "python"), os.fspath(HERE / "document_b.py")),
                    *("serve", os.fspath(model), "PORT"),
                ),
                "/predict",
                row,
                peers,
            ),
            Contestant(
                "MLflow",
                (
                    *(os.fspath(PEERS / "mlflow"), "models", "serve", "-m", os.fspath(mlflow)),
                    *("--env-manager", "local", "-h", "127.0.0.1", "-p", "PORT"),
                ),
                "/invocations",
                records,
                peers,
            ),
        )
    }


@contextmanager
def running(one: Contestant) -> Iterator[Running]:
    """Ended by process group, whatever happens."""
    port = _free_port()
    words = [str(port) if word == "PORT" else word for word in one.words]
    begun = time.perf_counter()
    process = subprocess.Popen(
        words,
        env=one.env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _first_answer(one, port, process)
        seconds = time.perf_counter() - begun
        yield Running(f"http://127.0.0.1:{port}{one.path}", process.pid, seconds)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _first_answer(one: Contestant, port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise BenchmarkError(f"{one.name} ended with {process.returncode}: {one.words}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", one.path, one.body, headers)
            answer = connection.getresponse()
            said = answer.read()
        except OSError:
            time.sleep(_PAUSE)
            continue
        finally:
            connection.close()
        if answer.status != _OK:
            raise BenchmarkError(f"{one.name} answered {answer.status}: {said[:300]!r}")
        return
    raise BenchmarkError(f"{one.name} did not answer within {_PATIENCE} s")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found
