"""The config files of every level: where they are, and reading and writing one.

The bytes are configobj's, exactly as DVC writes them; what the values mean is
checked elsewhere.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from lineal.storage.config.check import Raw

# In the order in which each shadows the one before.
LEVELS = ("system", "global", "repo", "local")

_NAMED = ("remote", "machine", "db")


class ConfigFile(NamedTuple):
    level: str
    path: str


def config_files(dvc_dir: str | None) -> tuple[ConfigFile, ...]:
    files = [
        ConfigFile("system", os.path.join(_system_dir(), "config")),
        ConfigFile("global", os.path.join(_global_dir(), "config")),
    ]
    if dvc_dir is not None:
        files.append(ConfigFile("repo", os.path.join(dvc_dir, "config")))
        files.append(ConfigFile("local", os.path.join(dvc_dir, "config.local")))
    return tuple(files)


def read_bytes(path: str) -> bytes:
    """The file as it is; empty when there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def parse(content: bytes, path: str) -> Raw:
    """Lower-cased, named sections nested, values as written."""
    if not content.strip():
        return {}
    import io  # deferred: with configobj

    from configobj import ConfigObj, ConfigObjError  # deferred: 10 ms, and most files are empty

    try:
        written = ConfigObj(io.StringIO(content.decode(), newline=None)).dict()
    except UnicodeDecodeError as exc:
        raise ConfigError(f"{path}: not UTF-8 at byte {exc.start}", hint=f"edit {path}") from exc
    except ConfigObjError as exc:
        raise ConfigError(f"{path}: {exc}", hint=f"edit {path}") from exc
    return _nested(_lowered(written))


def write(path: str, raw: Raw) -> None:
    import io  # deferred: with configobj

    from configobj import ConfigObj  # deferred: as above

    packed = {section: values for section, values in raw.items() if values}
    for kind in _NAMED:
        named = packed.pop(kind, {})
        packed |= {f'{kind} "{name}"': values for name, values in named.items()}
    buffer = io.BytesIO()
    ConfigObj(packed).write(buffer)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # Through a link, and with the permissions it has: the file may hold secrets.
    target = os.path.realpath(path)
    mode = stat.S_IMODE(os.stat(target).st_mode) if os.path.exists(target) else None
    write_atomic(target, buffer.getvalue(), mode)


def merged(into: Raw, update: Raw) -> Raw:
    """``update`` over ``into``, section by section."""
    result = dict(into)
    for key, above in update.items():
        value = above
        below = result.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = merged(below, value)
        result[key] = value
    return result


def _system_dir() -> str:
    if chosen := os.environ.get("DVC_SYSTEM_CONFIG_DIR"):
        return chosen
    if sys.platform == "darwin":
        return _xdg("XDG_CONFIG_DIRS") or "/Library/Application Support/dvc"
    return _xdg("XDG_CONFIG_DIRS") or "/etc/xdg/dvc"


def _global_dir() -> str:
    if chosen := os.environ.get("DVC_GLOBAL_CONFIG_DIR"):
        return chosen
    if found := _xdg("XDG_CONFIG_HOME"):
        return found
    home = "~/Library/Application Support" if sys.platform == "darwin" else "~/.config"
    return os.path.join(os.path.expanduser(home), "dvc")


def _xdg(variable: str) -> str | None:
    """The first absolute directory in the variable; others are ignored, says the standard."""
    for directory in os.environ.get(variable, "").split(os.pathsep):
        if os.path.isabs(directory):
            return os.path.join(directory, "dvc")
    return None


def _lowered(written: Raw) -> Raw:
    return {
        key.lower(): _lowered(value) if isinstance(value, dict) else value
        for key, value in written.items()
    }


def _nested(written: Raw) -> Raw:
    """``['remote "x"']`` as ``{"remote": {"x": …}}``, before the others, as DVC lists them."""
    result: Raw = {kind: {} for kind in _NAMED}
    for section, values in written.items():
        match section_name(section):
            case [kind, name]:
                result[kind][name] = values
            case _:
                result[section] = values
    return result


def section_name(header: str) -> tuple[str, ...]:
    found = re.match(r'\s*(remote|machine|db)\s*"(.*)"\s*$', header)
    return (found[1], found[2]) if found else (header,)
