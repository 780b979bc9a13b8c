"""``lineal.table``: a Delta table at the version a revision of the project means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.api.opening import Where, opened
from lineal.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import polars


def table(  # noqa: PLR0913  those of lineal.open, and two of its own
    name: str,
    repo: str | None = None,
    rev: str | None = None,
    remote: str | None = None,
    *,
    version: int | None = None,
    timestamp: datetime | str | None = None,
    config: Mapping[str, Any] | None = None,
    remote_config: Mapping[str, Any] | None = None,
) -> polars.LazyFrame:
    """A lazy frame of a Delta table; what a query does not ask for is not read.

    ``name`` is a pin of ``tables.yaml``, a URL such as ``s3://lake/sales`` or
    ``remote://lake/sales``, or a directory of the project. A pin is read as ``rev`` has it, and
    so is a tracked directory. ``version`` or ``timestamp`` choose another version of the table.
    """
    if version is not None and timestamp is not None:
        raise UsageError(
            "a table is read at a version or at a timestamp, not at both",
            hint="leave one of them out",
        )
    from lineal.tables.delta import scan
    from lineal.tables.delta_source import When, open_source

    with opened(Where(repo, rev, remote, config, remote_config)) as ws:
        frame: polars.LazyFrame = scan(open_source(ws, name, When(version, timestamp)))
    return frame
