"""The work that is measured: trees of files and pipelines, the same bytes on every machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BURN = """\
import sys
total = 0
for number in range(int(sys.argv[1])):
    total += number * number % 7
for path in sys.argv[2:]:
    print(total, file=open(path, "w"))
"""
# About a second of pure Python: the diamond's stages must be bound by the processor.
HEAVY = 12_000_000


def write_tree(directory: Path, count: int, size: int) -> None:
    """``count`` files of ``size`` bytes, all different, a hundred to a directory."""
    for number in range(count):
        parent = directory / f"{number // 100:04d}"
        if number % 100 == 0:
            parent.mkdir(parents=True)
        (parent / f"{number:06d}.bin").write_bytes(noise(number, size))


def noise(seed: int, size: int) -> bytes:
    return hashlib.shake_128(str(seed).encode()).digest(size)


def write_big_files(directory: Path, count: int, megabytes: int) -> None:
    directory.mkdir(parents=True)
    for number in range(count):
        block = noise(number, 1 << 20)
        with (directory / f"big{number}.bin").open("wb") as file:
            for index in range(megabytes):
                file.write(index.to_bytes(8) + block[8:])


def write_chain(repo: Path, count: int) -> None:
    """``count`` trivial shell stages, each of which depends on the one before."""
    lines = ["stages:"]
    for number in range(count):
        source = f"o{number - 1}" if number else "source"
        lines += [
            f"  s{number}:",
            f"    cmd: echo {number} > o{number}",
            f"    deps: [{source}]",
            f"    outs: [o{number}]",
        ]
    (repo / "dvc.yaml").write_text("\n".join(lines) + "\n")
    (repo / "source").write_text("source\n")


def write_wide(repo: Path, count: int) -> None:
    """``count`` stages, of which the first depends on the tree ``data`` the caller writes.

    One dependency of many files, not many: dvc looks at a tree again for every stage that
    names it, so thirty such stages would flatter us twelvefold.
    """
    lines = ["stages:"]
    for number in range(count):
        lines += [
            f"  s{number}:",
            f"    cmd: echo {number} > o{number}",
            f"    deps: [{f'o{number - 1}' if number else 'data'}]",
            "    params: [lr]",
            f"    outs: [o{number}]",
        ]
    (repo / "dvc.yaml").write_text("\n".join(lines) + "\n")
    (repo / "params.yaml").write_text("lr: 0.1\n")


def write_diamond(repo: Path, python: str, *, ends: int) -> None:
    """Six Python stages: one, then four side by side, then one; the ends work ``ends``."""
    (repo / "burn.py").write_text(BURN)
    run = f"{python} burn.py"
    lines = [
        "stages:",
        f"  split: {{cmd: '{run} {ends} a0 a1 a2 a3', deps: [burn.py], outs: [a0, a1, a2, a3]}}",
    ]
    lines += [
        f"  part{number}: {{cmd: '{run} {HEAVY} b{number}', "
        f"deps: [burn.py, a{number}], outs: [b{number}]}}"
        for number in range(4)
    ]
    lines.append(
        f"  join: {{cmd: '{run} {ends} end', deps: [burn.py, b0, b1, b2, b3], outs: [end]}}"
    )
    (repo / "dvc.yaml").write_text("\n".join(lines) + "\n")
