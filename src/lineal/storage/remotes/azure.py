"""Azure Blob Storage, through obstore."""

from __future__ import annotations

import configparser
import os
from typing import TYPE_CHECKING, Final

from obstore.store import AzureStore

from lineal.storage.remotes.azure_settings import azure_options
from lineal.storage.remotes.bucket import BucketRemote
from lineal.storage.remotes.certificates import certificate
from lineal.storage.remotes.client import client_options, retry_config

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

_JOBS: Final = 16


def open_azure(place: Place) -> BucketRemote:
    options = azure_options(place, os.environ, _stored())
    store = AzureStore(
        place.address.host,
        prefix=place.address.path.strip("/") or None,
        config=options,  # type: ignore[arg-type]
        client_options=client_options(  # type: ignore[arg-type]
            place,
            plain=str(options.get("endpoint", "")).startswith("http://"),
            verify=True,
            certificate=certificate(place),
        ),
        retry_config=retry_config(),  # type: ignore[arg-type]
    )
    return BucketRemote(store, place, jobs=place.jobs(_JOBS))


def _stored() -> dict[str, str]:
    """What `az configure` has written; nothing when it is not there or not readable."""
    directory = os.environ.get("AZURE_CONFIG_DIR") or os.path.expanduser("~/.azure")
    parser = configparser.RawConfigParser()
    try:
        parser.read(os.path.join(directory, "config"), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return {}
    return dict(parser["storage"]) if parser.has_section("storage") else {}
