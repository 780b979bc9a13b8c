"""Pins: which version of which Delta table a project means, kept in ``tables.yaml``.

A pin is a parameter. A stage depends on it as on any other, so that ``dvc.lock`` holds table
and version in plain words, and ``dvc`` needs to know nothing of Delta.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lineal.base.errors import DocumentError, TargetError
from lineal.base.suggest import closest
from lineal.pipeline.documents.newlines import universal
from lineal.pipeline.documents.read import read_document
from lineal.tables.delta import describe, version_at
from lineal.tables.delta_place import table_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lineal.pipeline.workspace import Workspace
    from lineal.tables.delta_place import TablePlace

PINS_FILE: Final = "tables.yaml"


class Pin(NamedTuple):
    """``table`` as written, a path relative to the file; ``id`` is the table's own."""

    name: str
    table: str
    version: int
    timestamp: str
    id: str


def read_pins(ws: Workspace, file: str) -> dict[str, Pin]:
    """Empty without such a file."""
    document = read_document(file, ws.memo, ws.files)
    if document is None:
        return {}
    if not isinstance(document.data, dict):
        raise _malformed(ws, file, "expected names of tables")
    return {str(name): _pin(ws, file, name, said) for name, said in document.data.items()}


def find_pin(ws: Workspace, file: str, name: str) -> Pin:
    pins = read_pins(ws, file)
    if name in pins:
        return pins[name]
    near = closest(name, list(pins))
    hint = f"did you mean '{near}'?" if near else f"lineal delta pin {name} TABLE"
    raise TargetError(f"no table '{name}' is pinned in {ws.show(file)}", hint=hint)


def place_of_pin(ws: Workspace, file: str, table: str) -> TablePlace:
    if "://" not in table:
        table = os.path.normpath(os.path.join(os.path.dirname(file), os.path.expanduser(table)))
    return table_place(ws.config, table)


def set_pin(
    ws: Workspace,
    file: str,
    name: str,
    table: str | None,
    *,
    version: int | None = None,
    timestamp: datetime | str | None = None,
) -> Pin:
    """Pin a table, or move its pin; without version and timestamp to the newest version."""
    known = read_pins(ws, file).get(name)
    if table is None and known is None:
        table = find_pin(ws, file, name).table
    written = table or (known.table if known else "")
    place = place_of_pin(ws, file, written)
    if version is None:
        version = version_at(ws.config, place, timestamp)
    found = describe(ws.config, place, version)
    committed = found.committed.isoformat() if found.committed else ""
    pin = Pin(name, written, found.number, committed, found.id)
    _write(ws, file, pin)
    return pin


def _pin(ws: Workspace, file: str, name: object, said: object) -> Pin:
    if not isinstance(said, dict) or not isinstance(said.get("table"), str):
        raise _malformed(ws, file, f"'{name}' names no table")
    version = said.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise _malformed(ws, file, f"'{name}' has no version")
    return Pin(
        str(name), said["table"], version, str(said.get("timestamp", "")), str(said.get("id", ""))
    )


def _malformed(ws: Workspace, file: str, problem: str) -> DocumentError:
    return DocumentError(
        f"{ws.show(file)}: {problem}", hint="lineal delta pin NAME TABLE writes an entry"
    )


def _write(ws: Workspace, file: str, pin: Pin) -> None:
    """Whatever else the file says stays, comments too."""
    from lineal.pipeline.documents.emit import emit_yaml
    from lineal.storage.atomic import write_atomic

    entry: dict[str, Any] = {
        "table": pin.table,
        "version": pin.version,
        "timestamp": pin.timestamp,
        "id": pin.id,
    }
    before = ws.files.read(file)
    if before and before.strip():
        text = _updated(universal(before.decode()), pin.name, entry)
    else:
        text = emit_yaml({pin.name: entry})
    write_atomic(file, text.encode())


def _updated(text: str, name: str, entry: Mapping[str, Any]) -> str:
    from lineal.pipeline.documents.roundtrip import dump, load_for_update

    data = load_for_update(text)
    known = data.get(name)
    if isinstance(known, dict):
        known.update(entry)
    else:
        data[name] = dict(entry)
    return dump(data)
