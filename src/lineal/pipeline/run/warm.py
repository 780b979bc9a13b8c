"""Commands of ours in a process that is already warm.

A stage whose command is ``lineal step …`` would spend most of its time importing. The engine
may hand it to a process that has done so before: with the stage's directory, environment and
output, with an exit code, killable, one step at a time. Anything a shell would have to
interpret goes to the shell. The other end is `lineal.cli.step_worker`.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from typing import Any

from lineal.pipeline.run.usage import Usage

#: What a step is given as stdin, None for nothing to read, and as stdout and stderr.
Streams = tuple[int | None, int, int]

#: The exit code, then what the step took, with -1 for what is not known.
_REPLY = struct.Struct("!idqqq")

#: Characters that mean something to a shell; with any of them the shell decides.
_SHELL_CHARACTERS = frozenset("|&;<>()$`\\\"'*?[]#~=%{}!\n\t")
_PREFIX = ["lineal", "step"]


def warm_arguments(command: str, env: dict[str, str]) -> list[str] | None:
    """The words after ``lineal``, when the command is one of our steps and nothing else."""
    if not command.startswith("lineal step ") or _SHELL_CHARACTERS & set(command):
        return None
    return command.split()[1:] if _is_ours(env.get("PATH", "")) else None


def _is_ours(path: str) -> bool:
    """Whether ``lineal`` means this installation in the environment of the stage."""
    for directory in path.split(":"):
        candidate = os.path.join(directory, "lineal")
        if os.access(candidate, os.X_OK):
            return os.path.realpath(directory) == os.path.realpath(os.path.dirname(sys.executable))
    return False


class WarmProcess:
    """One worker, started when first needed and again after it was killed."""

    __slots__ = ("_busy", "_process", "_socket")

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._busy = False

    @property
    def is_idle(self) -> bool:
        return not self._busy

    @property
    def fileno(self) -> int | None:
        return self._socket.fileno() if self._socket is not None else None

    def start(self, arguments: list[str], cwd: str, env: dict[str, str], streams: Streams) -> None:
        request = json.dumps({"arguments": arguments, "cwd": cwd, "env": env}).encode()
        try:
            self._send(self._socket or self._launch(), request, streams)
        except (BrokenPipeError, ConnectionResetError):
            # Killed while it had nothing to do: no step was harmed.
            self.close()
            self._send(self._launch(), request, streams)
        self._busy = True

    def _send(self, connection: socket.socket, request: bytes, streams: Streams) -> None:
        given, output, errors = streams
        null = os.open(os.devnull, os.O_RDONLY)
        try:
            fds = array.array("i", [null if given is None else given, output, errors])
            header = len(request).to_bytes(4, "big")
            socket.send_fds(connection, [header], list(fds))
            connection.sendall(request)
        finally:
            os.close(null)

    def poll(self) -> tuple[int, Usage] | None:
        """The exit code once the step has ended; the signal when the worker was killed."""
        if self._socket is None:
            return self._bury(), Usage()
        try:
            reply = self._socket.recv(_REPLY.size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except ConnectionResetError:
            reply = b""
        self._busy = False
        if reply:
            code, cpu, *numbers = _REPLY.unpack(reply)
            return code, Usage(cpu, *(None if number < 0 else number for number in numbers))
        return self._bury(), Usage()

    def signal(self, number: int) -> None:
        if self._process is not None and self._busy:
            self._process.send_signal(number)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _launch(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                # -P: the project's own files must not pass for modules of Python or ours.
                [sys.executable, "-P", "-m", "lineal.cli.step_worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,
            )
        self._socket = ours
        return ours

    def _bury(self) -> int:
        """The worker is gone, and the step with it; how it ended is the step's exit code."""
        process = self._process
        self.close()
        code = process.returncode if process is not None else 0
        return code or -signal.SIGKILL


def receive_request(connection: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The worker's side of `WarmProcess.start`; None when the engine has gone."""
    header, fds, _, _ = socket.recv_fds(connection, 4, 3)
    if not header:
        return None
    missing = int.from_bytes(header, "big")
    chunks = []
    while missing:
        chunk = connection.recv(min(missing, 1 << 16))
        if not chunk:
            return None
        chunks.append(chunk)
        missing -= len(chunk)
    return json.loads(b"".join(chunks)), fds


def send_result(connection: socket.socket, code: int, usage: Usage) -> None:
    numbers = [-1 if number is None else number for number in usage[1:]]
    connection.sendall(_REPLY.pack(code, usage.cpu or 0.0, *numbers))
