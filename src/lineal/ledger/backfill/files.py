"""Which files of a repository tell its lineage, and which of those are the project's. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOCK, PIPELINE = "dvc.lock", "dvc.yaml"
#: DVC 0.x called the file of a stage so when nobody named it.
UNNAMED_STAGE = "Dvcfile"
_STAGE_FILE = ".dvc"
_CONFIG = ".dvc/config"

#: For Git, which matches them against whole paths; `kind` is stricter.
PATTERNS = ("*dvc.lock", "*dvc.yaml", "*.dvc", "*Dvcfile", "*.dvc/config")


def is_record(path: str) -> bool:
    """A lock or a file of one stage: what executions are read from."""
    name = path.rpartition("/")[2]
    return name in {LOCK, UNNAMED_STAGE} or (name.endswith(_STAGE_FILE) and name != _STAGE_FILE)


def is_watched(path: str) -> bool:
    name = path.rpartition("/")[2]
    return is_record(path) or name == PIPELINE or is_config(path)


def is_config(path: str) -> bool:
    return path == _CONFIG or path.endswith(f"/{_CONFIG}")


def below(path: str, prefix: str) -> str | None:
    """A path of the repository as one of the project; None for what is not below its root."""
    if not path.startswith(prefix):
        return None
    inner = path[len(prefix) :]
    return None if f"/{inner}".find("/.dvc/") >= 0 and not is_config(inner) else inner


def nested_roots(paths: Iterable[str]) -> tuple[str, ...]:
    """Projects below the project: what is in them is theirs."""
    found = (path.removesuffix(_CONFIG) for path in paths if is_config(path))
    return tuple(root for root in found if root)


def is_ours(path: str, nested: tuple[str, ...]) -> bool:
    """Whether it is a record, and of this project."""
    return is_record(path) and not (nested and path.startswith(nested))


def records(files: Mapping[str, str], nested: tuple[str, ...]) -> dict[str, str]:
    """The records among the files of a commit, by path, with their blobs."""
    return {path: blob for path, blob in files.items() if is_ours(path, nested)}
