"""Looking at and changing the settings of one level, as ``dvc config`` does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError
from lineal.storage.config import paths
from lineal.storage.config.files import LEVELS, config_files, merged, parse, read_bytes, write
from lineal.storage.config.levels import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.config.check import Raw
    from lineal.storage.config.files import ConfigFile


class Name(NamedTuple):
    """``remote.x.url`` is (remote, x, url); ``core.remote`` is (None, core, remote)."""

    kind: str | None
    section: str
    option: str


def files_of(dvc_dir: str | None, level: str | None) -> Sequence[ConfigFile]:
    """One level, or all there are, each shadowing the one before."""
    files = config_files(dvc_dir)
    if level is None:
        return files
    chosen = [file for file in files if file.level == level]
    if not chosen:
        raise ConfigError(
            f"no project here, so there is no {level} level",
            hint="use --global or --system, or run `lineal init` first",
        )
    return chosen


def settings_of(file: ConfigFile) -> Raw:
    """Paths made absolute; named sections first, as DVC lists them."""
    return paths.resolved(read_level(file), os.path.dirname(file.path))


def find(raw: Raw, name: Name) -> object:
    """The value; raises ConfigError naming the section or the option that is not there."""
    sections = raw.get(name.kind, {}) if name.kind else raw
    what = name.kind or "section"
    if not isinstance(sections.get(name.section), dict):
        raise ConfigError(
            f"{what} '{name.section}' doesn't exist", hint="see `lineal config --list`"
        )
    if name.option not in sections[name.section]:
        raise ConfigError(
            f"option '{name.option}' doesn't exist in {what} '{name.section}'",
            hint="see `lineal config --list`",
        )
    found: object = sections[name.section][name.option]
    return found


def set_value(dvc_dir: str | None, level: str, name: Name, value: str) -> None:
    file = files_of(dvc_dir, level)[0]
    directory = os.path.dirname(file.path)
    if paths.is_path_key(name.kind or name.section, name.option):
        value = paths.relative(value, base=os.getcwd(), directory=directory)
    raw = read_level(file)
    sections = raw.setdefault(name.kind, {}) if name.kind else raw
    section = sections.setdefault(name.section, {})
    if not isinstance(section, dict):
        raise ConfigError(f"{file.path}: {name.section} is a value, not a section")
    section[name.option] = value
    save_level(dvc_dir, file, raw)


def unset(dvc_dir: str | None, level: str, name: Name) -> None:
    file = files_of(dvc_dir, level)[0]
    raw = read_level(file)
    find(raw, name)
    sections = raw[name.kind] if name.kind else raw
    del sections[name.section][name.option]
    save_level(dvc_dir, file, raw)


def save_level(dvc_dir: str | None, file: ConfigFile, raw: Raw) -> None:
    """Checked together with the levels it shadows; those that shadow it are not its fault."""
    below: Raw = {}
    for other in config_files(dvc_dir)[: LEVELS.index(file.level)]:
        below = merged(below, read_level(other))
    check(merged(below, raw), config_files(dvc_dir)[: LEVELS.index(file.level) + 1])
    write(file.path, paths.normalised(raw, os.path.dirname(file.path)))


def read_level(file: ConfigFile) -> Raw:
    return parse(read_bytes(file.path), file.path)
