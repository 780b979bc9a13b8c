"""Changing settings: the bytes in the file are those that ``dvc config`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project

EDITS = (
    ("cache.type", "hardlink,symlink"),
    ("core.autostage", "true"),
    ("remote.Store.url", "../../store"),
    ("remote.store.jobs", "4"),
    ("cache.dir", "../cache"),
    ("--local", "remote.store.url", "s3://bucket/x"),
    ("--global", "core.checksum_jobs", "2"),
    ("--unset", "core.autostage"),
    ("core.remote", "store # not a comment"),
    ("studio.token", "a=b 'c'"),
    ("--unset", "remote.store.jobs"),
    ("cache.dir", "~/cache"),
    ("core.remote", "other"),
)


@pytest.mark.peer
def test_a_session_of_edits_leaves_the_same_files_as_dvc(project: Project) -> None:
    """Order, quoting, indentation, relative paths: byte for byte after every edit."""
    files = (".dvc/config", ".dvc/config.local", "../config/config")
    found: dict[str, list[list[str]]] = {}
    for tool in ("dvc", "lineal"):
        for name in files:
            (project.root / name).unlink(missing_ok=True)
        found[tool] = []
        for edit in EDITS:
            assert project.tool(tool, "config", *edit).ok
            texts = [project.read(name) for name in files if (project.root / name).exists()]
            found[tool].append(texts)

    assert found["dvc"] == found["lineal"]


@pytest.mark.peer
@pytest.mark.parametrize(
    "edit",
    [
        ("core.autostage", "maybe"),
        ("cache.typo", "x"),
        ("cache.type", "hardlinc"),
        ("remote.x.jobs", "4"),
        ("--unset", "core.remote"),
        ("--unset", "remote.x.url"),
        ("core.checksum_jobs", "0"),
        ("--project", "core.remote"),
        ("nodots", "x"),
        ("--list", "core.remote"),
        ("--show-origin", "core.remote", "x"),
        (),
    ],
)
def test_what_dvc_refuses_is_refused_and_changes_nothing(
    project: Project, edit: tuple[str, ...]
) -> None:
    """An invalid value never reaches the file."""
    project.write({".dvc/config": "[cache]\n    type = copy\n"})

    outcomes = [project.dvc("config", *edit).ok, project.lineal("config", *edit).ok]

    assert ([False, False], "[cache]\n    type = copy\n") == (outcomes, project.read(".dvc/config"))


@pytest.mark.peer
@pytest.mark.parametrize(
    "flags",
    [
        ("--list",),
        ("--list", "--show-origin"),
        ("--list", "--local"),
        ("core.remote",),
        ("--show-origin", "core.remote"),
        ("--project", "core.remote"),
        ("remote.a.url",),
        ("cache.nothing",),
    ],
)
def test_reading_prints_what_dvc_prints(project: Project, flags: tuple[str, ...]) -> None:
    """Levels in order, paths absolute, remotes first."""
    project.write(
        {
            ".dvc/config": "[core]\nremote = a\n['remote \"a\"']\nurl = ../x\n",
            ".dvc/config.local": "[cache]\ntype = hardlink,copy\n[core]\nremote = b\n",
        }
    )

    assert project.dvc("config", *flags).stdout == project.lineal("config", *flags).stdout
