"""From DVC's settings, Azure's variables and its connection string to obstore's. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.remotes.place import Place

_HINT = "lineal remote modify {name} account_name ACCOUNT, or set AZURE_STORAGE_CONNECTION_STRING"

# DVC's key, the variable, and the key in ~/.azure/config below [storage].
_SOURCES = (
    ("connection_string", "AZURE_STORAGE_CONNECTION_STRING", "connection_string"),
    ("account_name", "AZURE_STORAGE_ACCOUNT", "account"),
    ("account_key", "AZURE_STORAGE_KEY", "key"),
    ("sas_token", "AZURE_STORAGE_SAS_TOKEN", "sas_token"),
)
_ALSO = {"account_name": "AZURE_STORAGE_ACCOUNT_NAME", "account_key": "AZURE_STORAGE_ACCOUNT_KEY"}
_DEVELOPMENT = (
    "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVE"
    "rCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1"
)


def azure_options(
    place: Place, environment: Mapping[str, str], stored: Mapping[str, str]
) -> dict[str, Any]:
    """``stored`` is the [storage] section of Azure's own configuration file."""
    said = {
        key: place.text(key)
        or environment.get(variable)
        or environment.get(_ALSO.get(key, ""))
        or stored.get(option)
        for key, variable, option in _SOURCES
    }
    options = _of_connection_string(place, said["connection_string"] or "")
    options.setdefault("account_name", said["account_name"])
    if not options["account_name"]:
        raise ConfigError(
            f"{place.label}: no storage account is named",
            hint=_HINT.format(name=place.name or "NAME"),
        )
    if "account_key" in options or "sas_key" in options:
        return options
    if place.flag("allow_anonymous_login"):
        return {**options, "skip_signature": True}
    return {**options, **_credentials(place, environment, said)}


def _credentials(
    place: Place, environment: Mapping[str, str], said: Mapping[str, str | None]
) -> dict[str, Any]:
    """In DVC's order: service principal, key, SAS token, then what the machine offers."""
    principal = {key: place.text(key) for key in ("tenant_id", "client_id", "client_secret")}
    if all(principal.values()):
        return principal
    if said["account_key"]:
        return {"account_key": said["account_key"]}
    if said["sas_token"]:
        return {"sas_key": said["sas_token"].lstrip("?")}
    return _of_machine(place, environment)


def _of_machine(place: Place, environment: Mapping[str, str]) -> dict[str, Any]:
    names = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")
    if all(environment.get(name) for name in names) and not place.flag(
        "exclude_environment_credential"
    ):
        return {name.removeprefix("AZURE_").lower(): environment[name] for name in names}
    if environment.get("AZURE_FEDERATED_TOKEN_FILE"):
        return {}
    has_identity = environment.get("IDENTITY_ENDPOINT") or environment.get("MSI_ENDPOINT")
    if has_identity and not place.flag("exclude_managed_identity_credential"):
        return {}
    return {"use_azure_cli": True}


def _of_connection_string(place: Place, text: str) -> dict[str, Any]:
    if not text:
        return {}
    parts = _parts(text)
    if parts.get("usedevelopmentstorage", "").lower() == "true":
        parts = _parts(_DEVELOPMENT)
    if "accountname" not in parts:
        raise ConfigError(
            f"{place.label}: the connection string names no AccountName",
            hint="copy it from the portal: Storage account, Access keys",
        )
    options: dict[str, Any] = {"account_name": parts["accountname"]}
    if "accountkey" in parts:
        options["account_key"] = parts["accountkey"]
    elif "sharedaccesssignature" in parts:
        options["sas_key"] = parts["sharedaccesssignature"].lstrip("?")
    suffix, scheme = parts.get("endpointsuffix"), parts.get("defaultendpointsprotocol", "https")
    if "blobendpoint" in parts:
        options["endpoint"] = parts["blobendpoint"].rstrip("/")
    elif suffix or scheme == "http":
        where = suffix or "core.windows.net"
        options["endpoint"] = f"{scheme}://{parts['accountname']}.blob.{where}"
    return options


def _parts(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {key.strip().lower(): value.strip() for key, _, value in pairs}
