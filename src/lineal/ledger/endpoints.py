"""``endpoints`` of ``lineal.yaml``: served names, and what answers under each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError
from lineal.ledger.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXAMPLE = "{model: purchase, alias: production, port: 8000, workers: 2}"
_MOST = {"port": 65_535, "workers": 1024}


class Endpoint(NamedTuple):
    """Which version of which model answers, and where.

    ``host``, ``port`` and ``workers`` are None where the server's own defaults hold.
    """

    model: str
    alias: str = "production"
    host: str | None = None
    port: int | None = None
    workers: int | None = None


def endpoints_of(said: Mapping[str, object]) -> dict[str, Endpoint]:
    """By name; the first thing that is wrong is an error."""
    return {str(name): _endpoint(str(name), one) for name, one in said.items()}


def _endpoint(name: str, said: object) -> Endpoint:
    if not isinstance(said, dict) or not said.get("model"):
        raise ConfigError(
            f"{FILE}: 'endpoints.{name}' is to name a model",
            hint=f"endpoints: {{{name}: {_EXAMPLE}}}",
        )
    for key, value in said.items():
        _check(f"endpoints.{name}", str(key), value)
    return Endpoint(**said)


def _check(place: str, key: str, value: object) -> None:
    if key not in Endpoint._fields:
        from lineal.base.suggest import did_you_mean  # deferred: only when something is wrong

        raise ConfigError(
            f"{FILE}: unknown setting '{place}.{key}'{did_you_mean(key, Endpoint._fields)}",
            hint=f"an endpoint may say {', '.join(Endpoint._fields)}",
        )
    if key in _MOST:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and 0 <= value <= _MOST[key]:  # type: ignore[operator]
            return
        wanted = f"a number up to {_MOST[key]}"
    elif isinstance(value, str):
        return
    else:
        wanted = "text"
    raise ConfigError(f"{FILE}: '{place}.{key}' is to be {wanted}", hint=f"such as {_EXAMPLE}")
