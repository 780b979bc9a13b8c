"""The format of ``dvc.yaml``, as written: checked before templates are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.schema.spec import (
    ANYTHING,
    FLAG,
    LIST,
    MAPPING,
    NOTHING,
    TEXT,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Switch,
)

if TYPE_CHECKING:
    from lineal.pipeline.schema.spec import Spec

NONE_REQUIRED: frozenset[str] = frozenset()

ANNOTATIONS: dict[str, Spec] = {
    "desc": TEXT,
    "type": TEXT,
    "labels": ListOf(TEXT),
    "meta": ANYTHING,
}

_OUT_FLAGS: dict[str, Spec] = {
    **ANNOTATIONS,
    "cache": FLAG,
    "persist": FLAG,
    "checkpoint": FLAG,
    "remote": TEXT,
    "push": FLAG,
}
_OUTS = ListOf(OneOf(TEXT, MapOf(Record(_OUT_FLAGS, required=NONE_REQUIRED))))

_PLOT_OUT = Record(
    {
        **_OUT_FLAGS,
        "template": TEXT,
        "x": TEXT,
        "y": TEXT,
        "x_label": TEXT,
        "y_label": TEXT,
        "title": TEXT,
        "header": FLAG,
    },
    required=NONE_REQUIRED,
)

_VARS = ListOf(OneOf(TEXT, MAPPING))

_STAGE = Record(
    {
        "cmd": OneOf(TEXT, LIST),
        "wdir": TEXT,
        "deps": ListOf(TEXT),
        "params": ListOf(OneOf(TEXT, MAPPING)),
        "outs": _OUTS,
        "metrics": _OUTS,
        "plots": ListOf(OneOf(TEXT, MapOf(OneOf(_PLOT_OUT, ListOf(_PLOT_OUT))))),
        "vars": _VARS,
        "frozen": FLAG,
        "always_changed": FLAG,
        "desc": TEXT,
        "meta": ANYTHING,
        "matrix": MapOf(OneOf(TEXT, LIST)),
    },
    required=frozenset({"cmd"}),
)

_FOREACH = Record(
    {"foreach": OneOf(MAPPING, LIST, TEXT), "do": _STAGE},
    required=frozenset({"foreach", "do"}),
)


def _stage_form(value: object) -> Spec:
    return _FOREACH if isinstance(value, dict) and ("foreach" in value or "do" in value) else _STAGE


_PLOT = Record(
    {
        "x": OneOf(TEXT, MapOf(TEXT)),
        "y": OneOf(TEXT, ListOf(TEXT), MapOf(OneOf(TEXT, ListOf(TEXT)))),
        "x_label": TEXT,
        "y_label": TEXT,
        "title": TEXT,
        "template": TEXT,
    },
    required=NONE_REQUIRED,
)

_ARTIFACT = Record({"path": TEXT, **ANNOTATIONS}, required=frozenset({"path"}))

PIPELINE = Record(
    {
        "stages": MapOf(Switch("a mapping", _stage_form)),
        "vars": _VARS,
        "params": ListOf(TEXT),
        "metrics": ListOf(TEXT),
        "plots": ListOf(OneOf(TEXT, MapOf(OneOf(_PLOT, NOTHING), least=1))),
        "artifacts": MapOf(_ARTIFACT),
        "datasets": ANYTHING,
    },
    required=NONE_REQUIRED,
)
