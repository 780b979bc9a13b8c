"""How stages are called by people: ``train``, ``sub/dvc.yaml:train``, ``data/raw.csv.dvc``."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage


def address(stage: Stage, cwd: str) -> str:
    """Relative to where the person stands; stages of the ``dvc.yaml`` right there by name."""
    file = os.path.relpath(stage.file, cwd)
    if stage.name is None:
        return file
    return stage.name if file == "dvc.yaml" else f"{file}:{stage.name}"


def describe(stage: Stage, cwd: str) -> str:
    """As DVC spells it in messages."""
    return f"stage: '{address(stage, cwd)}'"
