"""Pins of Delta tables: in ``tables.yaml``, in the lock, and read back at any revision."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

import lineal
from lineal.base.errors import DataError, DocumentError, TargetError
from lineal.cli.main import main
from tests.acceptance.harness.project import Project, isolated_environment, new_project
from tests.api.conftest import stand_in, tagged
from tests.tables.delta import forget_log, make_table

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.project import Tools
    from tests.servers.s3 import S3Server

PIPELINE = """\
stages:
  take:
    cmd: {lineal} -q delta export sales sales.csv
    params:
    - tables.yaml:
      - sales
    outs:
    - sales.csv
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A project beside a lake with one table, `sales`, that Git knows nothing of."""
    world = tmp_path_factory.mktemp("made") / "world"
    new_project(world, tools)
    make_table(world / "lake/sales")
    return world


@pytest.fixture
def lake(made: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of that, with this process in the project."""
    world = tmp_path / "world"
    shutil.copytree(made, world, symlinks=True)
    return stand_in(Project(world / "repo", isolated_environment(world), tools), monkeypatch)


def pin(*words: str) -> None:
    assert main(["-q", "delta", "pin", *words]) == 0


def rows(name: str = "sales", **kwargs: object) -> list[int]:
    return sorted(lineal.table(name, **kwargs).collect()["row"])  # type: ignore[arg-type]


@pytest.mark.peer
def test_dvc_runs_and_checks_what_depends_on_a_pin(lake: Project) -> None:
    """It sees parameters; the lock says table and version in plain words."""
    lake.write({"dvc.yaml": PIPELINE.format(lineal=lake.tools.lineal)})
    pin("sales", "../lake/sales", "--version", "1")
    assert lake.lineal("run").ok
    clean = lake.dvc("status", "--json")
    lock = lake.read("dvc.lock")
    pin("sales")
    changed = lake.dvc("status", "--json")
    assert lake.dvc("repro").ok

    assert clean.stdout.strip() == "{}"
    assert "        sales:\n          table: ../lake/sales\n          version: 1\n" in lock
    assert "tables.yaml" in changed.stdout
    assert "version: 2" in lake.read("dvc.lock")
    assert lake.lineal("status").stdout == "Data and pipelines are up to date.\n"
    assert len(lake.read("sales.csv").splitlines()) == 4


def test_a_revision_reads_the_version_it_was_pinned_to(lake: Project) -> None:
    """By Git's revision, by version, and by neither."""
    pin("sales", "../lake/sales", "--version", "0")
    tagged(lake, "v1")
    pin("sales", "--version", "1")

    assert [[0], [0, 1], [0, 1, 2]] == [rows(rev="v1"), rows(), rows(version=2)]


