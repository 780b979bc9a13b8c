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
_MOST_NAMED = 3
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
    """Each thing once, with the stages it is true of; what most lack comes first."""
    stages: dict[tuple[str, str, str], list[str]] = {}
    for stage, completeness in found.items():
        for reason in completeness["reasons"]:
            if reason["code"] not in _UNMENDED:
                said = reason["code"], reason["text"], reason.get("mend", "")
                stages.setdefault(said, []).append(stage)
    for (code, text, hint), names in sorted(stages.items(), key=lambda item: -len(item[1])):
        yield Finding(ADVICE, text if code in _OF_ALL else f"{_listed(names)}: {text}", hint)


def _listed(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
