"""Real programs, watched: what they open, from where, and that they do not notice."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lineal.ledger.observing.evidence import Evidence
    from tests.ledger.observing.conftest import Watched


def reads(evidence: Evidence) -> dict[str, str]:
    return {one.path: one.at for one in evidence.reads if not one.is_code}


def writes(evidence: Evidence) -> dict[str, str]:
    return {one.path: one.at for one in evidence.writes}


def test_a_file_that_is_read_is_known_with_the_line_that_read_it(watched: Watched) -> None:
    """The line of the user's code, not of the library in between."""
    script = "import csv, pathlib\n\ntext = pathlib.Path('data/a.csv').read_text()\n"

    assert {"data/a.csv": "train.py:3"} == reads(watched.watch(script))


def test_modules_of_the_project_are_known_as_code(watched: Watched) -> None:
    """Also when their compiled form is read instead."""
    watched.write({"pkg/__init__.py": "", "pkg/model.py": "X = 1\n"})
    script = "import pkg.model\n"
    watched.watch(script)
    evidence = watched.watch(script)

    code = {one.path for one in evidence.reads if one.is_code}
    assert {"train.py", "pkg/__init__.py", "pkg/model.py"} == code


def test_what_it_wrote_itself_is_no_input(watched: Watched) -> None:
    """A file written first and read later was not there before."""
    script = "open('out.txt', 'w').write('x')\nopen('out.txt').read()\n"
    evidence = watched.watch(script)

    assert ({}, {"out.txt": "train.py:1"}) == (reads(evidence), writes(evidence))


def test_a_file_changed_in_place_is_both(watched: Watched) -> None:
    """What it was mattered, and it is another now."""
    evidence = watched.watch("open('data/a.csv', 'r+').write('x')\n")

    found = set(reads(evidence)), set(writes(evidence))
    assert ({"data/a.csv"}, {"data/a.csv"}) == found


def test_children_are_watched_through_shells(watched: Watched) -> None:
    """Whoever inherits the environment is."""
    watched.write({"child.py": "open('data/b.csv').read()\n"})
    script = (
        "import subprocess, sys\n"
        "subprocess.run(f'true && {sys.executable} child.py', shell=True, check=True)\n"
    )

    assert {"data/b.csv": "child.py:1"} == reads(watched.watch(script))


@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_workers_of_a_pool_are_watched(watched: Watched, how: str) -> None:
    """However they came to be."""
    script = (
        "import multiprocessing\n"
        "def look(path):\n"
        "    return open(path).read()\n"
        "if __name__ == '__main__':\n"
        f"    with multiprocessing.get_context({how!r}).Pool(1) as pool:\n"
        "        pool.map(look, ['data/a.csv'])\n"
    )

    assert {"data/a.csv": "train.py:3"} == reads(watched.watch(script))


def test_what_is_not_the_users_is_left_out(watched: Watched) -> None:
    """Git's, DVC's and our own files, installed packages, caches."""
    files = (".git/config", ".dvc/config", ".lineal/x", "venv/lib/python3.11/site-packages/m.txt")
    watched.write(dict.fromkeys(files, "x"))
    script = "".join(f"open({name!r}).read()\n" for name in files)
    script += "import os\nos.makedirs('.cache')\nopen('.cache/x', 'w').write('')\n"
    evidence = watched.watch(script)

    assert ({}, {}) == (reads(evidence), writes(evidence))


def test_data_from_outside_the_project_is_known_in_full(watched: Watched) -> None:
    """What lies elsewhere is an input like any other."""
    elsewhere = watched.root.parent / "elsewhere.csv"
    elsewhere.write_text("x")
    evidence = watched.watch(f"open({os.fspath(elsewhere)!r}).read()\n")
    is_system = os.fspath(elsewhere).startswith(("/tmp/", "/dev/", "/var/tmp/"))  # noqa: S108

    assert ({} if is_system else {os.fspath(elsewhere): "train.py:1"}) == reads(evidence)


def test_databases_are_seen(watched: Watched) -> None:
    """SQLite opens its file itself, and says so."""
    watched.write({"data/old.db": ""})
    script = "import sqlite3\nsqlite3.connect('data/old.db')\nsqlite3.connect('new.db')\n"
    evidence = watched.watch(script)

    assert ({"data/old.db"}, {"data/old.db", "new.db"}) == (
        set(reads(evidence)),
        set(writes(evidence)),
    )


def test_a_python_that_ignores_its_environment_is_not_watched(watched: Watched) -> None:
    """With ``-I`` it does not know of us, and nothing is said."""
    watched.write({"train.py": "open('data/a.csv').read()\n"})
    done = watched.run("python", "-I", "train.py")

    assert (0, 0) == (done.returncode, watched.evidence().processes)


def test_who_opted_out_is_not_watched(watched: Watched) -> None:
    """Not even when a run around it is."""
    watched.write({"train.py": "open('data/a.csv').read()\n"})
    watched.run("python", "train.py", out="lineal.yaml")

    assert watched.evidence().processes == 0


