"""Delta tables at versions, and what is said when a version cannot be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, TargetError, UsageError
from lineal.storage.config import Config
from lineal.tables.delta import describe, open_table, scan, version_at
from lineal.tables.delta_place import TablePlace, table_place
from tests.tables.delta import forget_files, forget_log, frame_of, make_table

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = Config()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("delta") / "my sales"
    make_table(where)
    return where


@pytest.fixture
def table(made: Path, tmp_path: Path) -> Path:
    """Three versions, with a row more each, in a directory whose name has a space."""
    return shutil.copytree(made, tmp_path / made.name)


def place(path: Path) -> TablePlace:
    return table_place(CONFIG, os.fspath(path))


def rows_of(path: Path, version: int | None) -> list[int]:
    return sorted(scan(open_table(CONFIG, place(path), version)).collect()["row"])


def test_each_version_has_its_rows(table: Path) -> None:
    """Also the newest, by no number."""
    assert [[0], [0, 1], [0, 1, 2], [0, 1, 2]] == [
        rows_of(table, version) for version in (0, 1, 2, None)
    ]


def test_a_timestamp_means_the_version_that_was_the_newest(table: Path) -> None:
    """Between two commits that is the earlier one."""
    times = [describe(CONFIG, place(table), version).committed for version in range(3)]
    assert all(times)
    asked = [time + timedelta(microseconds=500) for time in times if time]

    assert [0, 1, 2, 2] == [
        version_at(CONFIG, place(table), when) for when in (*asked, datetime.now(UTC))
    ]
    assert version_at(CONFIG, place(table), asked[1].isoformat()) == 1


@pytest.mark.parametrize("when", ["yesterday", "2026-01-01", datetime(2026, 1, 1)])  # noqa: DTZ001
def test_a_time_without_a_zone_is_refused(table: Path, when: str | datetime) -> None:
    """It would mean another version on another machine."""
    with pytest.raises(UsageError, match=r"is not a time|has no time zone"):
        version_at(CONFIG, place(table), when)


def test_before_the_first_commit_there_is_no_version(table: Path) -> None:
    """The oldest one is named."""
    with pytest.raises(TargetError, match="no version as old as 1999") as caught:
        version_at(CONFIG, place(table), "1999-01-01T00:00:00Z")
    assert "version 0" in str(caught.value.hint)


def test_a_version_that_is_yet_to_come_is_named(table: Path) -> None:
    """With the newest one."""
    with pytest.raises(DataError, match="has no version 7: the newest is 2"):
        open_table(CONFIG, place(table), 7)


def test_a_version_whose_log_was_cleaned_up_is_named(table: Path) -> None:
    """With the version from which the table can be read; later ones still can."""
    forget_log(table, before=1)

    with pytest.raises(DataError, match=r"version 0 of table .* is gone: .* begins at version 1"):
        open_table(CONFIG, place(table), 0)
    assert rows_of(table, 2) == [0, 1, 2]


def test_a_version_whose_files_were_vacuumed_is_named(table: Path) -> None:
    """Before a job has run for an hour and meets the first missing file."""
    forget_files(table)

    with pytest.raises(DataError, match=r"version 2 of table .*: 3 of its 3 files were vacuumed"):
        open_table(CONFIG, place(table), 2)
    assert rows_of(table, None) == [9]


def test_partitions_with_odd_names_are_not_taken_for_vacuumed(tmp_path: Path) -> None:
    """Their names are escaped, in the log once more than on disk."""
    from deltalake import write_deltalake

    for _ in range(2):
        frame = frame_of([1, 2, 3]).with_columns(part=frame_of([1, 2, 3])["name"] + "/ü%=")
        write_deltalake(tmp_path / "odd", frame.to_arrow(), partition_by=["part"], mode="append")

    assert rows_of(tmp_path / "odd", 0) == [1, 2, 3]


def test_no_table_is_no_table(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(TargetError, match=r"no Delta table at .*nowhere"):
        open_table(CONFIG, place(tmp_path / "nowhere"), 0)


def test_without_the_extra_one_command_is_named(table: Path) -> None:
    """Not a traceback about a module."""
    script = (
        "import sys; sys.modules['deltalake'] = None\n"
        "from lineal.tables.delta import open_table\n"
        "from lineal.tables.delta_place import TablePlace\n"
        "try: open_table(None, TablePlace(*2 * [sys.argv[1]], {}))\n"
        "except Exception as error: print(error.hint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, table], capture_output=True, text=True, check=True
    )

    assert done.stdout == "pip install 'lineal[delta]'\n"


def test_credentials_are_not_shown() -> None:
    """A place goes into messages and logs."""
    found = TablePlace("s3://b/t", "s3://b/t", {"aws_secret_access_key": "hidden"})

    assert repr(found) == "TablePlace('s3://b/t')"
