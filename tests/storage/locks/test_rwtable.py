"""The table of claims, as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.storage.locks import rwtable
from lineal.storage.locks.rwtable import Holder

PATHS = st.lists(st.sampled_from(["/p/a", "/p/b", "/p/a/x", "/q"]), max_size=3, unique=True)
HOLDERS = st.builds(Holder, st.integers(1, 3), st.sampled_from(["dvc", "lineal"]))
CLAIMS = st.lists(st.tuples(PATHS, PATHS, HOLDERS), max_size=4)


def table_of(claims: list[tuple[list[str], list[str], Holder]]) -> rwtable.Table:
    table = rwtable.EMPTY
    for read, write, holder in claims:
        table = rwtable.with_claim(table, read, write, holder)
    return table


@given(CLAIMS)
def test_what_is_written_is_read_back(claims: list[tuple[list[str], list[str], Holder]]) -> None:
    """Any table survives its file."""
    table = table_of(claims)

    assert table == rwtable.parse_table(rwtable.dump_table(table))


@given(CLAIMS, PATHS, PATHS)
def test_a_claim_given_back_leaves_no_trace(
    claims: list[tuple[list[str], list[str], Holder]], read: list[str], write: list[str]
) -> None:
    """Of that process; the others' claims on what it did not write stay."""
    table = table_of(claims)
    me = Holder(99, "me")
    claimed = rwtable.with_claim(table, read, write, me)

    given_back = rwtable.without_claim(claimed, read, write, me.pid)

    others = {path: holder for path, holder in table.write.items() if path not in write}
    assert (others, table.read) == (given_back.write, given_back.read)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"x": {}}', '{"write": []}', '{"read": {"/p": {}}}', '{"write": {"/p": 1}}']
)
def test_what_dvc_could_not_have_written_is_refused(text: str) -> None:
    """The caller decides what to do about it."""
    with pytest.raises(ValueError, match=r"expected|Expecting"):
        rwtable.parse_table(text)
