"""What was recorded is run again elsewhere; the verdict says what came of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.append import append
from lineal.ledger.codec import unpack
from lineal.ledger.fact import NewFact
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.storage.digest import digest_bytes
from tests.ledger.reproducing.conftest import CLEAN, PIPELINE, commit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.pipeline.place import Place


_MADE_UP = 1 << 50


def reproduced(place: Place, *words: str) -> dict[str, Any]:
    outcome = place.lineal("reproduce", *words, "--json")
    found: dict[str, Any] = json.loads(outcome.stdout)
    assert outcome.exit_code == int(found["verdict"] != "identical"), outcome.stderr
    return found


def objects_of(place: Place, name: str) -> Path:
    """Where the cache keeps what a file is."""
    (oid,) = subprocess.run(
        ["md5sum", name], cwd=place.root, check=True, capture_output=True, text=True
    ).stdout.split()[:1]
    return place.root / ".dvc/cache/files/md5" / oid[:2] / oid[2:]


def test_a_pipeline_that_depends_on_nothing_else_is_identical(done: Place) -> None:
    """From the raw data on, every stage again, every hash compared."""
    found = reproduced(done, "model")

    assert ("identical", ["clean", "train"], ["clean.csv", "model"]) == (
        found["verdict"],
        found["ran"],
        [each["path"] for each in found["artifacts"]],
    )


def test_nothing_of_the_project_changes_but_its_ledger(done: Place) -> None:
    """No file, no object, no worktree; only the verdict is a fact more."""

    def seen() -> list[str]:
        words = ["find", ".", "-path", "./.lineal", "-prune", "-o", "-type", "f", "-newer", "mark"]
        return subprocess.run(
            [*words, "-print"], cwd=done.root, check=True, capture_output=True, text=True
        ).stdout.splitlines()

    done.write({"mark": ""})
    os.utime(done.root / "mark")
    reproduced(done, "model")
    trees = subprocess.run(
        ["git", "worktree", "list"], cwd=done.root, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    shown = done.lineal("verify", "--ledger")

    assert (1, 0) == (len(trees), shown.exit_code)
    assert [path for path in seen() if not path.startswith("./.git")] == []


def test_only_the_last_execution_runs_when_that_is_asked(done: Place) -> None:
    """From the inputs that were recorded of it."""
    found = reproduced(done, "model", "--from-inputs")

    assert ("identical", ["train"]) == (found["verdict"], found["ran"])


def test_an_earlier_version_is_reproduced_at_its_own_commit(done: Place) -> None:
    """With the parameters of then."""
    done.write({"params.yaml": "rate: 2\n"})
    commit(done)
    assert done.lineal("run").ok
    commit(done)
    now = reproduced(done, "model")
    then = reproduced(done, "model@HEAD~2")

    assert ("identical", "identical") == (now["verdict"], then["verdict"])
    assert now["commit"] != then["commit"]


def test_changes_that_were_not_committed_then_are_made_again(done: Place) -> None:
    """They were kept with the run."""
    done.write({"params.yaml": "rate: 7\n", "clean.py": CLEAN.replace("'0'", "'9'")})
    assert done.lineal("run").ok
    done.write({"params.yaml": "rate: 1\n", "clean.py": CLEAN})
    found = reproduced(done, "stage:train")

    assert ("identical", ["clean", "train"], True) == (
        found["verdict"],
        found["ran"],
        found["dirty"] is not None,
    )


def test_the_first_that_differs_is_named_with_what_differs_inside(done: Place) -> None:
    """In the order of the pipeline; what comes after differs because of it."""
    noisy = (
        "import random\nrows = [f'{n},{random.random() if n == 2 else n}' for n in range(4)]\n"
        "open('clean.csv', 'w').write('id,v\\n' + '\\n'.join(rows) + '\\n')\n"
    )
    done.write({"clean.py": noisy})
    commit(done)
    assert done.lineal("run").ok
    found = reproduced(done, "model")
    first, second = found["artifacts"]

    assert ("different", "clean.csv", False, False) == (
        found["verdict"],
        found["first"],
        first["same"],
        second["same"],
    )
    assert any("1 changed" in line for line in first["details"]), first["details"]
    assert any("random numbers without a seed" in hint for hint in found["hints"])


def test_a_commit_that_is_not_here_makes_it_impossible(
    done: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone may be shallow."""
    clone = done.root.parent / "clone"
    source = f"file://{done.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, clone], check=True)
    shutil.copytree(done.root / ".lineal/ledger", clone / ".lineal/ledger")
    monkeypatch.chdir(clone)
    found = reproduced(done, "stage:train")

    assert "impossible" == found["verdict"]
    assert "is not in this clone" in found["missing"][0]


