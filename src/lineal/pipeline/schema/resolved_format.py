"""What a stage has to look like once its templates are filled in.

The file was checked before that, when every ``${…}`` was text. DVC does not look again, and
stumbles later over a dependency that turned out to be a number.
"""

from __future__ import annotations

from lineal.pipeline.schema.spec import ANYTHING, NOTHING, TEXT, ListOf, MapOf, OneOf, Record

_PATHS = ListOf(OneOf(TEXT, MapOf(ANYTHING)))

RESOLVED_STAGE = Record(
    {
        "cmd": OneOf(TEXT, ListOf(TEXT)),
        "wdir": TEXT,
        "deps": ListOf(TEXT),
        "params": ListOf(OneOf(TEXT, MapOf(OneOf(ListOf(TEXT), NOTHING, MapOf(NOTHING, most=0))))),
        "outs": _PATHS,
        "metrics": _PATHS,
        "plots": _PATHS,
        # Nothing depends on the type of these; a label may well be a number.
        **dict.fromkeys(("desc", "meta", "frozen", "always_changed", "matrix"), ANYTHING),
    },
    required=frozenset({"cmd"}),
)
