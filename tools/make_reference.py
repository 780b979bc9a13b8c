"""The reference pages, written from the code: verbs, settings, errors."""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

from lineal.base import errors
from lineal.cli.parser import make_parser
from lineal.cli.registry import VERBS
from lineal.storage.config.remotes import COMMON, SCHEMES
from lineal.storage.config.settings import NAMED_SECTIONS, SECTIONS
from lineal.storage.remotes.resolve import SUPPORTED
from tools.sources import ROOT
from tools.step_reference import documented_steps, step_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lineal.cli.parser import VerbModule
    from lineal.storage.config.settings import Setting

REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by `make docs` from the code: edit the code. -->\n"
# `├── UsageError   the command line itself is wrong (exit 2)`
_TREE_LINE = re.compile(r"[├└]── (\w+) +(.+)")


def main() -> int:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def pages() -> dict[Path, str]:
    return {
        REFERENCE / "cli.md": "\n".join(_cli()),
        REFERENCE / "settings.md": "\n".join(_settings()),
        REFERENCE / "errors.md": "\n".join(_errors()),
        REFERENCE / "steps.md": "\n".join(_steps()),
    }


def missing_texts() -> Iterator[str]:
    """Flags and settings that say nothing about themselves."""
    for verb in VERBS:
        for action in _actions(verb):
            if not action.help:
                yield f"lineal {verb}: {action.option_strings or action.dest} has no help"
    for section, settings in SECTIONS.items():
        for setting in settings:
            if not setting.deprecated and not setting.help:
                yield f"{section}.{setting.name} has no help"


def _cli() -> Iterator[str]:
    yield f"{_NOTE}\n# Verbs\n"
    yield "Every verb also takes `-q`/`--quiet` (errors only), `-v`/`--verbose` and `-h`/`--help`;"
    yield "before the verb, `--cd DIR` works in another directory.\n"
    for verb in VERBS:
        yield f"## lineal {verb}\n"
        yield f"{VERBS[verb].help}\n"
        rows = [_argument(action) for action in _actions(verb)]
        if rows:
            yield from _table(("argument", "meaning"), rows)


def _actions(verb: str) -> list[argparse.Action]:
    module = cast("VerbModule", import_module(f"lineal.cli.{VERBS[verb].module}"))
    # argparse has no public way to list what it was given.
    actions = make_parser(verb, module)._actions  # noqa: SLF001
    common = {"help", "quiet", "verbose"}
    return [one for one in actions if one.dest not in common and one.help != argparse.SUPPRESS]


def _argument(action: argparse.Action) -> tuple[str, str]:
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    value = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    shown = f"`{value}`" if action.nargs != 0 else ""
    return " ".join(part for part in (names, shown) if part), action.help or ""


def _settings() -> Iterator[str]:
    yield f"{_NOTE}\n# Settings\n"
    yield "In `.dvc/config`, and at the other levels: see `lineal config`. Names and meanings are"
    yield "DVC's. A setting that is not in this list is an error.\n"
    for section, settings in SECTIONS.items():
        if any(not setting.deprecated for setting in settings):
            yield f"## {section}\n"
            yield from _setting_table(settings)
    yield from _named_settings()


def _setting_table(settings: Iterable[Setting]) -> Iterator[str]:
    rows = [_setting(setting) for setting in settings if not setting.deprecated]
    yield from _table(("setting", "value", "default", "meaning"), rows)


def _named_settings() -> Iterator[str]:
    yield "## remote\n"
    yield "Sections `['remote \"NAME\"']`. docs/remotes.md says how to set one up.\n"
    yield from _table(
        ("setting", "value", "meaning"),
        [(f"`{one.name}`", one.kind, one.help) for one in COMMON if not one.deprecated],
    )
    for scheme in SUPPORTED:
        yield f"### {f'{scheme}://' if scheme else 'A path'}: {SCHEMES[scheme].title}\n"
        yield from _setting_table(SCHEMES[scheme].settings)
    others = [f"{name}://" for name in SCHEMES if name not in SUPPORTED]
    yield f"Checked and left to `dvc`: {', '.join(f'`{name}`' for name in others)}.\n"
    for section, settings in NAMED_SECTIONS.items():
        yield f"## {section}\n\nFor `dvc`; accepted and ignored: {_names(settings)}.\n"


def _setting(setting: Setting) -> tuple[str, str, str, str]:
    kind = ", ".join(f"`{choice}`" for choice in setting.choices) or setting.kind
    default = f"`{setting.default}`" if setting.default else ""
    return f"`{setting.name}`", kind, default, setting.help


def _names(settings: Iterable[Setting]) -> str:
    return ", ".join(f"`{setting.name}`" for setting in settings if not setting.deprecated)


def _errors() -> Iterator[str]:
    yield f"{_NOTE}\n# Errors\n"
    yield "An error is two lines on stderr: `error:` says what is wrong, `hint:` what mends it."
    yield "Exit code 0 is done, 1 is yours to mend, 2 is wrong usage; 130 is an interrupt.\n"
    meanings = dict(_TREE_LINE.findall(errors.__doc__ or ""))
    rows = [
        (f"`{kind.code}`", meanings[kind.__name__].partition(" (exit")[0], str(kind.exit_code))
        for kind in _below(errors.LinealError)
    ]
    yield from _table(("code", "meaning", "exit"), rows)


def _steps() -> Iterator[str]:
    yield f"{_NOTE}\n# Steps\n"
    yield "Ports are options of `lineal step NAME`, parameters the section NAME of `params.yaml`;"
    yield "[what steps are](../steps.md). `concat` joins files: `lineal step concat IN… OUT`.\n"
    for name, line in documented_steps():
        ports, params = step_rows(name)
        yield f"## {name}\n\n{line}\n"
        yield from _table(("option", "is", "meaning"), ports)
        if params:
            yield from _table(("parameter", "value", "default", "meaning"), params)


def _below(kind: type[errors.LinealError]) -> Iterator[type[errors.LinealError]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _below(inner)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
