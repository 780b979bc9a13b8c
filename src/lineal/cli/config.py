"""``lineal config``: read and write settings, with DVC's flags and DVC's files."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError, ProjectError, UsageError
from lineal.storage.config import edit
from lineal.storage.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.storage.config.check import Raw
    from lineal.storage.config.files import ConfigFile

HELP = "Read and write settings."

_NAME = re.compile(r"^(?:(remote|db)\.)?([^.]*)\.([^.]*)$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    level = parser.add_mutually_exclusive_group()
    for flag, constant, text in (
        ("--global", "global", "the user's settings"),
        ("--system", "system", "the machine's settings"),
        ("--project", "repo", "the project's settings, .dvc/config (the default for writing)"),
        ("--local", "local", "this checkout's settings, .dvc/config.local, which Git ignores"),
    ):
        level.add_argument(flag, dest="level", action="store_const", const=constant, help=text)
    parser.add_argument("-u", "--unset", action="store_true", help="remove the setting")
    parser.add_argument("-l", "--list", action="store_true", help="list all that is set")
    parser.add_argument("--show-origin", action="store_true", help="name the file of each value")
    parser.add_argument("name", nargs="?", type=_name, help="section.option, or remote.NAME.option")
    parser.add_argument("value", nargs="?", help="the new value")


def run(args: argparse.Namespace) -> int:
    _refuse_contradictions(args)
    dvc_dir = _dvc_dir()
    if args.list:
        _list(args, dvc_dir)
    elif args.unset:
        edit.unset(dvc_dir, args.level or "repo", args.name)
    elif args.value is not None:
        edit.set_value(dvc_dir, args.level or "repo", args.name, args.value)
    else:
        _show(args, dvc_dir)
    return 0


def _name(text: str) -> edit.Name:
    found = _NAME.match(text)
    if not found:
        message = "expected section.option, remote.NAME.option or db.NAME.option"
        raise argparse.ArgumentTypeError(message)
    return edit.Name(found[1], found[2].lower(), found[3].lower())


def _refuse_contradictions(args: argparse.Namespace) -> None:
    given = args.name or args.value or args.unset
    if args.show_origin and (args.value or args.unset):
        raise UsageError("--show-origin is for reading, not with --unset or a value")
    if args.list and given:
        raise UsageError("--list shows everything: give no name, value or --unset with it")
    if not args.list and args.name is None:
        raise UsageError("which setting?", hint="lineal config SECTION.OPTION, or --list")


def _dvc_dir() -> str | None:
    try:
        return find_project().dvc_dir
    except ProjectError:
        # Outside a project there are still the user's and the machine's settings.
        return None


def _list(args: argparse.Namespace, dvc_dir: str | None) -> None:
    for file in edit.files_of(dvc_dir, args.level):
        for line in _flat(edit.settings_of(file)):
            args.console.say(_origin(args, file, dvc_dir) + line)


def _show(args: argparse.Namespace, dvc_dir: str | None) -> None:
    for file in reversed(edit.files_of(dvc_dir, args.level)):
        try:
            value = edit.find(edit.settings_of(file), args.name)
        except ConfigError:
            # Nothing anywhere prints nothing, as in DVC; a level that was named must have it.
            if args.level:
                raise
            continue
        args.console.say(f"{_origin(args, file, dvc_dir)}{value}")
        return


def _flat(raw: Raw, prefix: str = "") -> Iterator[str]:
    for key, value in raw.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}={value}"


def _origin(args: argparse.Namespace, file: ConfigFile, dvc_dir: str | None) -> str:
    if not args.show_origin:
        return ""
    inside = dvc_dir is not None and file.level in {"repo", "local"}
    shown = os.path.relpath(file.path, os.path.dirname(dvc_dir or "")) if inside else file.path
    return f"{shown}\t"
