"""What others reported to have written, where we took it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.kinds.execution import IMPORTED, REPORTED
from lineal.ledger.trace.downstream import downstream
from lineal.ledger.trace.graph import Want
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.reading import Reader
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store

TABLE = "s3://lake/out/table"


def number(store: Store, id_: bytes) -> int:
    found: int = store.rows("walk_execution", id_)[0][0]
    return found


def source(store: Store, tmp_path: Path, execution: bytes) -> int | None:
    """Who wrote what an import took, as far as anybody knows."""
    origins = origins_of(store, tmp_path)
    num = number(store, execution)
    (edge,) = origins.reader.users([origins.reader.number(TABLE, "etag:1")])
    assert edge.execution == num
    (found,) = origins.of([Want(edge.item, edge.time, num)]).values()
    return found.through[0].execution if found.through else None


def origins_of(store: Store, tmp_path: Path) -> Origins:
    from lineal.storage.cache import Cache  # deferred: an empty one

    return Origins(Reader(store), Cache(str(tmp_path / "cache")))


def test_an_import_comes_of_the_last_report_before_it(store: Store, tmp_path: Path) -> None:
    """The other system has its own name for the version, so path and time connect them."""
    build = Builder(store)
    build.execution("spark/etl", status=REPORTED, makes={TABLE: "reported:1"})
    wanted = build.execution("spark/etl", status=REPORTED, makes={TABLE: "reported:2"})
    taken = build.execution("t.dvc", status=IMPORTED, uses={TABLE: "etag:1"}, makes={"t": "t"})
    build.execution("spark/etl", status=REPORTED, makes={TABLE: "reported:3"})

    assert number(store, wanted) == source(store, tmp_path, taken)


def test_a_report_that_came_later_made_nothing_of_it(store: Store, tmp_path: Path) -> None:
    """Time goes one way."""
    build = Builder(store)
    taken = build.execution("t.dvc", status=IMPORTED, uses={TABLE: "etag:1"}, makes={"t": "t"})
    build.execution("spark/etl", status=REPORTED, makes={TABLE: "reported:1"})

    assert None is source(store, tmp_path, taken)


def test_one_file_of_a_table_comes_of_the_report_of_the_table(store: Store, tmp_path: Path) -> None:
    """Jobs report tables, and people import files."""
    build = Builder(store)
    wanted = build.execution("spark/etl", status=REPORTED, makes={"s3://lake/out": "reported:1"})
    taken = build.execution("t.dvc", status=IMPORTED, uses={TABLE: "etag:1"}, makes={"t": "t"})

    assert number(store, wanted) == source(store, tmp_path, taken)


def test_impact_follows_a_report_into_what_was_imported(store: Store, tmp_path: Path) -> None:
    """The mirror image: from a raw file of the other system down to a model."""
    build = Builder(store)
    etl = build.execution(
        "spark/etl", status=REPORTED, uses={"s3://raw/in": "v:1"}, makes={TABLE: "reported:1"}
    )
    taken = build.execution("t.dvc", status=IMPORTED, uses={TABLE: "etag:1"}, makes={"t": "t"})
    train = build.execution("train", uses={"t": "t"}, makes={"model": "m"})
    origins = origins_of(store, tmp_path)

    reach = downstream(origins, [origins.reader.number("s3://raw/in", "v:1")])

    assert {number(store, each): hops for hops, each in enumerate((etl, taken, train), 1)} == (
        reach.executions
    )


def test_places_of_the_project_are_not_asked_about(store: Store, tmp_path: Path) -> None:
    """A path of ours is connected by bytes alone."""
    build = Builder(store)
    build.execution("other", status=REPORTED, makes={"data.csv": "reported:1"})
    build.execution("train", uses={"data.csv": "d"}, makes={"model": "m"})
    origins = origins_of(store, tmp_path)
    item = origins.reader.number("data.csv", "8277e0910d750195b448797616e091ad")
    (found,) = origins.of([Want(item, 1 << 62)]).values()

    assert () == found.through
