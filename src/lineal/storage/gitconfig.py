"""Settings of Git, read from its files: two that change what is ignored, and who the user is.

Includes and conditional sections are not followed: neither does DVC's Git library.
"""

from __future__ import annotations

import os
import re
from typing import Final, NamedTuple

_SECTION: Final = re.compile(r'^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*(.*)$')
_SETTING: Final = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$")
_TRUE: Final = frozenset(("", "true", "yes", "on", "1"))


class GitSettings(NamedTuple):
    excludes_file: str
    ignore_case: bool


def read_git_settings(common_dir: str) -> GitSettings:
    core = _settings(common_dir, "core")
    excludes = core.get("excludesfile") or _config_home("ignore")
    return GitSettings(
        excludes_file=os.path.expanduser(excludes),
        ignore_case=core.get("ignorecase", "false").lower() in _TRUE,
    )


def read_git_user(common_dir: str) -> tuple[str | None, str | None]:
    """Name and address, as commits would have them."""
    user = _settings(common_dir, "user")
    name = os.environ.get("GIT_AUTHOR_NAME") or user.get("name")
    return name, os.environ.get("GIT_AUTHOR_EMAIL") or user.get("email")


def _settings(common_dir: str, section: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _config_files(common_dir):
        found.update(_settings_in(_read(path), section))
    return found


def _config_files(common_dir: str) -> list[str]:
    """List the files from the weakest to the strongest."""
    user = os.environ.get("GIT_CONFIG_GLOBAL")
    users = [user] if user else [_config_home("config"), os.path.expanduser("~/.gitconfig")]
    return ["/etc/gitconfig", *users, f"{common_dir}/config"]


def _config_home(name: str) -> str:
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return f"{home}/git/{name}"


def _settings_in(text: str, wanted: str) -> dict[str, str]:
    found: dict[str, str] = {}
    section = ""
    for raw in text.splitlines():
        line = raw.strip()
        header = _SECTION.match(line)
        if header is not None:
            section = header[1].lower() if header[2] is None else ""
            line = header[3]
        setting = _SETTING.match(line)
        if section == wanted and setting is not None:
            found[setting[1].lower()] = _plain_value(setting[2] or "")
    return found


def _plain_value(text: str) -> str:
    if text.startswith('"'):
        end = text.find('"', 1)
        return text[1:end] if end != -1 else text[1:]
    return re.split(r"\s*[#;]", text, maxsplit=1)[0]


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""
