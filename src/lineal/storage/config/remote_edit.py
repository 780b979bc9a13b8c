"""Adding, changing and removing remotes at one level, as ``dvc remote`` does.

The bytes are the same; a file that would not change is not written, and not created.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.base.suggest import did_you_mean
from lineal.storage.config import paths
from lineal.storage.config.edit import files_of, read_level, save_level, settings_of
from lineal.storage.config.files import LEVELS, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.config.check import Raw
    from lineal.storage.config.files import ConfigFile


def settings_at(dvc_dir: str | None, level: str | None) -> Raw:
    """One level, or all merged, paths absolute."""
    found: Raw = {}
    for file in files_of(dvc_dir, level):
        found = merged(found, settings_of(file))
    return found


def default_at(dvc_dir: str | None, level: str | None) -> str | None:
    default = settings_at(dvc_dir, level).get("core", {}).get("remote")
    return str(default) if default is not None else None


def add(dvc_dir: str | None, level: str, name: str, url: str, *, replace: bool = False) -> None:
    file = files_of(dvc_dir, level)[0]
    raw = read_level(file)
    remotes = raw.setdefault("remote", {})
    if name in remotes and not replace:
        raise ConfigError(
            f"remote '{name}' already exists",
            hint=f"lineal remote modify {name} url {url}, or add -f to replace all its settings",
        )
    remotes[name] = {"url": _written(file, "url", url)}
    save_level(dvc_dir, file, raw)


def modify(dvc_dir: str | None, level: str | None, name: str, option: str, value: str) -> None:
    file = files_of(dvc_dir, level or "repo")[0]
    raw = _with_section(dvc_dir, level, file, name)
    raw["remote"][name][option] = _written(file, option, value)
    save_level(dvc_dir, file, raw)


def unset(dvc_dir: str | None, level: str | None, name: str, option: str) -> bool:
    """Whether there was such an option; that there was none is no error, as in DVC."""
    file = files_of(dvc_dir, level or "repo")[0]
    raw = _with_section(dvc_dir, level, file, name)
    had = raw["remote"][name].pop(option, None) is not None
    save_level(dvc_dir, file, raw)
    return had


def set_default(dvc_dir: str | None, level: str | None, name: str | None) -> None:
    """None unsets it."""
    file = files_of(dvc_dir, level or "repo")[0]
    raw = read_level(file)
    core = raw.setdefault("core", {})
    if name is None:
        core.pop("remote", None)
    else:
        known = _known(dvc_dir, level, file)
        if name not in known:
            raise _unknown(name, known)
        core["remote"] = name
    save_level(dvc_dir, file, raw)


def remove(dvc_dir: str | None, level: str, name: str) -> Sequence[ConfigFile]:
    """And it is nobody's default any more, at this level and at those that shadow it.

    Returns the files that have settings for it all the same.
    """
    file = files_of(dvc_dir, level)[0]
    raw = read_level(file)
    if name not in raw.get("remote", {}):
        raise _unknown(name, raw.get("remote", {}))
    del raw["remote"][name]
    save_level(dvc_dir, file, raw)
    _change_default(dvc_dir, level, name, None)
    return [
        other for other in files_of(dvc_dir, None) if name in read_level(other).get("remote", {})
    ]


def rename(dvc_dir: str | None, level: str, name: str, new: str) -> None:
    if new in settings_at(dvc_dir, None).get("remote", {}):
        raise ConfigError(f"remote '{new}' already exists", hint=f"take another name for '{name}'")
    file = files_of(dvc_dir, level)[0]
    raw = read_level(file)
    remotes = raw.get("remote", {})
    if name not in remotes:
        raise _unknown(name, remotes)
    remotes[new] = remotes.pop(name)
    save_level(dvc_dir, file, raw)
    _change_default(dvc_dir, level, name, new)


def _change_default(dvc_dir: str | None, level: str, name: str, new: str | None) -> None:
    for file in files_of(dvc_dir, None):
        if LEVELS.index(file.level) < LEVELS.index(level):
            continue
        raw = read_level(file)
        core = raw.get("core", {})
        if core.get("remote") != name:
            continue
        if new is None:
            del core["remote"]
        else:
            core["remote"] = new
        save_level(dvc_dir, file, raw)


def _with_section(dvc_dir: str | None, level: str | None, file: ConfigFile, name: str) -> Raw:
    """What the file says, with a section for a remote that this or another level has."""
    known = _known(dvc_dir, level, file)
    if name not in known:
        raise _unknown(name, known)
    raw = read_level(file)
    raw.setdefault("remote", {}).setdefault(name, {})
    return raw


def _known(dvc_dir: str | None, level: str | None, file: ConfigFile) -> Raw:
    """The remotes that may be meant: all, or those up to the level that was named."""
    last = LEVELS.index(file.level) if level else len(LEVELS)
    found: Raw = {}
    for other in files_of(dvc_dir, None):
        if LEVELS.index(other.level) <= last:
            found = merged(found, read_level(other).get("remote", {}))
    return found


def _unknown(name: str, known: Raw) -> ConfigError:
    return ConfigError(
        f"remote '{name}' doesn't exist{did_you_mean(name, known)}",
        hint=f"see `lineal remote list`, or add it: lineal remote add {name} URL",
    )


def _written(file: ConfigFile, option: str, value: str) -> str:
    """A path is written relative to its config file."""
    if not paths.is_path_key("remote", option):
        return value
    return paths.relative(value, base=os.getcwd(), directory=os.path.dirname(file.path))
