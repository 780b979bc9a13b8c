"""Keys of parameters lead to the same values as in DVC, globs and numbers included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineal.base.errors import DocumentError
from lineal.pipeline.params.lookup import MISSING, lookup

if TYPE_CHECKING:
    from tests.pipeline.peer import Peer

pytestmark = pytest.mark.peer

NAMES = st.sampled_from(["a", "b", "ab", "0", "1", "a b", "[", "*", "a[b]", "True", "-"])
KEYS = NAMES | st.integers(-1, 2) | st.booleans() | st.none() | st.just(1.5)
SCALARS = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["x", "", 0.5, b"x"])
CONTENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)
SEGMENTS = NAMES | st.sampled_from(["", "**", "?", "[ab]", "-1", "-2", " 1", "01", "1_0", "False"])
DEEP_ONCE = st.lists(SEGMENTS, min_size=1, max_size=3).filter(lambda path: path.count("**") < 2)
PATHS = DEEP_ONCE.map(".".join) | st.sampled_from(["/", "", "..a"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=CONTENTS, keys=st.lists(PATHS, min_size=1, max_size=5))
def test_a_key_leads_where_it_leads_in_dvc(peer: Peer, data: Any, keys: list[str]) -> None:
    """Found, missing, or refused because it is ambiguous."""
    answers = peer.ask("lookup", data, keys).value

    assert [repr(value) if found else kind(value) for found, value in answers] == [
        ours(data, key) for key in keys
    ]


def ours(data: Any, key: str) -> str:
    try:
        value = lookup(data, key)
    except DocumentError:
        return "refused"
    return "missing" if value is MISSING else repr(value)


def kind(failure: str) -> str:
    return "missing" if failure.startswith("KeyError") else "refused"
