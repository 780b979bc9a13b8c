"""The environment of a command that is watched, or is not."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.ledger.observing.prepare import opted_out, prepare

EXECUTION = bytes(range(16))


def test_a_path_of_the_user_stays_behind_ours() -> None:
    """Empty parts would mean the working directory, and go."""
    said = prepare("/p/.lineal/ledger", EXECUTION, "/p", {"PYTHONPATH": "lib::other"})
    hook, *rest = said["PYTHONPATH"].split(":")

    assert (True, ["lib", "other"]) == (hook.endswith("/observing/hook"), rest)


def test_a_run_within_a_run_has_one_hook() -> None:
    """What was set for the outer one is not set twice."""
    once = prepare("/p/l", EXECUTION, "/p", {})
    twice = prepare("/p/l", EXECUTION, "/p", once)

    assert once["PYTHONPATH"] == twice["PYTHONPATH"]


def test_who_opted_out_can_still_report() -> None:
    """The path of Python stays as it is."""
    said = prepare("/p/l", EXECUTION, "/p", {"PYTHONPATH": "lib"}, "lineal.yaml")

    expected = {
        "LINEAL_EXECUTION": EXECUTION.hex(),
        "LINEAL_EVIDENCE": f"/p/l/evidence/{EXECUTION.hex()}",
        "LINEAL_OBSERVE_ROOT": "",
    }
    assert expected == said


@pytest.mark.parametrize(
    ("environ", "setting", "meta", "expected"),
    [
        ({}, True, None, None),
        ({"LINEAL_OBSERVE": "0"}, True, None, "LINEAL_OBSERVE"),
        ({"LINEAL_OBSERVE": "1"}, True, None, None),
        ({}, False, None, "lineal.yaml"),
        ({}, False, {"lineal": {"observe": True}}, None),
        ({}, True, {"lineal": {"observe": False}}, "meta of the stage"),
        ({}, True, {"lineal": "a word"}, None),
    ],
)
def test_who_decides(
    environ: dict[str, str], setting: bool, meta: dict[str, Any] | None, expected: str | None
) -> None:
    """The environment before the stage, the stage before the project."""
    assert expected == opted_out(environ, setting=setting, meta=meta)
