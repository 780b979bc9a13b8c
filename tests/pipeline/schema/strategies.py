"""Documents of each format that are right, and the same with one thing changed."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

Anything = st.SearchStrategy[Any]

_TEXT = st.sampled_from(["x", "", "a b", "2.0", "ABC", "d41d8"])
_FLAG = st.booleans()
_ANYTHING = st.sampled_from([None, 1, "x", [1], {"a": 1}, {1: 2}])
_MAPPING = st.sampled_from([{}, {"a": 1}, {1: "x"}, {"params.yaml": ["a"]}])
_LIST = st.sampled_from([[], [1, None], ["x"]])
_NUMBER = st.integers(-1, 9) | _FLAG

_ODD_SCALARS: list[Any] = [None, True, 0, 7, 12345, 1.5, "", "x", "ab", "yes", b"x"]
_ODD_LISTS: list[Any] = [[], [1], ["x"], [None], [[]]]
_ODD_MAPPINGS: list[Any] = [
    {},
    {"x": 1},
    {"x": "y"},
    {1: "x"},
    {"x": None},
    {"x": ["y"]},
    {"path": "p"},
]
ODD = st.sampled_from([*_ODD_SCALARS, *_ODD_LISTS, *_ODD_MAPPINGS])
ODD_KEYS = st.sampled_from(
    "cmd dep deps outs out wdir path md5 foreach do matrix x y cache size meta url repo".split()
) | st.sampled_from([1, None, True, ""])


def _record(**fields: Anything) -> Anything:
    """A mapping in which any key may be missing, required ones too."""
    return st.fixed_dictionaries({}, optional=fields)


def _named(values: Anything) -> Anything:
    return st.dictionaries(_TEXT, values, max_size=2)


_ANNOTATIONS = {"desc": _TEXT, "type": _TEXT, "labels": st.lists(_TEXT), "meta": _ANYTHING}
_OUT_FLAGS = {
    **_ANNOTATIONS,
    **dict.fromkeys(("cache", "persist", "checkpoint", "push"), _FLAG),
    "remote": _TEXT,
}
_OUTS = st.lists(_TEXT | _named(_record(**_OUT_FLAGS)), max_size=2)
_PLOT_OUT = _record(
    **_OUT_FLAGS,
    **dict.fromkeys(("x", "y", "x_label", "y_label", "title", "template"), _TEXT),
    header=_FLAG,
)
_VARS = st.lists(_TEXT | _MAPPING, max_size=2)
_STAGE = st.fixed_dictionaries(
    {"cmd": _TEXT | _LIST},
    optional={
        "wdir": _TEXT,
        "deps": st.lists(_TEXT, max_size=2),
        "params": st.lists(_TEXT | _MAPPING, max_size=2),
        "outs": _OUTS,
        "metrics": _OUTS,
        "plots": st.lists(_TEXT | _named(_PLOT_OUT | st.lists(_PLOT_OUT, max_size=2)), max_size=2),
        "vars": _VARS,
        "frozen": _FLAG,
        "always_changed": _FLAG,
        "desc": _TEXT,
        "meta": _ANYTHING,
        "matrix": _named(_TEXT | _LIST),
    },
)
_FOREACH = st.fixed_dictionaries({"foreach": _TEXT | _LIST | _MAPPING, "do": _STAGE})
_AXIS = _TEXT | st.lists(_TEXT, max_size=2)
_PLOT = _record(
    x=_TEXT | _named(_TEXT),
    y=_AXIS | _named(_AXIS),
    **dict.fromkeys(("x_label", "y_label", "title", "template"), _TEXT),
)
_PIPELINE = _record(
    stages=_named(_STAGE | _FOREACH),
    vars=_VARS,
    params=st.lists(_TEXT, max_size=2),
    metrics=st.lists(_TEXT, max_size=2),
    plots=st.lists(_TEXT | _named(_PLOT | st.none()), max_size=2),
    artifacts=_named(st.fixed_dictionaries({"path": _TEXT}, optional=_ANNOTATIONS)),
    datasets=_ANYTHING,
)

_CHECKSUM = st.sampled_from([None, "", "abc", "ABCDEF.dir", 123, 12345, "ab", 7, True])
_MEASURES = {
    **dict.fromkeys(("md5", "etag", "checksum"), _CHECKSUM),
    "size": _NUMBER,
    "nfiles": _NUMBER,
    "isexec": _FLAG,
    "version_id": _TEXT,
}
_CLOUD = _named(_record(**_MEASURES))
_FILES = st.lists(
    st.fixed_dictionaries({"relpath": _TEXT}, optional={**_MEASURES, "cloud": _CLOUD}),
    max_size=2,
)
_ENTRY = {**_MEASURES, "cloud": _CLOUD, "hash": _TEXT, "files": _FILES}
_LOCK_ENTRIES = st.lists(
    st.fixed_dictionaries({"path": _TEXT}, optional={**_ENTRY, "dataset": _MAPPING}), max_size=2
)
_LOCK = st.fixed_dictionaries(
    {"schema": st.just("2.0")},
    optional={
        "datasets": _ANYTHING,
        "stages": _named(
            st.fixed_dictionaries(
                {"cmd": _TEXT | _LIST},
                optional={
                    "deps": _LOCK_ENTRIES,
                    "params": _named(_named(_ANYTHING)),
                    "outs": _LOCK_ENTRIES,
                },
            )
        ),
    },
)

_REPO = st.fixed_dictionaries(
    {"url": _TEXT},
    optional={
        **dict.fromkeys(("rev", "rev_lock"), _TEXT),
        **dict.fromkeys(("config", "remote"), _TEXT | _MAPPING),
    },
)
_DATABASE = _record(**dict.fromkeys(("query", "connection", "file_format", "table"), _TEXT))
_PLACE = {**_ENTRY, "path": _TEXT, "persist": _FLAG, "fs_config": _MAPPING}
_DVC = _record(
    md5=_CHECKSUM,
    wdir=_TEXT | st.none(),
    deps=st.lists(_record(**_PLACE, repo=_REPO, db=_DATABASE), max_size=2) | st.none(),
    outs=st.lists(
        _record(**_PLACE, **_ANNOTATIONS, cache=_FLAG, push=_FLAG, remote=_TEXT), max_size=2
    )
    | st.none(),
    **dict.fromkeys(("locked", "frozen", "always_changed"), _FLAG),
    meta=_ANYTHING,
    desc=_TEXT,
)


@st.composite
def _nearly(draw: st.DrawFn, documents: Anything) -> Any:
    """Most often right; otherwise with one value, key or entry that may not belong there."""
    document = copy.deepcopy(draw(documents))
    if draw(st.booleans()):
        return document
    places = list(_containers(document))
    if not places or draw(st.integers(0, 20)) == 0:
        return draw(ODD)
    place = draw(st.sampled_from(places))
    if isinstance(place, list):
        place.append(draw(ODD))
    elif place and draw(st.booleans()):
        place[draw(st.sampled_from(list(place)))] = draw(ODD)
    else:
        place[draw(ODD_KEYS)] = draw(ODD)
    return document


def _containers(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _containers(item)


DOCUMENTS = {
    "pipeline": _nearly(_PIPELINE),
    "lock": _nearly(_LOCK),
    "dvc": _nearly(_DVC),
}
