"""Values and texts biased towards what YAML finds special."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# ruamel is slow, and no test is about time.
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

_WORDS = st.sampled_from(
    [
        *("a", "the", "python", "train.py", "--lr", "0.001", "$HOME", "a'b", '"dq"', "'q'"),
        *("x: y", "k:", ": v", ":", "#", "a #b", "-", "--", "---", "...", "?", "? a", "*.csv"),
        *("yes", "true", "Null", "~", "1", "010", "0o7", "0x1F", "1_0", "1e5", "1e-3", ".5"),
        *("-.inf", ".nan", "2020-01-01", "2020-01-01 10:00:00", "=", "<<", "+", "_", "0b1"),
        *("[", "]", "{", "}", "&a", "*b", "!c", "|", ">", "%", "@", "`", "\\", "\\n", "&&"),
        *("é中", "😀", "\xa0", "\x85", "\u2028", "\ufeff", "\x07", "\x7f", "\t", "\0"),
        *("longword" * 5, "x" * 30, "y" * 90, "/path/to/some/file.csv", "\n", " ", "  "),
    ]
)
texts = st.one_of(
    st.builds(
        str.join,
        st.sampled_from([" ", " ", " ", "", "  ", "\n"]),
        st.one_of(st.lists(_WORDS, max_size=4), st.lists(_WORDS, min_size=6, max_size=40)),
    ),
    st.text(max_size=20),
)
# ruamel cuts long numbers with an exponent short when it rewrites them; we do not.
floats = st.sampled_from(
    [0.001, 1e-05, 1e20, 1.5, float("nan"), float("inf"), float("-inf"), -0.0, 100.0, 1e16]
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**90), floats, texts, texts, texts
)
# A long key with spaces is folded by ruamel into something no reader accepts.
_short = texts.filter(lambda text: len(text) < 40)
keys = st.one_of(
    st.sampled_from(["path", "md5", "params.yaml", "a b", "train.epochs"]), _short, st.integers()
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
documents = st.one_of(
    st.dictionaries(keys, values, max_size=4), st.lists(values, min_size=1, max_size=4)
)
_digests = st.integers(0, 2**128 - 1).map("{:032x}".format)
_deps = st.fixed_dictionaries(
    {"path": texts, "hash": st.just("md5"), "md5": _digests, "size": st.integers(0, 2**50)}
)
entries = st.fixed_dictionaries(
    {"cmd": st.one_of(texts, st.lists(texts, min_size=1, max_size=3))},
    optional={
        "deps": st.lists(_deps, min_size=1, max_size=3),
        "params": st.fixed_dictionaries(
            {"params.yaml": st.dictionaries(_short, values, max_size=3)}
        ),
        "outs": st.lists(_deps, min_size=1, max_size=2),
    },
)
stage_names = st.sampled_from(
    ["a", "train", "prep@1", "123", "a b.c", "true", "é", "it's", "x" * 100, "y" * 130, "a: b", "-"]
)

_FRAGMENTS = st.sampled_from(
    [
        *("a", "b: ", "key: ", "- ", "? ", ": ", "#c", " #c", "\n", "\n  ", "\n    ", "\n- "),
        *("{", "}", "[", "]", ", ", ",", "'", '"', "|", "|-\n", "|+\n", ">\n", ">-\n  ", "&x "),
        *("*x", " *x", "<<: ", "<<: *x", "!!str ", "!t ", "---\n", "...\n", "1", "1e3", ".inf"),
        *("2020-01-01", "true", "null", "~", "=", "\\n", "\\u00e9", "é", " ", "\t", ":", "::"),
        *("a:b", "http://x:80/", "?x", "-x", "--", "%x", "@", "'s'", '"q"', "k: v\n", "k2: v\n"),
        *("l:\n- 1\n- 2\n", "m: {a: 1, b: [x, y]}\n", "f: [a, 'b', \"c\"]\n", "# c\n"),
        *("s: |\n  x\n  y\n", "t: >\n  x\n  y\n\n  z\n", "k: &a {x: 1}\n", "j: *a\n"),
        *("q: {<<: *a, y: 2}\n", "k: &a\n  x: 1\n", "j:\n  <<: *a\n  z: 1\n", "? k\n: v\n"),
        *("u: a\n  b\n", "w: 'a\n  b'\n", 'v: "a\n  b\\\n  c"\n', "|2\n", "{a: , b}", "[a: b]"),
    ]
)
_lines = st.builds(
    "{}{}\n".format,
    st.sampled_from(["k: ", "- ", "k:\n  ", "j: ", "j:\n- "]),
    st.lists(_FRAGMENTS, min_size=1, max_size=3).map("".join),
)
# Mostly not YAML at all: what matters is that both readers agree on that.
yaml_texts = st.one_of(
    st.lists(_FRAGMENTS, max_size=9).map("".join), st.lists(_lines, max_size=4).map("".join)
)
