"""From DVC's settings, AWS's variables and a profile to what a bucket is opened with. Pure.

Where several say it, the order is boto's: the remote, the environment, the profile.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.remotes.place import Place


class Keys(NamedTuple):
    """Long-lived or temporary keys; never shown."""

    access: str
    secret: str
    token: str | None = None

    def __repr__(self) -> str:
        return "Keys(…)"


class Source(NamedTuple):
    """Where credentials come from: keys at hand, or who can get them."""

    kind: str
    keys: Keys | None = None
    command: str = ""


STATIC = "keys"
ANONYMOUS = "anonymous"
PROCESS = "credential_process"
# Roles to assume and sign-on sessions: boto3 knows how.
BOTO = "boto3"
# What the machine itself offers: web identity, containers, instances; obstore knows how.
MACHINE = "machine"

_BOTO_KEYS = ("role_arn", "sso_session", "sso_start_url", "sso_account_id", "login_session")


def credentials_source(
    place: Place, environment: Mapping[str, str], profile: Mapping[str, str]
) -> Source:
    if place.flag("allow_anonymous_login"):
        return Source(ANONYMOUS)
    given = keys_in(
        place.text("access_key_id"), place.text("secret_access_key"), place.text("session_token")
    )
    if given:
        return Source(STATIC, given)
    from_environment = keys_in(
        environment.get("AWS_ACCESS_KEY_ID"),
        environment.get("AWS_SECRET_ACCESS_KEY"),
        environment.get("AWS_SESSION_TOKEN"),
    )
    # A profile that the remote names goes before variables, as with boto.
    if from_environment and not place.text("profile"):
        return Source(STATIC, from_environment)
    return _of_profile(place, environment, profile)


def _of_profile(place: Place, environment: Mapping[str, str], profile: Mapping[str, str]) -> Source:
    if any(profile.get(key) for key in _BOTO_KEYS):
        return Source(BOTO)
    is_pod = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE") and environment.get("AWS_ROLE_ARN")
    if is_pod and not place.text("profile"):
        return Source(MACHINE)
    stored = keys_in(
        profile.get("aws_access_key_id"),
        profile.get("aws_secret_access_key"),
        profile.get("aws_session_token"),
    )
    if stored:
        return Source(STATIC, stored)
    if profile.get("credential_process"):
        return Source(PROCESS, command=profile["credential_process"])
    return Source(MACHINE)


def keys_in(access: str | None, secret: str | None, token: str | None) -> Keys | None:
    return Keys(access, secret, token or None) if access and secret else None


def endpoint_of(
    place: Place, environment: Mapping[str, str], profile: Mapping[str, str]
) -> str | None:
    """None is AWS itself."""
    found = place.text("endpointurl")
    if not found and environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
        found = (
            environment.get("AWS_ENDPOINT_URL_S3")
            or environment.get("AWS_ENDPOINT_URL")
            or profile.get("s3.endpoint_url")
            or profile.get("endpoint_url")
        )
    if found and not found.startswith(("http://", "https://")):
        raise ConfigError(
            f"{place.label}: endpointurl needs http:// or https:// in front: {found}",
            hint=f"lineal remote modify {place.name or 'NAME'} endpointurl https://{found}",
        )
    return found.rstrip("/") if found else None


def region_of(
    place: Place, environment: Mapping[str, str], profile: Mapping[str, str]
) -> str | None:
    return (
        place.text("region")
        or environment.get("AWS_REGION")
        or environment.get("AWS_DEFAULT_REGION")
        or profile.get("region")
    )


def store_options(
    place: Place, *, endpoint: str | None, region: str, virtual: bool
) -> dict[str, str | bool]:
    """For obstore: the bucket, where it is, and how its objects are encrypted."""
    bucket = place.address.host
    options: dict[str, str | bool] = {"region": region}
    if endpoint is None and not place.flag("use_ssl", default=True):
        endpoint = f"http://s3.{region}.amazonaws.com"
    if endpoint is not None:
        scheme, _, host = endpoint.partition("://")
        options["aws_endpoint_url_s3"] = f"{scheme}://{bucket}.{host}" if virtual else endpoint
        options["virtual_hosted_style_request"] = virtual
    return {**options, **_encryption(place)}


def wants_virtual_host(profile: Mapping[str, str]) -> bool:
    return profile.get("s3.addressing_style") == "virtual"


def acl_headers(place: Place) -> dict[str, str]:
    """What obstore cannot say: who else may read what we write, in boto's words."""
    grants = {
        word: value
        for key, word in (
            ("grant_full_control", "GrantFullControl"),
            ("grant_read", "GrantRead"),
            ("grant_read_acp", "GrantReadACP"),
            ("grant_write_acp", "GrantWriteACP"),
        )
        if (value := place.text(key))
    }
    acl = place.text("acl")
    if acl and grants:
        raise ConfigError(
            f"{place.label}: acl and grant_* exclude each other",
            hint=f"lineal remote modify --unset {place.name or 'NAME'} acl",
        )
    return {"ACL": acl} if acl else grants


def _encryption(place: Place) -> dict[str, str | bool]:
    key, kms = place.text("sse_customer_key"), place.text("sse_kms_key_id")
    if key and kms:
        raise ConfigError(
            f"{place.label}: sse_customer_key and sse_kms_key_id exclude each other",
            hint=f"lineal remote modify --unset {place.name or 'NAME'} sse_kms_key_id",
        )
    if key:
        _check_customer_key(place, key)
        return {"server_side_encryption": "sse-c", "sse_customer_key_base64": key}
    if kms:
        return {
            "server_side_encryption": place.text("sse") or "aws:kms",
            "sse_kms_key_id": kms,
        }
    sse = place.text("sse")
    return {"server_side_encryption": sse} if sse else {}


def _check_customer_key(place: Place, key: str) -> None:
    algorithm = place.text("sse_customer_algorithm") or "AES256"
    if algorithm != "AES256":
        raise ConfigError(
            f"{place.label}: S3 knows no sse_customer_algorithm but AES256, not {algorithm}",
            hint=f"lineal remote modify {place.name or 'NAME'} sse_customer_algorithm AES256",
        )
    try:
        base64.b64decode(key, validate=True)
    except binascii.Error as exc:
        raise ConfigError(
            f"{place.label}: sse_customer_key is not base64",
            hint=place.setting("sse_customer_key"),
        ) from exc
