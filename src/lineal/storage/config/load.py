"""The configuration of a project."""

from __future__ import annotations

import os

from lineal.storage.config.files import config_files, read_bytes
from lineal.storage.config.sections import Config


def load_config(dvc_dir: str) -> Config:
    """Raises ConfigError listing everything that is wrong, each with its file and line."""
    files = config_files(dvc_dir)
    contents = [read_bytes(file.path) for file in files]
    if not any(contents):
        return Config()
    from lineal.storage.config.levels import config_from  # deferred: a fresh project sets nothing

    return config_from(files, contents, os.path.dirname(dvc_dir))
