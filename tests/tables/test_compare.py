"""Two versions of a table, compared."""

from __future__ import annotations

import datetime
import decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from lineal.base.errors import DataError, UsageError
from lineal.tables.compare import compare_tables, count_rows, one_table
from lineal.tables.keys import DECLARED, FOUND, GIVEN, NO_COLUMN, NO_KEY
from lineal.tables.kinds import Part, Source, kind_of
from lineal.tables.options import CompareOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lineal.tables.report import TableDiff

WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "csv": lambda frame, path: frame.write_csv(path),
    "tsv": lambda frame, path: frame.write_csv(path, separator="\t"),
    "parquet": lambda frame, path: frame.write_parquet(path),
    "jsonl": lambda frame, path: frame.write_ndjson(path),
    "arrow": lambda frame, path: frame.write_ipc(path),
}


@pytest.fixture
def compare(tmp_path: Path) -> Callable[..., TableDiff]:
    """Written to files without a suffix, as objects in a cache are."""

    def run(old: Any, new: Any, kind: str = "parquet", **options: Any) -> TableDiff:
        sources = []
        for name, content in (("old", old), ("new", new)):
            frame = content if isinstance(content, pl.DataFrame) else pl.DataFrame(content)
            WRITERS[kind](frame, tmp_path / name)
            sources.append(Source(kind, (Part(str(tmp_path / name)),), f"t.{kind}"))
        return compare_tables(sources[0], sources[1], CompareOptions(**options))

    return run


OLD = {"id": [1, 2, 3], "name": ["a", "b", "c"], "price": [1.0, 2.0, None]}
NEW = {"id": [2, 3, 4], "name": ["b", "C", "d"], "price": [2.0, 3.0, 4.0]}


@pytest.mark.parametrize("kind", WRITERS)
def test_rows_are_told_apart_by_the_key_that_is_found(
    compare: Callable[..., TableDiff], kind: str
) -> None:
    """In every format."""
    found = compare(OLD, NEW, kind)

    rows = found.rows
    assert (("id",), FOUND) == found.key
    assert (1, 1, 1, 1) == (rows.added, rows.removed, rows.changed, rows.same)
    (changed,) = rows.changed_rows
    before, after = {"name": "c", "price": None}, {"name": "C", "price": 3.0}
    assert ({"id": 3}, before, after) == changed
    assert ({"id": 4, "name": "d", "price": 4.0},) == rows.added_rows


def test_columns_say_what_became_of_their_values(compare: Callable[..., TableDiff]) -> None:
    """Cells, nulls, categories."""
    columns = {column.column: column for column in compare(OLD, NEW).columns}

    name, price = columns["name"], columns["price"]
    assert (1, ("C", "d"), ("a", "c")) == (name.changed, name.appeared, name.vanished)
    assert (1, 1, 0, 1.5, 3.0) == (
        price.changed,
        price.old.nulls,
        price.new.nulls,
        price.old.mean,
        price.new.mean,
    )


def test_columns_that_come_go_and_change_their_type(compare: Callable[..., TableDiff]) -> None:
    """The same number in another type is the same value."""
    old = {"id": [1, 2], "gone": [1, 2], "x": [1, 2]}
    new = {"id": [1, 2], "x": [1.0, 2.5], "come": ["a", "b"]}

    found = compare(old, new)

    assert ({"come": "String"}, {"gone": "Int64"}, (("x", "Int64", "Float64"),)) == found.schema
    assert 1 == found.rows.changed


def test_null_and_nan_equal_themselves(compare: Callable[..., TableDiff]) -> None:
    """And not each other."""
    nan = float("nan")
    old = {"id": [1, 2, 3], "x": [nan, None, nan]}

    assert [0, 1] == [
        compare(old, {"id": [1, 2, 3], "x": values}).rows.changed
        for values in ([nan, None, nan], [nan, None, None])
    ]


@pytest.mark.parametrize(
    "values",
    [
        [decimal.Decimal("1.10"), decimal.Decimal("2.20"), decimal.Decimal("3.30")],
        [datetime.date(2026, 1, day) for day in (1, 2, 3)],
        [datetime.datetime(2026, 1, day, tzinfo=datetime.UTC) for day in (1, 2, 3)],
        [[1], [2, 3], None],
        [{"a": 1}, {"a": None}, None],
        [b"x", b"", None],
        [True, False, None],
    ],
    ids=["decimal", "date", "datetime", "list", "struct", "binary", "boolean"],
)
def test_every_type_is_compared(compare: Callable[..., TableDiff], values: list[Any]) -> None:
    """Equal where it is equal, and not where a cell moved."""
    old = {"id": [1, 2, 3], "x": values}
    swapped = {"id": [1, 2, 3], "x": [values[1], values[0], values[2]]}

    assert [0, 2] == [compare(old, old).rows.changed, compare(old, swapped).rows.changed]


def test_categories_are_text(compare: Callable[..., TableDiff]) -> None:
    """Whatever numbers stand for them in one file."""
    old = pl.DataFrame({"id": [1, 2], "c": ["a", "b"]}).cast({"c": pl.Categorical()})
    new = pl.DataFrame({"id": [1, 2], "c": ["a", "c"]}).cast({"c": pl.Enum(["c", "a"])})

    assert 1 == compare(old, new).rows.changed


