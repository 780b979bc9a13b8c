"""What was asked of ``lineal serve``, as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lineal.serving.settings import Settings


class Asked(NamedTuple):
    """``title`` is what a person knows it by. None is what neither project nor person said."""

    settings: Settings
    title: str
    host: str | None = None
    port: int | None = None
    workers: int | None = None
