"""Versions of models: which there are, and which one a name means.

A version is a model's name, a number and a bundle. The number is for people; the bundle says what
it is. Two copies of a project may have given one number to different bundles before they shared
their ledgers: then the number alone names neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import TargetError
from lineal.bundle.shown import short_bundle
from lineal.ledger.codec import unpack
from lineal.ledger.oids import unpack_oid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.ledger.stores.port import Store

_LEAST_DIGITS = 6


class Version(NamedTuple):
    """``num``, ``id`` and ``time`` are of the fact; ``bundle`` is hex of a SHA-256.

    ``path`` and ``oid`` are the item in the graph, None for a bundle from outside the project.
    """

    num: int
    id: bytes
    time: int
    model: str
    number: int
    bundle: str
    path: str | None
    oid: str | None
    execution: bytes | None
    verdict: str

    @property
    def name(self) -> str:
        return f"{self.model}@{self.number}"

    @property
    def exact(self) -> str:
        """A name that can only mean this one."""
        return f"{self.model}@{short_bundle(self.bundle)}"


def models(store: Store) -> list[str]:
    return [name for (name,) in store.rows("models")]


def versions_of(store: Store, model: str) -> list[Version]:
    """By number. The same bundle under the same number, said in two copies, is one version."""
    return _distinct(store.rows("versions_of_model", model))


def known_versions(store: Store, model: str) -> list[Version]:
    """The same; TargetError when there is none."""
    known = versions_of(store, model)
    if not known:
        raise _no_model(store, model)
    return known


def by_bundle(store: Store, bundle: str) -> list[Version]:
    """The versions that a bundle is, by the SHA-256 of its manifest, as it was first registered."""
    return _distinct(store.rows("versions_of_bundle", bytes.fromhex(bundle)))


def of_items(store: Store, items: Sequence[int]) -> list[Version]:
    """The versions that nodes of the graph are, by the nodes' numbers."""
    return _distinct(store.rows("versions_of_items", list(items))) if items else []


def payload_of(store: Store, version: Version) -> Mapping[str, Any]:
    """All that the fact says, see `ledger.kinds.version`."""
    ((packed,),) = store.rows("payload_of_fact", version.num)
    return unpack(packed)


def split_name(text: str) -> tuple[str, str]:
    """Model and what follows the ``@``, which may be empty; ``model:`` before it is taken."""
    model, _, which = text.removeprefix("model:").partition("@")
    return model, which


def resolve(store: Store, name: str) -> Version:
    """Of ``NAME`` the newest; ``NAME@7``, ``NAME@production``, ``NAME@`` and a bundle's digits."""
    model, which = split_name(name)
    known = known_versions(store, model)
    if not which:
        return _the_one(name, [one for one in known if one.number == known[-1].number])
    if which.isdecimal() and len(which) < _LEAST_DIGITS:
        found = [one for one in known if one.number == int(which)]
    else:
        found = _pointed_at(store, known, which) or _with_digits(known, which)
    if not found:
        raise _no_version(store, known, name, which)
    return _the_one(name, found)


def _distinct(rows: Sequence[Sequence[Any]]) -> list[Version]:
    found: dict[tuple[str, int, str], Version] = {}
    for num, id_, time, model, number, bundle, path, oid, execution, verdict in rows:
        version = Version(
            num=num,
            id=bytes(id_),
            time=time,
            model=model,
            number=number,
            bundle=bytes(bundle).hex(),
            path=path,
            oid=None if oid is None else unpack_oid(bytes(oid)),
            execution=None if execution is None else bytes(execution),
            verdict=verdict,
        )
        found.setdefault((model, number, version.bundle), version)
    return list(found.values())


def _pointed_at(store: Store, known: list[Version], alias: str) -> list[Version]:
    from lineal.registry.aliases import current  # deferred: aliases are made of versions

    pointed = current(store, known[0].model).get(alias)
    if pointed is None:
        return []
    exact = [one for one in known if (one.number, one.bundle) == (pointed.number, pointed.bundle)]
    return exact or [one for one in known if one.bundle == pointed.bundle][:1]


def _with_digits(known: list[Version], digits: str) -> list[Version]:
    if len(digits) < _LEAST_DIGITS:
        return []
    found = [one for one in known if one.bundle.startswith(digits.lower())]
    # One bundle under two numbers is one thing: what it was called first.
    return found[:1] if len({one.bundle for one in found}) == 1 else found


def _the_one(name: str, found: list[Version]) -> Version:
    if len(found) == 1:
        return found[0]
    lines = [f"  {one.exact}  registered as {one.name}" for one in found]
    raise TargetError(
        "\n".join([f"'{name}' may mean several versions:", *lines]),
        hint="say one of them as it is spelled on the left",
    )


def _no_model(store: Store, model: str) -> TargetError:
    from lineal.base.suggest import did_you_mean  # deferred: only when something is wrong

    known = models(store)
    hint = f"there are {', '.join(known)}" if known else "a stage with `lineal step register` does"
    what = "is registered here" if known else "is registered here yet"
    return TargetError(f"no model '{model}' {what}{did_you_mean(model, known)}", hint=hint)


def _no_version(store: Store, known: list[Version], name: str, which: str) -> TargetError:
    from lineal.base.suggest import did_you_mean  # deferred: as above
    from lineal.registry.aliases import current  # deferred: as above

    model = known[0].model
    aliases = current(store, model)
    near = "" if which.isdecimal() else did_you_mean(which, aliases)
    numbers = f"{known[0].number}" + (f" to {known[-1].number}" if len(known) > 1 else "")
    also = f", and is {', '.join(sorted(aliases))}" if aliases else ", and has no alias"
    return TargetError(
        f"there is no version '{name.removeprefix('model:')}'{near}",
        hint=f"{model} has versions {numbers}{also}: lineal models list {model}",
    )
