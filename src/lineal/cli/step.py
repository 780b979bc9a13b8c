"""``lineal step NAME …``: run a step that comes with Lineal."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.base.suggest import closest
from lineal.cli.parser import VerbParser
from lineal.steps.registry import STEPS

if TYPE_CHECKING:
    from types import ModuleType

    from lineal.steps.registry import Step

HELP = "Run a step that comes with Lineal."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = "\n".join(f"  {name:<12}{step.help}" for name, step in STEPS.items())
    parser.epilog = f"steps:\n{steps}"
    parser.add_argument("name", help="which step")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see lineal step NAME --help")


def run(args: argparse.Namespace) -> int:
    entry = STEPS.get(args.name)
    if entry is None:
        near = closest(args.name, STEPS)
        raise UsageError(
            f"there is no step '{args.name}'",
            hint=f"did you mean '{near}'?" if near else "lineal step --help lists all steps",
        )
    try:
        return _run(args, entry)
    except ModuleNotFoundError as exc:
        from lineal.steps.extras import explained  # deferred: errors only

        raise explained(args.name, exc) from exc


def _run(args: argparse.Namespace, entry: Step) -> int:
    module = import_module(f"lineal.steps.{entry.module}")
    parser = VerbParser(
        prog=f"lineal step {args.name}",
        description=entry.help,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if hasattr(module, "STEP"):
        return _perform(args, module, parser)
    module.add_arguments(parser)
    done: int = module.run(parser.parse_args(args.arguments))
    return done


def _perform(args: argparse.Namespace, module: ModuleType, parser: VerbParser) -> int:
    # deferred: concat needs none of this, nor its extras
    from lineal.steps.command import add_arguments as add_ports
    from lineal.steps.command import asked
    from lineal.steps.shell import perform

    add_ports(parser, args.name, module.STEP)
    perform(
        args.name,
        module.STEP,
        asked(parser.parse_args(args.arguments), module.STEP),
        args.console.say,
    )
    return 0
