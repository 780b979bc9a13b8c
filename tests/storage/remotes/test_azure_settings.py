"""Which account, credentials and endpoint a container is opened with: DVC's order."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import ConfigError
from lineal.storage.config import Config
from lineal.storage.remotes.azure_settings import azure_options
from lineal.storage.remotes.resolve import place_of

STRING = "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=a2V5==;EndpointSuffix=core.x"
PRINCIPAL = {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(
    ("settings", "environment", "stored", "expected"),
    [
        (
            {"connection_string": STRING},
            {},
            {},
            {
                "account_name": "acc",
                "account_key": "a2V5==",
                "endpoint": "https://acc.blob.core.x",
            },
        ),
        (
            {},
            {"AZURE_STORAGE_CONNECTION_STRING": "AccountName=a;SharedAccessSignature=?sig"},
            {},
            {"account_name": "a", "sas_key": "sig"},
        ),
        (
            {"account_name": "a", "account_key": "k", "sas_token": "s"},
            {},
            {},
            {"account_name": "a", "account_key": "k"},
        ),
        ({"account_name": "a", "sas_token": "?s"}, {}, {}, {"account_name": "a", "sas_key": "s"}),
        (
            {"account_name": "a", "tenant_id": "t", "client_id": "c", "client_secret": "s"},
            {"AZURE_STORAGE_KEY": "k"},
            {},
            {"account_name": "a", "tenant_id": "t", "client_id": "c", "client_secret": "s"},
        ),
        (
            {"account_name": "a"},
            PRINCIPAL,
            {},
            {"account_name": "a", "tenant_id": "t", "client_id": "c", "client_secret": "s"},
        ),
        (
            {"account_name": "a", "exclude_environment_credential": "true"},
            PRINCIPAL,
            {},
            {"account_name": "a", "use_azure_cli": True},
        ),
        ({"account_name": "a"}, {"IDENTITY_ENDPOINT": "http://x"}, {}, {"account_name": "a"}),
        ({}, {}, {"account": "a", "key": "k"}, {"account_name": "a", "account_key": "k"}),
        (
            {"account_name": "a", "allow_anonymous_login": "true"},
            {},
            {},
            {"account_name": "a", "skip_signature": True},
        ),
    ],
)
def test_the_first_that_has_credentials_decides(
    settings: dict[str, str],
    environment: dict[str, str],
    stored: dict[str, str],
    expected: dict[str, Any],
) -> None:
    """Connection string, service principal, key, token, the machine."""
    place = place_of(Config(remotes={"r": {"url": "azure://box/x", **settings}}), "r")

    assert expected == azure_options(place, environment, stored)


@pytest.mark.parametrize(
    ("settings", "message"),
    [({}, "no storage account is named"), ({"connection_string": "x=y"}, "names no AccountName")],
)
def test_without_an_account_nothing_is_opened(settings: dict[str, str], message: str) -> None:
    """With where it can be said."""
    place = place_of(Config(remotes={"r": {"url": "azure://box/x", **settings}}), "r")

    with pytest.raises(ConfigError, match=message):
        azure_options(place, {}, {})
