"""Paths in config files: relative to the file they stand in, ``~`` and URLs as they are. Pure."""

from __future__ import annotations

import os.path
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.storage.config.check import Raw

_PATH_KEYS = {
    "cache": ("dir",),
    "remote": (
        "url",
        "gdrive_user_credentials_file",
        "gdrive_service_account_json_file_path",
        "credentialpath",
        "configpath",
        "keyfile",
        "cert_path",
        "key_path",
    ),
    "machine": ("startup_script", "setup_script"),
}


def is_path_key(section: str, key: str) -> bool:
    return key in _PATH_KEYS.get(section, ())


def resolved(raw: Raw, directory: str) -> Raw:
    """Every path absolute, as seen from the directory of its config file."""
    return _mapped(raw, lambda path: _absolute(path, directory))


def normalised(raw: Raw, directory: str) -> Raw:
    """Every path as DVC spells it whenever it writes the file."""
    return _mapped(raw, lambda path: relative(path, base=directory, directory=directory))


def relative(path: str, *, base: str, directory: str) -> str:
    """``path``, which is relative to ``base``, as it is written in ``directory``."""
    if _stands_alone(path):
        return path
    return os.path.relpath(os.path.join(base, path), directory)


def _absolute(path: str, directory: str) -> str:
    if _is_url(path):
        return path
    expanded = os.path.expanduser(path)
    if os.path.isabs(expanded):
        return expanded
    return os.path.abspath(os.path.join(directory, path))


def _stands_alone(path: str) -> bool:
    return _is_url(path) or os.path.isabs(path) or os.path.expanduser(path) != path


def _is_url(path: str) -> bool:
    return re.match(r"\w+://", path) is not None


def _mapped(raw: Raw, change: Callable[[str], str]) -> Raw:
    return {
        section: {key: _changed(section, key, value, change) for key, value in values.items()}
        if section in _PATH_KEYS and isinstance(values, dict)
        else values
        for section, values in raw.items()
    }


def _changed(section: str, key: str, value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, dict):
        return {inner: _changed(section, inner, text, change) for inner, text in value.items()}
    if isinstance(value, str) and key in _PATH_KEYS[section]:
        return change(value)
    return value
