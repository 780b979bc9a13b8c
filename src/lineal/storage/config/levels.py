"""From what the config files say to typed settings: merged, checked, remembered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import ConfigError
from lineal.storage.config import memo, paths
from lineal.storage.config.check import problems_of, remotes_of, values_of
from lineal.storage.config.files import merged, parse
from lineal.storage.config.places import described
from lineal.storage.config.sections import CacheConfig, Config, Core, Parsing, Plots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.config.check import Raw
    from lineal.storage.config.files import ConfigFile


def config_from(
    files: Sequence[ConfigFile], contents: Sequence[bytes], root: str, extra: Raw
) -> Config:
    raw = _merged_levels(files, contents, root)
    if extra:
        raw = merged(raw, extra)
    check(raw, files)
    return _typed(raw)


def check(raw: Raw, files: Sequence[ConfigFile]) -> None:
    problems = problems_of(raw)
    if problems:
        lines = [described(problem, files) for problem in problems]
        head = "" if len(lines) == 1 else f"{len(lines)} problems in the configuration:\n  "
        raise ConfigError(
            head + "\n  ".join(lines),
            hint="edit the file, or run `lineal config --unset NAME`",
        )


def _merged_levels(files: Sequence[ConfigFile], contents: Sequence[bytes], root: str) -> Raw:
    key = memo.key_of([(file.path, content) for file, content in zip(files, contents, strict=True)])
    known = memo.get(root, key)
    if known is not None:
        return known
    raw: Raw = {}
    for file, content in zip(files, contents, strict=True):
        level = parse(content, file.path)
        raw = merged(raw, paths.resolved(level, os.path.dirname(file.path)))
    memo.put(root, key, raw)
    return raw


def _typed(raw: Raw) -> Config:
    return Config(
        core=Core(**_fields_of(raw, "core", Core._fields)),
        cache=CacheConfig(**_fields_of(raw, "cache", CacheConfig._fields)),
        parsing=Parsing(**_fields_of(raw, "parsing", Parsing._fields)),
        plots=Plots(**_fields_of(raw, "plots", Plots._fields)),
        remotes=remotes_of(raw),
    )


def _fields_of(raw: Raw, section: str, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values_of(raw, section).items() if name in fields}
