"""argparse with our manners: wrong usage is an error with a hint, exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn, Protocol

from lineal.base.errors import UsageError
from lineal.base.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Sequence


class VerbModule(Protocol):
    """What each file of this room that is a verb offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """argparse makes one for every argument that is added, and asks shutil for the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class VerbParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(self._with_suggestion(message), hint=f"see `{self.prog} --help`")

    def _with_suggestion(self, message: str) -> str:
        _, found, unknown = message.partition("unrecognized arguments: ")
        word = unknown.split(" ")[0].partition("=")[0]
        match = closest(word, self._option_string_actions) if found and word[:2] == "--" else None
        return f"{message}; did you mean {match!r}?" if match else message


def make_parser(verb: str, module: VerbModule) -> VerbParser:
    parser = VerbParser(
        prog=f"lineal {verb}",
        description=module.HELP,
        formatter_class=_HelpFormatter,
    )
    add_volume_flags(parser)
    module.add_arguments(parser)
    return parser


def add_volume_flags(parser: argparse.ArgumentParser) -> None:
    volume = parser.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="count", default=0, help="print errors only")
    volume.add_argument("-v", "--verbose", action="count", default=0, help="print more")


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        return os.get_terminal_size().columns if sys.stdout.isatty() else 80


def parse(verb: str, module: VerbModule, words: Sequence[str]) -> argparse.Namespace:
    return make_parser(verb, module).parse_args(words)
