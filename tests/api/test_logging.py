"""``lineal.log`` and its kin, in stages and outside: what is recorded, and which files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from lineal.base.ids import parse
from lineal.ledger.codec import unpack
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from tests.acceptance.harness.project import isolated_environment

if TYPE_CHECKING:
    from pathlib import Path


class Here(NamedTuple):
    """A project of its own, in which programs are run."""

    root: Path
    env: dict[str, str]

    def python(self, script: str, *, code: int = 0, name: str = "train.py") -> str:
        (self.root / name).write_text(script)
        done = self._run(sys.executable, name)
        assert code == done.returncode, done.stderr
        return done.stdout

    def lineal(self, *words: str) -> str:
        done = self._run(sys.executable, "-m", "lineal", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def facts(self, kind: str) -> list[dict[str, Any]]:
        with open_workspace(os.fspath(self.root)) as ws, open_ledger(ws) as ledger:
            rows = ledger.store.select(
                "select payload from facts where kind = ? order by num", [kind]
            )
        return [unpack(row[0]) for row in rows]

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.root, env=self.env, capture_output=True, text=True, check=False
        )


@pytest.fixture
def here(tmp_path: Path) -> Here:
    root = tmp_path / "project"
    (root / ".dvc").mkdir(parents=True)
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    return Here(root, {**isolated_environment(tmp_path / "world"), "PATH": path})


STAGE = """\
stages:
  train:
    cmd: python train.py
    metrics: [logged/metrics.json: {cache: false}]
    plots: [logged/plots: {x: step}]
"""
LOGS = """\
import lineal
lineal.log_params(lr=0.1, deep={"layers": [3, 4]})
for step in range(3):
    lineal.log({"val/loss": 1 / 2**step}, step=step)
lineal.log(auc=0.75)
"""


def test_a_stage_that_logs_has_it_in_its_record(here: Here) -> None:
    """Metrics as their file has them, params beside those declared, a list for each series."""
    (here.root / "dvc.yaml").write_text(STAGE)
    (here.root / "train.py").write_text(LOGS)
    here.lineal("run")
    (fact,) = here.facts("execution")

    expected = {
        "metrics": {"logged/metrics.json": {"val.loss": 0.25, "auc": 0.75}},
        "params": {"logged": {"lr": 0.1, "deep.layers": [3, 4]}},
        "series": {"val.loss": {"steps": [0, 1, 2], "values": [1.0, 0.5, 0.25]}},
    }
    assert expected == {key: fact[key] for key in expected}


def test_metrics_and_plots_understand_the_files(here: Here) -> None:
    """The layout is the one that people know."""
    (here.root / "dvc.yaml").write_text(STAGE)
    here.python(LOGS)

    shown = json.loads(here.lineal("metrics", "show", "--json"))
    assert {"val": {"loss": 0.25}, "auc": 0.75} == shown[""]["data"]["logged/metrics.json"]["data"]
    assert "step\tloss\n0\t1.0\n1\t0.5\n2\t0.25\n" == here.read("logged/plots/metrics/val/loss.tsv")


def test_outside_a_stage_a_run_of_its_own_is_recorded(here: Here) -> None:
    """With the program as what it used."""
    here.python(LOGS)
    (run,), (fact,) = here.facts("run"), here.facts("execution")

    expected = ("done", ["train.py"], "ran", "train.py", "train.py", 16)
    found = run["status"], run["ran"], fact["status"], fact["stage"]
    assert expected == (*found, fact["uses"][0]["path"], len(parse(fact["run"])))


def test_whose_run_it_is_is_known_as_git_knows_them(here: Here) -> None:
    """From its files: a program does not wait for Git."""
    config = "[user]\n\tname = Ann\n\temail = ann@example.org\n"
    subprocess.run(["git", "init", "--quiet"], cwd=here.root, env=here.env, check=True)
    path = here.root / ".git/config"
    path.write_text(path.read_text() + config)
    env = {k: v for k, v in here.env.items() if not k.startswith("GIT_AUTHOR")}
    here._replace(env=env).python(LOGS)
    (run,) = here.facts("run")

    assert ("Ann", "ann@example.org") == (run["author"]["name"], run["author"]["email"])


def test_several_runs_of_one_program_are_several(here: Here) -> None:
    """``end_run`` says where one ends; the files are those of the last."""
    here.python("import lineal\nfor i in range(3):\n    lineal.log(a=i)\n    lineal.end_run()\n")

    values = [fact["metrics"]["logged/metrics.json"] for fact in here.facts("execution")]
    assert ([{"a": 0}, {"a": 1}, {"a": 2}], {"a": 2}) == (
        values,
        json.loads(here.read("logged/metrics.json")),
    )


def test_a_program_that_fails_is_a_run_that_failed(here: Here) -> None:
    """With what it died of, and what it had logged."""
    here.python("import lineal\nlineal.log(a=1)\nraise ValueError('too late')\n", code=1)
    (fact,) = here.facts("execution")

    expected = ("failed", "ValueError: too late", {"a": 1})
    found = fact["status"], fact["error"], fact["metrics"]["logged/metrics.json"]
    assert expected == found


def test_a_program_that_is_killed_is_noticed(here: Here) -> None:
    """By whoever opens the ledger next."""
    script = "import lineal, os\nlineal.log(a=1)\nos.kill(os.getpid(), 9)\n"
    here.python(script, code=-9)
    (run,), (fact,) = here.facts("run"), here.facts("execution")

    found = run["status"], fact["status"], fact["metrics"]["logged/metrics.json"]
    assert ("killed", "killed", {"a": 1}) == found


THREADS = """\
    import threading
    all = [threading.Thread(target=log, args=[i]) for i in range(4)]
    [one.start() for one in all]
    [one.join() for one in all]
