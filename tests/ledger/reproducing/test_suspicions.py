"""What is known of why something came out differently."""

from __future__ import annotations

from lineal.ledger.observing.evidence import Draw, Evidence, Touch
from lineal.ledger.reproducing.comparison import Compared, Reproduction, Taken, Version
from lineal.ledger.reproducing.planning import Job
from lineal.ledger.reproducing.record import of_fact
from lineal.ledger.reproducing.suspicions import suspicions
from lineal.pipeline.model import Stage

PAYLOAD = {
    "stage": "train",
    "uses": [{"path": "data", "oid": "1"}],
    "makes": [],
    "completeness": {
        "score": 0.5,
        "reasons": [
            {"code": "environment-unpinned", "text": "no lock file"},
            {"code": "dirty", "text": "x was not as committed"},
        ],
    },
}
JOB = Job(Stage("dvc.yaml", "train", "."), of_fact(1, b"", 0, PAYLOAD))
OTHER = Compared("model", "train", Version("1"), Version("2"))


def test_what_the_command_did_is_said_before_what_was_known() -> None:
    """Changes of then were made again, so they explain nothing."""
    done = Reproduction((), None, None, artifacts=(OTHER,), taken=(Taken("get", "other code"),))
    said = Evidence(
        random=(Draw("random.random", "t.py:3"),),
        reads=(Touch("data/a", "t.py:1"), Touch("secret", "t.py:2"), Touch("t.py", "", True)),
    )
    expected = [
        "it draws random numbers without a seed: random.random (t.py:3)",
        "it reads secret, which is not among its deps (t.py:2)",
        "Python is another one",
        "when it was recorded: no lock file",
        "get was not run again: other code",
    ]

    assert expected == list(suspicions(done, [JOB], {"train": said}, ["Python is another one"]))


def test_of_what_is_identical_nothing_is_suspected() -> None:
    """Whatever the command did."""
    same = OTHER._replace(made=Version("1"))
    done = Reproduction((), None, None, artifacts=(same,))
    said = Evidence(random=(Draw("random.random"),))

    assert [] == list(suspicions(done, [JOB], {"train": said}))
