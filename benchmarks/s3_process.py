"""The S3 server of the figures, started and stopped."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measure import BenchmarkError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 20
S3_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


class S3Process(NamedTuple):
    url: str

    def create(self, bucket: str) -> None:
        """An empty bucket, whatever it held before."""
        request = urllib.request.Request(f"{self.url}/{bucket}", method="PUT")  # noqa: S310  ours
        with urllib.request.urlopen(request):  # noqa: S310  as above
            pass


@contextmanager
def s3_server() -> Iterator[S3Process]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.s3_server", str(port)])
    try:
        server = S3Process(f"http://127.0.0.1:{port}")
        wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait()


def wait_for(server: S3Process) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            server.create("ready")
        except urllib.error.URLError as exc:
            if time.monotonic() > deadline:
                raise BenchmarkError(f"no S3 server at {server.url}") from exc
            time.sleep(0.05)
        else:
            return
