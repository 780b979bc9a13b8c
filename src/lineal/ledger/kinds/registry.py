"""Every kind of fact there is. A new one is one file here and one line below.

A fact of a kind this version does not know, from a newer Lineal, is kept, proved and shared
like any other; it only adds nothing to the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.kinds import (
    alias,
    commit,
    environment,
    execution,
    listing,
    mirrored,
    redaction,
    report,
    reproduction,
    run,
    verdict,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from lineal.ledger.rows import Row

ROWS: dict[str, Callable[[Mapping[str, Any]], Iterator[Row]]] = {
    alias.KIND: alias.rows,
    commit.KIND: commit.rows,
    environment.KIND: environment.rows,
    execution.KIND: execution.rows,
    listing.KIND: listing.rows,
    mirrored.KIND: mirrored.rows,
    redaction.KIND: redaction.rows,
    report.KIND: report.rows,
    reproduction.KIND: reproduction.rows,
    run.KIND: run.rows,
    verdict.KIND: verdict.rows,
    version.KIND: version.rows,
}
