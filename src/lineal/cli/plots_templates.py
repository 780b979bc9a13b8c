"""``lineal plots templates``: which templates come along, and what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.plots.template import built_in, template_names

if TYPE_CHECKING:
    import argparse

HELP = "List the templates that come along, or print one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", nargs="?", help="print this one as JSON")
    parser.add_argument("-l", "--list", action="store_true", help="list names, the default")


def run(args: argparse.Namespace) -> int:
    if args.template and not args.list:
        import json  # deferred: a list needs none

        args.console.data(json.dumps(built_in(args.template), indent=2))
        return 0
    for name in template_names():
        args.console.say(name)
    return 0
