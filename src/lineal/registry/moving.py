"""Moving aliases: to a version that may be promoted, or back to where one pointed before.

What is refused is a fact as well: who looks later sees that it was tried, and why it was not done.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import RefusedError, TargetError, UsageError
from lineal.ledger.append import append_within
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import alias as kind
from lineal.ledger.recording.naming import new_id, now
from lineal.ledger.secrets import masked
from lineal.registry.aliases import moves, stacks
from lineal.registry.standing import objections_to
from lineal.registry.versions import known_versions, resolve, split_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.ledger.kinds.alias import AliasPayload
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.aliases import Move, Pointed
    from lineal.registry.versions import Version

PRODUCTION = "production"
_ALIAS = re.compile("[a-z][a-z0-9_-]{0,49}")


class Order(NamedTuple):
    """What somebody wants: which alias, by which verb, and why."""

    alias: str
    verb: str
    reason: str = ""


class Moved(NamedTuple):
    """``before`` is None for a new alias; without ``is_new`` it pointed there already."""

    version: Version
    before: Pointed | None
    is_new: bool


def promote(ws: Workspace, ledger: Ledger, name: str, alias: str, reason: str) -> Moved:
    """RefusedError unless all its gates passed, and its bytes are here as registered."""
    version = resolve(ledger.store, name)
    return _move(ws, ledger, version, Order(check_alias(alias), kind.PROMOTE, reason))


def roll_back(ws: Workspace, ledger: Ledger, model: str, alias: str, reason: str) -> Moved:
    """To where it pointed before; again, and it goes further back."""
    name, which = split_name(model)
    if which:
        raise UsageError(
            "a rollback goes to where the alias pointed before, so it takes no version",
            hint=f"lineal models rollback {name}; or lineal models promote {model}",
        )
    known = known_versions(ledger.store, name)
    stack = stacks(moves(ledger.store, name)).get(check_alias(alias), [])
    if len(stack) <= 1:
        raise TargetError(_nothing_before(name, alias, stack), hint=_LIST.format(name))
    target = stack[-2]
    found = [one for one in known if one.bundle == target.bundle]
    if not found:
        raise TargetError(
            f"{name}@{target.number}, where {alias} pointed before, is not in this ledger",
            hint="lineal pull brings facts of others",
        )
    exact = [one for one in found if one.number == target.number]
    return _move(ws, ledger, (exact or found)[0], Order(alias, kind.ROLLBACK, reason))


def check_alias(alias: str) -> str:
    if not _ALIAS.fullmatch(alias):
        raise UsageError(
            f"'{alias}' cannot be an alias",
            hint="a small letter, then small letters, digits, '_' and '-'",
        )
    return alias


_LIST = "lineal models list {}"


def _move(ws: Workspace, ledger: Ledger, version: Version, order: Order) -> Moved:
    why = objections_to(ws, version)
    with ledger.store.writing():
        made = moves(ledger.store, version.model)
        stack = stacks(made).get(order.alias)
        before = stack[-1] if stack else None
        is_there = before is not None and before.bundle == version.bundle
        if is_there and not why:
            return Moved(version, before, is_new=False)
        payload = _payload(version, order, before, why)
        moment = _after(made)
        fact = NewFact(new_id(moment), kind.KIND, moment, payload)
        append_within(ledger.store, ledger.writer, [fact])
    if why:
        lines = [f"{version.name} may not be {order.alias}:", *(f"  - {one}" for one in why)]
        raise RefusedError("\n".join(lines), hint=f"lineal why model:{version.name}")
    return Moved(version, before, is_new=True)


def _after(made: Sequence[Move]) -> int:
    """Now; but a move comes after those that are known, also of a clock that is ahead of ours.

    Else it would be said to be done, and the alias would go on pointing where the other led.
    """
    return max(now(), made[-1].time + 1 if made else 0)


def _payload(
    version: Version, order: Order, before: Pointed | None, why: list[str]
) -> AliasPayload:
    return {
        "model": version.model,
        "alias": order.alias,
        "verb": order.verb,
        "outcome": kind.REFUSED if why else kind.MOVED,
        "number": version.number,
        "bundle": version.bundle,
        "before": None if before is None else before._asdict(),
        "reason": masked("", order.reason),
        "why": why,
    }


def _nothing_before(model: str, alias: str, stack: list[Pointed]) -> str:
    if not stack:
        return f"{model} has no version that is {alias}"
    return f"{alias} of {model} has been {model}@{stack[-1].number} from the start"
