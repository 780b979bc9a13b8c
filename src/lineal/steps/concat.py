"""``lineal step concat IN… OUT``: join files into one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from lineal.base.errors import DataError

if TYPE_CHECKING:
    import argparse

_CHUNK = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", help="files to read")
    parser.add_argument("output", help="file to write")


def run(args: argparse.Namespace) -> int:
    beside = f"{args.output}.part"
    try:
        with open(beside, "wb") as target:
            for path in args.inputs:
                with open(path, "rb") as source:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
        os.replace(beside, args.output)
    except FileNotFoundError as exc:
        raise DataError(f"'{exc.filename}' does not exist", hint="check 'deps:'") from exc
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
    sys.stdout.write(f"joined {len(args.inputs)} files into {args.output}\n")
    return 0
