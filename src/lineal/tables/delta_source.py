"""Which Delta table a person means: a pin, a URL, or a directory of the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, TargetError
from lineal.base.suggest import closest
from lineal.pipeline.used import used_objects
from lineal.tables.delta import open_table, version_at
from lineal.tables.delta_pins import PINS_FILE, place_of_pin, read_pins
from lineal.tables.delta_place import table_place
from lineal.tables.delta_view import view_of

if TYPE_CHECKING:
    from datetime import datetime

    from deltalake import DeltaTable

    from lineal.pipeline.workspace import Workspace
    from lineal.tables.delta_pins import Pin
    from lineal.tables.delta_place import TablePlace


class When(NamedTuple):
    """Which version; neither means the pinned one, or the newest of what is not pinned."""

    version: int | None = None
    timestamp: datetime | str | None = None


def open_source(ws: Workspace, text: str, when: When, pins_file: str | None = None) -> DeltaTable:
    """``text`` is the name of a pin, a URL, or a path from where ``ws`` stands."""
    file = os.path.join(ws.root, pins_file or PINS_FILE)
    pin = read_pins(ws, file).get(text)
    if pin is not None:
        return _pinned(ws, file, pin, when)
    if "://" in text:
        return _at(ws, table_place(ws.config, text), when)
    return _at(ws, table_place(ws.config, _directory(ws, text, file)), when)


def _pinned(ws: Workspace, file: str, pin: Pin, when: When) -> DeltaTable:
    place = place_of_pin(ws, file, pin.table)
    if when.version is not None or when.timestamp is not None:
        return _at(ws, place, when)
    table = open_table(ws.config, place, pin.version)
    if pin.id and str(table.metadata().id) != pin.id:
        raise DataError(
            f"the table at {place.uri} is not the one that '{pin.name}' was pinned to:"
            f" its id is {table.metadata().id}, pinned was {pin.id}",
            hint=f"it was made anew; lineal delta pin {pin.name} pins what is there now",
        )
    return table


def _at(ws: Workspace, place: TablePlace, when: When) -> DeltaTable:
    version = when.version
    if version is None and when.timestamp is not None:
        version = version_at(ws.config, place, when.timestamp)
    return open_table(ws.config, place, version)


def _directory(ws: Workspace, text: str, file: str) -> str:
    """The one in the workspace, or links to what was tracked."""
    path = os.path.normpath(os.path.join(ws.cwd, text))
    if ws.revision is None and os.path.isdir(path):
        return path
    for used in used_objects(ws):
        if used.path == path:
            return view_of(ws, used)
    known = [*read_pins(ws, file), *(ws.show(used.path) for used in used_objects(ws))]
    near = closest(text, known)
    hint = f"did you mean '{near}'?" if near else "lineal delta list shows what is pinned"
    raise TargetError(f"'{text}' is no pinned table, no URL and no directory of data", hint=hint)
