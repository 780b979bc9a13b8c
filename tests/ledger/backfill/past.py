"""Histories for tests, written by ``git fast-import``: no workspace, no second of waiting."""

from __future__ import annotations

import hashlib
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.backfill.commits import BRANCHES, Range
from lineal.ledger.backfill.importing import Imported, import_history
from lineal.ledger.codec import unpack
from lineal.ledger.opening import Ledger, open_store
from lineal.ledger.place import database_path, ledger_dir
from lineal.ledger.writer import Writer
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lineal.pipeline.workspace import Workspace

START = 1_600_000_000
MICROS = 1_000_000


def md5(word: str) -> str:
    return hashlib.md5(word.encode(), usedforsecurity=False).hexdigest()


def lock(**stages: str) -> str:
    """A lock; each stage is ``input > output``, of which the words also are the content.

    ``p=0.1 in > out`` has a parameter.
    """
    text = "schema: '2.0'\nstages:\n"
    for name, said in stages.items():
        used, _, made = said.partition(" > ")
        *params, used = used.split(" ")
        text += f"  {name}:\n    cmd: do {name}\n"
        text += "    deps:\n" + _item(used) + "".join(_param(each) for each in params)
        text += "    outs:\n" + "".join(_item(each) for each in made.split(" "))
    return text


def _param(said: str) -> str:
    key, _, value = said.partition("=")
    return f"    params:\n      params.yaml:\n        {key}: {value}\n"


def _item(word: str) -> str:
    """``path:content``, or both in one word."""
    path, _, content = word.partition(":")
    return (
        f"    - path: {path}\n      hash: md5\n      md5: {md5(content or path)}\n      size: 5\n"
    )


def added(path: str, content: str) -> str:
    return f"outs:\n- md5: {md5(content)}\n  size: 3\n  hash: md5\n  path: {path}\n"


class Past(NamedTuple):
    """``root`` is that of the repository; ``project`` is below it or the same."""

    root: Path
    project: Path

    @classmethod
    def begin(cls, root: Path, inner: str = ".") -> Past:
        project = root / inner
        (project / ".dvc").mkdir(parents=True)
        (project / ".dvc/config").touch()
        subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)
        return cls(root, project)

    def commit(
        self,
        files: Mapping[str, str | bytes | None],
        branch: str = "main",
        *,
        at: int = 0,
        parents: tuple[str, ...] | None = None,
        author: str = "Ann <ann@example.com>",
    ) -> str:
        """The commit; ``at`` is in seconds since `START`, ``parents`` are other than the branch.

        Of the files None is one that is removed.
        """
        heads = self.branches()
        if parents is None:
            parents = (f"refs/heads/{branch}",) if branch in heads else ()
        stamp = f"{author} {START + at} +0000"
        lines = [f"commit refs/heads/{branch}\nauthor {stamp}\ncommitter {stamp}\n".encode()]
        lines.append(_data(f"at {at}\n".encode()))
        for word, parent in zip(("from", *["merge"] * len(parents)), parents, strict=False):
            lines.append(f"{word} {self.git('rev-parse', parent)}\n".encode())
        for name, content in files.items():
            if content is None:
                lines.append(f"D {name}\n".encode())
                continue
            data = content.encode() if isinstance(content, str) else content
            lines += [f"M 100644 inline {name}\n".encode(), _data(data)]
        subprocess.run(
            ["git", "fast-import", "--quiet", "--force"],
            cwd=self.root,
            input=b"".join(lines),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return self.git("rev-parse", branch)

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    @contextmanager
    def ledger(self, place: str | None = None) -> Iterator[tuple[Workspace, Ledger]]:
        with open_workspace(str(self.project)) as ws:
            directory = ledger_dir(ws.project.lineal_dir)
            store = open_store(place or database_path(directory))
            try:
                yield ws, Ledger(store, Writer("w" * 32, "test"), directory)
            finally:
                store.close()

    def imports(self, wanted: Range | None = None, place: str | None = None) -> Imported:
        with self.ledger(place) as (ws, ledger):
            return import_history(ws, ledger, wanted or Range(BRANCHES), lambda *_: None)

    def facts(self, kind: str, place: str | None = None) -> list[dict[str, Any]]:
        """Payloads in the order in which they were appended."""
        with self.ledger(place) as (_, ledger):
            rows = ledger.store.select(
                "select payload from facts where kind = ? order by num", [kind]
            )
            return [unpack(bytes(payload)) for (payload,) in rows]

    def executions(self) -> list[tuple[str, str, str]]:
        """Stage, status and commit of each."""
        return [(each["stage"], each["status"], each["commit"]) for each in self.facts("execution")]


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)
