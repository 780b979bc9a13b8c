"""What was touched without being declared becomes part of the graph, by its bytes."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.completeness import Declared, Surroundings
from lineal.ledger.judge import in_short, judge, with_oids
from lineal.ledger.observing.evidence import Evidence, Touch
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lineal.ledger.judge import Judgement

    Judged = Callable[[dict[str, str], Evidence], Judgement]

STAGE = Declared("train", deps=("images", "in.csv"), outs=("out",))


def _oid(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


@pytest.fixture
def judged(tmp_path: Path) -> Judged:
    """Writes files, and judges what was done with them."""

    def look(files: dict[str, str], evidence: Evidence) -> Judgement:
        (tmp_path / ".dvc").mkdir()
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
        with open_workspace(str(tmp_path)) as ws:
            return judge(ws.root, ws.observer, STAGE, Surroundings("c"), evidence)

    return look


def test_secret_files_become_edges_of_their_own_role(judged: Judged) -> None:
    """As far as they are still there."""
    evidence = Evidence(1, reads=(Touch("secret.csv"), Touch("gone")), writes=(Touch("debug.txt"),))
    found = judged({"secret.csv": "s", "debug.txt": "d"}, evidence)

    expected = (
        [{"path": "secret.csv", "oid": _oid("s"), "size": 1, "role": "undeclared"}],
        [{"path": "debug.txt", "oid": _oid("d"), "size": 1, "role": "undeclared"}],
    )
    assert expected == (found.uses, found.makes)


def test_very_many_files_become_their_directory(judged: Judged) -> None:
    """An edge for each of thousands would help nobody."""
    evidence = Evidence(1, reads=tuple(Touch(f"more/{i}") for i in range(60)))
    (edge,) = judged({f"more/{i}": str(i) for i in range(60)}, evidence).uses

    found = edge["path"], edge["nfiles"], edge["oid"].endswith(".dir")
    assert ("more", 60, True) == found


def test_of_a_declared_directory_the_members_that_were_read_are_kept() -> None:
    """Their number when there are many; of a file that it was read."""
    reads = (Touch("in.csv"), Touch("images/1.png"), Touch("images/2.png"))

    expected = {
        "observed": True,
        "processes": 1,
        "read": {"images": ["1.png", "2.png"], "in.csv": True},
    }
    assert expected == in_short(STAGE, Evidence(1, reads=reads))


def test_columns_get_the_versions_of_their_tables() -> None:
    """An edge of a table that nobody made or used here says nothing."""
    source, made = {"path": "a", "column": "x"}, {"path": "b", "column": "y"}
    column = {"from": source, "to": made, "how": "x"}
    lost = {**column, "from": {"path": "nowhere", "column": "x"}}
    found = with_oids([column, lost], [{"path": "a", "oid": "1"}], [{"path": "b", "oid": "2"}])

    ends = {"from": {**source, "oid": "1"}, "to": {**made, "oid": "2"}}
    assert [{**column, **ends}] == found
