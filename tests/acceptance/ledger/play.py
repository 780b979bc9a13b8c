"""The scripted project: everybody's everyday accidents, with the truth written down beside.

What each stage reads and writes is declared here by hand, and which stages a run is to execute
is said at each run. Versions are hashed here, by ``hashlib``.
"""

from __future__ import annotations

import copy
import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests.acceptance.ledger.truth import Truth, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.acceptance.harness.project import Project


_EXECUTED = re.compile(r"^(?:Running stage '(.+)'|Stage '(.+)' is cached - )", re.MULTILINE)


class Made(NamedTuple):
    """A stage as the script knows it. Directories end with a slash."""

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    params: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()


PEEK = """\
import pathlib
rows = pathlib.Path("clean.csv").read_text()
rate = pathlib.Path("rates.txt").read_text()
pathlib.Path("peeked.csv").write_text(rows + rate)
"""
SCORE = """\
import json, pathlib
size = len(pathlib.Path("model.bin").read_bytes())
pathlib.Path("metrics.json").write_text(json.dumps({"auc": size / 1000}))
"""

STAGES: dict[str, Made] = {
    "clean": Made(("raw/a.csv", "raw/b.csv"), ("clean.csv",)),
    "shards": Made(("parts/",), ("shards/",)),
    "left": Made(("clean.csv",), ("left.csv",), ("lr",)),
    "right": Made(("clean.csv", "shards/"), ("right.csv",)),
    "join": Made(("left.csv", "right.csv"), ("model.bin",), ("depth",)),
    "score": Made(("model.bin", "score.py"), ("metrics.json",)),
    "one": Made(("shards/x.csv",), ("one.csv",)),
    "peek": Made(("clean.csv", "peek.py"), ("peeked.csv",), (), ("rates.txt",)),
    "flag-a": Made(("raw/b.csv",), ("flags/a",)),
    "flag-b": Made(("parts/",), ("flags/b",)),
    "after-b": Made(("flags/b",), ("after-b.txt",)),
    "each@u": Made(("raw/b.csv",), ("each/u.txt",)),
    "each@v": Made(("raw/b.csv",), ("each/v.txt",)),
    "sub/dvc.yaml:report": Made(("metrics.json",), ("sub/report.txt",)),
}

PIPELINE: dict[str, dict[str, dict[str, Any]]] = {
    "stages": {
        "clean": {
            "cmd": "cat raw/a.csv raw/b.csv > clean.csv",
            "deps": ["raw/a.csv", "raw/b.csv"],
            "outs": ["clean.csv"],
        },
        "shards": {
            "cmd": "mkdir -p shards && cd parts && for f in *; do tr a-z A-Z < $f > ../shards/$f;"
            " done",
            "deps": ["parts"],
            "outs": ["shards"],
        },
        "left": {
            "cmd": "cat clean.csv > left.csv; grep lr: params.yaml >> left.csv",
            "deps": ["clean.csv"],
            "params": ["lr"],
            "outs": ["left.csv"],
        },
        "right": {
            "cmd": "cat clean.csv shards/* > right.csv",
            "deps": ["clean.csv", "shards"],
            "outs": ["right.csv"],
        },
        "join": {
            "cmd": "cat left.csv right.csv > model.bin; grep depth: other.yaml >> model.bin",
            "deps": ["left.csv", "right.csv"],
            "params": [{"other.yaml": ["depth"]}],
            "outs": ["model.bin"],
        },
        "score": {
            "cmd": "python score.py",
            "deps": ["model.bin", "score.py"],
            "metrics": [{"metrics.json": {"cache": False}}],
        },
        "one": {
            "cmd": "cp shards/x.csv one.csv; echo one >> one.csv",
            "deps": ["shards/x.csv"],
            "outs": ["one.csv"],
        },
        "peek": {
            "cmd": "python peek.py",
            "deps": ["clean.csv", "peek.py"],
            "outs": ["peeked.csv"],
        },
        # Empty files, alike and unrelated.
        "flag-a": {"cmd": "touch flags/a", "deps": ["raw/b.csv"], "outs": ["flags/a"]},
        "flag-b": {"cmd": "touch flags/b", "deps": ["parts"], "outs": ["flags/b"]},
        "after-b": {
            "cmd": "echo seen > after-b.txt",
            "deps": ["flags/b"],
            "outs": ["after-b.txt"],
        },
        "each": {
            "foreach": ["u", "v"],
            "do": {
                "cmd": "mkdir -p each; cat raw/b.csv > each/${item}.txt; echo ${item} >>"
                " each/${item}.txt",
                "deps": ["raw/b.csv"],
                "outs": ["each/${item}.txt"],
            },
        },
    }
}
REPORT = {
    "stages": {
        "report": {
            "cmd": "cat ../metrics.json > report.txt; echo >> report.txt",
            "deps": ["../metrics.json"],
            "outs": ["report.txt"],
        }
    }
}


