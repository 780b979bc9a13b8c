"""Whatever DVC makes of a templated dvc.yaml, we make the same of it."""

from __future__ import annotations

import os.path
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from lineal.base.errors import TargetError, TemplateError
from lineal.pipeline.templating.resolve import ParsingOptions, Resolver
from tests.pipeline.templating.strategies import TAME, WILD, Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.peer import Peer

pytestmark = pytest.mark.peer

RELAXED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@RELAXED
@given(case=WILD)
def test_nothing_is_accepted_that_dvc_refuses(peer: Peer, case: Case) -> None:
    """Broken expressions, missing files, redefinitions: refused by both, or equal."""
    assert by_dvc(peer, case) == by_us(case)


@RELAXED
@given(case=TAME)
def test_what_dvc_accepts_resolves_to_the_same(peer: Peer, case: Case) -> None:
    """Names in order, resolved stages, top-level sections, and whether a stage was templated."""
    assert by_dvc(peer, case) == by_us(case)


def by_dvc(peer: Peer, case: Case) -> str:
    answer = peer.ask("resolve", case.data, case.files, case.options._asdict())
    return comparable(answer.value if answer.accepted else None)


def by_us(case: Case) -> str:
    return comparable(ours(*case))


def ours(
    data: dict[str, Any], files: dict[str, Any], options: ParsingOptions
) -> dict[str, Any] | None:
    def read(path: str) -> object:
        return files.get(os.path.relpath(path, "/project"))

    try:
        resolver = Resolver(data, "/project", "dvc.yaml", read, options)
        names = resolver.names()
    except TemplateError:
        return None
    stages = {name: attempt(partial(resolver.stage, name)) for name in names}
    sections: dict[str, Callable[[], Any]] = {
        "artifacts": resolver.artifacts,
        "metrics": resolver.metrics,
        "params": resolver.params,
        "plots": resolver.plots,
    }
    return {
        "names": names,
        "stages": {
            name: (fine, stage.data, stage.parametrized) if fine else (fine, None)
            for name, (fine, stage) in stages.items()
        },
        "top": {name: attempt(section) for name, section in sections.items()},
    }


def attempt(call: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, call()
    except (TemplateError, TargetError):
        return False, None


def comparable(result: dict[str, Any] | None) -> str:
    """Types count (1 is not 1.0 here) and so does order; the wording of a refusal does not."""
    if result is None:
        return "refused"
    outcomes = {**result["stages"], **{f"top {name}": out for name, out in result["top"].items()}}
    kept = {name: out if out[0] else "refused" for name, out in outcomes.items()}
    return repr((result["names"], kept))
