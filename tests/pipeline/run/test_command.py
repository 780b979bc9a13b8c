"""How a command is started: which shell, in which environment."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run.command import (
    Child,
    environment,
    shell_command,
    without_pyenv_shims,
)
from lineal.pipeline.run.streams import IntoFile
from lineal.pipeline.run.warm import WarmProcess
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.make import stage
from tests.pipeline.place import Place, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lineal.pipeline.run.children import Exit


@pytest.fixture
def make_child(place: Place) -> Iterator[Callable[..., Child]]:
    """Children of their own process group, without a run around them."""
    log = os.open(place.root / "log", os.O_WRONLY | os.O_CREAT)
    with open_workspace() as ws:
        yield lambda cmd, start=lambda *_: None: Child(
            ws, stage(cmd=cmd, wdir=ws.root), IntoFile(log), WarmProcess(), start
        )
    os.close(log)


def ended(child: Child) -> Exit:
    """Its result, once it has one."""
    found: list[Exit] = []

    def is_over() -> bool:
        result = child.poll()
        found.extend([] if result is None else [result])
        return bool(found)

    wait_until(is_over)
    return found[0]


def test_a_signal_between_two_commands_keeps_the_second_from_starting(
    make_child: Callable[..., Child], place: Place
) -> None:
    """Whoever asked would otherwise wait for all of it."""
    child = make_child(["touch first", "touch second"])
    child.poll()
    wait_until(lambda: place.exists("first"))
    child.signal(signal.SIGINT)

    result = ended(child)

    assert (False, False) == (result.code == 0, place.exists("second"))


def test_a_signal_while_a_command_is_being_started_is_not_lost(
    make_child: Callable[..., Child],
) -> None:
    """It is passed on as soon as there is a process."""
    children: list[Child] = []
    child = make_child("sleep 60", lambda *_: children[0].signal(signal.SIGTERM))
    children.append(child)

    assert -signal.SIGTERM == ended(child).code


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        ("/bin/bash", ["/bin/bash", "--noprofile", "--norc", "-c", "x"]),
        ("/usr/bin/zsh", ["/usr/bin/zsh", "--no-rcs", "-c", "x"]),
        ("/bin/dash", ["/bin/dash", "-c", "x"]),
        ("", ["/bin/sh", "-c", "x"]),
    ],
)
def test_the_users_shell_without_its_start_up_files(
    monkeypatch: pytest.MonkeyPatch, shell: str, expected: list[str]
) -> None:
    """So that a stage does the same for everybody."""
    monkeypatch.setenv("SHELL", shell)

    assert expected == shell_command("x")


@pytest.mark.parametrize(
    ("version", "options"),
    [
        ("fish, version 3.7.1", ["--no-config"]),
        ("fish, version 3.2.0", []),
        ("fish, version 4.0.2", ["--no-config"]),
        ("", []),
    ],
)
def test_fish_says_what_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, options: list[str]
) -> None:
    """Its option came with 3.3."""
    fish = tmp_path / "fish"
    fish.write_text(f"#!/bin/sh\necho '{version}'\n")
    fish.chmod(0o755)
    monkeypatch.setenv("SHELL", os.fspath(fish))

    assert [os.fspath(fish), *options, "-c", "x"] == shell_command("x")


def test_a_stage_is_told_its_name_and_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """By DVC's variables; the root of an outer run stays."""
    monkeypatch.delenv("DVC_ROOT", raising=False)
    inner = environment(stage("fit@a", file="/p/sub/dvc.yaml"), "/p", "/p")
    monkeypatch.setenv("DVC_ROOT", "/outer")
    outer = environment(stage(), "/p", "/p")

    assert ("/p", "sub/dvc.yaml:fit@a", "/outer") == (
        inner["DVC_ROOT"],
        inner["DVC_STAGE"],
        outer["DVC_ROOT"],
    )


PYENV = {
    "PYENV_DIR": "/d",
    "PYENV_HOOK_PATH": "/h",
    "PYENV_VERSION": "3",
    "PYENV_ROOT": "/r",
}


@pytest.mark.parametrize(
    ("path", "variables", "expected"),
    [
        ("/r/bin:/r/libexec:/r/plugins/x/bin:/usr/bin", PYENV, "/usr/bin"),
        ("/r/bin:/r/libexec:/usr/bin", PYENV, "/usr/bin"),
        ("/usr/bin:/bin:/x", PYENV, "/usr/bin:/bin:/x"),
        ("/r/bin:/r/libexec:/usr/bin", {}, "/r/bin:/r/libexec:/usr/bin"),
        ("/r/bin:/r/libexec", PYENV, "/r/bin:/r/libexec"),
    ],
)
def test_what_pyenv_puts_before_the_path_is_taken_away(
    path: str, variables: dict[str, str], expected: str
) -> None:
    """Only when pyenv started us."""
    assert expected == without_pyenv_shims({**variables, "PATH": path})["PATH"]
