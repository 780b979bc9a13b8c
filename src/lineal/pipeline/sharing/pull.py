"""``pull``: fetch, then check out; what could not be fetched does not keep back the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.asked import expand_globs
from lineal.pipeline.checkout import CheckedOut, CheckoutOptions, check_out
from lineal.pipeline.sharing.fetch import FetchOptions, Transferred, fetch

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.transfer.meter import Meter


class Pulled(NamedTuple):
    fetched: Transferred
    placed: CheckedOut


def pull(
    ws: Workspace,
    options: FetchOptions,
    *,
    force: bool = False,
    allow_missing: bool = False,
    meter: Meter | None = None,
) -> Pulled:
    asked = options.asked
    if asked.glob:
        asked = asked._replace(targets=expand_globs(asked.targets), glob=False)
    fetched = fetch(ws, options._replace(asked=asked), meter)
    placing = CheckoutOptions(
        with_deps=asked.with_deps,
        recursive=asked.recursive,
        force=force,
        allow_missing=allow_missing,
    )
    return Pulled(fetched, check_out(ws, asked.targets, placing))
