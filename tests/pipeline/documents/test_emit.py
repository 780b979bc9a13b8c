"""Our emitter writes what ruamel writes, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineal.pipeline.documents.emit import emission_of, emit_block, emit_yaml, has_aliases
from tests.pipeline.documents.reference import dumped, loaded, same
from tests.pipeline.documents.strategies import documents, entries, relaxed


@relaxed
@given(documents)
@example({"k": [None, [None, []], {}, {"k": None}], "b": [[1, [2, 3]], [{"x": [1], "y": {}}]]})
@example({"cmd": "python -c 'print(\"a: b\")' && echo " + "word " * 30})
@example({"a long key " * 9: 1})
@example({"k" * 200: 1, "\n": 2, "": 3, 4: 4, True: 5, None: 6, 1.5: 7})
def test_a_document_is_written_as_ruamel_writes_it(data: Any) -> None:
    """Quoting, folding, nesting and the odd corners that go to ruamel itself."""
    assert dumped(data) == emit_yaml(data)


@relaxed
@given(entries, st.sampled_from([2, 4, 6, 10]))
def test_a_block_is_written_as_in_its_document(entry: dict[str, Any], indent: int) -> None:
    """Folding depends on the column at which the block stands."""
    data: dict[str, Any] = entry
    for _ in range(indent // 2):
        data = {"k": data}
    expected = dumped(data).split("\n", indent // 2)[-1]
    assert expected == emit_block(entry, indent)


@relaxed
@given(documents)
def test_what_is_not_folded_reads_back_the_same(data: Any) -> None:
    """Whoever remembers an unfolded block need not read it again."""
    emission = emission_of(data, 0) if data else None
    assert emission is None or emission.folded or same(data, loaded(emission.text))


def test_a_fold_at_two_spaces_is_as_lossy_as_ruamels() -> None:
    """One of the spaces is lost to the next reader; the bytes have to be DVC's all the same."""
    data = {"cmd": "python  " + "y" * 90}
    assert (dumped(data), True) == emission_of(data, 0)


def test_a_container_that_occurs_twice_gets_an_anchor() -> None:
    """As ruamel does for parameters that were aliases."""
    shared = [1]
    assert emit_yaml({"a": shared, "b": shared}) == "a: &id001\n- 1\nb: *id001\n"


@pytest.mark.parametrize(
    ("data", "expected"), [({"a": [], "b": []}, False), ([[1], [1]], False), ([[1]] * 2, True)]
)
def test_sharing_is_by_identity(data: Any, expected: bool) -> None:
    """Equal containers are not shared ones."""
    assert expected == has_aliases(data)
