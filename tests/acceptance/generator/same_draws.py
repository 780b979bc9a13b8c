"""Drawing the same examples every time: on every machine, whatever else was imported.

A seed is not enough. Hypothesis mixes constants into its draws that it finds in the source of
whatever local modules are imported just then; so what is drawn would depend on the tests that
ran before in the same process, and on every edit of our code.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def same_draws() -> Iterator[None]:
    """Draws know no constants but those that Hypothesis ships with; together with a seed."""
    found, none = providers._get_local_constants, Constants()
    # Which constants a strategy permits is remembered for all tests of the process.
    providers.CONSTANTS_CACHE.cache.clear()
    providers._get_local_constants = lambda: none
    try:
        yield
    finally:
        providers._get_local_constants = found
        providers.CONSTANTS_CACHE.cache.clear()
