"""What was asked of a run."""

from __future__ import annotations

from typing import NamedTuple

#: What to do when a stage fails: stop, skip what depends on it, or pretend nothing happened.
FAIL, KEEP_GOING, IGNORE = "fail", "keep-going", "ignore"


class RunOptions(NamedTuple):
    """The flags of ``repro``, with DVC's meanings; ``jobs`` 0 means as many as make sense."""

    targets: tuple[str, ...] = ()
    force: bool = False
    single_item: bool = False
    pipeline: bool = False
    all_pipelines: bool = False
    recursive: bool = False
    downstream: bool = False
    force_downstream: bool = False
    allow_missing: bool = False
    dry: bool = False
    interactive: bool = False
    glob: bool = False
    no_commit: bool = False
    run_cache: bool = True
    pull: bool = False
    on_error: str = FAIL
    jobs: int = 0
