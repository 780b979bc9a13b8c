"""Azure Blob Storage: Azurite, Microsoft's own emulator, from npm (`make emulators`)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import subprocess
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.servers.ports import end, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = "devstoreaccount1"
# Azurite's own, in its documentation.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
ROOT = Path(__file__).resolve().parent.parent.parent
_VERSION = "2021-08-06"

_serial = count(1)


class AzureServer(NamedTuple):
    endpoint: str

    @property
    def connection_string(self) -> str:
        return f"AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={self.endpoint}/{ACCOUNT}"

    def new_container(self) -> str:
        name = f"container-{next(_serial)}"
        date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        path = f"/{ACCOUNT}/{name}"
        signed = "PUT" + "\n" * 12 + f"x-ms-date:{date}\nx-ms-version:{_VERSION}\n"
        signed += f"/{ACCOUNT}{path}\nrestype:container"
        made = hmac.new(base64.b64decode(KEY), signed.encode(), hashlib.sha256).digest()
        request = urllib.request.Request(  # noqa: S310  on loopback
            f"{self.endpoint}{path}?restype=container",
            method="PUT",
            headers={
                "x-ms-date": date,
                "x-ms-version": _VERSION,
                "Authorization": f"SharedKey {ACCOUNT}:{base64.b64encode(made).decode()}",
                "Content-Length": "0",
            },
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310  as above
        return name

    def settings(self) -> dict[str, str]:
        return {"connection_string": self.connection_string}


def azurite_script() -> Path:
    chosen = os.environ.get("LINEAL_AZURITE")
    folder = Path(chosen) if chosen else ROOT / ".peers" / "azurite"
    return folder / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"


@contextmanager
def serving_azure(folder: Path) -> Iterator[AzureServer]:
    port = free_port()
    child = subprocess.Popen(
        [
            "node",
            azurite_script(),
            *("--silent", "--inMemoryPersistence", "--skipApiVersionCheck"),
            *("--blobHost", "127.0.0.1", "--blobPort", str(port)),
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, child)
        yield AzureServer(f"http://127.0.0.1:{port}")
    finally:
        end(child)
