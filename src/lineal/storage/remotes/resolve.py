"""From the configuration to a place: which remote is meant, and what `remote://` refers to.

Pure. Opening what was found is ``opening``'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.base.suggest import did_you_mean
from lineal.storage.config.remotes import COMMON, INDIRECT, SCHEMES
from lineal.storage.config.values import coerce
from lineal.storage.remotes.address import Address, absolute, parse_address
from lineal.storage.remotes.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.config import Config
    from lineal.storage.config.values import Value

SUPPORTED = ("", "s3", "gs", "azure", "ssh", "http", "https")
# Other spellings of the same service.
_ALIASES = {"gcs": "gs", "sftp": "ssh"}


def remote_name(config: Config, name: str | None) -> str:
    """The name that is meant, or the default; raises ConfigError when there is none."""
    chosen = (name or config.core.remote or "").lower()
    if not chosen:
        if config.remotes:
            known = ", ".join(config.remotes)
            raise ConfigError(
                f"no remote was named and none is the default; there is {known}",
                hint=f"lineal remote default {next(iter(config.remotes))}, or use -r NAME",
            )
        raise ConfigError(
            "no remote: this project does not say where its data is shared",
            hint="lineal remote add -d NAME URL, as `lineal remote add -d store s3://bucket/path`",
        )
    if chosen not in config.remotes:
        raise ConfigError(
            f"remote '{chosen}' doesn't exist{did_you_mean(chosen, config.remotes)}",
            hint=f"see `lineal remote list`, or add it: lineal remote add {chosen} URL",
        )
    return chosen


def place_of(config: Config, name: str, override: Mapping[str, str] | None = None) -> Place:
    """The remote of that name, ``override`` over its settings, references followed."""
    return _place(name, _followed(config, {**config.remotes[name], **(override or {})}, (name,)))


def place_of_url(config: Config, url: str, given: Mapping[str, str] | None = None) -> Place:
    """A URL, which may refer to a remote; ``given`` are settings for it."""
    name = url.partition("://")[2].partition("/")[0].lower() if is_reference(url) else ""
    return _place(name, _followed(config, {**(given or {}), "url": url}, ()))


def is_reference(url: str) -> bool:
    return url.lower().startswith(f"{INDIRECT}://")


def _followed(config: Config, written: dict[str, str], seen: tuple[str, ...]) -> dict[str, str]:
    """`remote://other/sub` has the other's settings below its own, and `sub` below its URL."""
    url = written["url"]
    if not is_reference(url):
        return written
    other, _, below = url.partition("://")[2].partition("/")
    if other.lower() in seen:
        raise ConfigError(
            f"remotes refer to each other in a circle: {' -> '.join((*seen, other))}",
            hint=f"lineal remote modify {other} url URL",
        )
    name = remote_name(config, other) if other else ""
    if not name:
        raise ConfigError(f"{url}: which remote?", hint="remote://NAME/path")
    base = _followed(config, config.remotes[name], (*seen, name))
    joined = f"{base['url'].rstrip('/')}/{below.lstrip('/')}" if below else base["url"]
    return {**base, **written, "url": joined}


def _place(name: str, written: dict[str, str]) -> Place:
    address = _address(name, written["url"])
    settings = _typed(name, address.scheme, written)
    return Place(name, address, settings)


def _address(name: str, url: str) -> Address:
    what = f"remote '{name}'" if name else "URL"
    try:
        found = parse_address(url)
    except ValueError as exc:
        raise ConfigError(f"{what}: {exc}", hint="check the URL") from exc
    if not found.scheme:
        return found._replace(path=absolute(found.path))
    scheme = _ALIASES.get(found.scheme, found.scheme) if not name else found.scheme
    if scheme in SUPPORTED:
        return found._replace(scheme=scheme)
    known = scheme in SCHEMES
    near = "" if known else did_you_mean(scheme, [known for known in SUPPORTED if known])
    raise ConfigError(
        f"{what}: Lineal has no {SCHEMES[scheme].title if known else scheme} remotes "
        f"({scheme}://){near}",
        hint="directories, s3, gs, azure, ssh, http and https work here"
        + ("; `dvc push` and `dvc pull` work in the same repository" if known else ""),
    )


def _typed(name: str, scheme: str, written: Mapping[str, str]) -> dict[str, Value]:
    """Checked here once more: behind `remote://` the configuration could not know the kind."""
    known = {setting.name: setting for setting in COMMON + SCHEMES[scheme].settings}
    typed: dict[str, Value] = {}
    for key, raw in written.items():
        if key not in known:
            raise ConfigError(
                f"remote.{name or 'URL'}.{key}: unknown setting{did_you_mean(key, known)}",
                hint=f"lineal remote modify --unset {name or 'NAME'} {key}",
            )
        try:
            typed[key] = coerce(known[key], raw)
        except ValueError as exc:
            raise ConfigError(
                f"remote.{name or 'URL'}.{key}: {exc}",
                hint=f"lineal remote modify {name or 'NAME'} {key} VALUE",
            ) from exc
    return typed
