"""How stages are called by people: ``train``, ``sub/dvc.yaml:train``, ``data/raw.csv.dvc``."""

from __future__ import annotations

import os.path
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.model import Dep, Stage


def address(stage: Stage, cwd: str) -> str:
    """Relative to where the person stands; stages of the ``dvc.yaml`` right there by name."""
    file = _relative(stage.file, cwd)
    if stage.name is None:
        return file
    return stage.name if file == "dvc.yaml" else f"{file}:{stage.name}"


@lru_cache(maxsize=256)
def _relative(file: str, cwd: str) -> str:
    """Asked several times for each stage, of few files."""
    return os.path.relpath(file, cwd)


def describe(stage: Stage, cwd: str) -> str:
    """As DVC spells it in messages."""
    return f"stage: '{address(stage, cwd)}'"


def dep_label(dep: Dep, show: Callable[[str], str]) -> str:
    """What an import is from: as written, unless it is a path that has to be found from here."""
    if dep.repo is not None:
        return f"{dep.spelled} ({dep.repo['url']})"
    if dep.in_repo:
        return show(dep.path)
    return dep.spelled if dep.external or os.path.isabs(dep.spelled) else dep.path
