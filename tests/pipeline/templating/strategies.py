"""Random templated pipelines: some where nearly everything goes wrong, some where little does."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from lineal.pipeline.templating.resolve import ParsingOptions

Anything = st.SearchStrategy[Any]


class Case(NamedTuple):
    """A dvc.yaml, the parameter files around it, and the settings of the repository."""

    data: dict[str, Any]
    files: dict[str, Any]
    options: ParsingOptions


NAMES = st.sampled_from(["a", "b", "c", "item", "key", "d e"])
LOOSE_KEYS = NAMES | st.integers(0, 2) | st.booleans()
LITERALS = st.sampled_from(["", "x", " ", "'", r"\${a}", r"\\${a}", "$", "${", "}", "é", "\n"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1.0, 1e-5, 1e20, 0.1]),
    st.sampled_from(["x", "true", "1", "", "a b", "${a}", r"\${", "'"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
PARSING = st.builds(
    ParsingOptions,
    st.sampled_from(["store_true", "boolean_optional"]),
    st.sampled_from(["nargs", "append"]),
)

_WORDS = st.sampled_from(["a", "b", "c", "item", "key", "a.b", "0", "1", "-1", "01", " a ", "1_0"])
_NOISE = st.text("a.[]{}$ \\\t0", max_size=6)


@st.composite
def _composed(draw: st.DrawFn) -> str:
    rest = draw(st.lists(st.tuples(st.sampled_from([".%s", "[%s]"]), _WORDS), max_size=2))
    return "${" + draw(_WORDS) + "".join(form % word for form, word in rest) + "}"


_WILD_EXPRESSIONS = st.one_of(
    _composed(),
    st.sampled_from(["${item}", "${key}", "${item.a}", "${a}", "${b}", "${c[0]}"]),
    _NOISE.map("${{{}}}".format),
)
_WILD_CONTENTS = st.dictionaries(LOOSE_KEYS, VALUES, max_size=4) | st.just([1])
_WILD_FILES = st.fixed_dictionaries(
    {},
    optional={
        "params.yaml": _WILD_CONTENTS,
        "more.yaml": _WILD_CONTENTS,
        "sub/params.yaml": _WILD_CONTENTS,
    },
)
_WILD_VARS = st.lists(
    st.sampled_from(["params.yaml", "more.yaml", "more.yaml:a", "more.yaml:b,c", "gone.yaml"])
    | st.dictionaries(LOOSE_KEYS, VALUES, max_size=2),
    max_size=2,
)

_TAME_EXPRESSIONS = st.sampled_from(
    ["${a}", "${b.a}", "${b[b][0]}", "${ b.b.-1 }", "${c[0]}", "${d.e}", "${f}"]
)
_TAME_FILES = st.fixed_dictionaries(
    {
        "params.yaml": st.fixed_dictionaries(
            {
                "a": SCALARS,
                "b": st.fixed_dictionaries({"a": SCALARS, "b": st.lists(SCALARS, min_size=1)}),
                "c": st.lists(SCALARS, min_size=1) | st.lists(VALUES, min_size=1),
                "d": st.fixed_dictionaries({"e": SCALARS, "f": SCALARS | st.lists(SCALARS)}),
            }
        ),
        "more.yaml": st.fixed_dictionaries({"f": VALUES, "d": st.just({"g": 1}), "h": SCALARS}),
        "sub/more.yaml": st.fixed_dictionaries({"i": VALUES}),
    }
)
_TAME_VARS = st.sampled_from(
    [["more.yaml"], ["more.yaml:f", "more.yaml:h"], [{"f": 1}], [{"f": [1, {"x": 2}]}, {"z": {}}]]
)
_TAME_STAGE_VARS = st.sampled_from([["params.yaml"], [{"y": {"z": 1}}], [{"d": {"y": 2}}], []])


def _stages(expressions: Anything, variables: Anything) -> Anything:
    texts = st.lists(expressions | LITERALS, max_size=3).map("".join) | expressions
    outs = texts | st.dictionaries(texts, st.just({"cache": False}), max_size=1)
    plain = st.sampled_from(["x", "data/a", "${", "b c"])
    return st.fixed_dictionaries(
        {"cmd": texts | st.lists(texts, max_size=2)},
        optional={
            "wdir": st.just("sub"),
            "deps": st.lists(texts, max_size=2),
            "outs": st.lists(outs, max_size=2),
            "meta": st.dictionaries(plain | expressions, texts | SCALARS, max_size=2),
            "vars": variables,
        },
    )


def _definitions(expressions: Anything, variables: Anything) -> Anything:
    """Plain stages, foreach and matrix, of which the members use ``item`` and ``key``."""
    members = ["${item}", "${item}", "${item}", "${key}", "${item.a}", "${item[b]}"]
    inside = expressions | st.sampled_from(members)
    stages = _stages(inside, variables)
    elements = st.lists(inside | VALUES, max_size=3) | st.lists(SCALARS, max_size=3)
    iterables = expressions | elements | st.dictionaries(LOOSE_KEYS, VALUES, max_size=3)
    axes = st.dictionaries(
        NAMES, st.sampled_from(["${c}", "${b.b}", "xy", "${a}-"]) | elements, max_size=2
    )
    return st.one_of(
        _stages(expressions, variables),
        st.fixed_dictionaries({"foreach": iterables, "do": stages}),
        st.builds(lambda matrix, stage: {"matrix": matrix, **stage}, axes, stages),
    )


def _pipelines(expressions: Anything, variables: Anything, local: Anything) -> Anything:
    texts = st.lists(expressions | LITERALS, max_size=3).map("".join)
    named = st.sampled_from(["s", "t", "g", "g@a", "t@1"])
    return st.fixed_dictionaries(
        {"stages": st.dictionaries(named, _definitions(expressions, local), max_size=3)},
        optional={
            "vars": variables,
            "artifacts": st.dictionaries(texts, st.fixed_dictionaries({"path": texts})),
            "metrics": st.lists(texts, max_size=2),
            "params": st.lists(texts, max_size=2),
            "plots": st.lists(texts | st.dictionaries(texts, st.none(), max_size=1), max_size=2),
        },
    )


WILD = st.builds(Case, _pipelines(_WILD_EXPRESSIONS, _WILD_VARS, _WILD_VARS), _WILD_FILES, PARSING)
TAME = st.builds(
    Case, _pipelines(_TAME_EXPRESSIONS, _TAME_VARS, _TAME_STAGE_VARS), _TAME_FILES, PARSING
)
