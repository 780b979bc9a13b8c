"""S3: moto's server in a process of its own, and the official client's view of it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.ports import end, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCESS_KEY = "AKIALINEALTESTS"
SECRET_KEY = "a-secret-of-the-tests"  # noqa: S105  of a server on loopback that checks nothing
REGION = "us-east-1"
PAGE = 50

_serial = count(1)


class S3Server(NamedTuple):
    """``client`` is boto3's: the judge of what we wrote."""

    endpoint: str
    client: Any

    def new_bucket(self) -> str:
        name = f"bucket-{next(_serial)}"
        self.client.create_bucket(Bucket=name)
        return name

    def settings(self) -> dict[str, str]:
        """A remote's settings, as they stand in a config file."""
        return {
            "endpointurl": self.endpoint,
            "access_key_id": ACCESS_KEY,
            "secret_access_key": SECRET_KEY,
            "region": REGION,
        }

    def environment(self) -> dict[str, str]:
        """What a command needs that has its credentials from the environment."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
        }

    def keys(self, bucket: str) -> list[str]:
        """Every key, as boto3 lists them."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [found["Key"] for page in pages for found in page.get("Contents", ())]

    def read(self, bucket: str, key: str) -> bytes:
        data: bytes = self.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        return data

    def put(self, bucket: str, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=bucket, Key=key, Body=data)


@contextmanager
def serving_s3() -> Iterator[S3Server]:
    import boto3  # type: ignore[import-untyped]  # deferred: a third of a second

    port = free_port()
    child = subprocess.Popen(
        [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Short pages, so that few objects are a long listing.
        env={**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": str(PAGE)},
    )
    try:
        wait_for(port, child)
        endpoint = f"http://127.0.0.1:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            region_name=REGION,
        )
        yield S3Server(endpoint, client)
        client.close()
    finally:
        end(child)
