"""A line as JSON, as a drawing and as PROV: the trace of its bundle, and what comes before. Pure.

The shape is documented in ``docs/predictions.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short, spell
from lineal.bundle.shown import short_bundle
from lineal.ledger.trace.as_json import trace_json
from lineal.ledger.trace.drawing import ITEM, Sheet, draw_on, item_box
from lineal.ledger.trace.moment import spell_time
from lineal.ledger.trace.prov import Document, entity_of, name_of, tell_trace

if TYPE_CHECKING:
    from lineal.ledger.trace.drawing import Drawing
    from lineal.lineage.line import Line, Registered
    from lineal.receipts.receipt import Receipt


def line_json(line: Line) -> dict[str, Any]:
    traced = {"ref": line.ref} if line.trace is None else trace_json(line.trace)
    return {
        "ref": line.ref,
        "prediction": None if line.receipt is None else prediction_json(line.receipt, line),
        "version": None if line.registered is None else version_json(line.registered),
        "bundle": line.bundle,
        "rule": None if line.rule is None else line.rule._asdict(),
        "unknown": list(line.unknown),
        **traced,
    }


def prediction_json(receipt: Receipt, line: Line) -> dict[str, Any]:
    origin = receipt.origin
    return {
        "id": spell(receipt.id),
        "time": None if line.served is None else spell_time(line.served),
        "route": receipt.route,
        "endpoint": origin.endpoint,
        "version": origin.version or None,
        "inputs": dict(receipt.inputs),
        "score": receipt.score,
        "decision": receipt.decision,
        "worker": origin.worker,
        "runtime": dict(origin.runtime),
    }


def version_json(one: Registered) -> dict[str, Any]:
    version = one.version
    return {
        "name": version.name,
        "model": version.model,
        "number": version.number,
        "bundle": version.bundle,
        "time": spell_time(version.time),
        "path": version.path,
        "oid": version.oid,
        "execution": None if version.execution is None else version.execution.hex(),
        "aliases": list(one.aliases),
        "verdict": version.verdict,
        "verdicts": one.verdicts,
        "metrics": dict(one.fact.get("metrics") or {}),
    }


def draw_line(line: Line) -> Drawing:
    """The prediction comes of the version, which is the bundle."""
    sheet = Sheet()
    version = _version_box(sheet, line)
    if line.receipt is not None:
        said = f"{line.receipt.score:.6g} → {line.receipt.decision}"
        box = sheet.box(line.receipt.id, ITEM, f"prediction {short(line.receipt.id)}", said)
        sheet.arrow(version, box)
    if line.trace is not None:
        draw_on(sheet, line.trace)
        for root in line.trace.roots:
            sheet.arrow(item_box(sheet, root.path, root.oid), version, "registered as")
    return sheet.done()


def line_prov(line: Line) -> dict[str, Any]:
    document = Document()
    version = document.add("entity", name_of("version", line.bundle), {"prov:label": _named(line)})
    if line.receipt is not None:
        prediction = document.add(
            "entity",
            name_of("prediction", line.receipt.id.hex()),
            {
                "prov:label": f"prediction {short(line.receipt.id)}",
                "prov:generatedAtTime": spell_time(line.served or 0),
                "lineal:score": line.receipt.score,
                "lineal:decision": line.receipt.decision,
            },
        )
        document.relate("wasDerivedFrom", generatedEntity=prediction, usedEntity=version)
    if line.trace is not None:
        tell_trace(document, line.trace)
        for root in line.trace.roots:
            bundle = entity_of(document, root.path, root.oid)
            document.relate("wasDerivedFrom", generatedEntity=version, usedEntity=bundle)
    return document.spelled()


def _version_box(sheet: Sheet, line: Line) -> int:
    return sheet.box(("version", line.bundle), ITEM, _named(line), short_bundle(line.bundle))


def _named(line: Line) -> str:
    return "bundle" if line.registered is None else line.registered.version.name
