"""``freeze`` and ``unfreeze``: edit ``frozen:`` in place, comments and layout kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import StageError
from lineal.pipeline.documents.pipelinefile import set_frozen
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.targets import find_stages
from lineal.storage.atomic import write_atomic
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def set_stage_frozen(ws: Workspace, target: str, *, frozen: bool) -> Stage:
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
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
            write_atomic(stage.file, set_frozen(text, stage.name, frozen=frozen).encode())
        return stage
