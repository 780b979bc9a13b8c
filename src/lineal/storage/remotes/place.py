"""A remote as configured: its address and its settings, typed. Pure; shows no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.config.values import Value
    from lineal.storage.remotes.address import Address


class Place(NamedTuple):
    """``name`` is '' for a URL that no remote in the configuration stands for."""

    name: str
    address: Address
    settings: Mapping[str, Value]

    def text(self, key: str) -> str | None:
        value = self.settings.get(key)
        return value if isinstance(value, str) and value else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.settings.get(key)
        return value if isinstance(value, bool) else default

    def number(self, key: str) -> float | None:
        value = self.settings.get(key)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return float(value) if is_number else None  # type: ignore[arg-type]

    def jobs(self, default: int) -> int:
        return int(self.number("jobs") or default)

    @property
    def label(self) -> str:
        """For messages: ``remote 'store' (s3://bucket/x)``."""
        shown = self.address.shown
        return f"remote '{self.name}' ({shown})" if self.name else shown

    def setting(self, key: str) -> str:
        """The command that changes a setting, for hints."""
        name = self.name or "NAME"
        return f"lineal remote modify --local {name} {key} VALUE"

    def __repr__(self) -> str:
        return f"Place({self.name!r}, {self.address.shown!r})"
