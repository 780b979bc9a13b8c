"""Anchors: the places in a template, written ``<DVC_METRIC_…>``, where a plot is put in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    #: A Vega-Lite specification, or a part of one.
    Spec = Any


def anchor(name: str) -> str:
    return f"<DVC_METRIC_{name.upper()}>"


def has_anchor(spec: Spec, name: str) -> bool:
    """Whether a value of the template is this anchor and nothing else."""
    if isinstance(spec, dict):
        return any(has_anchor(value, name) for value in spec.values())
    if isinstance(spec, list):
        return any(has_anchor(value, name) for value in spec)
    return bool(spec == anchor(name))


def filled(spec: Spec, values: Mapping[str, Any]) -> Spec:
    """A copy with values in place of anchors; text also replaces an anchor within other text."""
    return _filled(spec, {anchor(name): value for name, value in values.items()})


def _filled(spec: Spec, values: Mapping[str, Any]) -> Spec:
    if isinstance(spec, dict):
        return {key: _filled(value, values) for key, value in spec.items()}
    if isinstance(spec, list):
        return [_filled(value, values) for value in spec]
    if not isinstance(spec, str) or "<DVC_METRIC_" not in spec:
        return spec
    if spec in values:
        return values[spec]
    for name, value in values.items():
        if isinstance(value, str):
            spec = spec.replace(name, value)
    return spec
