"""What the quick commands import: the budget of a no-op run is 50 ms of Python."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project

SCRIPT = """
import sys
from lineal.cli.main import main
code = main(sys.argv[1:])
print(f"\\n{code}", *sorted(sys.modules))
"""

# Each costs milliseconds that a run which has nothing to do must not pay.
HEAVY = {
    *("asyncio", "ast", "concurrent.futures", "configobj", "dataclasses", "difflib", "email"),
    *("inspect", "logging", "multiprocessing", "pathspec", "ruamel", "shutil", "socket"),
    *("subprocess", "tempfile", "tomllib", "typing_extensions", "unittest", "urllib", "yaml"),
}
NOT_FOR_HELP = {*HEAVY, "argparse", "json", "sqlite3", "hashlib", "difflib"}


def imported(*words: str, cwd: str | None = None, env: dict[str, str] | None = None) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=env,
    )
    code, *names = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(names)


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_import_next_to_nothing(flag: str) -> None:
    """Not even argparse: they are answered from plain data."""
    assert set() == NOT_FOR_HELP & imported(flag)


@pytest.mark.peer
@pytest.mark.parametrize("verb", ["status", "run"])
def test_a_no_op_imports_nothing_heavy(project: Project, verb: str) -> None:
    """After one run the project files are known by content, and no parser is needed."""
    project.write(
        {
            "dvc.yaml": "stages:\n  a:\n    cmd: cp in out\n    deps: [in]\n    outs: [out]\n"
            "    params: [p]\n",
            "params.yaml": "p: 1\n",
            "in": "x\n",
            ".dvc/config": "[core]\n    remote = a\n['remote \"a\"']\n    url = /nowhere\n",
        }
    )
    assert project.lineal("run").ok

    found = imported(verb, cwd=str(project.root), env=project.env)

    assert set() == HEAVY & found
