"""The register step: a bundle becomes a version of the project around."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import BundleError, UsageError
from lineal.cli.main import main
from lineal.ledger.opened import open_as_is
from lineal.pipeline.workspace import open_workspace
from lineal.registry.described import plain_metrics
from lineal.registry.versions import payload_of, versions_of
from lineal.steps.calling import run
from tests.registry.scene import BAD, GOOD, bundle

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.registry.versions import Version

_EXECUTION = "0198" * 8
_WORDS = ["step", "register", "--bundle", "build/bundle", "--version", "build/version.json"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a bundle and params; no project yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINEAL_EXECUTION", _EXECUTION)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "build").mkdir()
    (tmp_path / "params.yaml").write_text("register: {model: purchase}\n")
    bundle("build/bundle", GOOD)
    return tmp_path


@pytest.fixture
def project(folder: Path) -> Path:
    """The same, with a project around."""
    assert main(["init", "--no-scm", "--quiet"]) == 0
    return folder


def _versions() -> list[Version]:
    with open_workspace() as ws, open_as_is(ws) as ledger:
        return versions_of(ledger.store, "purchase")


def test_a_bundle_becomes_the_next_version(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command that promotes it is told."""
    assert main(_WORDS) == 0
    (found,) = _versions()
    out = capsys.readouterr().out
    assert ("purchase@1", "build/bundle", _EXECUTION, True) == (
        found.name,
        found.path,
        (found.execution or b"").hex(),
        "lineal models promote purchase@1" in out,
    )
    assert {"model": "purchase", "bundle": found.bundle, "verdict": "pass"} == json.loads(
        (project / "build/version.json").read_text()
    )


def test_the_same_bundle_again_is_the_same_version(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its output is the same bytes, whichever number it has in whichever ledger."""
    main(_WORDS)
    before = (project / "build/version.json").read_bytes()
    main(_WORDS)
    assert (1, before, True) == (
        len(_versions()),
        (project / "build/version.json").read_bytes(),
        "registered already" in capsys.readouterr().out,
    )


@pytest.mark.usefixtures("project")
def test_what_cannot_be_promoted_is_registered_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It was made, and why it may not go further can be asked."""
    bundle("build/bundle", GOOD, BAD)
    main(_WORDS)
    assert ("fail", True) == (
        _versions()[0].verdict,
        "lineal why model:purchase@1" in capsys.readouterr().out,
    )


def test_metrics_go_with_the_version(project: Path) -> None:
    """Those with an interval by their value."""
    document = {"roc_auc": {"value": 0.9, "low": 0.8, "high": 1.0}, "rows": 5, "note": "x"}
    (project / "metrics.json").write_text(json.dumps(document))
    main([*_WORDS, "--metrics", "metrics.json"])
    with open_workspace() as ws, open_as_is(ws) as ledger:
        payload = payload_of(ledger.store, versions_of(ledger.store, "purchase")[0])
    assert {"roc_auc": 0.9, "rows": 5.0} == payload["metrics"] == plain_metrics(document)


def test_without_a_project_there_is_nowhere_to_register(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written then."""
    assert main(_WORDS) == 1
    shown = capsys.readouterr().err
    assert (True, False) == (
        "error: a version is registered in a project, and there is none" in shown
        and "hint: lineal init" in shown,
        (folder / "build/version.json").exists(),
    )


def test_a_bundle_that_was_changed_is_not_registered(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its files are proved first."""
    path = project / "build/bundle/decision.json"
    path.write_bytes(path.read_bytes().replace(b"0.5", b"0.4"))
    assert (1, []) == (main(_WORDS), _versions())
    assert "decision.json is not what the manifest says" in capsys.readouterr().err


def test_what_is_no_bundle_is_an_error(project: Path) -> None:
    """And so is a model without a name."""
    with pytest.raises(BundleError, match="not a bundle"):
        run("register", {"model": "purchase"}, {"bundle": {"a": b""}})
    files = {name: (project / "build/bundle" / name).read_bytes() for name in _names(project)}
    with pytest.raises(UsageError, match="'a@b' cannot be the name of a model"):
        run("register", {"model": "a@b"}, {"bundle": files})


def _names(project: Path) -> list[str]:
    return os.listdir(project / "build/bundle")
