"""S3 and what speaks its protocol, through obstore."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from obstore.store import S3Store

from lineal.base.errors import ConfigError
from lineal.storage.remotes.aws_credentials import provider_of
from lineal.storage.remotes.aws_files import profile_of
from lineal.storage.remotes.aws_settings import (
    ANONYMOUS,
    MACHINE,
    acl_headers,
    credentials_source,
    endpoint_of,
    region_of,
    store_options,
    wants_virtual_host,
)
from lineal.storage.remotes.bucket import BucketRemote
from lineal.storage.remotes.certificates import certificate, is_verified
from lineal.storage.remotes.client import client_options, retry_config
from lineal.storage.remotes.failures import Failure, Kind, error_of

if TYPE_CHECKING:
    from lineal.storage.remotes.aws_settings import Source
    from lineal.storage.remotes.bucket import Writer
    from lineal.storage.remotes.place import Place

_JOBS: Final = 16
_ANY_REGION: Final = "us-east-1"
_MACHINE_VARIABLES: Final = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


def open_s3(place: Place) -> BucketRemote:
    profile = profile_of(
        place.text("profile"),
        os.environ,
        config_path=place.text("configpath"),
        credentials_path=place.text("credentialpath"),
    )
    source = credentials_source(place, os.environ, profile)
    _refuse_nothing(place, source)
    endpoint = endpoint_of(place, os.environ, profile)
    region = region_of(place, os.environ, profile) or _found_region(place, endpoint)
    options = store_options(
        place, endpoint=endpoint, region=region, virtual=wants_virtual_host(profile)
    )
    store = S3Store(
        place.address.host,
        prefix=place.address.path.strip("/") or None,
        config={**options, "skip_signature": source.kind == ANONYMOUS},  # type: ignore[arg-type]
        client_options=client_options(  # type: ignore[arg-type]
            place,
            plain=str(options.get("aws_endpoint_url_s3", "")).startswith("http://"),
            verify=is_verified(place),
            certificate=certificate(place, "AWS_CA_BUNDLE"),
        ),
        retry_config=retry_config(),  # type: ignore[arg-type]
        credential_provider=provider_of(place, source),
    )
    return BucketRemote(store, place, jobs=place.jobs(_JOBS), writer=_writer(place, endpoint))


def _refuse_nothing(place: Place, source: Source) -> None:
    """Who turned the machine's own credentials off has none to wait for."""
    disabled = os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true"
    elsewhere = any(os.environ.get(variable) for variable in _MACHINE_VARIABLES)
    if source.kind == MACHINE and disabled and not elsewhere:
        raise error_of(place, Failure(Kind.NO_CREDENTIALS))


def _found_region(place: Place, endpoint: str | None) -> str:
    """AWS says of every bucket in which region it is, to everybody; others do not care."""
    if endpoint is not None:
        return _ANY_REGION
    from lineal.storage.remotes.aws_region import region_of_bucket  # deferred: a request

    return region_of_bucket(place.address.host) or _ANY_REGION


def _writer(place: Place, endpoint: str | None) -> Writer | None:
    headers = acl_headers(place)
    if not headers:
        return None
    from lineal.storage.remotes.aws_acl import AclWriter  # deferred: boto3, for few

    if place.text("sse_customer_key"):
        raise ConfigError(
            f"{place.label}: acl together with sse_customer_key is not supported",
            hint="`dvc push` works in the same repository",
        )
    return AclWriter(place, endpoint, headers)
