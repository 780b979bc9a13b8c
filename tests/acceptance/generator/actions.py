"""What users, accidents and the world do to a repository: one value per action.

An action says *which* by a number, taken modulo what is there, so that it means the same
in both copies and shrinks well. ``perform`` does it to both copies of a pair.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import yaml
from hypothesis import strategies as st

from tests.acceptance.generator.names import contents
from tests.acceptance.generator.values import SCALARS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.generator.scene import Scene
    from tests.acceptance.generator.values import Value
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project


class Action(NamedTuple):
    verb: str
    which: int = 0
    flags: tuple[str, ...] = ()
    content: bytes = b""
    value: Value = None


RUN_FLAGS = (
    ("-P",),
    ("-P",),
    ("-P", "-f"),
    ("-P", "-k"),
    ("-P", "--ignore-errors"),
    ("-P", "--no-commit"),
    ("-P", "--no-run-cache"),
    ("-P", "--allow-missing"),
    ("-P", "--dry"),
    ("-R", "."),
)
TARGET_FLAGS = (
    (),
    (),
    ("-f",),
    ("-s",),
    ("-s", "-f"),
    ("-p",),
    ("--downstream",),
    ("--force-downstream",),
    ("--no-commit",),
    ("--allow-missing",),
)
OTHER_COMMANDS = (
    ("commit", "-f"),
    ("commit",),
    ("checkout",),
    ("checkout", "-f"),
    ("checkout", "--relink"),
    ("status",),
)
TARGET_COMMANDS = (
    ("commit", "-f"),
    ("checkout", "-f"),
    ("checkout",),
    ("freeze",),
    ("unfreeze",),
    ("status",),
)
ON_SOURCES = ("edit", "delete", "touch", "chmod", "replace")
ON_OUTPUTS = ("edit output", "delete output", "chmod output")
ON_CACHE = ("delete object", "corrupt object", "loosen object")
ON_STAGES = ("fail", "mend", "lazy", "change command")


def actions() -> st.SearchStrategy[Action]:
    """Runs are as likely as everything else together: that is where the engine works."""
    which = st.integers(0, 40)
    return st.one_of(
        st.builds(Action, st.just("run all"), which, st.sampled_from(RUN_FLAGS)),
        st.builds(Action, st.just("run all"), which, st.just(("-P",))),
        st.builds(Action, st.just("run"), which, st.sampled_from(TARGET_FLAGS)),
        st.builds(Action, st.just("command"), which, st.sampled_from(OTHER_COMMANDS)),
        st.builds(Action, st.just("command on"), which, st.sampled_from(TARGET_COMMANDS)),
        st.builds(Action, st.sampled_from(ON_SOURCES), which, content=contents()),
        st.builds(Action, st.just("edit"), which, content=contents()),
        st.builds(Action, st.just("set param"), which, value=st.sampled_from(SCALARS)),
        st.builds(Action, st.sampled_from(ON_OUTPUTS), which, content=contents()),
        st.builds(Action, st.sampled_from(ON_CACHE), which),
        st.builds(Action, st.sampled_from(ON_STAGES), which),
        st.builds(Action, st.just("add"), which),
    )


def perform(action: Action, pair: Pair, scene: Scene) -> str:
    """Do it to both; a command is compared as well. Returns what was done, for the log."""
    if argv := command(action, scene):
        pair.run(*argv)
        pair.assert_same_status()
        return " ".join(argv)
    change = CHANGES[action.verb]
    pair.edit(lambda project: change(project, scene, action))
    return f"{action.verb} {action.which} {action.content!r} {action.value!r}"


def command(action: Action, scene: Scene) -> tuple[str, ...]:
    targets = scene.targets()
    target = targets[action.which % len(targets)]
    match action.verb:
        case "run all":
            return ("repro", *action.flags)
        case "run":
            return ("repro", *action.flags, target)
        case "command":
            return action.flags
        case "command on":
            return (*action.flags, target)
        case "add":
            return ("add", scene.sources[action.which % len(scene.sources)].path)
    return ()


def edit_source(project: Project, scene: Scene, action: Action) -> None:
    path = source_file(project, scene, action)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(path, action.content)


def source_file(project: Project, scene: Scene, action: Action) -> Path:
    """One file of a source, which may have been turned over since."""
    source = scene.sources[action.which % len(scene.sources)]
    root = project.root / source.path
    if not root.is_dir() and (root.exists() or source.is_file):
        return root
    names = sorted(name for name in source.files if name) or ["inner"]
    return root / names[action.which % len(names)]


def replace_bytes(path: Path, content: bytes) -> None:
    """A new file, as editors write it: never through a link into the cache."""
    if path.is_symlink() or path.exists():
        path.unlink()
    path.write_bytes(content)


def delete_source(project: Project, scene: Scene, action: Action) -> None:
    remove(source_file(project, scene, action))


def touch_source(project: Project, scene: Scene, action: Action) -> None:
    path = source_file(project, scene, action)
    if path.exists():
        os.utime(path, ns=(1, 10**18 + action.which))


def chmod_source(project: Project, scene: Scene, action: Action) -> None:
    path = source_file(project, scene, action)
    if path.exists() and not path.is_symlink():
        path.chmod(0o755 if action.which % 2 else 0o644)


def turn_source_over(project: Project, scene: Scene, action: Action) -> None:
    """A file becomes a directory, or the other way round."""
    path = project.root / scene.sources[action.which % len(scene.sources)].path
    was_directory = path.is_dir()
    remove(path)
    if was_directory:
        path.write_bytes(action.content)
    else:
        path.mkdir(parents=True)
        (path / "inner").write_bytes(action.content)


def edit_output(project: Project, scene: Scene, action: Action) -> None:
    path = output_path(project, scene, action)
    if path and path.is_file():
        replace_bytes(path, action.content + b"!")
    elif path and path.is_dir():
        replace_bytes(path / "part", action.content + b"!")


def delete_output(project: Project, scene: Scene, action: Action) -> None:
    if path := output_path(project, scene, action):
        remove(path)


def chmod_output(project: Project, scene: Scene, action: Action) -> None:
    path = output_path(project, scene, action)
    if path and path.is_file() and not path.is_symlink():
        path.chmod(0o755 if action.which % 2 else 0o644)


def output_path(project: Project, scene: Scene, action: Action) -> Path | None:
    paths = [output.path for stage in scene.stages for output in stage.outputs]
    return project.root / paths[action.which % len(paths)] if paths else None


def delete_object(project: Project, _: Scene, action: Action) -> None:
    if path := cached_object(project, action):
        path.unlink()


def corrupt_object(project: Project, _: Scene, action: Action) -> None:
    """Other bytes and a mode that invites a check: DVC trusts 0444 blindly, and so do we."""
    if path := cached_object(project, action):
        path.chmod(0o644)
        path.write_bytes(b"corrupted" + path.read_bytes())


def loosen_object(project: Project, _: Scene, action: Action) -> None:
    if path := cached_object(project, action):
        path.chmod(0o644)


def cached_object(project: Project, action: Action) -> Path | None:
    cache = project.root / ".dvc/cache/files/md5"
    objects = sorted(path for path in cache.rglob("*") if path.is_file())
    return objects[action.which % len(objects)] if objects else None


def set_param(project: Project, scene: Scene, action: Action) -> None:
    """One key of one file; every fourth time a nested one, sometimes it goes."""
    file = scene.params[action.which % len(scene.params)]
    data = dict(file.data)
    key = ("lr", "epochs", "name")[action.which % 3]
    if action.which % 4 == 0 and isinstance(nested := data["nested"], dict):
        data["nested"] = {**nested, "deep": action.value}
    elif action.which % 7 == 0:
        data.pop(key)
    else:
        data[key] = action.value
    project.write({file.path: file._replace(data=data).text()})


def mark_stage(project: Project, scene: Scene, action: Action) -> None:
    number = action.which % len(scene.stages)
    project.write({f"{action.verb}-{number}": ""})


def mend_stage(project: Project, scene: Scene, action: Action) -> None:
    number = action.which % len(scene.stages)
    for marker in ("fail", "lazy"):
        (project.root / f"{marker}-{number}").unlink(missing_ok=True)


def change_command(project: Project, scene: Scene, action: Action) -> None:
    """A further harmless line; through the file, since freeze may have edited it."""
    stage = scene.stages[action.which % len(scene.stages)]
    name = os.path.join(stage.directory, "dvc.yaml")
    data = yaml.safe_load(project.read(name))
    entry = data["stages"][stage.name]
    body = entry.get("do", entry)
    lines = body["cmd"] if isinstance(body["cmd"], list) else [body["cmd"]]
    body["cmd"] = [*lines, f"true {action.which}"]
    project.write({name: yaml.safe_dump(data, sort_keys=False, allow_unicode=True)})


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


CHANGES: dict[str, Callable[[Project, Scene, Action], None]] = {
    "edit": edit_source,
    "delete": delete_source,
    "touch": touch_source,
    "chmod": chmod_source,
    "replace": turn_source_over,
    "edit output": edit_output,
    "delete output": delete_output,
    "chmod output": chmod_output,
    "delete object": delete_object,
    "corrupt object": corrupt_object,
    "loosen object": loosen_object,
    "set param": set_param,
    "fail": mark_stage,
    "lazy": mark_stage,
    "mend": mend_stage,
    "change command": change_command,
}
