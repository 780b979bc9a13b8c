"""Every candidate there is, by name. Adding one is one file in this package and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from lineal.learning.candidates.candidate import Candidate

#: Each module offers ``CANDIDATE``; only those that are asked for are imported.
CANDIDATES = ("logistic", "neighbours", "svm", "tree", "forest", "lightgbm")


def find_candidate(name: str) -> Candidate:
    if name not in CANDIDATES:
        raise ConfigError(
            f"there is no candidate '{name}'",
            hint=did_you_mean(name, CANDIDATES) or f"there are {', '.join(CANDIDATES)}",
        )
    try:
        module = import_module(f"lineal.learning.candidates.{name}")
    except ImportError as exc:
        raise ConfigError(
            f"candidate '{name}' needs a library that is not installed: {exc.name or exc}",
            hint="pip install 'lineal[ml]'",
        ) from exc
    candidate: Candidate = module.CANDIDATE
    return candidate
