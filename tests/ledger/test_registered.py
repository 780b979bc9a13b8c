"""Versions and aliases in the tables, of each kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import alias as kind
from lineal.ledger.proving.rebuild import rebuild
from lineal.ledger.writer import Writer
from lineal.registry.aliases import current, moves
from lineal.registry.versions import (
    by_bundle,
    models,
    of_items,
    payload_of,
    resolve,
    versions_of,
)
from tests.ledger.builder import Builder, oid, sha

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store


def _names(store: Store, model: str = "purchase") -> list[str]:
    return [one.name for one in versions_of(store, model)]


def test_versions_of_a_model_come_by_number(store: Store) -> None:
    """Each model has its own."""
    build = Builder(store)
    for number in (1, 2, 10):
        build.version("purchase", number, f"b{number}")
    build.version("fraud", 1, "f1")
    assert (["fraud", "purchase"], ["purchase@1", "purchase@2", "purchase@10"]) == (
        models(store),
        _names(store),
    )


def test_a_version_is_all_that_its_fact_says(store: Store) -> None:
    """The item in the graph, the execution, the verdict and the time."""
    build = Builder(store)
    made = build.execution("register", uses={"build/bundle": "b1/"})
    id_ = build.version(
        "purchase", 1, "b1", path="build/bundle", oid=oid("b1/"), execution=made.hex()
    )
    (found,) = versions_of(store, "purchase")
    assert (id_, build.now, sha("b1"), "build/bundle", oid("b1/"), made, "pass") == (
        found.id,
        found.time,
        found.bundle,
        found.path,
        found.oid,
        found.execution,
        found.verdict,
    )


def test_a_version_is_found_from_its_node_in_the_graph(store: Store) -> None:
    """And by its bundle; what lies outside the project is no node."""
    build = Builder(store)
    build.version("purchase", 1, "b1", path="build/bundle", oid=oid("b1/"))
    build.version("purchase", 2, "b2")
    ((item,),) = store.rows("walk_item", "build/bundle", b"d" + bytes.fromhex(oid("b1/")[:32]))
    assert (["purchase@1"], ["purchase@2"], []) == (
        [one.name for one in of_items(store, [item])],
        [one.name for one in by_bundle(store, sha("b2"))],
        by_bundle(store, sha("b3")),
    )


def test_what_two_copies_say_alike_is_one_version(store: Store) -> None:
    """One bundle, one number: they agree."""
    for name in ("ann", "bob"):
        Builder(store, Writer(name, name)).version("purchase", 1, "b1")
    assert ["purchase@1"] == _names(store)


def test_an_alias_points_where_it_was_moved_last(store: Store) -> None:
    """By the time of the move, not by when the fact came here; refused ones do not count."""
    build = Builder(store)
    for number in (1, 2, 3):
        build.version("purchase", number, f"b{number}")
    build.moved("purchase", 2, "b2", "production", at=build.now + 2_000_000)
    early = {
        "model": "purchase",
        "alias": "production",
        "verb": kind.PROMOTE,
        "outcome": kind.MOVED,
        "number": 1,
        "bundle": sha("b1"),
    }
    other = NewFact(bytes(15) + b"x", kind.KIND, build.now - 1_000_000, early)
    append(store, Writer("bob", "bob"), [other])
    build.moved("purchase", 3, "b3", "production", outcome=kind.REFUSED)
    found = [(one.target.number, one.outcome) for one in moves(store, "purchase")]
    assert ([(1, "moved"), (2, "moved"), (3, "refused")], "purchase@2") == (
        found,
        resolve(store, "purchase@production").name,
    )


def test_tables_built_again_say_the_same(store: Store) -> None:
    """They are a view of the facts."""
    build = Builder(store)
    build.version("purchase", 1, "b1", path="build/bundle", oid=oid("b1/"), metrics={"auc": 0.9})
    build.moved("purchase", 1, "b1", "production")
    before = versions_of(store, "purchase"), current(store, "purchase")
    rebuild(store)
    assert before == (versions_of(store, "purchase"), current(store, "purchase"))
    assert {"auc": 0.9} == payload_of(store, before[0][0])["metrics"]