class Play:
    """A project, the tool that runs it, and the truth so far."""

    def __init__(self, project: Project, tool: str = "lineal") -> None:
        self.project = project
        self.tool = tool
        self.truth = Truth()
        self.stages = dict(STAGES)
        self.pipeline = copy.deepcopy(PIPELINE)
        #: By label: what was at a path then.
        self.marks: dict[str, Version] = {}
        #: Each commit, and how many deeds were done by then.
        self.commits: list[tuple[str, int]] = []

    @property
    def root(self) -> Path:
        return self.project.root

    def files(self, spelled: Iterable[str]) -> set[Version]:
        return {
            version
            for name in spelled
            for version in (self._below(name) if name.endswith("/") else {self.at(name)})
        }

    def at(self, path: str) -> Version:
        data = (self.root / path).read_bytes()
        return Version(path, hashlib.md5(data).hexdigest())  # noqa: S324

    def _below(self, directory: str) -> set[Version]:
        found = (p for p in (self.root / directory).rglob("*") if p.is_file())
        return {self.at(p.relative_to(self.root).as_posix()) for p in found}

    def mark(self, label: str, path: str) -> None:
        self.marks[label] = self.at(path)

    def write(self, files: Mapping[str, str]) -> None:
        self.project.write(dict(files))

    def values(self) -> dict[str, object]:
        values: dict[str, object] = {}
        for file in ("params.yaml", "other.yaml"):
            values.update(yaml.safe_load((self.root / file).read_text()))
        return values

    def save_pipeline(self) -> None:
        self.write({"dvc.yaml": yaml.safe_dump(self.pipeline, sort_keys=False)})

    def add(self, *paths: str) -> None:
        """Track data: an act for each that is not tracked so already."""
        self.tell("add", *paths)
        for path in paths:
            directory = (self.root / path).is_dir()
            self.truth.add(f"{path}.dvc", set(), self.files([f"{path}/" if directory else path]))

    def run(self, *expected: str, fails: tuple[str, ...] = ()) -> None:
        """Reproduce everything; exactly these stages are to be executed, in any order."""
        done = self.project.tool(self.tool, "repro", "-P", *(["-k"] if fails else []))
        assert done.ok == (not fails), done.stderr
        executed = {name for pair in _EXECUTED.findall(done.stdout) for name in pair if name}
        assert executed == {*expected, *fails}, done.stdout
        values = self.values()
        for name in expected:
            stage = self.stages[name]
            self.truth.add(
                name,
                self.files((*stage.reads, *stage.secret)),
                self.files(stage.writes),
                {key: values[key] for key in stage.params},
            )

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, "--allow-empty")
        commit = self.git("rev-parse", "HEAD").strip()
        self.commits.append((commit, len(self.truth.deeds)))
        return commit

    def git(self, *argv: str) -> str:
        done = self.project.run("git", *argv)
        assert done.ok, done.stderr
        return done.stdout

    def tell(self, *argv: str) -> str:
        done = self.project.tool(self.tool, *argv)
        assert done.ok, done.stderr
        return done.stdout


def begin(play: Play) -> None:
    """Everything for the first time."""
    (play.root / "flags").mkdir()
    play.write(
        {
            "raw/a.csv": "id,x\n1,first\n",
            "raw/b.csv": "2,second\n",
            "parts/x.csv": "x part\n",
            "parts/y.csv": "y part\n",
            "rates.txt": "rate 1\n",
            "params.yaml": "lr: 1\n",
            "other.yaml": "depth: 3\n",
            "peek.py": PEEK,
            "score.py": SCORE,
            "sub/dvc.yaml": yaml.safe_dump(REPORT, sort_keys=False),
        }
    )
    play.save_pipeline()
    play.add("raw/a.csv", "raw/b.csv", "parts")
    play.run(*play.stages)
    play.mark("model 1", "model.bin")
    play.mark("a 1", "raw/a.csv")
    play.mark("x 1", "parts/x.csv")
    play.commit("all for the first time")


