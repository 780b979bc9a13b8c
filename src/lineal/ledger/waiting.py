"""Which journals there are: asked before every question, apart from what reads them."""

from __future__ import annotations

import os

from lineal.ledger.place import journal_dir

SUFFIX = ".jsonl"


def journal_files(ledger_dir: str) -> list[str]:
    """Those of runs, oldest first."""
    directory = journal_dir(ledger_dir)
    try:
        names = os.listdir(directory)
    except FileNotFoundError:
        return []
    return [f"{directory}/{n}" for n in sorted(names) if n.endswith(SUFFIX) and run_of(n)]


def run_of(name: str) -> bytes | None:
    """The run whose journal is called so; None for other files."""
    try:
        return bytes.fromhex(name.removesuffix(SUFFIX))
    except ValueError:
        return None
