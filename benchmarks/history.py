"""A long history of a small project, written by ``git fast-import``: seconds for 10,000 commits.

Ten stages in a chain; each commit changes the parameter of one, so that it and all after it have
new records; the metrics are in Git. Every twentieth commit is on a branch that is merged.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAGES = 10
BRANCH_EVERY = 20
START = 1_500_000_000
AN_HOUR = 3600

PIPELINE = "stages:\n" + "".join(
    f"  s{n}:\n    cmd: python s{n}.py\n    deps: [d{n}, s{n}.py]\n    params: [s{n}.rate]\n"
    f"    outs: [d{n + 1}]\n"
    + ("    metrics: [{metrics.json: {cache: false}}]\n" if n == STAGES - 1 else "")
    for n in range(STAGES)
)


def write_history(repo: Path, commits: int) -> None:
    """Into a repository without a commit; its workspace stays as it is."""
    stream = b"".join(_stream(commits))
    subprocess.run(["git", "fast-import", "--quiet", "--force"], cwd=repo, input=stream, check=True)
    words = ["git", "symbolic-ref", "HEAD", "refs/heads/main"]
    subprocess.run(words, cwd=repo, check=True)


def _stream(commits: int) -> Iterator[bytes]:
    rates = [0] * STAGES
    side: int | None = None
    for number in range(commits):
        mark = number + 1
        rates[number % STAGES] = number
        on_side = number % BRANCH_EVERY == BRANCH_EVERY - 2
        parents = f"from :{number}\n" if number else ""
        if side is not None and not on_side:
            # The branch began one commit earlier, and is merged into what came since.
            parents = f"from :{side - 1}\nmerge :{side}\n"
            side = None
        if on_side:
            side = mark
        yield _commit("side" if on_side else "main", mark, number, parents)
        if not number:
            yield _file("dvc.yaml", PIPELINE)
        yield from _records(rates, number)


def _records(rates: list[int], number: int) -> Iterator[bytes]:
    values = {f"s{n}": {"rate": rate} for n, rate in enumerate(rates)}
    metrics = json.dumps({"auc": number / 1e6, "loss": 1 / (number + 1)})
    yield _file("params.yaml", json.dumps(values))
    yield _file("metrics.json", metrics)
    yield _file("dvc.lock", _lock(rates, metrics))


def _lock(rates: list[int], metrics: str) -> str:
    lines = ["schema: '2.0'", "stages:"]
    made = _md5("d0")
    for n, rate in enumerate(rates):
        before, made = made, _md5(f"{made} {n} {rate}")
        lines += [
            f"  s{n}:",
            f"    cmd: python s{n}.py",
            "    deps:",
            *_item(f"d{n}", before),
            *_item(f"s{n}.py", _md5(f"code {n}")),
            "    params:",
            "      params.yaml:",
            f"        s{n}.rate: {rate}",
            "    outs:",
            *_item(f"d{n + 1}", made),
            *(_item("metrics.json", _md5(metrics)) if n == STAGES - 1 else ()),
        ]
    return "\n".join(lines) + "\n"


def _item(path: str, md5: str) -> list[str]:
    return [f"    - path: {path}", "      hash: md5", f"      md5: {md5}", "      size: 1000"]


def _commit(branch: str, mark: int, number: int, parents: str) -> bytes:
    who = f"Ann <ann@example.com> {START + number * AN_HOUR} +0000"
    head = f"commit refs/heads/{branch}\nmark :{mark}\nauthor {who}\ncommitter {who}\n"
    return (head + _data(f"experiment {number}\n") + parents).encode()


def _file(path: str, text: str) -> bytes:
    return f"M 100644 inline {path}\n{_data(text)}".encode()


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
