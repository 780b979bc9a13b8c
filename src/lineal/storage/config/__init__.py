"""Settings: DVC's config files at every level, read, checked and edited.

What a setting means to the engine is decided by whoever reads it.
"""

from __future__ import annotations

from lineal.storage.config.load import load_config
from lineal.storage.config.sections import CacheConfig, Config, Core, Parsing

__all__ = ["CacheConfig", "Config", "Core", "Parsing", "load_config"]
