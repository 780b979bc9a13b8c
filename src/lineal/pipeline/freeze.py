"""``freeze`` and ``unfreeze``: edit ``frozen:`` in place, comments and layout kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import StageError
from lineal.pipeline.documents.pipelinefile import set_stage
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.stage_entry import stage_entry
from lineal.pipeline.targets import find_stages, parse_target
from lineal.storage.atomic import write_atomic
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def set_stage_frozen(ws: Workspace, target: str, *, frozen: bool) -> Stage:
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        asked = parse_target(target)
        if not asked.name and not (asked.file or "").endswith(".dvc"):
            raise StageError(
                f"cannot {'' if frozen else 'un'}freeze '{target}': it is a file of stages",
                hint=f"lineal {'freeze' if frozen else 'unfreeze'} {target}:STAGE",
            )
        found = find_stages(ws, target)
        if len(found) != 1 or found[0].generated_from is not None or found[0].parametrized:
            raise StageError(
                f"cannot {'' if frozen else 'un'}freeze '{target}':"
                " it is generated from a template or names several stages",
                hint="write 'frozen: true' into its definition in dvc.yaml",
            )
        stage = found[0]
        if stage.name is None:
            write_dvc_file(stage, [out.recorded for out in stage.outs], frozen=frozen)
        else:
            with open(stage.file, encoding="utf-8", newline="") as file:
                text = file.read()
            entry = stage_entry(stage, frozen=frozen)
            write_atomic(stage.file, set_stage(text, stage.name, entry).encode())
        return stage
