"""What the last merge could not decide, kept in ``.lineal/merge.json`` until it is settled.

Git calls the driver once per file and remembers nothing but "conflict"; this is the rest.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from lineal.pipeline.merge.clash import Clash
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = "merge.json"


def read_report(lineal_dir: str) -> list[Clash]:
    """A report that cannot be read is none: the files themselves are valid without it."""
    return [Clash(**entry) for entry in _load(lineal_dir).get("clashes", ())]


def add_to_report(lineal_dir: str, head: str, clashes: Iterable[Clash]) -> None:
    """Note what one file could not decide; clashes of an earlier merge are forgotten."""
    report = _load(lineal_dir)
    kept = read_report(lineal_dir) if report.get("head") == head else []
    new = list(clashes)
    named = {(clash.file, clash.kind, clash.name) for clash in new}
    kept = [clash for clash in kept if (clash.file, clash.kind, clash.name) not in named]
    _save(lineal_dir, head, [*kept, *new])


def settle_in_report(lineal_dir: str, settled: Iterable[Clash]) -> list[Clash]:
    """Forget what is settled; what remains."""
    gone = [(clash.file, clash.kind, clash.name) for clash in settled]
    remaining = [
        clash
        for clash in read_report(lineal_dir)
        if (clash.file, clash.kind, clash.name) not in gone
    ]
    _save(lineal_dir, _load(lineal_dir).get("head", ""), remaining)
    return remaining


def clear_report(lineal_dir: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(lineal_dir, _NAME))


def _load(lineal_dir: str) -> dict[str, Any]:
    try:
        with open(os.path.join(lineal_dir, _NAME), encoding="utf-8") as file:
            report = json.load(file)
    except (FileNotFoundError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}


def _save(lineal_dir: str, head: str, clashes: list[Clash]) -> None:
    if not clashes:
        clear_report(lineal_dir)
        return
    data = {"head": head, "clashes": [clash._asdict() for clash in clashes]}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    write_atomic(os.path.join(lineal_dir, _NAME), text.encode())
