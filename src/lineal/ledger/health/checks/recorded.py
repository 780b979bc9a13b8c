"""What the latest execution of each stage is missing in its record, summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.completeness import UNOBSERVED, UNPINNED
from lineal.ledger.health.finding import ADVICE, GOOD, Finding
from lineal.ledger.health.latest import latest_completeness
from lineal.ledger.opened import is_there, open_as_is
from lineal.pipeline.address import address
from lineal.pipeline.project_graph import load_graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace

_MOST_SHOWN = 20
#: Said once for all stages …
_OF_ALL = {UNPINNED}
# … and not worth a line: there is nothing to be done about it.
_UNMENDED = {UNOBSERVED}


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    if not is_there(ws):
        return
    stages = [stage for stage in load_graph(ws).stages.values() if not stage.is_data_source]
    with open_as_is(ws) as ledger:
        names = [address(stage, ws.root) for stage in stages]
        found = latest_completeness(ledger.store, names)
    if not found:
        return
    said = list(_said(found))
    yield from said[:_MOST_SHOWN]
    if len(said) > _MOST_SHOWN:
        yield Finding(ADVICE, f"and {len(said) - _MOST_SHOWN} more", "lineal why STAGE tells all")
    if not said:
        scores = [one["score"] for one in found.values()]
        mean = sum(scores) / len(scores)
        yield Finding(GOOD, f"the records of {len(scores)} stages are complete to {mean:.0%}")


def _said(found: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for stage, completeness in found.items():
        for reason in completeness["reasons"]:
            code, text, hint = reason["code"], reason["text"], reason.get("mend", "")
            if code in _UNMENDED or (code in _OF_ALL and code in seen):
                continue
            seen.add(code)
            yield Finding(ADVICE, text if code in _OF_ALL else f"{stage}: {text}", hint)
