"""``lineal data diff``."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.pipeline.place import noting

if TYPE_CHECKING:
    from tests.pipeline.place import Place

TABLE = "id,city,price\n1,Oslo,10\n2,Rome,20\n3,Oslo,30\n"


@pytest.fixture
def done(place: Place) -> Place:
    """A table, a text, a directory; committed."""
    place.write({"t.csv": TABLE, "note.txt": "a\nb\n", "data/x.bin": "1", "data/y.csv": TABLE})
    place.lineal("add", "t.csv", "note.txt", "data")
    commit("one")
    return place


def commit(message: str) -> None:
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "commit", "-qm", message], check=True)


def edit(place: Place, name: str, text: str) -> None:
    (place.root / name).unlink()
    place.write({name: text})


def asked(place: Place, *words: str) -> dict[str, Any]:
    found = json.loads(place.lineal("data", "diff", "--json", *words).stdout)
    return {dataset["path"]: dataset for dataset in found["datasets"]}


def test_a_table_in_the_workspace(done: Place) -> None:
    """Rows, columns, cells, and the first rows of each sort."""
    edit(done, "t.csv", "id,city,price\n2,Bern,20\n3,Oslo,30\n4,Oslo,\n")

    outcome = done.lineal("data", "diff")

    expected = """\
t.csv  modified
  rows      3
  compared  1 added, 1 removed, 1 changed, 1 the same
  by        id (found: unique in both)
  column    id: mean 2 → 3; min 1 → 2; max 3 → 4
  column    city: 1 cell changed; new values Bern; gone values Rome
  column    price: nulls 0 → 1; mean 20 → 25; min 10 → 20
  ~ id=2  city Rome → Bern
  - id=1 city=Oslo price=10
  + id=4 city=Oslo price=null
"""
    assert (0, expected, "") == outcome


def test_text_by_lines(done: Place) -> None:
    """As `diff -u`, if it is small."""
    edit(done, "note.txt", "a\nc\n")

    found = asked(done)["note.txt"]["text"]

    assert (["@@ -1,2 +1,2 @@", " a", "-b", "+c"], 4, 4) == (
        found["lines"],
        found["old_size"],
        found["new_size"],
    )


def test_a_directory_by_files_and_tables_within_it(done: Place) -> None:
    """Each file in the way that suits it."""
    done.write({"data/new": "1"})
    edit(done, "data/x.bin", "\0")
    edit(done, "data/y.csv", TABLE + "4,Rome,1\n")

    found = asked(done)["data"]

    assert {"added": ["new"], "removed": [], "modified": ["x.bin", "y.csv"]} == found["files"]
    members = {member["path"]: member for member in found["members"]}
    assert (1, 1) == (
        members["data/y.csv"]["table"]["rows"]["added"],
        members["data/x.bin"]["text"]["new_size"],
    )


def test_two_revisions_and_a_target(done: Place) -> None:
    """Their data comes out of the cache, whatever the workspace holds."""
    edit(done, "t.csv", TABLE + "4,Rome,40\n")
    done.lineal("add", "t.csv")
    commit("two")
    edit(done, "t.csv", "junk")

    found = asked(done, "HEAD~1", "HEAD", "t.csv")

    assert (["t.csv"], 4) == (list(found), found["t.csv"]["table"]["new_rows"])


def test_a_file_within_a_directory_as_the_target(done: Place) -> None:
    """The rest of it is left out."""
    edit(done, "data/y.csv", TABLE + "4,Rome,1\n")
    edit(done, "data/x.bin", "2")

    assert ["data/y.csv"] == list(asked(done, "data/y.csv"))


def test_the_key_a_project_declares(done: Place) -> None:
    """In the meta of the output."""
    done.stages({"s": noting("s", outs="")})
    text = done.read("t.csv.dvc").replace("path: t.csv", "path: t.csv\n  meta:\n    key: city")
    done.write({"t.csv.dvc": text})
    edit(done, "t.csv", "id,city,price\n1,Rome,1\n2,Bern,2\n")

    key = asked(done, "t.csv")["t.csv"]["table"]["key"]

    assert "city (declared in meta.key) repeats 1 times in the old version" in key["how"]


def test_a_table_that_came(done: Place) -> None:
    """Only its rows are counted."""
    done.write({"u.csv": TABLE})
    done.lineal("add", "u.csv")

    assert "u.csv  added\n  rows      3\n" == done.lineal("data", "diff", "HEAD", "u.csv").stdout


def test_nothing_differs(done: Place) -> None:
    """Said."""
    assert "No data differs.\n" == done.lineal("data", "diff").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nope"], "'nope' is not tracked"),
        (["--key", "nmae", "t.csv"], "t.csv has no column 'nmae' in both versions"),
        (["--limit", "-1"], "--limit and --tolerance cannot be negative"),
    ],
)
def test_bad_input(done: Place, words: list[str], message: str) -> None:
    """Named."""
    edit(done, "t.csv", TABLE + "4,Rome,40\n")

    outcome = done.lineal("data", "diff", *words)

    assert outcome.exit_code > 0
    assert message in outcome.stderr


def test_bytes_that_are_no_table_despite_their_name(place: Place) -> None:
    """An error with the way around, which works."""
    place.write({"t.parquet": "no"})
    place.lineal("add", "t.parquet")
    commit("one")
    edit(place, "t.parquet", "neither")

    failed, plain = (place.lineal("data", "diff", *words) for words in ([], ["--no-tables"]))

    assert (1, 0) == (failed.exit_code, plain.exit_code)
    assert "hint: lineal data diff --no-tables" in failed.stderr


def test_without_polars_there_is_one_clear_error(
    done: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that installs it."""
    edit(done, "t.csv", TABLE + "4,Rome,40\n")
    monkeypatch.setitem(__import__("sys").modules, "polars", None)

    outcome = done.lineal("data", "diff")

    assert "hint: pip install 'lineal[tables]'" == outcome.stderr.splitlines()[-1]
