"""What a merge brought: each dataset in a line or two, and the stages that have to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.comparing.data_changes import data_changes
from lineal.pipeline.merge.clash import STAGE
from lineal.pipeline.status import workspace_status
from lineal.tables.data_diff import row_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.comparing.data_changes import DataChange
    from lineal.pipeline.merge.clash import Clash
    from lineal.pipeline.workspace import Workspace


def show_merged(ws: Workspace, console: Console, before: str, clashes: Sequence[Clash]) -> None:
    """``before`` is the commit that was there before the merge."""
    changes = data_changes(ws, before, "HEAD")
    for change in changes:
        console.say(f"{change.path}  {change.kind}{_files(change)}{_rows(ws, change)}")
    if changes:
        console.note(f"`lineal data diff {before[:8]} HEAD` shows the rows")
    stale = [name for name in workspace_status(ws) if not name.endswith(".dvc")]
    if stale:
        console.say(f"Out of date after the merge: {', '.join(stale)}. `lineal run` settles it.")
    for clash in clashes:
        if clash.kind == STAGE and clash.name not in stale:
            console.say(f"Both sides ran '{clash.name}': {clash.why}.")


def _files(change: DataChange) -> str:
    old = change.old.files if change.old else {}
    new = change.new.files if change.new else {}
    if not any(version and version.is_dir for version in (change.old, change.new)):
        return ""
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    modified = sum(old[name] != new[name] for name in old.keys() & new.keys())
    return f"  files +{added} -{removed} ~{modified}"


def _rows(ws: Workspace, change: DataChange) -> str:
    counts = row_counts(ws, change)
    if counts is None:
        return ""
    words = " → ".join(f"{count:,}" for count in counts if count is not None)
    return f"  rows {words}"
