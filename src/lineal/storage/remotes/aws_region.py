"""In which region a bucket is: AWS says so in a header, to anybody, whatever else it answers."""

from __future__ import annotations

import http.client
from typing import Final
from urllib.parse import quote

_HOST: Final = "s3.amazonaws.com"
_SECONDS: Final = 3.0


def region_of_bucket(bucket: str, host: str = _HOST, *, plain: bool = False) -> str | None:
    """None when it does not say: then the request itself tells what is wrong."""
    connect = http.client.HTTPConnection if plain else http.client.HTTPSConnection
    connection = connect(host, timeout=_SECONDS)
    try:
        connection.request("HEAD", f"/{quote(bucket)}")
        return connection.getresponse().getheader("x-amz-bucket-region")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
