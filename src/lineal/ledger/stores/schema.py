"""Which version of the tables this version of Lineal wants, and how to get there. Pure."""

from __future__ import annotations

from lineal.base.errors import LedgerError

#: ``schema_N.sql`` brings the tables from version N - 1 to N.
CURRENT_SCHEMA = 1


def schema_files(found: int) -> list[str]:
    return [f"schema_{number}.sql" for number in range(found + 1, CURRENT_SCHEMA + 1)]


def refuse_newer(found: int, label: str) -> int:
    """The version found; an error when only a newer Lineal knows it."""
    if found > CURRENT_SCHEMA:
        raise LedgerError(
            f"the ledger {label} was written by a newer Lineal:"
            f" its tables are of version {found}, this one knows {CURRENT_SCHEMA}",
            hint="upgrade lineal; nothing was changed",
        )
    return found
