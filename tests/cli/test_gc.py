"""``lineal gc``: whom it spares, what it asks, what it leaves alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.pipeline.place import Place, wait_until

if TYPE_CHECKING:
    from pathlib import Path


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def record(place: Place, text: str) -> None:
    place.write({"f": text})
    place.lineal("add", "-q", "f")
    git("add", "-A")
    git("commit", "-qm", text)


def objects(place: Place) -> int:
    return sum(len(names) for _, _, names in os.walk(place.root / ".dvc/cache/files"))


@pytest.fixture
def done(place: Place) -> Place:
    """One object in the past, one in the workspace."""
    record(place, "past")
    record(place, "now")
    return place


def test_without_a_terminal_somebody_has_to_say_yes(done: Place) -> None:
    """What it would have been is said."""
    outcome = done.lineal("gc", "-w")

    assert (1, 2) == (outcome.exit_code, objects(done))
    assert "nothing was removed; it would have been 1 object, 4 B" in outcome.stderr


def test_the_past_is_removed(done: Place) -> None:
    """It is what the verb is for."""
    outcome = done.lineal("gc", "-w", "-f")

    assert (
        0,
        "Removed 1 objects from repo cache.\nNo unused 'legacy' cache to remove.\n",
    ) == outcome[:2]
    assert ("4 B freed\n", 1) == (outcome.stderr[-10:], objects(done))


def test_a_second_time_there_is_nothing_to_ask(done: Place) -> None:
    """So it succeeds."""
    done.lineal("gc", "-w", "-f")

    assert 0 == done.lineal("gc", "-w").exit_code


@pytest.mark.parametrize(
    ("words", "said", "keeps"),
    [
        (["branch", "-f", "old", "HEAD~1"], "branch 'old': 1 object, 4 B; kept with -a", ["-a"]),
        (["tag", "v1", "HEAD~1"], "tag 'v1': 1 object, 4 B; kept with -T", ["-T"]),
        (
            ["update-ref", "refs/exps/12/{baseline}/try", "HEAD~1"],
            "experiment 'try': 1 object, 4 B; kept with --all-experiments",
            None,
        ),
        (["checkout", "-q", "--detach", "HEAD~1"], "checkout 'HEAD': 1 object", ["--rev", "HEAD"]),
    ],
)
def test_what_others_need_is_spared(
    done: Place, words: list[str], said: str, keeps: list[str] | None
) -> None:
    """Branches, tags, experiments and a detached checkout; named with the flag that keeps them."""
    dvc_file = done.read("f.dvc")
    git(*(word.replace("{baseline}", "3" * 38) for word in words))
    done.write({"f.dvc": dvc_file})

    refused = done.lineal("gc", "-w")

    assert (1, 2, True) == (refused.exit_code, objects(done), said in refused.stderr)
    if keeps:
        assert "Nothing to remove" in done.lineal("gc", "-w", "--dry", *keeps).stdout


def test_a_stash_is_spared(done: Place) -> None:
    """Several of them can be kept by name."""
    done.write({"f": "stashed"})
    done.lineal("add", "-q", "f")
    git("stash")
    done.lineal("checkout", "-q", "-f")

    refused = done.lineal("gc", "-A")
    kept = done.lineal("gc", "-A", "--rev", "stash@{0}", "--rev", "HEAD", "--dry")

    assert "stash 'stash@{0}': 1 object, 7 B; kept with --rev stash@{0}" in refused.stderr
    assert (0, True) == (kept.exit_code, "Would remove" not in kept.stdout)


def test_force_spares_nobody(done: Place) -> None:
    """As in dvc."""
    git("tag", "v1", "HEAD~1")

    done.lineal("gc", "-w", "-f")

    assert 1 == objects(done)


def test_a_dry_run_lists_sizes_and_who_else_needs_it(done: Place) -> None:
    """And removes nothing."""
    git("tag", "v1", "HEAD~1")

    outcome = done.lineal("gc", "-w", "--dry")

    lines = outcome.stdout.splitlines()
    assert ["        4 B  files/md5/68/e2d83709f317938b51e53f7552ed04", "  1 object, 4 B"] == lines[
        1:3
    ]
    assert "tag 'v1' uses 1 object of these, 4 B; -T keeps them" == lines[-1]
    assert 2 == objects(done)


def test_as_json(done: Place) -> None:
    """What was removed, from where."""
    found: dict[str, Any] = json.loads(done.lineal("gc", "-w", "-f", "--json").stdout)

    repo = found["caches"][0]
    assert (False, "repo", 1, 4) == (found["dry"], repo["name"], repo["count"], repo["size"])


def test_a_project_that_shares_the_cache_is_spared_by_name(
    done: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its data lies in the same cache, and nothing of it is in our history."""
    cache = done.root / ".dvc/cache"
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    git("init", "-q", ".")
    done.lineal("init", "-q")
    done.lineal("config", "cache.dir", str(cache))
    (other / "theirs").write_text("theirs")
    done.lineal("add", "-q", "theirs")
    monkeypatch.chdir(done.root)

    spared = done.lineal("gc", "-A", "--dry", "-p", str(other))
    alone = done.lineal("gc", "-A", "--dry")

    assert (False, True) == ("Would remove" in spared.stdout, "Would remove" in alone.stdout)


