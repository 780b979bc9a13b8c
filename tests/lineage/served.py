"""A project whose two data files became two versions, each of which served predictions.

``north.csv`` became ``build/north``, registered as purchase@1, which is in production;
``south.csv`` became ``build/south``, registered as purchase@2. The stages copy bundles that were
made by hand: what they are made of is by their word, as with any command.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from lineal.base.ids import RANDOM_BYTES, make_id, spell
from lineal.bundle.format import MANIFEST, MODEL, PROFILE, SCORE
from lineal.bundle.naming import bundle_id
from lineal.bundle.rows import to_columns
from lineal.bundle.session import start
from lineal.bundle.writing import encode, with_manifest
from lineal.cli.main import main
from lineal.gates.document import dump
from lineal.gates.gate import Verdict
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import alias
from lineal.ledger.opening import open_ledger
from lineal.lineage.runtime import runtime_here
from lineal.pipeline.documents.emit import emit_yaml
from lineal.pipeline.workspace import open_workspace
from lineal.receipts.receipt import Origin
from lineal.receipts.writing import ReceiptLog
from lineal.registry.described import describe
from lineal.registry.registering import register
from tests.acceptance.harness.project import isolated_environment
from tests.bundle import small

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.opened import Ledger
    from tests.acceptance.harness.oracle import Outcome
    from tests.pipeline.place import Place

#: Noon of 2026-01-31, UTC.
BEGIN = 1_769_860_800_000_000
_SECOND = 1_000_000
OFFSETS = {"north": -3.0, "south": -2.0}
#: By side, inputs of its predictions; the scores are what its bundle says of them.
INPUTS: dict[str, list[dict[str, Any]]] = {
    "north": [
        {"minutes": 10.0, "country": "EG"},
        {"minutes": 450.0, "country": "EG"},
        {"minutes": None, "country": "IN"},
    ],
    "south": [{"minutes": 20.0, "country": "US"}, {"minutes": 300.0, "country": "IN"}],
}
_PROFILE = {
    "model": "purchase",
    "rows": 100,
    "columns": {
        "minutes": {"kind": "number", "quantiles": [0.0, 50.0, 100.0, 500.0]},
        "country": {"kind": "text", "top": {"EG": 10, "IN": 30, "US": 60}},
    },
}
_GATES = [
    Verdict(check="performance/roc_auc", verdict="pass", why="it is", measured=0.96, threshold=0.9)
]


class Served(NamedTuple):
    """``ids`` and ``bundles`` are by side, ``north`` and ``south``; ids as they are spelled."""

    place: Place
    ids: dict[str, list[str]]
    bundles: dict[str, str]

    def lineal(self, *words: str) -> Outcome:
        return self.place.lineal(*words)

    def json(self, *words: str) -> Any:
        outcome = self.lineal(*words, "--json")
        assert outcome.stdout, outcome.stderr
        return json.loads(outcome.stdout)


def make_served(root: Path) -> None:
    """In this process; everything of the machine's setup is left out."""
    root.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in isolated_environment(root.parent / "world").items():
            patch.setenv(name, value)
        patch.setenv("PATH", os.environ["PATH"])
        patch.chdir(root)
        _git("init", "-q", ".")
        assert main(["init", "-q"]) == 0
        stages = {}
        for side, offset in OFFSETS.items():
            _write_bundle(root / "ready" / side, offset)
            (root / f"{side}.csv").write_text(f"{side}\n1\n")
            stages[side] = {
                "cmd": f"mkdir -p build && cp -r ready/{side} build/{side}",
                "deps": [f"{side}.csv", f"ready/{side}"],
                "outs": [f"build/{side}"],
            }
        (root / "dvc.yaml").write_text(emit_yaml({"stages": stages}))
        (root / ".gitignore").write_text("/north.csv\n/south.csv\n/build\n")
        assert main(["add", "-q", "north.csv", "south.csv"]) == 0
        assert main(["run", "-q"]) == 0
        _git("add", "-A")
        _git("commit", "-q", "-m", "two sides")
        with open_workspace() as ws, open_ledger(ws) as ledger:
            for side in OFFSETS:
                register(ledger, describe(f"build/{side}", "purchase", ws.root))
            _promote(ledger, bundle_id("build/north"))
        _predict(root / ".lineal/receipts")


def copied(root: Path, place: Place) -> Served:
    """A copy for one test, in which this process stands."""
    shutil.copytree(root, place.root, dirs_exist_ok=True, symlinks=True)
    ids = json.loads((place.root / ".lineal/ids.json").read_text())
    bundles = {side: bundle_id(f"ready/{side}") for side in OFFSETS}
    return Served(place, ids, bundles)


def _write_bundle(path: Path, offset: float) -> None:
    files = small.files(offset=offset, gates=dump(_GATES, {"model": "0" * 64}))
    del files[MANIFEST]
    path.mkdir(parents=True)
    for name, data in with_manifest({**files, PROFILE: encode(_PROFILE)}, "purchase").items():
        (path / name).write_bytes(data)


def _promote(ledger: Ledger, bundle: str) -> None:
    moved: alias.AliasPayload = {
        "model": "purchase",
        "alias": "production",
        "verb": alias.PROMOTE,
        "outcome": alias.MOVED,
        "number": 1,
        "bundle": bundle,
    }
    id_ = make_id(BEGIN, bytes(RANDOM_BYTES))
    append(ledger.store, ledger.writer, [NewFact(id_, alias.KIND, BEGIN, moved)])


def _predict(receipts: Path) -> None:
    """South serves after north; ids are the same in each run of the tests."""
    ids: dict[str, list[str]] = {}
    for at, (side, rows) in enumerate(INPUTS.items()):
        bundle = bundle_id(f"build/{side}")
        origin = Origin("shop", f"purchase@{at + 1}", bundle, f"worker-{side}", runtime_here())
        log = ReceiptLog(os.fspath(receipts), origin)
        for number, inputs in enumerate(rows):
            score = _score(inputs, OFFSETS[side])
            micros = BEGIN + (100 * at + number) * _SECOND
            id_ = make_id(micros, bytes([at, number] * (RANDOM_BYTES // 2)))
            log.write("/predict", [(id_, inputs, score, int(score >= 0.5))])
            ids.setdefault(side, []).append(spell(id_))
        log.close()
    (receipts.parent / "ids.json").write_text(json.dumps(ids))


def _score(inputs: dict[str, Any], offset: float) -> float:
    columns = to_columns(small.SIGNATURE, [inputs])
    return float(start(small.graph(offset), "small").run([SCORE], columns)[0][0, 0])


def _git(*words: str) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *identity, *words], check=True)


def foreign_prediction(served: Served, files: dict[str, bytes]) -> str:
    """The id of a prediction that a bundle gave which is no version here."""
    bundle = hashlib.sha256(files[MANIFEST]).hexdigest()
    inputs = {"minutes": 1.0, "country": "IN"}
    columns = to_columns(small.SIGNATURE, [inputs])
    score = float(start(files[MODEL], "small").run([SCORE], columns)[0][0, 0])
    log = ReceiptLog(
        os.fspath(served.place.root / ".lineal/receipts"),
        Origin("other", "", bundle, "worker", runtime_here()),
    )
    id_ = make_id(BEGIN, b"\xab" * RANDOM_BYTES)
    log.write("/predict", [(id_, inputs, score, int(score >= 0.5))])
    log.close()
    return spell(id_)