"""
FORKS = """\
    import multiprocessing
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(log, range(4), chunksize=1)
        pool.close()
        pool.join()
"""


@pytest.mark.parametrize("work", [THREADS, FORKS], ids=["threads", "forks"])
def test_threads_and_forks_log_to_the_same_run(here: Here, work: str) -> None:
    """Nothing is lost, no line is torn."""
    script = (
        "import lineal\n"
        "def log(i):\n"
        "    for step in range(50):\n"
        "        lineal.log({f'm{i}': step}, step=step)\n"
        "if __name__ == '__main__':\n"
        "    lineal.log(first=1)\n"
        f"{work}"
    )
    here.python(script)
    (fact,) = here.facts("execution")
    lengths = {name: len(one["steps"]) for name, one in fact["series"].items()}

    expected = {"first": 1, "m0": 49, "m1": 49, "m2": 49, "m3": 49}
    assert {f"m{i}": 50 for i in range(4)} == lengths
    assert expected == json.loads(here.read("logged/metrics.json"))


def test_values_without_steps_make_a_series_from_the_second_on(here: Here) -> None:
    """One value is a result; several are a curve."""
    here.python("import lineal\nlineal.log(a=1, b=5)\nlineal.log(a=2)\nlineal.log(a=3)\n")
    (fact,) = here.facts("execution")

    assert {"a": {"steps": [0, 1, 2], "values": [1, 2, 3]}} == fact["series"]
    assert "step\ta\n0\t1\n1\t2\n2\t3\n" == here.read("logged/plots/metrics/a.tsv")


def test_the_files_go_where_they_are_told(here: Here) -> None:
    """From there on, for this program and those it starts."""
    script = "import lineal\nlineal.log_to('out/eval')\nlineal.log(a=1)\n"
    here.python(script)

    assert {"a": 1} == json.loads(here.read("out/eval/metrics.json"))


def test_figures_are_kept_as_files_and_by_their_digest(here: Here) -> None:
    """Bytes, data points, charts; the ending says what they are."""
    script = (
        "import lineal\n"
        "lineal.log_figure('roc', b'\\x89PNG...')\n"
        "lineal.log_figure('points', [{'x': 1, 'y': 2}])\n"
        "lineal.log_figure('chart', {'mark': 'bar'})\n"
    )
    here.python(script)
    (fact,) = here.facts("execution")

    paths = [f"logged/plots/figures/{name}" for name in ("roc.png", "points.json", "chart.vl.json")]
    assert paths == [one["path"] for one in fact["figures"]]
    assert [{"x": 1, "y": 2}] == json.loads(here.read(paths[1]))


def test_columns_are_said_with_their_tables(here: Here) -> None:
    """Outside a stage nothing is made, so that only a stage can connect them."""
    script = (
        "import lineal\n"
        "open('b.csv', 'w').write('n')\n"
        "lineal.log_columns('b.csv', {'n': ['a.csv#x']}, how='x + 1')\n"
    )
    stage = "stages: {t: {cmd: python train.py, deps: [a.csv], outs: [b.csv]}}\n"
    (here.root / "dvc.yaml").write_text(stage)
    (here.root / "a.csv").write_text("x")
    (here.root / "train.py").write_text(script)
    here.lineal("run")
    (fact,) = here.facts("execution")
    (column,) = fact["columns"]

    ends = [(end["path"], end["column"], len(end["oid"])) for end in (column["from"], column["to"])]
    assert ([("a.csv", "x", 32), ("b.csv", "n", 32)], "x + 1") == (ends, column["how"])


def test_outside_a_project_there_is_nothing_to_log_to(tmp_path: Path) -> None:
    """Said with what to do."""
    script = (
        "import lineal\ntry:\n    lineal.log(a=1)\nexcept Exception as exc:\n    print(exc.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "run `lineal init` in the root of your Git repository\n" == done.stdout


def test_a_password_on_the_command_line_is_not_remembered(here: Here) -> None:
    """Neither by the run nor by its execution."""
    (here.root / "train.py").write_text("import lineal\nlineal.log(a=1)\n")
    here._run(sys.executable, "train.py", "--password", "hunter2", "--token=hunter2")
    told = json.dumps([*here.facts("run"), *here.facts("execution")])

    assert (2, False) == (told.count("--password '***' '--token=***'"), "hunter2" in told)
