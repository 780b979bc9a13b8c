"""A repository to begin with, as plain data, and how to put it on disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from tests.acceptance.generator.values import ParamsFile, Value
    from tests.acceptance.harness.project import Project


class Source(NamedTuple):
    """Data nobody computes. ``added`` ones are tracked by a ``.dvc`` file."""

    path: str
    files: dict[str, bytes]  # {"": content} for a single file
    executable: bool = False
    added: bool = False

    @property
    def is_file(self) -> bool:
        return "" in self.files


class Output(NamedTuple):
    path: str
    kind: str  # file, empty, script, dir, deep, hollow, json


class Stage(NamedTuple):
    """Already in terms of its own wdir: ``entry`` is what stands in dvc.yaml."""

    name: str
    directory: str
    wdir: str
    entry: dict[str, Value]
    outputs: tuple[Output, ...]
    targets: tuple[str, ...]


class Scene(NamedTuple):
    sources: tuple[Source, ...]
    stages: tuple[Stage, ...]
    params: tuple[ParamsFile, ...]
    variables: dict[str, list[Value]]  # dvc.yaml directory -> its top-level vars
    cache_type: str | None
    ignored: str | None  # the root's .dvcignore

    def targets(self) -> tuple[str, ...]:
        files = tuple(os.path.join(directory, "dvc.yaml") for directory in self.pipelines())
        added = tuple(f"{source.path}.dvc" for source in self.sources if source.added)
        return tuple(name for stage in self.stages for name in stage.targets) + files + added

    def pipelines(self) -> dict[str, dict[str, Value]]:
        """dvc.yaml's content by directory."""
        stages: dict[str, dict[str, Value]] = {}
        for stage in self.stages:
            stages.setdefault(stage.directory, {})[stage.name] = stage.entry
        return {
            directory: {"vars": self.variables[directory], "stages": entries}
            for directory, entries in stages.items()
        }


def scene_text(scene: Scene) -> str:
    """For whoever has to find out why the tools disagreed in it."""
    texts = [
        f"--- {os.path.join(directory, 'dvc.yaml')}\n{_yaml(data)}"
        for directory, data in scene.pipelines().items()
    ]
    return "\n".join([*texts, f"{scene.sources} {scene.cache_type} {scene.ignored!r}"])


def _yaml(data: dict[str, Value]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def write_scene(project: Project, scene: Scene) -> None:
    for stage in scene.stages:
        (project.root / stage.directory / stage.wdir).mkdir(parents=True, exist_ok=True)
    for source in scene.sources:
        write_source(project, source)
    for params in scene.params:
        project.write({params.path: params.text()})
    for directory, data in scene.pipelines().items():
        project.write({os.path.join(directory, "dvc.yaml"): _yaml(data)})
    if scene.cache_type:
        project.write({".dvc/config": f"[cache]\n    type = {scene.cache_type}\n"})
    if scene.ignored is not None:
        project.write({".dvcignore": scene.ignored})


def write_source(project: Project, source: Source) -> None:
    root = project.root / source.path
    if not source.is_file:
        root.mkdir(parents=True, exist_ok=True)
    for name, content in source.files.items():
        path = root / name if name else root
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if source.executable:
            path.chmod(0o755)