def test_a_cache_elsewhere_may_belong_to_others_too(place: Place, tmp_path: Path) -> None:
    """Then it is said how to name them."""
    place.lineal("config", "cache.dir", f"{tmp_path}/cache")
    record(place, "x")

    outcome = place.lineal("gc", "-w", "--dry")

    assert "hint: name the other projects that use it: -p PATH" in outcome.stderr


def test_a_revision_that_cannot_be_read_stops_it(done: Place) -> None:
    """Unless it is to be left out."""
    done.write({"dvc.yaml": "stages: {s: {}}\n"})
    git("add", "-A")
    git("commit", "-qm", "broken")
    git("rm", "-q", "dvc.yaml")
    git("commit", "-qm", "mended")

    refused = done.lineal("gc", "-A", "-f")
    skipped = done.lineal("gc", "-A", "-f", "--skip-failed")

    assert (1, 0, 2) == (refused.exit_code, skipped.exit_code, objects(done))
    assert "cannot tell what" in refused.stderr
    assert "Failed to collect" in skipped.stderr


def test_while_a_stage_runs_nothing_is_removed(done: Place) -> None:
    """What it has stored is recorded when it has ended."""
    done.stages({"s": {"cmd": "touch begun; sleep 30; echo > out", "outs": ["out"]}})
    running = done.start("run")
    wait_until(lambda: done.exists("begun"))

    outcome = done.lineal("gc", "-w", "-f")

    os.killpg(running.pid, signal.SIGKILL)
    assert (1, 2) == (outcome.exit_code, objects(done))
    assert "is being written by PID" in outcome.stderr


def test_run_cache_and_foreign_files_stay(done: Place) -> None:
    """Only what is named like an object is an object."""
    done.write({".dvc/cache/runs/ab/cd/ef": "x", ".dvc/cache/files/md5/ab/notes": "mine"})

    done.lineal("gc", "-w", "-f")

    assert done.exists(".dvc/cache/runs/ab/cd/ef")
    assert done.exists(".dvc/cache/files/md5/ab/notes")


def test_a_versioned_remote_is_refused(done: Place) -> None:
    """Files lie there under their own names."""
    done.write(
        {
            ".dvc/config": "[core]\n    remote = s\n['remote \"s\"']\n    url = /nowhere\n"
            "    version_aware = true\n"
        }
    )

    outcome = done.lineal("gc", "-w", "-c", "-f")

    assert (1, 2) == (outcome.exit_code, objects(done))
    assert "keeps versions of files under their own names" in outcome.stderr
