"""URLs below a web server's: escaped as browsers do, escapes that are there left alone. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from lineal.storage.remotes.address import Address

_SAFE: Final = "/:@!$&'()*+,;=~-._"
_ESCAPE: Final = re.compile(r"(%[0-9A-Fa-f]{2})")


def url_below(address: Address, key: str) -> str:
    """A ``?`` in the key begins a query, as it does in the URLs people copy."""
    path, question, query = key.partition("?")
    base = address.path.rstrip("/")
    whole = f"{base}/{path}" if path else base or "/"
    port = f":{address.port}" if address.port else ""
    tail = f"?{query}" if question else ""
    return f"{address.scheme}://{address.host}{port}{_escaped(whole)}{tail}"


def _escaped(path: str) -> str:
    parts = _ESCAPE.split(path)
    return "".join(
        part if index % 2 else quote(part, safe=_SAFE) for index, part in enumerate(parts)
    )