def test_damaged_data_is_not_used(done: Place) -> None:
    """Nor passed off as what was recorded."""
    place = objects_of(done, "raw.csv")
    place.chmod(0o644)
    place.write_text("damaged")
    place.chmod(0o444)
    found = reproduced(done, "model")

    assert ("impossible", 1) == (found["verdict"], len(found["missing"]))
    assert found["missing"][0].startswith("raw.csv (")
    assert "damaged in the cache" in found["missing"][0]


def test_what_is_on_a_remote_is_brought_for_it(done: Place, tmp_path: Path) -> None:
    """Into the worktree's own cache."""
    assert done.lineal("remote", "add", "-d", "store", f"{tmp_path}/store").ok
    assert done.lineal("push").ok
    shutil.rmtree(done.root / ".dvc/cache/files")
    found = reproduced(done, "model")

    assert ("identical", False) == (
        found["verdict"],
        (done.root / ".dvc/cache/files").exists(),
    )


def test_code_of_another_state_is_not_run_for_an_input(done: Place) -> None:
    """What it made is taken as it was recorded, and that is said."""
    done.write({"clean.py": CLEAN + "# changed, and not run\n", "params.yaml": "rate: 3\n"})
    commit(done)
    assert done.lineal("run", "-s", "train").ok
    commit(done)
    found = reproduced(done, "model")

    assert ("identical", ["train"], ["clean"]) == (
        found["verdict"],
        found["ran"],
        [each["stage"] for each in found["taken"]],
    )


def test_a_stage_that_does_not_get_through_is_named(done: Place) -> None:
    """Something outside of the project was there then."""
    outside = done.root.parent / "outside"
    outside.write_text("1")
    done.write({"clean.py": f"open({os.fspath(outside)!r})\n{CLEAN}"})
    commit(done)
    assert done.lineal("run").ok
    outside.unlink()
    found = reproduced(done, "stage:clean")

    assert ("different", "clean", []) == (found["verdict"], found["failed"], found["ran"])


def test_what_dvc_ran_is_reproduced_from_the_commit_it_is_first_in(done: Place) -> None:
    """Its history was imported; nobody has watched it."""
    shutil.rmtree(done.root / ".lineal")
    assert done.lineal("ledger", "import", "--git").ok
    found = reproduced(done, "model")

    assert ("identical", ["clean", "train"]) == (found["verdict"], found["ran"])


def test_the_worktree_is_kept_where_that_is_asked(done: Place, tmp_path: Path) -> None:
    """To look at what was made."""
    found = reproduced(done, "model", "--keep", f"{tmp_path}/kept")

    assert (f"{tmp_path}/kept", done.read("model")) == (
        found["kept"],
        (tmp_path / "kept/model").read_text(),
    )


def test_a_run_is_reproduced_as_a_whole(done: Place) -> None:
    """Each of its executions."""
    run = json.loads(done.lineal("log", "--json").stdout)
    runs = run["runs"] if isinstance(run, dict) else run
    found = reproduced(done, f"run:{runs[0]['id']}")

    assert ("identical", 2) == (found["verdict"], len(found["executions"]))


def test_what_nobody_made_cannot_be_run_again(done: Place) -> None:
    """It was added."""
    shutil.rmtree(done.root / ".lineal")
    assert done.lineal("ledger", "import", "--git").ok
    outcome = done.lineal("reproduce", "raw.csv")

    assert outcome.exit_code == 1
    assert "error: 'raw.csv' cannot be run again: it was added, not made by a stage" in (
        outcome.stderr
    )


def test_the_verdict_is_for_people_without_a_manual(done: Place) -> None:
    """Each artifact with its hash, what ran, and how long it took."""
    said = done.lineal("reproduce", "model").stdout.splitlines()[-4:]

    assert said[0].startswith("model (exec:")
    assert said[0].endswith(": identical")
    assert said[1].startswith("  same     clean.csv  ")
    assert said[3].startswith("  2 stages run again in ")


def test_paths_of_facts_lead_nowhere_else(done: Place) -> None:
    """A fact may come from anybody; nothing is written outside of the worktree for it."""
    pipeline = {**PIPELINE, "train": {**PIPELINE["train"], "deps": ["../elsewhere", "train.py"]}}
    outside = done.root.parent / "elsewhere"
    outside.write_text("mine")
    done.stages(pipeline)
    commit(done)
    assert done.lineal("run").ok
    commit(done)
    found = reproduced(done, "model")

    assert ("impossible", "mine") == (found["verdict"], outside.read_text())
    assert "it lies outside of the project" in found["missing"][0]


