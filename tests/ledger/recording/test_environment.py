"""What an environment says of itself, without starting anything."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING

from lineal.ledger.recording.environment import environment_fact, read_environment

if TYPE_CHECKING:
    from pathlib import Path

HERE = {"PATH": os.path.dirname(sys.executable)}


def test_the_python_of_the_stages_with_its_packages(tmp_path: Path) -> None:
    """The one of PATH; here it is the one that runs this."""
    found = read_environment(str(tmp_path), HERE, [])

    assert (".".join(map(str, sys.version_info[:3])), True, {}) == (
        found["python"],
        "pytest" in found["packages"],
        found["locked"],
    )


def test_files_that_pin_packages_and_variables_that_matter(tmp_path: Path) -> None:
    """Secrets masked, others asked for by name."""
    (tmp_path / "uv.lock").write_text("x")
    (tmp_path / "other.txt").write_text("x")
    environ = {**HERE, "OMP_NUM_THREADS": "2", "MINE": "1", "MY_KEY": "k", "HOME": "/h"}
    found = read_environment(str(tmp_path), environ, ["MINE", "MY_KEY"])

    assert (
        {"uv.lock": hashlib.sha256(b"x").hexdigest()},
        {"MINE": "1", "MY_KEY": "***", "OMP_NUM_THREADS": "2"},
    ) == (found["locked"], found["variables"])


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """Configuration in any encoding; a directory of packages that is none."""
    python = _executable(tmp_path / "env/bin/python")
    (tmp_path / "env/pyvenv.cfg").write_bytes(b"home = /caf\xe9\nversion = 3.9.1\n")
    (tmp_path / "env/lib/python3.9/site-packages").mkdir(parents=True)
    (tmp_path / "env/lib64").write_text("")
    found = read_environment(f"{tmp_path}/gone", {"PATH": str(python.parent)}, ())

    assert ("3.9.1", {}, {}) == (found["python"], found["packages"], found["locked"])


def _executable(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text("")
    path.chmod(0o755)
    return path


def test_the_same_environment_is_the_same_fact(tmp_path: Path) -> None:
    """Whenever, and whoever finds it."""
    one = read_environment(str(tmp_path), HERE, [])
    other = read_environment(str(tmp_path), {**HERE, "TZ": "UTC"}, [])
    ids = [environment_fact(each, when).id for each, when in ((one, 1), (one, 2), (other, 1))]

    assert (True, False) == (ids[0] == ids[1], ids[0] == ids[2])
