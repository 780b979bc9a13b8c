"""A small scene for every step: what the law suite runs it with.

The stages of the template are a scene each, with fewer rows. A step that is in no template brings
its own: a module here, of its name, with ``sample()``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tests.steps.samples.line import stage_sample

if TYPE_CHECKING:
    from tests.steps.samples.sample import Sample


@cache
def sample_of(name: str) -> Sample:
    own = f"{__name__}.{name}"
    if find_spec(own) is not None:
        found: Sample = import_module(own).sample()
        return found
    return stage_sample(name)
