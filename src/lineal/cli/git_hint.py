"""What to give to Git after a verb wrote project files: told, or done with ``core.autostage``."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from lineal.base.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace


def suggest_git_add(ws: Workspace, console: Console, files: Iterable[str]) -> None:
    paths = sorted({ws.show(path) for path in files if os.path.exists(path)})
    if not paths or ws.project.git_root is None or ws.config.core.no_scm:
        return
    if ws.config.core.autostage:
        _git_add(paths)
        return
    console.say("\nTo track the changes with git, run:\n")
    console.say(f"\tgit add {' '.join(map(shlex.quote, paths))}")
    console.say("\nTo enable auto staging, run:\n\n\tlineal config core.autostage true")


def _git_add(paths: list[str]) -> None:
    import subprocess  # deferred: only with core.autostage

    done = subprocess.run(["git", "add", "--", *paths], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DataError(
            f"git could not stage the changes: {done.stderr.strip()}",
            hint=f"git add {' '.join(map(shlex.quote, paths))}",
        )
