"""The configuration of a project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.storage.config.files import ConfigFile, config_files, read_bytes
from lineal.storage.config.sections import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.storage.config.check import Raw


def load_config(
    dvc_dir: str, *, read: Callable[[str], bytes] | None = None, extra: Raw | None = None
) -> Config:
    """Raises ConfigError listing everything that is wrong, each with its file and line.

    ``read`` gives the project's own file where that is not on disk; ``extra`` shadows all levels.
    """
    files = config_files(dvc_dir)
    contents = [_content(file, read) for file in files]
    if not any(contents) and not extra:
        return Config()
    from lineal.storage.config.levels import config_from  # deferred: a fresh project sets nothing

    return config_from(files, contents, os.path.dirname(dvc_dir), extra or {})


def _content(file: ConfigFile, read: Callable[[str], bytes] | None) -> bytes:
    return read(file.path) if read is not None and file.level == "repo" else read_bytes(file.path)
