"""``lineal://`` beside DVC's own filesystem, and under the libraries that use it."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pandas  # type: ignore[import-untyped]
import polars as pl
import pyarrow.dataset as ds  # type: ignore[import-untyped]
import pytest

import lineal
from lineal.base.errors import RevisionError
from tests.api.conftest import commit
from tests.api.peer import Call

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project
    from tests.api.peer import DvcApi

DIRECTORIES = ["", "sub", "sub/dir", "sub/dir/deep", "nope"]


@pytest.mark.peer
@pytest.mark.parametrize("rev", [None, "v1"])
def test_the_same_files_are_there_as_with_dvc(
    shared: Project, dvc_api: DvcApi, rev: str | None
) -> None:
    """In the workspace with what was deleted and added there, and at a revision."""
    shared.write({"sub/dir/new.txt": "n\n", "loose.txt": "l\n"})
    (shared.root / "sub/one.csv").unlink()
    (shared.root / "sub/dir/a.csv").unlink()
    fs = lineal.LinealFileSystem(rev=rev)
    options = {"repo": ".", "rev": rev}

    found = dvc_api.calls(Call("fs.find", (f"/{path}",), {}, options) for path in DIRECTORIES)
    listed = dvc_api.calls(
        Call("fs.ls", (f"/{path}",), {"detail": False}, options) for path in DIRECTORIES[:-1]
    )

    expected = [[path.lstrip("/") for path in one.value] for one in found]
    assert expected == [fs.find(path) for path in DIRECTORIES]
    expected = [sorted(path.lstrip("/") for path in one.value) for one in listed]
    assert expected == [fs.ls(path, detail=False) for path in DIRECTORIES[:-1]]


@pytest.mark.peer
def test_sizes_and_digests_are_those_of_dvc(shared: Project, dvc_api: DvcApi) -> None:
    """As far as DVC knows them without asking a remote."""
    fs = lineal.LinealFileSystem(rev="v1")
    call = Call("read", ("sub/one.csv.dvc",), {"rev": "v1"})
    recorded = str(dvc_api.calls([call])[0].value)
    info = fs.info("sub/one.csv")

    assert f"- md5: {info['md5']}\n  size: {info['size']}\n" in recorded
    assert fs.info("README.md")["size"] == (shared.root / "README.md").stat().st_size
    assert fs.info("sub")["type"] == fs.info("sub/dir")["type"] == "directory"


def test_parts_of_files_are_read(shared: Project) -> None:
    """Counted from either end, also of what only the remote has."""
    shutil.rmtree(shared.root / ".dvc/cache")
    fs = lineal.LinealFileSystem(rev="v1")

    assert [b"x\n1\n", b"\n1", b"1\n", b""] == [
        fs.cat_file("sub/one.csv", start, end)
        for start, end in ((None, None), (1, 3), (-2, None), (9, None))
    ]


def test_globs_and_walks_stay_in_their_revision(shared: Project) -> None:
    """What a listing names can be opened as it is."""
    shared.write({"sub/dir/later.csv": "later\n"})
    fs = lineal.LinealFileSystem()
    found = fs.glob("@v1/sub/**/*.csv")

    assert found == ["@v1/sub/dir/a.csv", "@v1/sub/one.csv"]
    assert [b"a\n", b"x\n1\n"] == [fs.cat_file(path) for path in found]
    assert "later.csv" not in [name for _, _, names in fs.walk("@v1/sub") for name in names]
    assert fs.exists("sub/dir/later.csv")


def test_what_is_not_there_is_not_found(shared: Project) -> None:
    """In the words of the standard library, which callers know; not for revisions, though."""
    fs = lineal.LinealFileSystem(rev="v1")
    with pytest.raises(FileNotFoundError, match="sub/nope"):
        fs.open("sub/nope")
    with pytest.raises(IsADirectoryError, match="sub/dir"):
        fs.open("sub/dir")
    with pytest.raises(RevisionError, match="no such revision: 'v9'"):
        fs.exists("@v9/sub")
    assert (shared.root.is_dir(), False) == (True, fs.exists("sub/nope"))


@pytest.mark.parametrize("mode", ["wb", "ab"])
def test_nothing_can_be_written(shared: Project, mode: str) -> None:
    """Data is changed in the workspace."""
    with pytest.raises(OSError, match="can only be read"):
        lineal.LinealFileSystem().open("sub/one.csv", mode)
    assert shared.read("sub/one.csv") == "x\n1\n"


def test_a_path_never_leaves_the_project(shared: Project) -> None:
    """Not even in the workspace."""
    (shared.root.parent / "secret").write_text("s")

    assert not lineal.LinealFileSystem().exists("../secret")


def test_a_copy_in_another_process_reads_the_same(shared: Project) -> None:
    """Dask and torch send filesystems to their workers."""
    fs = lineal.LinealFileSystem(os.fspath(shared.root), rev="v1")
    fs.find("")
    copy = pickle.loads(pickle.dumps(fs))  # noqa: S301  of our own making
    child = os.fork()
    if child == 0:
        os._exit(0 if fs.cat_file("README.md") == b"read me\n" else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert copy.cat_file("sub/dir/a.csv") == fs.cat_file("sub/dir/a.csv") == b"a\n"


def test_fsspec_finds_it_by_its_name(shared: Project) -> None:
    """Without an import of ours, by the entry point."""
    script = "import fsspec; print(fsspec.open('lineal://@v1/sub/dir/a.csv').open().read())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout == b"b'a\\n'\n"
    assert shared.root.is_dir()


@pytest.fixture
def tabular(here: Project) -> Project:
    """A CSV file and a directory of Parquet files; the workspace is a version ahead."""
    for tag, rows in (("v1", 2), ("v2", 3)):
        frame = pl.DataFrame({"k": range(rows), "v": [tag] * rows})
        (here.root / "parts").mkdir(exist_ok=True)
        frame.write_csv(here.root / "t.csv")
        frame.write_parquet(here.root / f"parts/{tag}.parquet")
        commit(here, "t.csv", "parts", tag=tag)
    here.write({"t.csv": "k,v\n"})
    return here


def test_pandas_reads_any_version_by_url(tabular: Project) -> None:
    """With the revision in the URL, or in the storage options."""
    found = [
        pandas.read_csv("lineal://t.csv"),
        pandas.read_csv("lineal://@v1/t.csv"),
        pandas.read_csv("lineal://t.csv", storage_options={"rev": "v2"}),
        pandas.read_parquet("lineal://@v1/parts/v1.parquet"),
    ]

    assert [0, 2, 3, 2] == [len(frame) for frame in found]
    assert tabular.root.is_dir()


def test_polars_and_pyarrow_read_directories(tabular: Project) -> None:
    """As datasets, and as single files."""
    fs = lineal.LinealFileSystem()
    rows = [
        ds.dataset(path, filesystem=fs, format="parquet").count_rows()
        for path in ("parts", "@v1/parts")
    ]
    frame = pl.read_parquet(fs.open("@v1/parts/v1.parquet"))

    assert ([5, 2], 2) == (rows, frame.height)
    assert tabular.root.is_dir()


def test_duckdb_joins_two_revisions_in_one_query(tabular: Project) -> None:
    """Which is what revisions in the path are for."""
    with duckdb.connect() as connection:
        connection.register_filesystem(lineal.LinealFileSystem())
        found = connection.sql(
            "select new.k from 'lineal://@v2/t.csv' new anti join 'lineal://@v1/t.csv' old"
            " on new.k = old.k"
        ).fetchall()
        globbed = connection.sql("select count(*) from 'lineal://@v2/parts/*.parquet'").fetchall()

    assert ([(2,)], [(5,)], True) == (found, globbed, tabular.root.is_dir())


def test_a_branch_with_a_slash_is_written_with_an_escape(tabular: Project) -> None:
    """Since a slash separates the revision from the path."""
    assert tabular.run("git", "tag", "team/data").ok

    assert lineal.LinealFileSystem().exists("@team%2Fdata/t.csv")
