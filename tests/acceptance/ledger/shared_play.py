"""One play for all processes of a test run: who comes first plays, the others read the truth."""

from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.acceptance.harness.project import Project, isolated_environment, new_project
from tests.acceptance.ledger.play import ALL_ACTS, Play
from tests.acceptance.ledger.truth import Act, Deed, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.harness.project import Tools


def played(place: Path, tools: Tools) -> Play:
    """``place`` is the same for all processes, and exists."""
    world, written = place / "world", place / "truth.json"
    with locked(place / "lock"):
        if written.exists():
            project = Project(world / "repo", isolated_environment(world), tools)
            return restored(project, json.loads(written.read_text()))
        play = Play(new_project(world, tools))
        for act in ALL_ACTS:
            act(play)
        written.write_text(json.dumps(saved(play)))
        return play


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Until whoever holds it is done, or dead."""
    with file.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def saved(play: Play) -> dict[str, Any]:
    deeds = [
        (deed.act, sorted(deed.reads), sorted(deed.writes), sorted(deed.params))
        for deed in play.truth.deeds
    ]
    return {"deeds": deeds, "marks": play.marks, "commits": play.commits}


def restored(project: Project, known: dict[str, Any]) -> Play:
    play = Play(project)
    play.truth.deeds = [
        Deed(
            Act(*act),
            frozenset(Version(*read) for read in reads),
            frozenset(Version(*made) for made in writes),
            frozenset((key, value) for key, value in params),
        )
        for act, reads, writes, params in known["deeds"]
    ]
    play.marks = {label: Version(*version) for label, version in known["marks"].items()}
    play.commits = [(commit, deeds) for commit, deeds in known["commits"]]
    return play
