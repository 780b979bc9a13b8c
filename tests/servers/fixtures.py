"""The servers as fixtures; ``tests/conftest.py`` hands them to every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.s3 import serving_s3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.s3 import S3Server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """A server that speaks S3; take a bucket of your own: ``s3.new_bucket()``."""
    with serving_s3() as server:
        yield server