def test_a_program_that_is_killed_has_said_what_it_did(watched: Watched) -> None:
    """Each line is on its way before the file is opened."""
    watched.write({"train.py": "import os\nopen('data/a.csv')\nos.kill(os.getpid(), 9)\n"})
    watched.run("python", "train.py")

    assert {"data/a.csv": "train.py:2"} == reads(watched.evidence())


def test_programs_that_cannot_be_watched_are_named(watched: Watched) -> None:
    """With the line that started them; Python is watched itself."""
    script = "import subprocess, sys\nsubprocess.run(['cat', 'data/a.csv'], stdout=-3)\n"
    script += "subprocess.run([sys.executable, '-c', ''])\n"

    found = [(one.program, one.at) for one in watched.watch(script).started]
    assert [("cat", "train.py:2")] == found


def test_the_users_own_sitecustomize_runs_too(watched: Watched) -> None:
    """And is what the program finds under that name."""
    watched.write({"site/sitecustomize.py": "MARK = 'theirs'\n"})
    watched.write({"train.py": "import sitecustomize, sys\nprint(sitecustomize.MARK)\n"})
    env = {"PYTHONPATH": os.fspath(watched.root / "site")}
    words = ("env", f"PYTHONPATH={_hook(watched)}:{env['PYTHONPATH']}", "python", "train.py")
    done = watched.run(*words)

    assert ("theirs\n", 1) == (done.stdout, watched.evidence().processes)


def _hook(watched: Watched) -> str:
    done = watched.run("sh", "-c", "echo $PYTHONPATH")
    return done.stdout.strip()


def test_a_directory_that_cannot_be_written_is_no_error(watched: Watched) -> None:
    """The program goes on; that it was not watched is all there is to say."""
    watched.write({".lineal/ledger/evidence": "a file in the way", "train.py": "print('done')\n"})
    done = watched.run("python", "train.py")

    assert (0, "done\n", "") == (done.returncode, done.stdout, done.stderr)


def test_very_many_files_are_cut_and_said_so(watched: Watched) -> None:
    """A note instead of a file that grows without end."""
    script = (
        "import contextlib\n"
        "for i in range(10_100):\n"
        "    with contextlib.suppress(OSError):\n"
        "        open(f'data/f{i}', 'r+')\n"
    )
    evidence = watched.watch(script)

    assert (True, True) == (evidence.cut, 4_900 < len(evidence.writes) <= 5_000)


def test_its_modules_and_path_are_as_they_would_be(watched: Watched) -> None:
    """Of what starts before it, a program sees only the variables."""
    script = "import sys\nprint([p for p in sys.path if 'hook' in p], 'typing' in sys.modules)\n"
    watched.write({"train.py": script})

    assert watched.run("python", "train.py").stdout == "[] False\n"


def test_reading_is_told_of_once(watched: Watched) -> None:
    """However often, and by whichever spelling of the path."""
    script = "import os\nfor i in range(3):\n    open('data/a.csv')\nopen(os.path.abspath('data/../data/a.csv'))\n"  # noqa: E501
    watched.watch(script)
    directory = watched.root / ".lineal/ledger/evidence"
    text = "".join(path.read_text() for path in directory.rglob("*.jsonl"))

    assert text.count('"path":"data/a.csv"') <= 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["python", "-m", "lineal", "--version"], 0),
        (["lineal", "--version"], 0),
        (["lineal", "step", "--help"], 1),
    ],
)
def test_an_engine_within_a_stage_is_not_watched(
    watched: Watched, words: list[str], expected: int
) -> None:
    """It reads whole projects; a step of ours is a command like any other."""
    here = f"PATH={os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    watched.run("env", here, *words)

    assert expected == watched.evidence().processes


REUSED = """\
import os
open("a.csv").read()
os.closerange(3, 1000)
one = os.open("out.bin", os.O_WRONLY | os.O_CREAT)
files = [one, *(os.open(os.devnull, os.O_WRONLY) for _ in range(250))]
open("b.csv").read()
os.write(one, b"data")
print(one)
"""


def test_a_program_that_closes_all_files_finds_nothing_of_us_in_its_own(watched: Watched) -> None:
    """The number of a file of evidence may be that of another file afterwards."""
    watched.write({"a.csv": "1", "b.csv": "2"})
    evidence = watched.watch(REUSED)

    found = {one.path for one in evidence.reads if not one.is_code}
    assert ("data", {"a.csv", "b.csv"}) == ((watched.root / "out.bin").read_text(), found)


def test_numbers_of_files_are_those_they_would_be(watched: Watched) -> None:
    """A daemon closes its standard output, and what it opens next is to be that."""
    script = (
        "import os\nif not os.fork():\n    os.close(1)\n"
        "    os.open('log.txt', os.O_WRONLY | os.O_CREAT)\n    os.write(1, b'said')\n"
        "    os._exit(0)\nos.wait()\n"
    )
    watched.watch(script)

    assert "said" == (watched.root / "log.txt").read_text()
