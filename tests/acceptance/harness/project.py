"""A scratch repository with a world of its own: home, configuration, caches, Git identity.

:func:`isolated_environment` is the only place that says what a command may see.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tests.acceptance.harness.oracle import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.oracle import Oracle

INHERITED = ("PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


class Tools(NamedTuple):
    """The two programs that are compared, and the quick way to ask the first."""

    dvc: Path
    lineal: Path
    oracle: Oracle


class Project(NamedTuple):
    """A repository on disk; its commands run inside it."""

    root: Path
    env: dict[str, str]
    tools: Tools

    def dvc(self, *argv: str, cwd: str = ".", timeout: float = 120) -> Outcome:
        return self.tools.oracle.run(argv, cwd=self.root / cwd, env=self.env, timeout=timeout)

    def lineal(self, *argv: str, cwd: str = ".", timeout: float = 120) -> Outcome:
        return self.run(os.fspath(self.tools.lineal), *argv, cwd=cwd, timeout=timeout)

    def tool(self, name: str, *argv: str, cwd: str = ".", timeout: float = 120) -> Outcome:
        """Either tool by name, for tests that treat the two alike."""
        run = self.dvc if name == "dvc" else self.lineal
        return run(*argv, cwd=cwd, timeout=timeout)

    def run(self, *argv: str, cwd: str = ".", timeout: float = 120) -> Outcome:
        done = subprocess.run(
            argv,
            cwd=self.root / cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Outcome(done.returncode, _text(done.stdout), _text(done.stderr))

    def start(self, *argv: str, cwd: str = ".") -> subprocess.Popen[str]:
        """Start in the background, in a process group of its own."""
        return subprocess.Popen(
            argv,
            cwd=self.root / cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
            start_new_session=True,
        )

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode(errors="surrogateescape")


def new_project(parent: Path, tools: Tools, *, git: bool = True) -> Project:
    """A fresh repository at ``parent/repo``, initialised by the peer."""
    root = parent / "repo"
    root.mkdir(parents=True)
    project = Project(root, isolated_environment(parent), tools)
    if git:
        project.run("git", "init", "-q", ".")
    done = project.dvc("init", "-q", *([] if git else ["--no-scm"]))
    if not done.ok:
        raise RuntimeError(done.stderr)
    return project


def isolated_environment(world: Path) -> dict[str, str]:
    """Only what is named here reaches a command; nothing of the machine's own setup does."""
    for name in ("home", "config", "system", "site"):
        (world / name).mkdir(parents=True, exist_ok=True)
    identity = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Lineal"), ("EMAIL", "lineal@example.com"))
    }
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        **identity,
        "HOME": os.fspath(world / "home"),
        "DVC_GLOBAL_CONFIG_DIR": os.fspath(world / "config"),
        "DVC_SYSTEM_CONFIG_DIR": os.fspath(world / "system"),
        "DVC_SITE_CACHE_DIR": os.fspath(world / "site"),
        "DVC_NO_ANALYTICS": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": os.fspath(world),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "SHELL": "/bin/bash",
        "TZ": "UTC",
    }


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
