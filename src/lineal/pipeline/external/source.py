"""One URL opened: which remote answers for it, under which key, and what kind of place it is."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import StageError
from lineal.storage.remotes.opening import open_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.model import Dep, Out
    from lineal.storage.config import Config
    from lineal.storage.remotes.port import Remote

#: The kind of a place that is a folder of this machine, reached by way of ``remote://``.
LOCAL: Final = "local"


class Wanted(NamedTuple):
    """A URL to look at, with the settings written beside it.

    ``versioned``: each file's version in the cloud is recorded, too.
    """

    url: str
    settings: tuple[tuple[str, str], ...] = ()
    versioned: bool = False


class Source(NamedTuple):
    remote: Remote
    key: str
    scheme: str
    want: Wanted

    @property
    def url(self) -> str:
        return self.want.url

    @property
    def path(self) -> str:
        """Of a `LOCAL` one."""
        return os.path.join(self.remote.url, self.key)

    @property
    def is_listable(self) -> bool:
        """Web servers have no directories."""
        return self.scheme not in ("http", "https")


def wanted(item: Dep | Out) -> Wanted:
    given = item.recorded.raw.get("fs_config")
    settings = dict(given) if isinstance(given, dict) else {}
    settings.pop("version_aware", None)
    written = tuple((key, _text(settings[key])) for key in sorted(settings))
    return Wanted(item.path, written, getattr(item, "is_versioned", False))


def _text(value: object) -> str:
    """A setting as the configuration would spell it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def open_source(config: Config, want: Wanted) -> Iterator[Source]:
    if want.url.startswith("ds://"):
        raise StageError(
            f"'{want.url}' is a dataset of DVC's, which only DVC looks after",
            hint="dvc repro runs stages that depend on datasets; its results are ours too",
        )
    remote, key = open_url(config, want.url, dict(want.settings) or None)
    scheme, separator, _ = remote.url.partition("://")
    source = Source(remote, key, scheme if separator else LOCAL, want)
    try:
        yield source._replace(key=key.rstrip("/")) if source.is_listable else source
    finally:
        remote.close()
