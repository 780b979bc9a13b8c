"""A large file on S3 is read in parts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb
import pandas  # type: ignore[import-untyped]
import polars as pl
import pyarrow.dataset as ds  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

import lineal
from tests.acceptance.harness.project import new_project
from tests.api.conftest import stand_in, tagged
from tests.api.relay import relaying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.acceptance.harness.project import Project, Tools
    from tests.api.relay import Relay
    from tests.servers.s3 import S3Server

ROWS = 200_000
COLUMNS = 10
PATH = "data/big.parquet"


@pytest.fixture(scope="module")
def made(
    s3: S3Server, tmp_path_factory: pytest.TempPathFactory, tools: Tools
) -> Iterator[tuple[Project, Relay]]:
    """A Parquet file of 16 MB that is on S3 alone; reads go through the relay."""
    project = new_project(tmp_path_factory.mktemp("far") / "world", tools)
    noise = pl.Series(range(ROWS)).hash(seed=1)
    frame = pl.DataFrame({f"c{at}": noise.shuffle(seed=at) for at in range(COLUMNS)})
    path = project.root / "data/big.parquet"
    path.parent.mkdir()
    frame.write_parquet(path, compression="uncompressed", row_group_size=ROWS // 4)
    with relaying(s3.endpoint) as relay:
        settings = {**s3.settings(), "endpointurl": relay.endpoint}
        lines = "".join(f"    {key} = {value}\n" for key, value in settings.items())
        url = f"    url = s3://{s3.new_bucket()}/store\n"
        config = f"[core]\n    remote = far\n['remote \"far\"']\n{url}{lines}"
        project.write({".dvc/config.local": config})
        assert project.dvc("add", "-q", "data").ok
        done = project.lineal("push")
        assert done.ok, done.stderr
        tagged(project, "v1")
        shutil.rmtree(project.root / ".dvc/cache")
        shutil.rmtree(project.root / "data")
        yield project, relay


@pytest.fixture
def far(made: tuple[Project, Relay], monkeypatch: pytest.MonkeyPatch) -> Relay:
    project, relay = made
    stand_in(project, monkeypatch)
    return relay


def with_pyarrow() -> int:
    with lineal.open(PATH, rev="v1", mode="rb") as file:
        return int(pq.read_table(file, columns=["c3"]).num_rows)


def with_pandas() -> int:
    options = {"rev": "v1"}
    return len(pandas.read_parquet(f"lineal://{PATH}", storage_options=options, columns=["c3"]))


def with_polars() -> int:
    dataset = ds.dataset("data", filesystem=lineal.LinealFileSystem(rev="v1"), format="parquet")
    frame = pl.scan_pyarrow_dataset(dataset).select("c3").collect()
    assert isinstance(frame, pl.DataFrame)
    return frame.height


def with_duckdb() -> int:
    with duckdb.connect() as connection:
        connection.register_filesystem(lineal.LinealFileSystem())
        found = connection.sql(f"select count(c3) from 'lineal://@v1/{PATH}'").fetchall()  # noqa: S608
    return int(found[0][0])


@pytest.mark.parametrize("read", [with_pyarrow, with_pandas, with_polars, with_duckdb])
def test_one_column_costs_one_column(far: Relay, read: Callable[[], int]) -> None:
    """A tenth of the bytes, a footer, and little more; nothing is kept on disk."""
    before = far.served

    assert read() == ROWS
    assert far.served - before < ROWS * 8 * COLUMNS / 4


def test_all_of_it_is_verified(far: Relay) -> None:
    """Who takes everything gets the bytes that were recorded, or an error."""
    assert len(lineal.read(PATH, rev="v1", mode="rb")) > ROWS * 8 * COLUMNS
    assert far.served > ROWS * 8 * COLUMNS
