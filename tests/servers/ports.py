"""Free ports, waiting until somebody listens on one, and ending a child by its id."""

from __future__ import annotations

import socket
import subprocess
import time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, child: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Raises RuntimeError when the child ends first, or never listens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            message = f"the server ended with code {child.returncode}"
            raise RuntimeError(message)
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    message = f"nobody listens on port {port}"
    raise RuntimeError(message)


def end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        # They keep nothing; some wait for connections that nobody closes.
        child.wait(0.5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
