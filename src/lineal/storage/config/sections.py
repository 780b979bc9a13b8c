"""The settings the engine reads, typed, with their defaults. A fresh project is all defaults."""

from __future__ import annotations

from typing import NamedTuple


class Core(NamedTuple):
    remote: str | None = None
    checksum_jobs: int | None = None
    interactive: bool = False
    hardlink_lock: bool = False
    no_scm: bool = False
    autostage: bool = False


class CacheConfig(NamedTuple):
    dir: str | None = None
    type: tuple[str, ...] = ("reflink", "copy")
    shared: str | None = None


class Parsing(NamedTuple):
    """How a mapping is spelled in a command."""

    bool: str = "store_true"
    list: str = "nargs"


class Plots(NamedTuple):
    """``html_template`` is relative to ``.dvc``, ``out_dir`` to where the person stands."""

    html_template: str | None = None
    auto_open: bool = False
    out_dir: str | None = None


class Config(NamedTuple):
    core: Core = Core()
    cache: CacheConfig = CacheConfig()
    parsing: Parsing = Parsing()
    plots: Plots = Plots()
    remotes: dict[str, dict[str, str]] = {}  # noqa: RUF012  nobody writes to it