def test_a_project_below_its_repository_with_stages_of_a_template(bare: Place) -> None:
    """Parts of a directory are made by several stages; a frozen stage is run all the same."""
    pipeline: dict[str, dict[str, Any]] = {
        "each": {
            "foreach": ["a", "b"],
            "do": {"wdir": "w", "cmd": "echo ${item} > ${item}", "outs": ["${item}"]},
        },
        "join": {"cmd": "cat w/a w/b > all", "deps": ["w"], "outs": ["all"]},
    }
    bare.stages(pipeline, "pipe/dvc.yaml")
    (bare.root / "pipe/w").mkdir()
    assert bare.lineal("run", "-P").ok
    bare.stages({**pipeline, "join": {**pipeline["join"], "frozen": True}}, "pipe/dvc.yaml")
    commit(bare)
    shutil.rmtree(bare.root / ".lineal")
    assert bare.lineal("ledger", "import", "--git").ok
    found = reproduced(bare, "pipe/all")

    assert ("identical", 3, "pipe/dvc.yaml:join") == (
        found["verdict"],
        len(found["ran"]),
        found["ran"][-1],
    )


def test_what_dvc_2_recorded_is_compared_by_its_own_hash(done: Place) -> None:
    """Line ends of text did not count then, and objects lay elsewhere."""
    (done.root / "raw.csv").write_bytes(b"id,v\r\n1,x\r\n")
    then, now = digest_bytes(b"id,v\n1,x\n"), digest_bytes(b"id,v\r\n1,x\r\n")
    place = done.root / ".dvc/cache" / then[:2] / then[2:]
    place.parent.mkdir(parents=True)
    shutil.copy(done.root / "raw.csv", place)
    assert done.lineal("run").ok
    done.write({"raw.csv.dvc": f"outs:\n- md5: {then}\n  size: 11\n  path: raw.csv\n"})
    lock = done.read("dvc.lock").replace("      hash: md5\n", "").replace(now, then)
    done.write({"dvc.lock": lock})
    commit(done)
    shutil.rmtree(done.root / ".lineal")
    assert done.lineal("ledger", "import", "--git").ok
    found = reproduced(done, "model")

    assert ("identical", []) == (found["verdict"], found["missing"])


def test_a_clone_reproduces_what_somebody_else_has_run(
    done: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the facts and the data that were pushed."""
    assert done.lineal("remote", "add", "-d", "store", f"{tmp_path}/store").ok
    commit(done)
    assert done.lineal("push").ok
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", done.root, clone], check=True)
    monkeypatch.chdir(clone)
    assert done.lineal("pull").ok
    assert done.lineal("ledger", "import", "--git").ok
    found = reproduced(done, "model")

    assert ("identical", ["clean", "train"]) == (found["verdict"], found["ran"])


def test_code_that_git_did_not_know_then_is_found_in_the_commit_of_the_result(
    done: Place, tmp_path: Path
) -> None:
    """Most people commit a new stage together with what it made."""
    done.write({"report.py": "open('report', 'w').write(open('model').read()[:3])\n"})
    report = {"cmd": "python report.py", "deps": ["model", "report.py"], "outs": ["report"]}
    done.stages({**PIPELINE, "report": report})
    assert done.lineal("run").ok
    unknown = reproduced(done, "stage:report")
    commit(done)
    found = reproduced(done, "stage:report", "--keep", f"{tmp_path}/kept")

    assert ("impossible", "identical") == (unknown["verdict"], found["verdict"])
    assert (unknown["commit"] != found["commit"], found["dirty"]) == (True, None)
    assert any("report.py" in line for line in unknown["missing"])


def test_what_was_observed_before_it_was_committed_is_found_in_its_commit(done: Place) -> None:
    """The ledger saw the record, and not from where it came."""
    shutil.rmtree(done.root / ".lineal")
    assert done.lineal("log").ok
    found = reproduced(done, "model")

    assert ("identical", ["clean", "train"]) == (found["verdict"], found["ran"])


def test_no_fact_says_what_lies_beside_the_code(done: Place) -> None:
    """Whoever may share facts may not thereby say what is run here."""
    with open_workspace(str(done.root)) as ws, open_ledger(ws) as ledger:
        rows = ledger.store.select("select payload from facts where kind = ?", ["execution"])
        told = {one["stage"]: one for one in (unpack(row[0]) for row in rows)}
        made = told["raw.csv.dvc"]["makes"][0]["oid"]
        uses = [{"path": path, "oid": made, "role": "dep"} for path in ("clean.py", "new.py")]
        payload = {**told["train"], "uses": [*told["train"]["uses"], *uses]}
        lie = NewFact(make_id(_MADE_UP, bytes(RANDOM_BYTES)), "execution", _MADE_UP, payload)
        append(ledger.store, ledger.writer, [lie])
    found = reproduced(done, f"exec:{lie.id.hex()}")

    assert [
        f"train: {each} is none of its deps at this commit" for each in ("clean.py", "new.py")
    ] == found["missing"][:2]
