"""Where a Delta table is, as deltalake is told: a directory, or a bucket with its settings.

The settings are those of DVC's remotes: ``remote://lake/sales`` is a table below a remote.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError
from lineal.storage.remotes.aws_credentials import provider_of
from lineal.storage.remotes.aws_files import profile_of
from lineal.storage.remotes.aws_settings import (
    ANONYMOUS,
    credentials_source,
    endpoint_of,
    region_of,
)
from lineal.storage.remotes.resolve import place_of_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.config import Config
    from lineal.storage.remotes.place import Place


class TablePlace(NamedTuple):
    """``written`` is as the user has it. ``options`` hold credentials; they are never shown."""

    written: str
    uri: str
    options: Mapping[str, str]

    def __repr__(self) -> str:
        return f"TablePlace({self.uri!r})"


def table_place(config: Config, location: str) -> TablePlace:
    """A URL, ``remote://name/path`` or an absolute path."""
    if "://" not in location:
        return TablePlace(location, location, {})
    place = place_of_url(config, location)
    match place.address.scheme:
        case "":
            return TablePlace(location, place.address.path, {})
        case "s3":
            return TablePlace(location, place.address.shown, _s3_options(place))
        case "gs":
            key = place.text("credentialpath")
            options = {"google_service_account": key} if key else {}
            return TablePlace(location, place.address.shown, options)
        case "azure":
            return TablePlace(location, place.address.shown, _azure_options(place))
        case scheme:
            raise ConfigError(
                f"{place.label}: there are no Delta tables behind {scheme}://",
                hint="a table is a directory, or in a bucket of s3, gs or azure",
            )


def _s3_options(place: Place) -> dict[str, str]:
    profile = profile_of(
        place.text("profile"),
        os.environ,
        config_path=place.text("configpath"),
        credentials_path=place.text("credentialpath"),
    )
    options: dict[str, str] = {}
    region = region_of(place, os.environ, profile)
    if region:
        options["aws_region"] = region
    endpoint = endpoint_of(place, os.environ, profile)
    if endpoint:
        options["aws_endpoint_url"] = endpoint
        options["aws_region"] = region or "us-east-1"
        if endpoint.startswith("http://"):
            options["aws_allow_http"] = "true"
    source = credentials_source(place, os.environ, profile)
    if source.kind == ANONYMOUS:
        options["aws_skip_signature"] = "true"
    provide = provider_of(place, source)
    if provide is not None:
        keys = provide()
        options["aws_access_key_id"] = keys["access_key_id"]
        options["aws_secret_access_key"] = keys["secret_access_key"]
        token = keys.get("token")
        if token:
            options["aws_session_token"] = token
    return options


def _azure_options(place: Place) -> dict[str, str]:
    settings = ("account_name", "account_key", "sas_token", "tenant_id", "client_id")
    found = {f"azure_storage_{name}": place.text(name) for name in (*settings, "client_secret")}
    return {name: value for name, value in found.items() if value}
