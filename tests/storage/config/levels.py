"""Writing the config file of a level, for the tests of this directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.storage.config import Config, load_config

if TYPE_CHECKING:
    from pathlib import Path


class Levels(NamedTuple):
    world: Path
    dvc_dir: Path

    def file(self, level: str) -> Path:
        names = {"repo": self.dvc_dir / "config", "local": self.dvc_dir / "config.local"}
        return names.get(level, self.world / level / "config")

    def write(self, level: str, text: str) -> None:
        path = self.file(level)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def load(self) -> Config:
        return load_config(str(self.dvc_dir))
