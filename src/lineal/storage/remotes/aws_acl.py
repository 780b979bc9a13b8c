"""Writing to S3 with an ACL or grants, which only boto3 can say."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lineal.storage.remotes.aws_credentials import boto_session
from lineal.storage.remotes.certificates import certificate_path, is_verified
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.port import Info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lineal.storage.remotes.place import Place

_DENIED = (401, 403)


class AclWriter:
    """Only writes; reading, listing and removing need no ACL and stay with obstore."""

    __slots__ = ("_client", "_extra", "_place")

    def __init__(self, place: Place, endpoint: str | None, headers: Mapping[str, str]) -> None:
        session = boto_session(place, "acl or grant_*")
        self._place = place
        self._extra = {**headers, **_encryption(place)}
        self._client: Any = session.client(
            "s3",
            endpoint_url=endpoint,
            region_name=place.text("region"),
            aws_access_key_id=place.text("access_key_id"),
            aws_secret_access_key=place.text("secret_access_key"),
            aws_session_token=place.text("session_token"),
            verify=(certificate_path(place, "AWS_CA_BUNDLE") or None)
            if is_verified(place)
            else False,
        )

    def write(self, key: str, data: bytes) -> Info:
        with self._asking(key):
            put = self._client.put_object(**self._target(key), Body=data, **self._extra)
        return Info(key, len(data), put["ETag"].strip('"'), put.get("VersionId"))

    def upload(self, key: str, path: str, sent: Callable[[int], None]) -> Info:
        # deferred: with boto3
        from boto3.exceptions import S3UploadFailedError  # type: ignore[import-untyped]

        target = self._target(key)
        with self._asking(key):
            try:
                self._client.upload_file(
                    path, target["Bucket"], target["Key"], ExtraArgs=self._extra, Callback=sent
                )
            except S3UploadFailedError as exc:
                raise exc.__context__ or exc from exc
            # boto3 does not say what it has put.
            found = self._client.head_object(**target)
        size = os.stat(path).st_size
        return Info(key, size, found["ETag"].strip('"'), found.get("VersionId"))

    def _target(self, key: str) -> dict[str, str]:
        prefix = self._place.address.path.strip("/")
        return {
            "Bucket": self._place.address.host,
            "Key": f"{prefix}/{key}" if prefix else key,
        }

    @contextmanager
    def _asking(self, key: str) -> Iterator[None]:
        # deferred: with boto3
        from botocore.exceptions import (  # type: ignore[import-untyped]
            BotoCoreError,
            ClientError,
        )

        try:
            yield
        except ClientError as exc:
            status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            code = exc.response.get("Error", {}).get("Code", "")
            kind = Kind.DENIED if status in _DENIED else Kind.OTHER
            kind = Kind.NO_PLACE if code == "NoSuchBucket" else kind
            raise error_of(self._place, Failure(kind, code), key) from exc
        except BotoCoreError as exc:
            raise error_of(self._place, Failure(Kind.OTHER, type(exc).__name__), key) from exc


def _encryption(place: Place) -> dict[str, str]:
    kms = place.text("sse_kms_key_id")
    sse = place.text("sse") or ("aws:kms" if kms else None)
    return {
        **({"ServerSideEncryption": sse} if sse else {}),
        **({"SSEKMSKeyId": kms} if kms else {}),
    }
