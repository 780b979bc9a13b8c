"""Every step is a file in this room that keeps the seam's promises."""

from __future__ import annotations

import argparse
from importlib import import_module

import pytest

from lineal.steps.registry import STEPS


@pytest.mark.parametrize("name", STEPS)
def test_every_step_has_arguments_and_a_run(name: str) -> None:
    """Each argument with a help text, since `lineal step NAME --help` is its documentation."""
    module = import_module(f"lineal.steps.{STEPS[name].module}")
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)

    assert callable(module.run)
    assert [] == [action.dest for action in parser._actions if not action.help]
