"""The random test draws the same examples whatever else the process has imported."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.acceptance.generator.actions import actions
from tests.acceptance.generator.pipelines import scenes
from tests.acceptance.generator.same_draws import same_draws

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_other_modules_do_not_change_what_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module full of constants that fit is imported between two rounds of draws."""
    with same_draws():
        before = drawn()
    constants = [f"CONSTANT_{n} = {n}, b'constant {n}'" for n in range(300)]
    (tmp_path / "many_constants.py").write_text("\n".join(constants))
    spec = importlib.util.spec_from_file_location("many_constants", tmp_path / "many_constants.py")
    assert spec is not None
    monkeypatch.setitem(sys.modules, "many_constants", importlib.util.module_from_spec(spec))
    with same_draws():
        after = drawn()

    assert (before, True) == (after, before != drawn())


def drawn() -> list[str]:
    found: list[str] = []

    @seed(1)
    @settings(
        max_examples=15,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.tuples(scenes(), st.lists(actions(), min_size=2, max_size=7)))
    def draw(example: object) -> None:
        found.append(repr(example))

    draw()
    return found
