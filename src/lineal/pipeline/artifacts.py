"""Which commit and path an artifact of ``dvc.yaml`` has, by the tags that give it versions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError, UsageError
from lineal.base.suggest import closest
from lineal.pipeline.artifact_names import chosen_tag, parse_name, parse_tag
from lineal.pipeline.load import PIPELINE_FILE, open_pipeline_file
from lineal.pipeline.revisions import at_revision
from lineal.storage.git.annotated import annotated_tags

if TYPE_CHECKING:
    from lineal.pipeline.artifact_names import ArtifactName
    from lineal.pipeline.workspace import Workspace


class Artifact(NamedTuple):
    """``path`` is relative to the root of the project."""

    rev: str
    path: str


def find_artifact(
    ws: Workspace, text: str, version: str | None = None, stage: str | None = None
) -> Artifact:
    """By version, or by stage; by neither it is the highest version."""
    if version and stage:
        raise UsageError(
            "an artifact is chosen by version or by stage, not by both",
            hint="leave one of them out",
        )
    name = parse_name(text)
    if name is None:
        raise TargetError(
            f"'{text}' is not the name of an artifact",
            hint="letters, digits, '-', '_' and '/'; with its directory: path/to:name",
        )
    tags = [tag.name for tag in annotated_tags(ws.history.git_dir)]
    tag = chosen_tag(tags, name, version, stage)
    if tag is None:
        raise _unknown(tags, text, name, version or stage)
    there = at_revision(ws, f"refs/tags/{tag}")
    return Artifact(there.revision or "", _path_of(there, text, name))


def _path_of(ws: Workspace, text: str, name: ArtifactName) -> str:
    directory = os.path.normpath(os.path.join(ws.history.git_root, name.directory))
    declared = open_pipeline_file(ws, f"{directory}/{PIPELINE_FILE}").resolver.artifacts()
    if name.name not in declared:
        near = closest(name.name, list(declared))
        raise TargetError(
            f"dvc.yaml declares no artifact '{text}' at {(ws.revision or '')[:7]}",
            hint=f"did you mean '{near}'?" if near else "it is listed below 'artifacts:' there",
        )
    path = os.path.normpath(os.path.join(directory, declared[name.name]["path"]))
    return os.path.relpath(path, ws.root)


def _unknown(tags: list[str], text: str, name: ArtifactName, asked: str | None) -> TargetError:
    marks = [mark for mark in map(parse_tag, tags) if mark is not None]
    about = [mark.version or mark.stage or "" for mark in marks if mark.artifact == name.in_tags]
    if about:
        return TargetError(
            f"no tag says what '{asked or 'the latest version'}' of artifact '{text}' is",
            hint=f"there is {', '.join(dict.fromkeys(filter(None, about)))}",
        )
    near = closest(name.in_tags, [mark.artifact for mark in marks])
    make = f"git tag -a {name.in_tags}@v1.0.0 makes a version; git fetch --tags gets others"
    return TargetError(
        f"no annotated tag is about an artifact '{text}'",
        hint=f"did you mean '{near.replace('=', ':')}'?" if near else make,
    )
