"""The quick parser agrees with ruamel wherever it gives an answer of its own."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.parse import _parse_quickly, parse_yaml
from lineal.pipeline.documents.scalars import Doubt
from tests.pipeline.documents.reference import dumped, loaded, same
from tests.pipeline.documents.strategies import documents, relaxed, yaml_texts


@relaxed
@given(yaml_texts)
def test_a_quick_answer_is_ruamels_answer(text: str) -> None:
    """Whatever the quick parser accepts, ruamel accepts and reads to the same values."""
    try:
        actual = _parse_quickly(text)
    except Doubt:
        return
    assert same(loaded(text), actual or {})


@relaxed
@given(documents)
def test_what_ruamel_dumped_is_read_as_ruamel_reads_it(data: Any) -> None:
    """Block style with ruamel's folding."""
    text = dumped(data)
    assert same(loaded(text), parse_yaml(text, "x.yaml") or {})


@relaxed
@given(documents, st.sampled_from([None, True, False]), st.sampled_from([None, "'", '"', "|"]))
def test_what_pyyaml_dumped_is_read_as_ruamel_reads_it(
    data: Any, flow: bool | None, style: str | None
) -> None:
    """Flow style and every quoting that another writer may choose."""
    text = yaml.safe_dump(
        data, default_flow_style=flow, default_style=style, allow_unicode=True, sort_keys=False
    )
    assert _outcome(loaded, text) == _outcome(lambda text: parse_yaml(text, "x.yaml") or {}, text)


@pytest.mark.parametrize(
    "value",
    [
        *("010", "0o10", "0x1F", "0b11", "1_000", "+1", "-0", "1e3", "1e-3", "1.", ".5", "-.5"),
        *(".inf", "-.INF", ".NaN", "+.inf", "-.nan", "1__0", "1e", "0x", "0o8", "12e03", "1.e+1"),
        *("yes", "no", "on", "y", "True", "FALSE", "tRUE", "null", "NULL", "~", "nil", "''"),
        *("2020-01-01", "2020-1-1", "2020-01-01T10:00:00Z", "2020-01-01 10:00:00.5 +02:00"),
        *("!!str 1", "!!int '1'", "!!float 1", "!!set {a, b}", "!!binary aGk=", "!!null ''"),
        *("1:30", "a: b", "- a", "[a, {b: c}]", "{a, b: }", "'it''s'", '"\\x41\\u00e9\\/"'),
        *("|\n  a\n   b\n", ">-\n  a\n  b\n\n  c\n", "a\n  b\n  c", "# c", "a#b", "a #b"),
        *(">-\n  \n\n    a", "|\n    \n  a\n", "|#c\n  a\n", "| #c\n\n  \n   a\n", ">+\n\n  a\n\n"),
    ],
)
def test_a_scalar_means_what_ruamel_says(value: str) -> None:
    """Values or rejection, in type and in sign."""
    text = f"k: {value}\n"
    assert _outcome(loaded, text) == _outcome(lambda text: parse_yaml(text, "x.yaml"), text)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x {p: 1, q: 2}\nb:\n  q: 3\n  <<: *x\n  r: 4\n",
        "a: &x {p: 1}\nb: &y {p: 2, q: 5}\nc:\n  <<: [*x, *y]\n  z: 1\n",
        "a: &x {p: 1}\nb: &y\n  <<: *x\n  q: 1\nc:\n  <<: *y\n  p: 9\n",
        "a: {<<: {p: 1, p: 2}, q: 3}\n",
        "a: {<<: {p: 1}, q: 3, q: 4}\n",
        "a: &x 1\nb:\n  <<: *x\n",
        "a: &x {p: 1}\nb:\n  <<: *x\n  <<: *x\n",
    ],
)
def test_a_merge_key_means_what_ruamel_says(text: str) -> None:
    """Order of keys and precedence of values."""
    assert _outcome(loaded, text) == _outcome(lambda text: parse_yaml(text, "x.yaml"), text)


def test_an_alias_is_the_anchored_object_itself() -> None:
    """DVC writes such a value with an anchor, so identity has to survive."""
    data = parse_yaml("a: &x [1]\nb: *x\n", "x.yaml")
    assert isinstance(data, dict)
    assert data["a"] is data["b"]


def test_a_byte_order_mark_is_skipped() -> None:
    """Windows editors write one."""
    assert parse_yaml("\ufeffa: 1\n", "x.yaml") == {"a": 1}


def test_a_billion_laughs_are_refused() -> None:
    """The expansion of aliases is bounded before anything walks it."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    with pytest.raises(DocumentError, match=r"x\.yaml: aliases expand to more than 1,000,000"):
        parse_yaml("\n".join(lines), "x.yaml")


def test_a_value_inside_itself_is_refused() -> None:
    """Nothing downstream could walk it."""
    with pytest.raises(DocumentError, match="or refers to itself"):
        parse_yaml("a: &x [*x]\n", "x.yaml")


@pytest.mark.parametrize("text", ["[" * 300 + "]" * 300, "[" * 5000])
def test_too_deep_a_document_is_refused(text: str) -> None:
    """With an error of ours, not Python's recursion limit."""
    with pytest.raises(DocumentError, match="nested more than 200 levels"):
        parse_yaml(text, "x.yaml")


def _outcome(read: Any, text: str) -> str:
    try:
        return repr(read(text))
    except Exception:  # noqa: BLE001  any rejection equals any other
        return "rejected"