def test_floats_may_be_near(compare: Callable[..., TableDiff]) -> None:
    """Relative to the larger; absolute near zero."""
    old = {"id": [1, 2, 3], "x": [1000.0, 0.0, 1.0]}
    new = {"id": [1, 2, 3], "x": [1000.1, 1e-4, 1.1]}

    assert [3, 1] == [compare(old, new, tolerance=near).rows.changed for near in (0.0, 1e-3)]


def test_a_key_of_several_columns_is_found(compare: Callable[..., TableDiff]) -> None:
    """When none alone is unique."""
    old = {"user_id": [1, 1, 2], "day": ["a", "b", "a"], "x": [0, 0, 0]}
    new = {"user_id": [2, 1, 1], "day": ["a", "b", "a"], "x": [5, 0, 0]}

    found = compare(old, new)

    assert (("user_id", "day"), 1, 2) == (found.key.columns, found.rows.changed, found.rows.same)


def test_without_a_key_whole_rows_are_counted(compare: Callable[..., TableDiff]) -> None:
    """Each as often as it is there."""
    found = compare({"x": [1, 1, 2]}, {"x": [1, 2, 2, 3]})

    rows = found.rows
    assert ((), NO_KEY) == found.key
    assert (2, 1, None, 2) == (rows.added, rows.removed, rows.changed, rows.same)
    assert ({"x": 2}, {"x": 3}) == rows.added_rows


def test_a_key_that_repeats_is_not_believed(compare: Callable[..., TableDiff]) -> None:
    """It says where, and whole rows are compared."""
    found = compare({"k": [1, 1], "x": [1, 2]}, {"k": [1, 2], "x": [1, 2]}, key=("k",))

    how = "k (given) repeats 1 times in the old version, so whole rows are compared"
    assert ((), how, 1) == (found.key.columns, found.key.how, found.rows.same)


@pytest.mark.parametrize(
    ("options", "how"), [({"key": ("name",)}, GIVEN), ({"declared": ("name",)}, DECLARED)]
)
def test_a_key_may_be_given_or_declared(
    compare: Callable[..., TableDiff], options: dict[str, Any], how: str
) -> None:
    """Before anything is searched for."""
    assert (("name",), how) == compare(OLD, NEW, **options).key


def test_an_unknown_key_is_named(compare: Callable[..., TableDiff]) -> None:
    """With what may have been meant."""
    with pytest.raises(UsageError, match="no column 'nmae'") as caught:
        compare(OLD, NEW, key=("nmae",))
    assert "did you mean 'name'?" == caught.value.hint


def test_order_of_rows_and_columns_means_nothing(compare: Callable[..., TableDiff]) -> None:
    """The same table, shuffled, has not changed."""
    frame = pl.DataFrame(OLD)

    found = compare(
        frame, frame.sample(fraction=1, shuffle=True, seed=3).select("price", "name", "id")
    )

    assert (0, 0, 0, 3) == found.rows[:4]


def test_tables_without_a_column_in_common_are_compared(compare: Callable[..., TableDiff]) -> None:
    """As a file is whose first line is another one now."""
    found = compare({"id": [1, 2]}, {"other": ["a", "b", "c"]}, "csv")

    assert (3, 2, None, 0) == found.rows[:4]
    assert ((), NO_COLUMN) == found.key


def test_an_empty_version_is_a_table_too(compare: Callable[..., TableDiff]) -> None:
    """Everything is added."""
    frame = pl.DataFrame(OLD)

    assert (3, 0, 0) == compare(frame.clear(), frame).rows[:3]


def test_parts_are_one_table_with_their_partitions(tmp_path: Path) -> None:
    """What a directory is named for is a column."""
    for year in (2025, 2026):
        pl.DataFrame({"id": [year]}).write_parquet(tmp_path / f"{year}")
    parts = tuple(
        Part(str(tmp_path / f"{year}"), f"year={year}/part-0.parquet") for year in (2025, 2026)
    )
    old, new = (Source("parquet", some, "t") for some in (parts[:1], parts))

    found = compare_tables(old, new, CompareOptions())

    assert ({"id": 2026, "year": "2026"},) == found.rows.added_rows
    assert (2, True) == (count_rows(new), one_table(new))


def test_bytes_that_are_no_such_table_are_named(tmp_path: Path) -> None:
    """With the way around."""
    (tmp_path / "x").write_bytes(b"not parquet")
    source = Source("parquet", (Part(str(tmp_path / "x")),), "t.parquet")

    with pytest.raises(DataError, match=r"t\.parquet cannot be read as a table"):
        compare_tables(source, source, CompareOptions())


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a/b.CSV", "csv"), ("a.csv.gz", "csv"), ("a.pq", "parquet"), ("csv", None), ("a.json", None)],
)
def test_tables_are_known_by_their_names(name: str, kind: str | None) -> None:
    """Whatever the case."""
    assert kind == kind_of(name)