def test_a_pin_is_relative_to_its_file(lake: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """And was typed from where one stood."""
    (lake.root / "deep").mkdir()
    monkeypatch.chdir(lake.root / "deep")
    pin("sales", "../../lake/sales", "--file", "../tables.yaml")

    assert "table: ../lake/sales\n" in lake.read("tables.yaml")
    assert rows() == [0, 1, 2]


def test_moving_a_pin_leaves_the_rest_of_the_file_alone(lake: Project) -> None:
    """Comments and other tables stay."""
    pin("sales", "../lake/sales", "--version", "0")
    before = f"# ours\n{lake.read('tables.yaml')}other: # theirs\n  table: x\n  version: 3\n"
    lake.write({"tables.yaml": before})
    pin("sales", "--version", "1")

    changed = [
        line for line in lake.read("tables.yaml").splitlines() if line not in before.splitlines()
    ]
    assert (2, "  version: 1") == (len(changed), changed[0])


def test_a_table_made_anew_is_not_taken_for_the_one_that_was_pinned(lake: Project) -> None:
    """It has the same path and a version of the same number."""
    pin("sales", "../lake/sales", "--version", "1")
    table = lake.root.parent / "lake/sales"
    shutil.rmtree(table)
    make_table(table)

    with pytest.raises(DataError, match="is not the one that 'sales' was pinned to"):
        rows()


def test_a_pinned_version_that_is_gone_is_named(lake: Project) -> None:
    """With its number."""
    pin("sales", "../lake/sales", "--version", "0")
    forget_log(lake.root.parent / "lake/sales", before=1)

    with pytest.raises(DataError, match=r"version 0 of table .* is gone"):
        rows()


def test_a_tracked_directory_is_a_table_of_its_revision(lake: Project, tmp_path: Path) -> None:
    """Read from the cache, which deltalake knows nothing of."""
    shutil.copytree(tmp_path / "world/lake/sales", lake.root / "small")
    assert main(["-q", "add", "small"]) == 0
    tagged(lake, "v1")
    make_table(lake.root / "small", 1)
    assert main(["-q", "commit", "-f", "small.dvc"]) == 0
    tagged(lake, "v2")
    shutil.rmtree(lake.root / "small")

    assert [0, 1, 2] == rows("small", rev="v1") == rows("small", rev="v2", version=2)
    assert rows("small") == [0, 0, 1, 2]


def test_a_table_in_a_bucket_is_pinned_below_a_remote(
    lake: Project, s3: S3Server, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the remote's credentials, which are written nowhere else."""
    bucket, settings = s3.new_bucket(), s3.settings()
    make_table(
        f"s3://{bucket}/wh/sales",
        2,
        {
            "aws_endpoint_url": settings["endpointurl"],
            "aws_access_key_id": settings["access_key_id"],
            "aws_secret_access_key": settings["secret_access_key"],
            "aws_region": settings["region"],
            "aws_allow_http": "true",
            "aws_s3_allow_unsafe_rename": "true",
        },
    )
    lines = "".join(f"    {key} = {value}\n" for key, value in settings.items())
    lake.write({".dvc/config.local": f"['remote \"wh\"']\n    url = s3://{bucket}/wh\n{lines}"})
    pin("sales", "remote://wh/sales", "--version", "0")
    assert main(["delta", "list"]) == 0

    assert ([0], [0, 1]) == (rows(), rows(version=1))
    assert capfd.readouterr().out == "sales  version 0, newest is 1  remote://wh/sales\n"
    assert settings["secret_access_key"] not in lake.read("tables.yaml")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("- a\n", "expected names of tables"),
        ("sales: {version: 1}\n", "'sales' names no table"),
        ("sales: {table: x, version: new}\n", "'sales' has no version"),
    ],
)
def test_a_file_that_holds_no_pins_says_so(lake: Project, written: str, problem: str) -> None:
    """With the entry that is wrong."""
    lake.write({"tables.yaml": written})

    with pytest.raises(DocumentError, match=f"tables.yaml: {problem}"):
        rows()


@pytest.mark.usefixtures("lake")
def test_a_name_that_nothing_has_is_an_error() -> None:
    """With the nearest that there is."""
    pin("sales", "../lake/sales")

    with pytest.raises(TargetError, match="'salse' is no pinned table") as caught:
        rows("salse")
    assert caught.value.hint == "did you mean 'sales'?"


def test_a_file_is_exported_whole_or_not_at_all(lake: Project, tmp_path: Path) -> None:
    """A version that cannot be read leaves what was there."""
    pin("sales", "../lake/sales")
    assert main(["-q", "delta", "export", "sales", "out.parquet"]) == 0
    before = (lake.root / "out.parquet").read_bytes()
    for path in (tmp_path / "world/lake/sales").glob("*.parquet"):
        path.write_bytes(b"x" * path.stat().st_size)
    failed = main(["-q", "delta", "export", "sales", "out.parquet"])

    assert (1, before) == (failed, (lake.root / "out.parquet").read_bytes())
    assert [] == [name for name in os.listdir(lake.root) if name.endswith(".tmp")]
