"""Small Delta tables for tests: version N holds the rows 0 to N."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
from deltalake import DeltaTable, write_deltalake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def make_table(
    where: Path | str, versions: int = 3, options: Mapping[str, str] | None = None
) -> None:
    for row in range(versions):
        write_deltalake(
            where, frame_of([row]).to_arrow(), mode="append", storage_options=dict(options or {})
        )


def frame_of(rows: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"row": rows, "name": [f"row {row}" for row in rows]})


def forget_files(where: Path) -> None:
    """As VACUUM without a retention: only what the newest version needs stays."""
    write_deltalake(where, frame_of([9]).to_arrow(), mode="overwrite")
    DeltaTable(where).vacuum(
        retention_hours=0, enforce_retention_duration=False, dry_run=False, full=False
    )


def forget_log(where: Path, before: int) -> None:
    """As log clean-up does: commits before a checkpoint go."""
    DeltaTable(where, version=before).create_checkpoint()
    for version in range(before):
        os.unlink(where / f"_delta_log/{version:020d}.json")
