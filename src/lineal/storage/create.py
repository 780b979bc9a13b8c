"""Making a new project: the files ``dvc init`` writes, byte for byte, and a merge driver."""

from __future__ import annotations

import os

from lineal.base.errors import ProjectError
from lineal.storage.gitrules import GitRules
from lineal.storage.gitrun import Git
from lineal.storage.lineal_dir import ensure_lineal_dir
from lineal.storage.merge_driver import ATTRIBUTES_FILE, ensure_attributes, install
from lineal.storage.project import DVC_DIR, Project, project_at

_DVCIGNORE = """\
# Add patterns of files dvc should ignore, which could improve
# the performance. Learn more at
# https://dvc.org/doc/user-guide/dvcignore
"""
_GITIGNORE = "/config.local\n/tmp\n/cache\n"
_NO_SCM_CONFIG = "[core]\n    no_scm = True\n"


def create_project(root: str, *, git_root: str | None, force: bool = False) -> Project:
    """Write the files and stage them in Git; ``git_root`` is None for a project without Git."""
    dvc_dir = os.path.join(root, DVC_DIR)
    _refuse_ignored(dvc_dir, git_root)
    if os.path.isdir(dvc_dir):
        if not force:
            raise ProjectError(
                f"'{os.path.relpath(dvc_dir)}' exists", hint="use -f to replace it, cache included"
            )
        _remove(dvc_dir)
    os.makedirs(os.path.join(dvc_dir, "tmp"))
    _write(os.path.join(dvc_dir, "config"), "" if git_root else _NO_SCM_CONFIG)
    dvcignore = os.path.join(root, ".dvcignore")
    if not os.path.lexists(dvcignore):
        _write(dvcignore, _DVCIGNORE)
    if git_root:
        _write(os.path.join(dvc_dir, ".gitignore"), _GITIGNORE)
        ensure_attributes(root)
        _stage(root)
        install(Git(root))
    ensure_lineal_dir(root)
    return project_at(root)


def _refuse_ignored(dvc_dir: str, git_root: str | None) -> None:
    if git_root and GitRules(git_root).is_ignored(dvc_dir, is_dir=True):
        raise ProjectError(
            f"{dvc_dir} is ignored by Git, so the project's settings could not be shared",
            hint="add the line `!.dvc` to .gitignore",
        )


def _remove(directory: str) -> None:
    import shutil  # deferred: only for --force

    shutil.rmtree(directory)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _stage(root: str) -> None:
    import subprocess  # deferred: only here

    files = [".dvc/config", ".dvc/.gitignore", ".dvcignore", ATTRIBUTES_FILE]
    try:
        subprocess.run(
            ["git", "add", "--force", "--", *files], cwd=root, check=True, capture_output=True
        )
    except FileNotFoundError as exc:
        raise ProjectError(
            "the project is made, but `git` is not installed to stage its files",
            hint=f"install git and run `git add {' '.join(files)}`",
        ) from exc
    except subprocess.CalledProcessError as exc:
        raise ProjectError(
            f"the project is made, but `git add` failed: {os.fsdecode(exc.stderr).strip()}",
            hint=f"run `git add {' '.join(files)}`",
        ) from exc
