"""What stands against a version."""

from __future__ import annotations

import os

import pytest

from lineal.registry.standing import objections, objections_to
from tests.registry.scene import BAD, GOOD, OPEN, opened, registered


def test_each_verdict_that_is_not_pass_is_a_reason() -> None:
    """And so is none at all."""
    assert (["no gate has judged it"], [], 2) == (
        objections([]),
        objections([GOOD]),
        len(objections([GOOD, OPEN, BAD])),
    )


@pytest.mark.usefixtures("project")
def test_a_bundle_whose_verdicts_were_edited_is_not_believed() -> None:
    """It is not the bundle that was registered."""
    version = registered(GOOD, BAD)
    path = "build/bundle/gates.json"
    with open(path, "r+b") as file:
        data = file.read().replace(b"fail", b"pass")
        file.seek(0)
        file.truncate()
        file.write(data)
    with opened() as (ws, _):
        (said,) = objections_to(ws, version)
    assert ("gates.json is not what the manifest says" in said, True) == (
        True,
        os.path.exists(path),
    )
