"""Every step is a file in this room; those without the seam explain themselves, too."""

from __future__ import annotations

import argparse
from importlib import import_module

import pytest

from lineal.steps.registry import STEPS


@pytest.mark.parametrize("name", ["concat"])
def test_a_step_with_a_command_of_its_own_explains_its_arguments(name: str) -> None:
    """Each has a help text, since `lineal step NAME --help` is its documentation."""
    module = import_module(f"lineal.steps.{STEPS[name].module}")
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)

    assert callable(module.run)
    assert [] == [action.dest for action in parser._actions if not action.help]
