"""A plot put into a template: which value each anchor gets. Pure.

DVC's anchors and DVC's values, so that templates written for it keep working, and programs
that read ``plots show --json`` find what they expect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lineal.base.errors import DataError
from lineal.plots.anchors import anchor, filled, has_anchor
from lineal.plots.datapoints import FIELD, FILENAME, REV

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.plots.anchors import Spec
    from lineal.plots.model import Plot, Point

_JOINT: Final = "::"
_SIDE: Final = 300

_COLOURS = ("#945dd6", "#13adc7", "#f46837", "#48bb78", "#4299e1", "#ed8936", "#f56565")
_DASHES = ([1, 0], [8, 8], [8, 4], [4, 4], [4, 2], [2, 1], [1, 1])
_SHAPES = ("circle", "square", "triangle", "diamond")

#: What a template may do without; unlike the texts, x, y and the data.
_OPTIONAL = (
    "color column group_by_x group_by_y group_by pivot_field plot_height plot_width row shape "
    "stroke_dash tooltip zoom_and_pan"
).split()
#: What ``--split`` leaves in place, and hands over beside the specification.
_APART = frozenset(
    (
        "color data plot_height plot_width shape stroke_dash title tooltip x_label y_label "
        "zoom_and_pan"
    ).split()
)


class Filled(NamedTuple):
    """``apart`` is what was left out of the specification, by anchor."""

    spec: Spec
    apart: dict[str, Any]


def fill(template: Spec, plot: Plot, name: str, *, split: bool = False) -> Filled:
    """``name`` is that of the template, for messages. Without a point there is nothing."""
    if not plot.points:
        return Filled({}, {})
    if not has_anchor(template, "data"):
        raise DataError(
            f"the template '{name}' has no place for data",
            hint=f'"data": {{"values": "{anchor("data")}"}} in the template makes one',
        )
    _check_fields(plot)
    optional = [wanted for wanted in _OPTIONAL if has_anchor(template, wanted)]
    values = _texts(plot.props)
    unused: dict[str, Any] = {}
    points = plot.points
    if optional:
        varied = _varied(plot.series)
        points = _told_apart(points, varied)
        known = _optional_values(plot, varied)
        values |= {wanted: known[wanted] for wanted in optional if wanted in known}
        unused = {wanted: {} for wanted in optional if wanted not in known}
    values["data"] = list(points)
    apart = {key: value for key, value in values.items() if split and key in _APART}
    within = {key: value for key, value in values.items() if key not in apart} | unused
    return Filled(filled(template, within), {anchor(key): value for key, value in apart.items()})


def _check_fields(plot: Plot) -> None:
    for axis in ("x", "y"):
        field = plot.props.get(axis)
        if field and not any(field in point for point in plot.points):
            raise DataError(
                f"no point of '{plot.name}' has the field '{field}'",
                hint=f"name another {axis} in dvc.yaml, or with -{axis}",
            )


def _texts(props: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "title": props.get("title", ""),
        "x": _escaped(props.get("x")),
        "y": _escaped(props.get("y")),
        "x_label": props.get("x_label", props.get("x")),
        "y_label": props.get("y_label", props.get("y")),
    }
    return {name: value for name, value in found.items() if value is not None}


def _escaped(field: str | None) -> str | None:
    """Vega takes dots and brackets in a field for a way into an object."""
    if field is None:
        return None
    for character in ".[]":
        field = field.replace(character, f"\\{character}")
    return field


def _varied(series: Sequence[Mapping[str, str]]) -> list[str]:
    """By what several series of one revision differ: file, field, or both."""
    return [key for key in (FILENAME, FIELD) if len({one.get(key) for one in series}) > 1]


def _told_apart(points: Sequence[Point], varied: Sequence[str]) -> list[Point]:
    """Only what differs stays in a point; two differences become one field."""
    dropped = {FILENAME, FIELD} - (set(varied) if len(varied) == 1 else set())
    found = []
    for point in points:
        kept = {key: value for key, value in point.items() if key not in dropped}
        if len(varied) > 1:
            kept[_JOINT.join(varied)] = _JOINT.join(point[key] for key in varied)
        found.append(kept)
    return found


def _optional_values(plot: Plot, varied: Sequence[str]) -> dict[str, Any]:
    x, y = (_escaped(plot.props.get(axis)) for axis in ("x", "y"))
    apart = [_JOINT.join(varied)] if varied else []
    groups = [REV, *apart]
    values = {
        "color": _scale(REV, plot.revs, _COLOURS),
        "zoom_and_pan": {"name": "grid", "select": "interval", "bind": "scales"},
        "plot_height": _SIDE,
        "plot_width": _SIDE,
        "group_by": groups,
        "group_by_x": [*groups, x],
        "group_by_y": [*groups, y],
        "pivot_field": f" + '{_JOINT}' + ".join(f"datum.{key}" for key in (REV, *varied)),
        "tooltip": [{"field": field} for field in (REV, x, y, *apart)],
    }
    if not apart:
        return values
    domain = sorted({_JOINT.join(one.get(key, "") for key in varied) for one in plot.series})
    legend = {"legend": {"symbolFillColor": "transparent", "symbolStrokeColor": "grey"}}
    return {
        **values,
        "row": {"field": apart[0], "sort": []},
        "column": {"field": apart[0], "sort": []},
        "stroke_dash": {**_scale(apart[0], domain, _DASHES), **legend},
        "shape": {**_scale(apart[0], domain, _SHAPES), **legend},
    }


def _scale(field: str, domain: Sequence[str], cycle: Sequence[Any]) -> dict[str, Any]:
    chosen = [cycle[position % len(cycle)] for position in range(len(domain))]
    return {"field": field, "scale": {"domain": list(domain), "range": chosen}}
