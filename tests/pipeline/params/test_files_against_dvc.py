"""JSON, TOML and Python parameter files read as in DVC, values, types and order alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from lineal.base.errors import DocumentError
from lineal.pipeline.params.read import read_params_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.peer import Peer

pytestmark = pytest.mark.peer
RELAXED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)

LITERALS = st.sampled_from(
    """
1
-1
0x1F
1e3
1_0
'x'
b'x'
'a' 'b'
f'a'
None
True
1+2j
1 + 1
()
(1, (2,))
(x,)
[]
[1, [2]]
[x]
[*y]
{1: {'a': 2}}
{'a': 1, 'a': 2}
{'a': x}
{x: 1}
{**{}}
set()
{1}
x
f()
lambda: 1
""".strip().splitlines()
)
TARGETS = st.sampled_from(["a", "b", "self.a", "self.c", "x.a", "a.b.c", "a[0]", "a = b", "(a, b)"])
ASSIGNMENTS = st.builds("{} = {}".format, TARGETS, LITERALS) | st.sampled_from(
    ["a: int = 3", "a: int", "self.a: int = 1", "a += 1", "pass", "'doc'", "if True: a = 1"]
)


def block(head: str) -> st.SearchStrategy[str]:
    lines = st.lists(ASSIGNMENTS, min_size=1, max_size=3)
    return lines.map(lambda body: "\n  ".join([head, *body]))


STATEMENTS = st.one_of(
    ASSIGNMENTS,
    block("class A:"),
    block("def __init__(self):"),
    block("async def __init__(self):"),
    block("def f():"),
    block("class B:").map(lambda text: "class C:\n " + text.replace("\n", "\n ")),
    block("def __init__(self):").map(lambda text: "class A:\n " + text.replace("\n", "\n ")),
)
PYTHON = st.lists(STATEMENTS, max_size=4).map("\n".join)


@RELAXED
@given(text=PYTHON)
@example("x = (1")
@example("\ufeffx = 1")
@example("x = {[1]}")
@example("x = 1\0")
def test_python_files_read_as_in_dvc(peer: Peer, tmp_path: Path, text: str) -> None:
    """Only literals count, wherever they are assigned."""
    assert by_dvc(peer, ".py", text) == by_us(tmp_path / "params.py", text)


JSON = st.sampled_from(
    r"""
null
0
[]
[1]
"x"
{"a": 1, "a": 2}
{"a": 1.0, "b": 1e40}
{"a": [1, {"b": null}]}
{"a": 1
{} {}
[[[[[
""".splitlines()
)


@RELAXED
@given(text=JSON)
@example("\ufeff{}")
def test_json_files_read_as_in_dvc(peer: Peer, tmp_path: Path, text: str) -> None:
    """The last of equal keys counts, and a file that holds nothing is empty."""
    assert by_dvc(peer, ".json", text) == by_us(tmp_path / "params.json", text)


TOML_KEYS = st.sampled_from(["a", "b", "a.b", "a.c", "b.a", "'x y'", "1"])
TOML_VALUES = st.sampled_from(
    r"""
1
-1
0x1F
1_0
01
1.5
1e3
yes
true
'x'
"\u00e9"
[]
[1, 2]
[[1], ['a']]
{}
{a = 1, b = {c = 2}}
[{a = 1}, {a = 2}]
""".strip().splitlines()
)
TOML_LINES = st.one_of(
    st.builds("{} = {}".format, TOML_KEYS, TOML_VALUES),
    TOML_KEYS.map("[{}]".format),
    TOML_KEYS.map("[[{}]]".format),
    st.just("# comment"),
)
TOML = st.lists(TOML_LINES, max_size=5).map("\n".join)


@RELAXED
@given(text=TOML)
def test_toml_files_read_as_in_dvc(peer: Peer, tmp_path: Path, text: str) -> None:
    """Values and order; but DVC's parser lets pass some of what the standard forbids."""
    ours = by_us(tmp_path / "params.toml", text)
    assume(ours != "refused")

    assert by_dvc(peer, ".toml", text) == ours


def by_dvc(peer: Peer, suffix: str, text: str) -> str:
    answer = peer.ask("parse", suffix, text)
    return repr(answer.value) if answer.accepted else "refused"


def by_us(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    try:
        return repr(read_params_file(str(path)))
    except DocumentError:
        return "refused"
