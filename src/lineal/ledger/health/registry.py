"""Every check there is, in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.health.checks import (
    cache,
    facts,
    files,
    git,
    recorded,
    remote,
    settings,
    speaking,
)

if TYPE_CHECKING:
    from lineal.ledger.health.finding import Check

CHECKS: dict[str, Check] = {
    "git": git.check,
    "files": files.check,
    "settings": settings.check,
    "cache": cache.check,
    "remote": remote.check,
    "ledger": facts.check,
    "recorded": recorded.check,
    "speaking": speaking.check,
}
