"""Registering a bundle as the next version of a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import UsageError
from lineal.ledger.append import append_within
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import version as kind
from lineal.ledger.recording.naming import new_id, now
from lineal.registry.versions import versions_of

if TYPE_CHECKING:
    from lineal.ledger.kinds.version import VersionPayload
    from lineal.ledger.opened import Ledger
    from lineal.registry.versions import Version

_NAME = re.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}")


class Registered(NamedTuple):
    version: Version
    is_new: bool


def check_name(model: str) -> str:
    """What can stand in ``model:NAME@VERSION``, in a path and in a URL."""
    if not _NAME.fullmatch(model):
        raise UsageError(
            f"'{model}' cannot be the name of a model",
            hint="a letter, then letters, digits, '.', '_' and '-'",
        )
    return model


def register(ledger: Ledger, payload: VersionPayload) -> Registered:
    """``payload`` lacks the number: it is given here, while nobody else writes.

    A bundle that is a version of the model already stays that one, and nothing is said anew.
    """
    store, model, bundle = ledger.store, check_name(payload["model"]), payload["bundle"]
    with store.writing():
        known = versions_of(store, model)
        same = [one for one in known if one.bundle == bundle]
        if same:
            return Registered(same[0], is_new=False)
        payload["number"] = known[-1].number + 1 if known else 1
        moment = now()
        fact = NewFact(new_id(moment), kind.KIND, moment, payload)
        append_within(store, ledger.writer, [fact])
        found = versions_of(store, model)
    return Registered(next(one for one in found if one.bundle == bundle), is_new=True)
