"""Fixtures every room may use: the pinned peer, our executable, scratch repositories.

The peer is never optional. Without it the fixture fails and says how to get it, because
a suite that skips its judge proves nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.acceptance.harness.oracle import Oracle
from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.project import Project, Tools, isolated_environment, new_project
from tests.servers.fixtures import _http_server, azure, gcs, http, mlflow, s3, ssh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A shell without job control starts what it puts into the background with SIGINT ignored, and
# everything started from there inherits that. The tests are about interrupts that arrive.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test is judged by a clock: how long an example takes depends on who else is busy.
settings.register_profile("lineal", deadline=None)
settings.load_profile("lineal")

# Fixtures that live beside what they start.
__all__ = ["_http_server", "azure", "gcs", "http", "mlflow", "s3", "ssh"]

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def dvc() -> Path:
    """The pinned peer's executable; its Python is ``dvc.with_name("python")``."""
    chosen = os.environ.get("LINEAL_PEER_DVC", os.fspath(REPOSITORY / ".peers/dvc/bin/dvc"))
    path = Path(chosen)
    if not path.is_file():
        pytest.fail(f"no peer dvc at {path}: run `make peers`, or set LINEAL_PEER_DVC")
    return path


@pytest.fixture(scope="session")
def lineal() -> Path:
    """Our executable, of the environment that runs the tests."""
    # The override lets the harness be tried with dvc on both sides.
    chosen = os.environ.get("LINEAL_EXECUTABLE")
    path = Path(chosen) if chosen else Path(sys.executable).with_name("lineal")
    if not path.is_file():
        pytest.fail(f"no lineal at {path}: run `make .venv`")
    return path


@pytest.fixture(scope="session")
def oracle(dvc: Path) -> Iterator[Oracle]:
    """The peer as a quick function (about 0.1 s a command instead of 1 s)."""
    with Oracle(dvc.with_name("python")) as running:
        yield running


@pytest.fixture(scope="session")
def tools(dvc: Path, lineal: Path, oracle: Oracle) -> Tools:
    return Tools(dvc, lineal, oracle)


@pytest.fixture
def project(tmp_path: Path, tools: Tools) -> Project:
    """A fresh Git and DVC repository, isolated from this machine."""
    return new_project(tmp_path / "world", tools)


@pytest.fixture
def pair(tmp_path: Path, tools: Tools) -> Pair:
    """Two copies of a fresh repository, one for each tool."""
    return Pair(*(new_project(tmp_path / name, tools) for name in ("dvc", "lineal")))


@pytest.fixture
def make_project(tmp_path: Path, tools: Tools) -> Callable[[str], Project]:
    """As many fresh repositories as a test needs, by name."""
    return lambda name: new_project(tmp_path / name, tools)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An isolated environment for a test that brings its own directory layout."""
    return isolated_environment(tmp_path / "world")
