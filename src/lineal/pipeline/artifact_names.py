"""How artifacts and their versions are named in ``dvc.yaml`` and in Git's tags. Pure.

``model`` or ``path/to:model``; its versions are tags ``path/to=model@v1.2.3``, its stages tags
``path/to=model#prod``, both with an optional ``!`` that takes it back and a ``#4`` that counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = r"[a-zA-Z0-9](?:[a-zA-Z0-9\-/_]*[a-zA-Z0-9])?"
_DIRECTORY = r"[a-zA-Z0-9\-_./]+"
_NUMBER = r"(?:0|[1-9]\d*)"
_PART = rf"(?:{_NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_VERSION = (
    rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_PART}(?:\.{_PART})*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
_FULL = re.compile(rf"(?:({_DIRECTORY}):)?({_NAME})")
_TAG = re.compile(
    rf"((?:{_DIRECTORY}=)?{_NAME})(?:#({_NAME})!?|@({_VERSION})!?|@(?:deprecated|created))(?:#\d+)?"
)


class ArtifactName(NamedTuple):
    """``directory`` is relative to the root of the Git repository, empty for the root."""

    directory: str
    name: str

    @property
    def in_tags(self) -> str:
        return f"{self.directory}={self.name}" if self.directory else self.name


class Mark(NamedTuple):
    """What one tag says of an artifact."""

    artifact: str
    version: str | None
    stage: str | None


def parse_name(text: str) -> ArtifactName | None:
    """``model``, ``path/to:model``, or ``path/to/dvc.yaml:model``."""
    found = _FULL.fullmatch(text)
    if found is None:
        return None
    directory = found[1] or ""
    if directory == "dvc.yaml" or directory.endswith("/dvc.yaml"):
        directory = directory[: -len("dvc.yaml")].rstrip("/")
    return ArtifactName(directory, found[2])


def parse_tag(text: str) -> Mark | None:
    """None for a tag that is about no artifact."""
    found = _TAG.fullmatch(text)
    return None if found is None else Mark(found[1], found[3], found[2])


def chosen_tag(
    tags: Iterable[str], name: ArtifactName, version: str | None = None, stage: str | None = None
) -> str | None:
    """The last tag in time that fits; without version and stage that of the highest version."""
    marks = ((tag, parse_tag(tag)) for tag in tags)
    fitting = [
        (tag, mark)
        for tag, mark in marks
        if mark is not None
        and mark.artifact == name.in_tags
        and version in {None, mark.version}
        and stage in {None, mark.stage}
    ]
    if version or stage:
        return fitting[-1][0] if fitting else None
    versions = [
        (precedence(mark.version), at, tag)
        for at, (tag, mark) in enumerate(fitting)
        if mark.version is not None
    ]
    return max(versions)[2] if versions else None


def precedence(version: str) -> tuple[object, ...]:
    """Orders versions as semver.org says: a pre-release comes before its release."""
    core, _, pre = version.removeprefix("v").partition("+")[0].partition("-")
    numbers = tuple(map(int, core.split(".")))
    parts = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre.split(".") if part
    )
    return (*numbers, not parts, parts)
