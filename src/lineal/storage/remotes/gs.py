"""Google Cloud Storage, through obstore."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from obstore.store import GCSStore

from lineal.base.errors import ConfigError
from lineal.storage.remotes.bucket import BucketRemote
from lineal.storage.remotes.certificates import certificate
from lineal.storage.remotes.client import client_options, retry_config

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

_JOBS: Final = 16
# What obstore reads itself; others need Google's own library.
_KINDS: Final = ("service_account", "authorized_user")
# An emulator has no accounts. obstore asks the network for one before it writes unsigned, so it
# is given a token that nobody checks.
_NOBODY: Final = {"bearer_token": "anonymous"}
_ADC: Final = "~/.config/gcloud/application_default_credentials.json"


def open_gs(place: Place) -> BucketRemote:
    endpoint = place.text("endpointurl") or os.environ.get("STORAGE_EMULATOR_HOST")
    if endpoint and "://" not in endpoint:
        endpoint = f"http://{endpoint}"
    config: dict[str, Any] = {"base_url": endpoint.rstrip("/")} if endpoint else {}
    if not place.flag("allow_anonymous_login"):
        config |= _credentials(place, is_emulator=bool(endpoint))
    elif endpoint:
        config |= _NOBODY
    else:
        config["skip_signature"] = True
    store = GCSStore(
        place.address.host,
        prefix=place.address.path.strip("/") or None,
        config=config,  # type: ignore[arg-type]
        client_options=client_options(  # type: ignore[arg-type]
            place,
            plain=bool(endpoint and endpoint.startswith("http://")),
            verify=True,
            certificate=certificate(place),
        ),
        retry_config=retry_config(),  # type: ignore[arg-type]
    )
    return BucketRemote(store, place, jobs=place.jobs(_JOBS))


def _credentials(place: Place, *, is_emulator: bool) -> dict[str, Any]:
    """A file that is named, or where gcloud leaves one; else the machine's own account."""
    named = place.text("credentialpath") or os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    path = os.path.expanduser(named or _ADC)
    if not named and not os.path.exists(path):
        return _NOBODY if is_emulator else {}
    kind = _kind_of(place, path)
    if kind not in _KINDS:
        raise ConfigError(
            f"{place.label}: {path} holds credentials of type {kind}; "
            f"Lineal takes {' and '.join(_KINDS)}",
            hint="lineal remote modify --local "
            f"{place.name or 'NAME'} credentialpath FILE; or `dvc push`, in the same repository",
        )
    key = "service_account" if kind == "service_account" else "application_credentials"
    return {key: path}


def _kind_of(place: Place, path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return str(json.load(file)["type"])
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ConfigError(
            f"{place.label}: cannot read Google credentials in {path}",
            hint=f"lineal remote modify --local {place.name or 'NAME'} credentialpath FILE",
        ) from exc
