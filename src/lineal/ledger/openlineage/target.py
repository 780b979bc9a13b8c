"""Where events go, as ``lineal.yaml`` or OpenLineage's own variables say.

openlineage:
  url: http://marquez:5000        # or file:events.jsonl, below the project
  endpoint: api/v1/lineage
  token_env: MARQUEZ_TOKEN        # the name of a variable: no secret is in the file
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import ConfigError
from lineal.ledger.settings import check_section
from lineal.ledger.web import shown_url

if TYPE_CHECKING:
    from collections.abc import Mapping

URL, ENDPOINT, API_KEY = "OPENLINEAGE_URL", "OPENLINEAGE_ENDPOINT", "OPENLINEAGE_API_KEY"
DISABLED = "OPENLINEAGE_DISABLED"
DEFAULT_ENDPOINT = "api/v1/lineage"
_KEYS = ("url", "endpoint", "token_env")
_FILE = "file:"


class Target(NamedTuple):
    """A file or an endpoint. The token is not in here: it is looked up when it is needed."""

    url: str
    endpoint: str = DEFAULT_ENDPOINT
    token_env: str = API_KEY

    @property
    def file(self) -> str | None:
        return self.url.removeprefix(_FILE) if self.url.startswith(_FILE) else None

    @property
    def label(self) -> str:
        if self.file is not None:
            return self.file
        return f"{shown_url(self.url).rstrip('/')}/{self.endpoint}"


def target_of(settings: Mapping[str, Any], environ: Mapping[str, str]) -> Target | None:
    """The file of the project comes first; None when nobody wants events."""
    check_section("openlineage", settings, _KEYS)
    if environ.get(DISABLED, "").lower() == "true":
        return None
    url = settings.get("url") or environ.get(URL)
    if not url:
        return None
    if not url.startswith((_FILE, "http://", "https://")):
        raise ConfigError(
            f"openlineage.url: neither http(s):// nor file: in {shown_url(url)}",
            hint="openlineage: {url: 'http://…'} or {url: 'file:events.jsonl'}",
        )
    endpoint = settings.get("endpoint") or environ.get(ENDPOINT) or DEFAULT_ENDPOINT
    return Target(url, endpoint.strip("/"), settings.get("token_env") or API_KEY)


def file_place(root: str, file: str) -> str:
    """Below the project, unless it is absolute."""
    return os.path.join(root, file.removeprefix("//"))
