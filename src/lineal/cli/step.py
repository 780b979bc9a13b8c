"""``lineal step NAME …``: run a step that comes with Lineal."""

from __future__ import annotations

import argparse
from importlib import import_module

from lineal.base.errors import UsageError
from lineal.base.suggest import closest
from lineal.cli.parser import VerbParser
from lineal.steps.registry import STEPS

HELP = "Run a step that comes with Lineal."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = "\n".join(f"  {name:<12}{step.help}" for name, step in STEPS.items())
    parser.epilog = f"steps:\n{steps}"
    parser.add_argument("name", help="which step")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see lineal step NAME --help")


def run(args: argparse.Namespace) -> int:
    step = STEPS.get(args.name)
    if step is None:
        near = closest(args.name, STEPS)
        raise UsageError(
            f"there is no step '{args.name}'",
            hint=f"did you mean '{near}'?" if near else "lineal step --help lists all steps",
        )
    module = import_module(f"lineal.steps.{step.module}")
    parser = VerbParser(prog=f"lineal step {args.name}", description=step.help)
    module.add_arguments(parser)
    done: int = module.run(parser.parse_args(args.arguments))
    return done
