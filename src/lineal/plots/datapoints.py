"""From data files to the points of one plot: which fields are x and y, and how files join. Pure.

The rules are DVC's: a field that is not named is guessed, several y fields or files become one
field, and an x from another file is joined row by row.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lineal.base.errors import DataError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.plots.model import Data, Point, Props

STEP: Final = "step"
REV: Final = "rev"
FILENAME: Final = "filename"
FIELD: Final = "field"
_JOINED_X: Final = "dvc_inferred_x_value"
_JOINED_Y: Final = "dvc_inferred_y_value"


class Axis(NamedTuple):
    """One field of one file."""

    file: str
    field: str


class Points(NamedTuple):
    points: Sequence[Point] = ()
    props: Mapping[str, Any] = {}
    series: Sequence[Mapping[str, str]] = ()


def points_of(plot_id: str, data: Mapping[str, Data], props: Props, rev: str) -> Points:
    """The points one revision adds, and the properties with what was guessed."""
    x, y = _axes(plot_id, data, props)
    rows = {file: rows_in(content) for file, content in data.items()}
    xs, ys = _checked(x, rows), _checked(y, rows)
    if len(xs) > 1 and len(xs) != len(ys):
        raise DataError(
            f"{len(xs)} fields for x and {len(ys)} for y cannot be joined",
            hint="name one x, or as many as there are y",
        )
    x_field = _JOINED_X if len({axis.field for axis in xs}) > 1 else xs[0].field if xs else STEP
    y_fields = {axis.field for axis in ys}
    y_field = _JOINED_Y if len(y_fields) > 1 else next(iter(y_fields), None)
    short = _short_names({axis.file for axis in ys})
    points: list[Point] = []
    for position, axis in enumerate(ys):
        x_axis = (xs[position] if len(xs) > 1 else xs[0]) if xs else None
        joined = _joined(rows, axis, x_axis, x_field, y_field)
        origin = {REV: rev, FILENAME: short[axis.file], FIELD: axis.field}
        points += [{**point, **origin} for point in joined]
    if not points:
        return Points()
    labels = {"y_label": _label(props, "y", y, "y"), "x_label": _label(props, "x", x, STEP)}
    return Points(
        points,
        {**props, **labels, "x": x_field, "y": y_field},
        [{FILENAME: short[axis.file], FIELD: axis.field} for axis in ys],
    )


def sources_of(plot_id: str, props: Mapping[str, Any]) -> list[str]:
    """The files a plot is made of."""
    x, y = props.get("x"), props.get("y")
    files = list(y) if isinstance(y, dict) else [plot_id]
    if isinstance(x, dict) and x:
        files.append(next(iter(x)))
    return list(dict.fromkeys(files))


def rows_in(content: Data) -> list[Point]:
    """Every list of like mappings in a document, put side by side."""
    rows: list[Point] = []
    for found in _lists(content):
        if not _is_table(found):
            continue
        for position, row in enumerate(found):
            if position == len(rows):
                rows.append({})
            rows[position].update(row)
    return rows


def _lists(content: Data) -> Iterator[list[Any]]:
    if isinstance(content, list):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            if isinstance(value, (dict, list)):
                yield from _lists(value)


def _is_table(items: list[Any]) -> bool:
    """Rows with different fields would give lines with holes."""
    if not items or not all(isinstance(item, dict) for item in items):
        return False
    return all(item.keys() == items[0].keys() for item in items)


def _axes(plot_id: str, data: Mapping[str, Data], props: Props) -> tuple[list[Axis], list[Axis]]:
    x, y = props.get("x"), props.get("y")
    if y is None:
        ys = _guessed(plot_id, data)
    else:
        ys = list(_spread(y if isinstance(y, dict) else {plot_id: y}))
    if isinstance(x, dict):
        return list(_spread(x)), ys
    if x is None:
        return [], ys
    # One field for all: of each file that y is taken from.
    files = [axis.file for axis in ys] if isinstance(y, dict) else [plot_id]
    return [Axis(file, x) for file in files], ys


def _spread(fields: Mapping[str, Any]) -> Iterator[Axis]:
    for file, names in fields.items():
        for name in names if isinstance(names, list) else [names]:
            yield Axis(file, name)


def _guessed(plot_id: str, data: Mapping[str, Data]) -> list[Axis]:
    """The last field of the first table: tools that write steps write them first."""
    for found in _lists(data.get(plot_id)):
        if found and all(isinstance(item, dict) for item in found):
            fields = list(found[0])
            return [Axis(plot_id, fields[-1])] if fields else []
    return []


def _checked(axes: Iterable[Axis], rows: Mapping[str, list[Point]]) -> list[Axis]:
    axes = list(axes)
    for axis in axes:
        found = rows.get(axis.file)
        if found is None or (found and axis.field in found[0]):
            continue
        known = [str(name) for name in found[0]] if found else []
        raise DataError(
            f"'{axis.file}' has no field '{axis.field}'{did_you_mean(axis.field, known)}",
            hint=f"its fields are: {', '.join(known)}" if known else "it holds no rows",
        )
    return axes


def _joined(
    rows: Mapping[str, list[Point]], y: Axis, x: Axis | None, x_field: str, y_field: str | None
) -> list[Point]:
    points = [dict(row) for row in rows.get(y.file, ())]
    if y_field == _JOINED_Y:
        _copy_field(points, points, y.field, y_field)
    if x is None:
        for position, point in enumerate(points):
            point[STEP] = position
        return points
    given = rows.get(x.file, [])
    if len(given) != len(points):
        raise DataError(
            f"'{x.field}' of '{x.file}' and '{y.field}' of '{y.file}' cannot be joined: "
            f"{len(given)} and {len(points)} rows",
            hint="rows are joined by position, so there have to be as many",
        )
    _copy_field(points, given, x.field, x_field)
    return points


def _copy_field(points: list[Point], given: list[Point], source: str, field: str) -> None:
    for point, row in zip(points, given, strict=True):
        if source in row:
            point[field] = row[source]


def _label(props: Props, name: str, axes: list[Axis], without: str) -> str | None:
    given: str | None = props.get(f"{name}_label")
    if given is not None:
        return given
    if not axes:
        return without if name == "x" else None
    fields = {axis.field for axis in axes}
    return fields.pop() if len(fields) == 1 else name


def _short_names(files: set[str]) -> dict[str, str]:
    """Without the directories that all of them share."""
    skip = len(os.path.commonpath(list(files))) if len(files) > 1 else 0
    return {file: file[skip:].strip("/\\") for file in files}
