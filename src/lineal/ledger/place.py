"""Where things of the ledger lie, within ``.lineal/ledger``. Pure."""

from __future__ import annotations


def ledger_dir(lineal_dir: str) -> str:
    return f"{lineal_dir}/ledger"


def database_path(directory: str) -> str:
    return f"{directory}/ledger.db"


def journal_dir(directory: str) -> str:
    """What was said and is not in the store yet, one file for each run."""
    return f"{directory}/journal"


def kept_dir(directory: str) -> str:
    """Logs, diffs and other texts, by their SHA-256."""
    return f"{directory}/kept"


def evidence_dir(directory: str) -> str:
    """What commands that run say of themselves, one directory for each execution."""
    return f"{directory}/evidence"


def logs_dir(directory: str) -> str:
    """The engine's own, with the last log of each stage; beside the ledger."""
    return f"{directory.rpartition('/')[0]}/logs"


def memory_keys(writer: str) -> tuple[str, str]:
    """Under which a store remembers what a writer looked at: its records, and directories."""
    return f"records:{writer}", f"listed:{writer}"
