"""An impact as JSON, and as a drawing. Its shape is documented in ``docs/trace.md``. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.ledger.trace.drawing import EXECUTION, Drawing, Sheet, item_box
from lineal.ledger.trace.moment import spell_time

if TYPE_CHECKING:
    from lineal.ledger.trace.graph import Item
    from lineal.ledger.trace.impact import Affected, Impact, Result


def counts(impact: Impact) -> dict[str, int]:
    latest = sum(one.latest for one in impact.results)
    return {
        "artifacts": len(impact.results),
        "latest": latest,
        "superseded": len(impact.results) - latest,
        "executions": len(impact.executions),
        "stages": len({one.stage for one in impact.executions.values()}),
        **{name: impact.totals.get(name, len(rows)) for name, rows in impact.groups.items()},
    }


def impact_json(impact: Impact) -> dict[str, Any]:
    return {
        "ref": impact.ref,
        "asked": [_item(one) for one in impact.asked],
        "held": [_item(one) for one in impact.held],
        "counts": counts(impact),
        "artifacts": [_result(impact, one) for one in impact.results],
        "executions": [_execution(impact, one) for one in impact.executions.values()],
        **impact.groups,
        "columns": [{"path": path, "column": column} for path, column in impact.columns],
    }


def draw_impact(impact: Impact) -> Drawing:
    sheet = Sheet()
    for one in (*impact.asked, *impact.held):
        item_box(sheet, one.path, one.oid)
    for num, affected in reversed(list(impact.executions.items())):
        box = sheet.box(num, EXECUTION, affected.stage, short(affected.id))
        for used in impact.reach.uses.get(num, ()):
            item = impact.items[used.edge.item]
            sheet.arrow(item_box(sheet, item.path, item.oid), box)
        for edge in impact.reach.makes.get(num, ()):
            item = impact.items[edge.item]
            sheet.arrow(box, item_box(sheet, item.path, item.oid))
    return sheet.done()


def _item(one: Item) -> dict[str, Any]:
    return {"path": one.path, "oid": one.oid, "size": one.size, "nfiles": one.nfiles}


def _result(impact: Impact, one: Result) -> dict[str, Any]:
    made = impact.executions[one.execution]
    return {
        **_item(one.item),
        "role": one.role,
        "latest": one.latest,
        "stage": made.stage,
        "execution": made.id.hex(),
        "time": spell_time(made.time),
    }


def _execution(impact: Impact, one: Affected) -> dict[str, Any]:
    used = [impact.items[use.edge.item] for use in impact.reach.uses.get(one.num, ())]
    return {
        "id": one.id.hex(),
        "short": short(one.id),
        "stage": one.stage,
        "status": one.status,
        "time": spell_time(one.time),
        "seconds": one.seconds,
        "commit": one.commit,
        "run": None if one.run is None else one.run.hex(),
        "distance": one.distance,
        "read": impact.read.get(one.num),
        "by": [{"path": item.path, "oid": item.oid} for item in used],
    }
