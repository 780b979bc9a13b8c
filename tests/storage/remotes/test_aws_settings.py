"""Which credentials, endpoint and region a bucket is opened with: boto's order."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError
from lineal.storage.config import Config
from lineal.storage.remotes import aws_settings
from lineal.storage.remotes.aws_files import parsed, profile_of
from lineal.storage.remotes.resolve import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.storage.remotes.place import Place

KEYS = {"AWS_ACCESS_KEY_ID": "env", "AWS_SECRET_ACCESS_KEY": "x"}
STORED = {"aws_access_key_id": "stored", "aws_secret_access_key": "x"}
POD = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn"}


def place(**settings: str) -> Place:
    return place_of(Config(remotes={"r": {"url": "s3://bucket/x", **settings}}), "r")


@pytest.mark.parametrize(
    ("settings", "environment", "profile", "expected"),
    [
        ({"access_key_id": "own", "secret_access_key": "x"}, KEYS, STORED, "keys own"),
        ({}, KEYS, STORED, "keys env"),
        ({"profile": "p"}, KEYS, STORED, "keys stored"),
        ({"profile": "p"}, POD, STORED, "keys stored"),
        ({}, POD, STORED, "machine "),
        ({}, {}, STORED, "keys stored"),
        ({}, {}, {"credential_process": "get-keys"}, "credential_process "),
        ({}, {}, {"role_arn": "arn", "source_profile": "base", **STORED}, "boto3 "),
        ({}, {}, {"sso_session": "s"}, "boto3 "),
        ({}, {}, {}, "machine "),
        ({"allow_anonymous_login": "true"}, KEYS, STORED, "anonymous "),
    ],
)
def test_credentials_come_from_the_first_that_has_any(
    settings: dict[str, str], environment: dict[str, str], profile: dict[str, str], expected: str
) -> None:
    """The remote, the environment, the profile, the machine."""
    source = aws_settings.credentials_source(place(**settings), environment, profile)

    assert expected == f"{source.kind} {source.keys.access if source.keys else ''}"


@pytest.mark.parametrize(
    ("settings", "environment", "profile", "expected"),
    [
        ({"endpointurl": "http://a/"}, {"AWS_ENDPOINT_URL": "http://b"}, {}, "http://a"),
        ({}, {"AWS_ENDPOINT_URL_S3": "http://a", "AWS_ENDPOINT_URL": "http://b"}, {}, "http://a"),
        ({}, {"AWS_ENDPOINT_URL": "http://b"}, {"endpoint_url": "http://c"}, "http://b"),
        ({}, {}, {"s3.endpoint_url": "http://c", "endpoint_url": "http://d"}, "http://c"),
        ({}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "b"}, {}, None),
        ({}, {}, {}, None),
    ],
)
def test_the_endpoint(
    settings: dict[str, str],
    environment: dict[str, str],
    profile: dict[str, str],
    expected: str | None,
) -> None:
    """None is AWS itself."""
    assert expected == aws_settings.endpoint_of(place(**settings), environment, profile)


def test_an_endpoint_without_a_scheme_is_refused() -> None:
    """With the command that mends it."""
    with pytest.raises(ConfigError, match="needs http:// or https://"):
        aws_settings.endpoint_of(place(endpointurl="minio:9000"), {}, {})


@pytest.mark.parametrize(
    ("settings", "options", "expected"),
    [
        ({}, {"endpoint": None, "virtual": False}, {}),
        (
            {"use_ssl": "false"},
            {"endpoint": None, "virtual": False},
            {"aws_endpoint_url_s3": "http://s3.eu.amazonaws.com"},
        ),
        (
            {},
            {"endpoint": "https://oss.example", "virtual": True},
            {
                "aws_endpoint_url_s3": "https://bucket.oss.example",
                "virtual_hosted_style_request": True,
            },
        ),
        (
            {"sse": "AES256"},
            {"endpoint": None, "virtual": False},
            {"server_side_encryption": "AES256"},
        ),
        (
            {"sse_kms_key_id": "k"},
            {"endpoint": None, "virtual": False},
            {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k"},
        ),
        (
            {"sse_customer_key": "QUFB"},
            {"endpoint": None, "virtual": False},
            {"server_side_encryption": "sse-c", "sse_customer_key_base64": "QUFB"},
        ),
    ],
)
def test_what_a_bucket_is_opened_with(
    settings: dict[str, str], options: dict[str, object], expected: dict[str, object]
) -> None:
    """Endpoint and encryption."""
    found = aws_settings.store_options(place(**settings), region="eu", **options)  # type: ignore[arg-type]

    defaults = {"region": "eu", "virtual_hosted_style_request": False}
    assert {"region": "eu", **expected} == {
        key: value for key, value in found.items() if key == "region" or defaults.get(key) != value
    }


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"sse_customer_key": "QQ==", "sse_kms_key_id": "k"}, "exclude each other"),
        ({"sse_customer_key": "not base64!"}, "is not base64"),
        ({"sse_customer_key": "QQ==", "sse_customer_algorithm": "ROT13"}, "AES256, not ROT13"),
    ],
)
def test_an_encryption_that_cannot_be_is_refused(settings: dict[str, str], message: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ConfigError, match=message):
        aws_settings.store_options(place(**settings), endpoint=None, region="eu", virtual=False)


def test_acl_and_grants_exclude_each_other() -> None:
    """As in DVC."""
    with pytest.raises(ConfigError, match="acl and grant_"):
        aws_settings.acl_headers(place(acl="private", grant_read="id=1"))


def test_both_files_are_read_and_credentials_go_first(tmp_path: Path) -> None:
    """Profiles, nested settings, comments."""
    (tmp_path / "config").write_text(
        "[default]\nregion = eu\n[profile work]\nregion=us # kept\n"
        "s3 =\n  addressing_style = virtual\naws_access_key_id = config\n"
    )
    (tmp_path / "credentials").write_text("; note\n[work]\naws_access_key_id = credentials\n")

    found = profile_of(
        "work",
        {},
        config_path=str(tmp_path / "config"),
        credentials_path=str(tmp_path / "credentials"),
    )

    assert ("us # kept", "virtual", "credentials") == (
        found["region"],
        found["s3.addressing_style"],
        found["aws_access_key_id"],
    )


def test_a_profile_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the nearest; the default one need not be there."""
    (tmp_path / "config").write_text("[profile work]\nregion=us\n")
    environment = {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_PROFILE": "wrok"}

    with pytest.raises(ConfigError, match=r"no AWS profile 'wrok'.*did you mean 'work'"):
        profile_of(None, environment, credentials_path=str(tmp_path / "none"))
    del environment["AWS_PROFILE"]
    assert {} == profile_of(None, environment, credentials_path=str(tmp_path / "none"))


def test_a_line_that_says_nothing_is_skipped() -> None:
    """AWS's own tools do so, too."""
    assert {"a": {"x": "1"}} == parsed("[a]\nnonsense\nx=1\n")


def test_keys_are_not_shown() -> None:
    """In no repr."""
    secret = base64.b64encode(b"hunter2").decode()
    keys = aws_settings.keys_in("a", secret, None)

    assert "Keys(…)" == repr(keys)
