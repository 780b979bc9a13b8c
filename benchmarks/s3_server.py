"""An S3 server of the least work, in memory, for figures about clients.

The servers in the package registries serve some hundred requests a second, which is slower than
either client and would make every ratio 1. The tests talk to a real one; this is only a load.

    python -m benchmarks.s3_server PORT
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Message = dict[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

MOST_LISTED = 1000
XML = '<?xml version="1.0" encoding="UTF-8"?>'
DATE = "Sat, 21 Nov 2026 00:00:00 GMT"


class Answer(Exception):  # noqa: N818  not an error: what to say, from however deep
    def __init__(self, status: int, body: bytes = b"", /, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers


class Bucket:
    """Objects by key, in the order of the keys when listed, and uploads that are not done."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.sorted: list[str] | None = None

    def put(self, key: str, data: bytes) -> str:
        etag = hashlib.md5(data, usedforsecurity=False).hexdigest()
        if key not in self.objects:
            self.sorted = None
        self.objects[key] = (data, etag)
        return etag

    def keys(self) -> list[str]:
        if self.sorted is None:
            self.sorted = sorted(self.objects)
        return self.sorted


BUCKETS: dict[str, Bucket] = {}


async def app(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    body = await body_of(receive)
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    if "aws-chunked" in headers.get("content-encoding", ""):
        body = dechunked(body)
    bucket, _, key = unquote(scope["raw_path"].decode().split("?")[0]).lstrip("/").partition("/")
    query = parse_qs(scope["query_string"].decode(), keep_blank_values=True)
    try:
        answer = handled(
            scope["method"], bucket, key, {k: v[0] for k, v in query.items()}, headers, body
        )
    except Answer as early:
        answer = early
    length = answer.headers.pop("content_length", str(len(answer.body)))
    pairs = {"content-length": length, "last-modified": DATE, **answer.headers}
    encoded = [(k.replace("_", "-").encode(), v.encode()) for k, v in pairs.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    await send({"type": "http.response.body", "body": answer.body})


async def body_of(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def dechunked(body: bytes) -> bytes:
    """``size;signature CRLF bytes CRLF``, to a chunk of size nought."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def handled(
    method: str, name: str, key: str, query: dict[str, str], headers: dict[str, str], body: bytes
) -> Answer:
    if method == "PUT" and not key:
        BUCKETS[name] = Bucket()
        return Answer(200)
    bucket = BUCKETS.get(name)
    if bucket is None:
        raise missing("NoSuchBucket")
    if not key:
        return on_bucket(method, bucket, query, body)
    if method in {"GET", "HEAD"}:
        return got(method, bucket, key, headers)
    if method == "DELETE":
        bucket.objects.pop(key, None)
        bucket.sorted = None
        return Answer(204)
    return put(method, bucket, key, query, body)


def on_bucket(method: str, bucket: Bucket, query: dict[str, str], body: bytes) -> Answer:
    if method == "HEAD":
        return Answer(200)
    if method == "POST" and "delete" in query:
        for part in body.decode().split("<Key>")[1:]:
            bucket.objects.pop(part.split("</Key>")[0], None)
        bucket.sorted = None
        return document("DeleteResult", "")
    if method == "DELETE":
        bucket.__init__()  # type: ignore[misc]
        return Answer(204)
    return Answer(200, listing(bucket, query).encode(), content_type="application/xml")


def listing(bucket: Bucket, query: dict[str, str]) -> str:
    from bisect import bisect_left, bisect_right

    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token") or query.get("start-after") or ""
    most = min(int(query.get("max-keys", MOST_LISTED)), MOST_LISTED)
    keys = bucket.keys()
    at = max(bisect_left(keys, prefix), bisect_right(keys, after))
    found: list[str] = []
    common: dict[str, None] = {}
    last = ""
    while at < len(keys) and keys[at].startswith(prefix) and len(found) + len(common) < most:
        last = keys[at]
        rest = last[len(prefix) :]
        if delimiter and delimiter in rest:
            common[prefix + rest.split(delimiter)[0] + delimiter] = None
        else:
            found.append(last)
        at += 1
    more = at < len(keys) and keys[at].startswith(prefix)
    return "".join(
        [
            f"{XML}<ListBucketResult><KeyCount>{len(found) + len(common)}</KeyCount>",
            f"<MaxKeys>{most}</MaxKeys><IsTruncated>{str(more).lower()}</IsTruncated>",
            f"<NextContinuationToken>{escape(last)}</NextContinuationToken>" if more else "",
            *(contents(bucket, key) for key in found),
            *(f"<CommonPrefixes><Prefix>{escape(p)}</Prefix></CommonPrefixes>" for p in common),
            "</ListBucketResult>",
        ]
    )


def contents(bucket: Bucket, key: str) -> str:
    data, etag = bucket.objects[key]
    return (
        f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size><ETag>&quot;{etag}&quot;"
        "</ETag><LastModified>2026-11-21T00:00:00.000Z</LastModified></Contents>"
    )


def got(method: str, bucket: Bucket, key: str, headers: dict[str, str]) -> Answer:
    if key not in bucket.objects:
        raise missing("NoSuchKey")
    data, etag = bucket.objects[key]
    said = {"etag": f'"{etag}"', "accept_ranges": "bytes"}
    status = 200
    if "range" in headers:
        first, _, last = headers["range"].removeprefix("bytes=").partition("-")
        start = int(first) if first else len(data) - int(last)
        stop = min(int(last) + 1, len(data)) if first and last else len(data)
        said["content_range"] = f"bytes {start}-{stop - 1}/{len(data)}"
        data, status = data[start:stop], 206
    if method == "HEAD":
        return Answer(status, content_length=str(len(data)), **said)
    return Answer(status, data, **said)


def put(method: str, bucket: Bucket, key: str, query: dict[str, str], body: bytes) -> Answer:
    upload = query.get("uploadId", "")
    if method == "POST" and "uploads" in query:
        upload = uuid.uuid4().hex
        bucket.uploads[upload] = {}
        said = f"<Key>{escape(key)}</Key><UploadId>{upload}</UploadId>"
        return document("InitiateMultipartUploadResult", said)
    if method == "POST":
        parts = bucket.uploads.pop(upload)
        etag = bucket.put(key, b"".join(parts[number] for number in sorted(parts)))
        said = f"<Key>{escape(key)}</Key><ETag>&quot;{etag}-{len(parts)}&quot;</ETag>"
        return document("CompleteMultipartUploadResult", said)
    if upload:
        bucket.uploads[upload][int(query["partNumber"])] = body
        return Answer(200, etag=f'"{len(body)}"')
    return Answer(200, etag=f'"{bucket.put(key, body)}"')


def document(name: str, said: str) -> Answer:
    return Answer(200, f"{XML}<{name}>{said}</{name}>".encode())


def missing(code: str) -> Answer:
    return Answer(404, f"{XML}<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())


def main(port: str) -> None:
    import uvicorn

    uvicorn.run(app, port=int(port), log_level="error", http="httptools", loop="uvloop")


if __name__ == "__main__":
    main(*sys.argv[1:])
