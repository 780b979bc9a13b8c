"""Opening a remote by its name, or a URL: which adapter it is, and nothing about what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.storage.remotes import resolve
from lineal.storage.remotes.address import is_url
from lineal.storage.remotes.resolve import place_of, place_of_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.config import Config
    from lineal.storage.remotes.place import Place
    from lineal.storage.remotes.port import Remote

__all__ = ["is_url", "open_remote", "open_url", "remote_name"]


def open_remote(
    config: Config, name: str | None = None, *, override: Mapping[str, str] | None = None
) -> Remote:
    """The remote of that name, or the default one. Nothing is asked of it yet."""
    return connect(place_of(config, remote_name(config, name), override))


def remote_name(config: Config, name: str | None) -> str:
    """The name that is meant; raises ConfigError when there is none, or no such."""
    return resolve.remote_name(config, name)


def open_url(
    config: Config, url: str, fs_config: Mapping[str, str] | None = None
) -> tuple[Remote, str]:
    """The bucket, host or directory that a URL is in, and the key of the URL there.

    `remote://name/path` is below the URL of that remote, with its settings. A plain path is
    below the root directory.
    """
    place = place_of_url(config, url, fs_config)
    address = place.address
    key = address.path.strip("/") + (f"?{address.query}" if address.query else "")
    root = "" if address.scheme in {"s3", "gs", "azure"} else "/"
    return connect(place._replace(address=address._replace(path=root, query=""))), key


def connect(place: Place) -> Remote:
    """The adapter for the scheme, which alone is imported."""
    match place.address.scheme:
        case "":
            from lineal.storage.remotes.local import open_local  # deferred: one adapter each

            return open_local(place)
        case "s3":
            from lineal.storage.remotes.s3 import open_s3  # deferred: obstore, 30 ms

            return open_s3(place)
        case "gs":
            from lineal.storage.remotes.gs import open_gs  # deferred: obstore, 30 ms

            return open_gs(place)
        case "azure":
            from lineal.storage.remotes.azure import open_azure  # deferred: obstore, 30 ms

            return open_azure(place)
        case "ssh":
            return _over_ssh(place)
        case _:
            from lineal.storage.remotes.http import open_http  # deferred: urllib3, 120 ms

            return open_http(place)


def _over_ssh(place: Place) -> Remote:
    try:
        from lineal.storage.remotes.ssh import open_ssh  # deferred: asyncssh, half a second
    except ImportError as exc:
        if exc.name != "asyncssh":
            raise
        raise ConfigError(
            f"{place.label}: SSH needs asyncssh", hint="pip install 'lineal[ssh]'"
        ) from exc
    return open_ssh(place)
