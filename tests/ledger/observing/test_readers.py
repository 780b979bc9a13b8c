"""Libraries that open files behind the interpreter's back: seen all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ledger.observing.conftest import Watched

POLARS = """\
import polars as pl, pickle
pickle.loads(pickle.dumps(pl.read_csv))
pl.read_csv("data/a.csv")
pl.scan_csv("data/b*.csv").collect()
pl.DataFrame({"a": [1]}).write_parquet("out.parquet")
pl.LazyFrame({"a": [1]}).sink_csv("out.csv")
"""

ARROW = """\
import pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq, pyarrow.dataset as ds
table = pc.read_csv("data/a.csv")
pq.write_table(table, "out.parquet")
pa.memory_map("data/b.csv")
ds.dataset("data/more", format="csv").to_table()
"""

PANDAS = """\
import pandas as pd
frame = pd.read_csv("data/a.csv")
frame.to_parquet("out.parquet")
pd.read_parquet("data/more/x.parquet")
"""

DUCKDB = """\
import duckdb
duckdb.sql("select * from 'data/a.csv'").fetchall()
duckdb.connect().execute("copy (select * from read_csv('data/b.csv')) to 'out.csv'")
duckdb.connect("out.duckdb")
"""


def seen(watched: Watched, script: str) -> tuple[dict[str, str], dict[str, str]]:
    evidence = watched.watch(script)
    reads = {one.path: one.at for one in evidence.reads if not one.is_code}
    return reads, {one.path: one.at for one in evidence.writes}


def test_polars(watched: Watched) -> None:
    """Eager and lazy, patterns too; and its functions can still be pickled."""
    expected = (
        {"data/a.csv": "train.py:3", "data/b.csv": "train.py:4"},
        {"out.parquet": "train.py:5", "out.csv": "train.py:6"},
    )

    assert expected == seen(watched, POLARS)


def test_pyarrow(watched: Watched) -> None:
    """Tables, maps of memory, and datasets of several files."""
    watched.write({"data/more/1.csv": "a\n1\n", "data/more/2.csv": "a\n2\n"})
    reads, writes = seen(watched, ARROW)

    expected = {"data/a.csv", "data/b.csv", "data/more/1.csv", "data/more/2.csv"}
    assert (expected, {"out.parquet"}) == (set(reads), set(writes))


def test_pandas(watched: Watched) -> None:
    """What it leaves to pyarrow as well."""
    import polars as pl

    (watched.root / "data/more").mkdir()
    pl.DataFrame({"a": [1]}).write_parquet(watched.root / "data/more/x.parquet")

    expected = (
        {"data/a.csv": "train.py:2", "data/more/x.parquet": "train.py:4"},
        {"out.parquet": "train.py:3"},
    )
    assert expected == seen(watched, PANDAS)


def test_duckdb(watched: Watched) -> None:
    """Files that are named in SQL, and databases."""
    expected = (
        {"data/a.csv": "train.py:2", "data/b.csv": "train.py:3"},
        {"out.csv": "train.py:3", "out.duckdb": "train.py:4"},
    )

    assert expected == seen(watched, DUCKDB)


def test_an_error_of_the_library_is_the_same(watched: Watched) -> None:
    """Nothing of ours stands in its way."""
    watched.write({"train.py": "import polars as pl\npl.read_csv('missing.csv')\n"})
    done = watched.run("python", "train.py")

    assert (1, True) == (done.returncode, "FileNotFoundError" in done.stderr)


STAND_INS = {
    "h5py": "class File:\n    def __init__(self, name, mode='r'):\n        open(name).close()\n",
    "cv2": "def imread(path):\n    return path\n",
    "xgboost": "class DMatrix:\n    def __init__(self, data):\n        pass\n",
}


@pytest.mark.parametrize(
    ("module", "call"),
    [("h5py", "h5py.File"), ("cv2", "cv2.imread"), ("xgboost", "xgboost.DMatrix")],
)
def test_libraries_that_are_not_installed_here(watched: Watched, module: str, call: str) -> None:
    """By the names of their entry points, on stand-ins."""
    installed = "venv/lib/python3.11/site-packages"
    watched.write({f"{installed}/{module}.py": STAND_INS[module]})
    script = f"import sys\nsys.path += ['{installed}']\nimport {module}\n{call}('data/a.csv')\n"

    assert {"data/a.csv": "train.py:4"} == seen(watched, script)[0]
