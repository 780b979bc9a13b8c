"""What ``import``, ``import-url`` and ``update`` have in common on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.transfer_progress import make_meter
from lineal.pipeline.imports.import_url import Telling

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.recorder import Recorder


def add_how(parser: argparse.ArgumentParser) -> None:
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--no-exec", action="store_true", help="only write the .dvc file; ask nothing of the source"
    )
    either.add_argument(
        "--no-download",
        action="store_true",
        help="record what the source has, leave the data there until `lineal pull`",
    )
    add_jobs(parser)
    parser.add_argument("-f", "--force", action="store_true", help="replace what is there")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-j", "--jobs", type=int, metavar="N", help="files to move at once")


def settings(option: str, words: Sequence[str] | None) -> dict[str, str]:
    """``NAME=VALUE`` words as a mapping."""
    pairs = [word.partition("=") for word in words or ()]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise UsageError(
                f"{option}: '{name}' is not NAME=VALUE", hint=f"{option} region=eu-central-1"
            )
    return {name: value for name, _, value in pairs}


def telling(console: Console, recorder: Recorder) -> Telling:
    """Lines to read, and progress on a terminal."""
    return Telling(console.say, make_meter(console), recorder)
