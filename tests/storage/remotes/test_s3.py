"""S3 as the official client sees it: keys, parts, encryption, ACLs, and credentials' ways."""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError, DataError, RemoteDenied
from lineal.storage.config import Config
from lineal.storage.remotes.aws_region import region_of_bucket
from lineal.storage.remotes.opening import open_remote
from tests.servers.s3 import ACCESS_KEY, PAGE, REGION, SECRET_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.storage.remotes.port import Remote
    from tests.servers.http import HttpServer
    from tests.servers.s3 import S3Server


def opened(bucket: str, settings: dict[str, str], **more: str) -> Remote:
    config = Config(remotes={"r": {"url": f"s3://{bucket}/x", **settings, **more}})
    return open_remote(config, "r")


def test_boto3_reads_what_we_wrote_and_sees_nothing_half_done(s3: S3Server, tmp_path: Path) -> None:
    """Also an upload in parts, whose parts do not stay behind."""
    bucket = s3.new_bucket()
    remote = opened(bucket, s3.settings())
    data = os.urandom(9 << 20)
    (tmp_path / "file").write_bytes(data)

    remote.write("small", b"small")
    info = remote.upload("large", str(tmp_path / "file"))

    seen = (s3.keys(bucket), s3.read(bucket, "x/small"), s3.read(bucket, "x/large"))
    assert (["x/large", "x/small"], b"small", data) == seen
    head = s3.client.head_object(Bucket=bucket, Key="x/large")
    pending = s3.client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    assert (head["ETag"].strip('"'), []) == (info.etag, pending)


def test_an_upload_whose_file_shrinks_leaves_nothing(s3: S3Server, tmp_path: Path) -> None:
    """What was announced is what must come."""
    bucket = s3.new_bucket()
    remote = opened(bucket, s3.settings())
    path = tmp_path / "file"
    path.write_bytes(os.urandom(12 << 20))

    def shrink(count: int) -> None:
        if count and path.stat().st_size > 9 << 20:
            os.truncate(path, 9 << 20)

    with pytest.raises(DataError, match="changed while it was read"):
        remote.upload("large", str(path), shrink)

    assert [] == s3.keys(bucket)


def test_what_boto3_wrote_is_listed_page_by_page(s3: S3Server) -> None:
    """More than a page has."""
    bucket = s3.new_bucket()
    for number in range(2 * PAGE + 5):
        s3.put(bucket, f"x/{number:04}", b"")

    assert 2 * PAGE + 5 == sum(1 for _ in opened(bucket, s3.settings()).list())


@pytest.mark.parametrize(
    ("settings", "field", "expected"),
    [
        ({"sse": "AES256"}, "ServerSideEncryption", "AES256"),
        ({"sse_kms_key_id": "key-1"}, "SSEKMSKeyId", "key-1"),
    ],
)
def test_encryption_at_the_server_is_asked_for(
    s3: S3Server, settings: dict[str, str], field: str, expected: str
) -> None:
    """boto3 is told of it."""
    bucket = s3.new_bucket()

    opened(bucket, s3.settings(), **settings).write("key", b"1")

    assert expected == s3.client.head_object(Bucket=bucket, Key="x/key")[field]


def test_ones_own_key_goes_with_every_request(http: HttpServer) -> None:
    """And is read with, too. moto keeps no such objects, so the headers are looked at."""
    key = base64.b64encode(b"k" * 32).decode()
    http.objects["/bucket/x/key"] = b"1"
    settings = {"endpointurl": http.endpoint, "access_key_id": "a", "secret_access_key": "b"}

    remote = opened("bucket", {**settings, "region": "eu"}, sse_customer_key=key)

    assert b"1" == remote.read("key")
    assert key == http.headers[-1]["x-amz-server-side-encryption-customer-key"]


@pytest.mark.parametrize(
    ("settings", "grants"),
    [
        ({"acl": "public-read"}, {"READ", "FULL_CONTROL"}),
        ({"grant_read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'}, {"READ"}),
    ],
)
def test_who_may_read_is_said_with_the_object(
    s3: S3Server, settings: dict[str, str], grants: set[str], tmp_path: Path
) -> None:
    """Small or uploaded from a file."""
    bucket = s3.new_bucket()
    remote = opened(bucket, s3.settings(), **settings)
    (tmp_path / "file").write_bytes(b"2")

    remote.write("a", b"1")
    info = remote.upload("b", str(tmp_path / "file"))

    found = [
        {grant["Permission"] for grant in acl["Grants"]}
        for acl in (s3.client.get_object_acl(Bucket=bucket, Key=f"x/{key}") for key in "ab")
    ]
    assert ([grants, grants], 1, b"2") == (found, info.size, remote.read("b"))


def test_credentials_come_from_the_environment(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Endpoint and region, too: a remote may be no more than a URL."""
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    bucket = s3.new_bucket()

    opened(bucket, {}).write("key", b"1")

    assert ["x/key"] == s3.keys(bucket)


def test_credentials_come_from_a_profile(s3: S3Server, tmp_path: Path) -> None:
    """In a file of the project's choice."""
    path = tmp_path / "credentials"
    path.write_text(
        f"[p]\naws_access_key_id={ACCESS_KEY}\naws_secret_access_key={SECRET_KEY}\nregion={REGION}"
    )
    bucket = s3.new_bucket()
    settings = {"endpointurl": s3.endpoint, "profile": "p", "credentialpath": str(path)}

    opened(bucket, settings).write("key", b"1")

    assert ["x/key"] == s3.keys(bucket)


@pytest.mark.parametrize("works", [True, False])
def test_credentials_come_from_a_command(s3: S3Server, tmp_path: Path, *, works: bool) -> None:
    """`credential_process`: its keys, or that it failed."""
    keys = {"Version": 1, "AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY}
    (tmp_path / "keys").write_text(json.dumps(keys))
    command = f"cat {tmp_path / 'keys'}" if works else "false"
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {command}\n")
    bucket = s3.new_bucket()
    settings = {"endpointurl": s3.endpoint, "configpath": str(tmp_path / "config")}

    if works:
        opened(bucket, settings).write("key", b"1")
        assert ["x/key"] == s3.keys(bucket)
    else:
        with pytest.raises(RemoteDenied, match="credential_process false failed: it exited with 1"):
            opened(bucket, settings)


def test_a_role_is_assumed_through_boto3(
    s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile names the role; the server gives keys for it."""
    (tmp_path / "config").write_text(
        "[profile base]\nregion = us-east-1\n"
        f"[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = keys\n"
        f"region = us-east-1\n[profile keys]\naws_access_key_id = {ACCESS_KEY}\n"
        f"aws_secret_access_key = {SECRET_KEY}\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    bucket = s3.new_bucket()

    opened(bucket, {"profile": "p"}).write("key", b"1")

    assert ["x/key"] == s3.keys(bucket)


def test_without_boto3_a_role_names_the_extra(
    s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, with the command."""
    (tmp_path / "config").write_text("[default]\nrole_arn = a\nsource_profile = default\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(ConfigError, match="needs boto3") as caught:
        opened("bucket", {"endpointurl": s3.endpoint})

    assert "pip install 'lineal[aws]'" == caught.value.hint


def test_a_bucket_says_in_which_region_it_is(s3: S3Server) -> None:
    """To anybody; a host that does not answer says nothing."""
    bucket = s3.new_bucket()
    host = s3.endpoint.partition("//")[2]

    regions = [region_of_bucket(bucket, where, plain=True) for where in (host, "127.0.0.1:1")]

    assert [REGION, None] == regions