def change_input(play: Play) -> None:
    play.write({"raw/a.csv": "id,x\n1,changed\n"})
    play.add("raw/a.csv")
    play.run("clean", "left", "right", "join", "score", "peek", "sub/dvc.yaml:report")
    play.mark("a 2", "raw/a.csv")
    play.mark("model 2", "model.bin")
    play.commit("another a")


def change_params(play: Play) -> None:
    """The size stays, so the score does, and the report is not written again."""
    play.write({"params.yaml": "lr: 2\n"})
    play.run("left", "join", "score")
    play.commit("lr 2")
    play.write({"other.yaml": "depth: 4\n"})
    play.run("join", "score")
    play.mark("model lr 2", "model.bin")
    play.commit("depth 4")


def bad_member(play: Play) -> None:
    play.write({"parts/x.csv": "BAD part\n"})
    play.add("parts")
    play.mark("x bad", "parts/x.csv")
    play.run("shards", "right", "join", "score", "one", "flag-b", "sub/dvc.yaml:report")
    play.mark("model bad", "model.bin")
    play.commit("a bad member")


def back_again(play: Play) -> None:
    """The first a again: what it made then is restored, what is new is made."""
    play.write({"raw/a.csv": "id,x\n1,first\n"})
    play.add("raw/a.csv")
    play.run("clean", "left", "right", "join", "score", "peek", "sub/dvc.yaml:report")
    play.mark("model back", "model.bin")
    play.commit("the first a again")


def rename(play: Play) -> None:
    """The same bytes under another name, made by the same stage."""
    stages = play.pipeline["stages"]
    stages["clean"] = {
        "cmd": "cat raw/a.csv raw/b.csv > tidy.csv",
        "deps": ["raw/a.csv", "raw/b.csv"],
        "outs": ["tidy.csv"],
    }
    stages["left"] |= {
        "cmd": "cat tidy.csv > left.csv; grep lr: params.yaml >> left.csv",
        "deps": ["tidy.csv"],
    }
    stages["right"] |= {
        "cmd": "cat tidy.csv shards/* > right.csv",
        "deps": ["tidy.csv", "shards"],
    }
    del stages["peek"]
    for name, reads in (("left", ("tidy.csv",)), ("right", ("tidy.csv", "shards/"))):
        play.stages[name] = play.stages[name]._replace(reads=reads)
    play.stages["clean"] = Made(("raw/a.csv", "raw/b.csv"), ("tidy.csv",))
    play.save_pipeline()
    (play.root / "clean.csv").unlink()
    play.run("clean", "left", "right")
    play.mark("model renamed", "model.bin")
    play.commit("clean.csv is tidy.csv now")


def fail_and_mend(play: Play) -> None:
    """A failed stage made nothing; mended, its result of before is found again."""
    stages = play.pipeline["stages"]
    good = stages["join"]["cmd"]
    stages["join"]["cmd"] = "echo about to fail; exit 3"
    play.save_pipeline()
    play.run(fails=("join",))
    stages["join"]["cmd"] = good
    play.save_pipeline()
    play.run("join")
    play.commit("mended")


def two_branches(play: Play) -> None:
    """Each changes other data; the merge has both, and what depends on both is made anew."""
    play.git("branch", "-M", "main")
    play.tell("data", "merge", "--install")
    play.commit("records are merged by stage")
    play.git("checkout", "-q", "-b", "other")
    play.write({"raw/b.csv": "2,other\n"})
    play.add("raw/b.csv")
    below_clean = ("clean", "left", "right", "join", "score", "sub/dvc.yaml:report")
    play.run(*below_clean, "flag-a", "each@u", "each@v")
    play.mark("b other", "raw/b.csv")
    play.mark("model other", "model.bin")
    play.commit("other b")
    play.git("checkout", "-q", "main")
    play.tell("checkout", "-f")
    play.write({"parts/y.csv": "y on main\n"})
    play.add("parts")
    play.run("shards", "right", "join", "score", "flag-b", "sub/dvc.yaml:report")
    play.mark("model main", "model.bin")
    play.commit("y on main")
    play.git("merge", "-q", "--no-edit", "-X", "ours", "other")
    play.tell("checkout", "-f")
    play.run("right", "join", "score", "sub/dvc.yaml:report")
    play.mark("model merged", "model.bin")
    play.commit("merged, and made")


ACTS = (begin, change_input, change_params, bad_member, back_again, rename)
#: With what only Lineal does: the merge of records.
ALL_ACTS = (*ACTS, fail_and_mend, two_branches)
