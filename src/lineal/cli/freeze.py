"""``lineal freeze``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.freeze import set_stage_frozen
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Keep stages as they are, whatever their dependencies do."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="+", help="stages or .dvc files")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        for target in args.targets:
            set_stage_frozen(ws, target, frozen=True)
    return 0
