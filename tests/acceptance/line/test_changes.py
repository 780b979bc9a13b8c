"""One byte, one parameter, one line of code, one flipped bit: said so, and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.line.told import asked, edit, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.line.told import Told


@pytest.mark.parametrize(
    ("pattern", "after", "stage", "named"),
    [
        (r"(train:\n  seed:) 42", r"\1 43", "train", "train"),
        (r"10 \* courses_started", "11 * courses_started", "features", "features"),
    ],
    ids=["a parameter", "a line of SQL"],
)
def test_a_change_is_a_reason_of_its_stage_alone(
    changed: Told, pattern: str, after: str, stage: str, named: str
) -> None:
    """What comes after waits; what comes before has no reason."""
    edit(changed.project, (pattern, after))
    reasons = {one["stage"]: one for one in _why(changed)}
    own = [name for name, one in reasons.items() if one["causes"]]
    assert ([stage], True) == (own, named in str(reasons[stage]["causes"]))


def test_a_byte_of_the_data_is_a_reason_of_the_first_stage_alone(changed: Told) -> None:
    """And of what is made of it nothing is known yet."""
    path = changed.project.root / "data/students.csv"
    data = path.read_bytes()
    os.chmod(path, 0o644)
    path.write_bytes(data.replace(b",1\n", b",0\n", 1))
    assert changed.lineal("add", "-q", "data/students.csv").ok
    own = [one["stage"] for one in _why(changed) if one["causes"]]
    document = changed.json("impact", "data/students.csv")
    assert (["ingest"], [], []) == (
        own,
        document["executions"],
        document.get("predictions", []),
    )


def test_a_flipped_byte_in_the_bundle_is_served_by_nobody(changed: Told) -> None:
    """The file is named, whoever asks."""
    _flip(changed.project.root / "build/bundle/model.onnx")
    outcome = changed.lineal("serve", "build/bundle", "--port", "0")
    assert (1, True) == (outcome.exit_code, "model.onnx" in outcome.stderr)


def test_bytes_that_are_flipped_everywhere_are_named_by_replay(changed: Told) -> None:
    """In the workspace, in the cache, and where a server had them."""
    root = changed.project.root
    model = (root / "build/bundle/model.onnx").read_bytes()
    for top in ("build/bundle", ".dvc/cache", ".lineal/bundles"):
        for path in (root / top).rglob("*"):
            if path.is_file() and path.read_bytes() == model:
                _flip(path)
    (found,) = changed.json("replay", changed.ref("purchase@2"))["predictions"]
    assert ("impossible", "bundle", True) == (
        found["verdict"],
        found["node"],
        "model.onnx" in found["why"],
    )


def test_an_exported_folder_answers_the_same_without_the_project(
    changed: Told, tmp_path: Path
) -> None:
    """Traced by its bundle, where the ledger knows it."""
    project, root = changed.project, tmp_path / "alone"
    root.mkdir()
    assert changed.lineal("models", "export", "purchase@2", os.fspath(root / "bundle")).ok
    alone = project._replace(root=root)
    row = changed.answers["purchase@2"][0]
    with serving(alone, "bundle", "--receipts", "receipts") as port:
        answer = asked(port, row["row"])
    document = changed.json(
        "trace", f"prediction:{answer['id']}", "--receipts", os.fspath(root / "receipts")
    )
    assert (row["score"], "purchase@2") == (answer["score"], document["version"]["name"])


@pytest.mark.peer
def test_dvc_repro_makes_the_same_bytes(changed: Told) -> None:
    """All outputs of the line, from nothing; versions are not counted twice."""
    before = changed.project.read("dvc.lock")
    project = changed.project
    (project.root / "dvc.lock").unlink()
    outcome = project.run(os.fspath(project.tools.dvc), "repro", "--no-run-cache", timeout=300)
    assert outcome.ok, outcome.stderr
    versions = changed.json("models", "list")
    assert (_outs(before), 3) == (_outs(project.read("dvc.lock")), len(_listed(versions)))


def _why(changed: Told) -> list[dict[str, Any]]:
    return [one for stage in _STAGES for one in changed.json("why", stage)]


_STAGES = (
    "ingest",
    "validate",
    "features",
    "split",
    "train",
    "evaluate",
    "gate",
    "package",
    "register",
)


def _outs(lock: str) -> list[str]:
    return sorted(line.strip() for line in lock.splitlines() if "md5:" in line)


def _listed(document: Any) -> list[Any]:
    return document if isinstance(document, list) else document["versions"]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    os.chmod(path, 0o644)
    path.unlink()
    path.write_bytes(data)
