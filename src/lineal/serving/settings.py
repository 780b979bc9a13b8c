"""What a server is told: one struct, also as JSON for its workers. Pure."""

from __future__ import annotations

import msgspec

HOST, PORT = "127.0.0.1", 8080
MOST_BODY, MOST_ROWS = 10 * 1024 * 1024, 10_000
#: The variable that holds the token clients must send. It is in no struct and no command line.
TOKEN_VARIABLE = "LINEAL_SERVE_TOKEN"  # noqa: S105  its name, not its value


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``bundle`` is a directory, ``digest`` says which bundle is in it.

    ``version`` is empty where no registry knows the bundle. An empty ``endpoint`` is the name of
    the model. ``durable`` waits for the disk with each receipt. ``most_body`` is in bytes.
    """

    bundle: str
    digest: str
    receipts: str
    endpoint: str = ""
    version: str = ""
    durable: bool = False
    most_body: int = MOST_BODY
    most_rows: int = MOST_ROWS
