"""Writing ``.dvc`` files after the data they describe was hashed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.pipeline.documents.dvcfile import updated_dvc_text
from lineal.pipeline.records import dvc_entry, import_checksum
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.pipeline.model import Recorded, Stage


def dvc_data(
    stage: Stage, outs: Sequence[Recorded], *, frozen: bool | None = None, checksum: bool = True
) -> dict[str, Any]:
    """The content of a ``.dvc`` file, in DVC's key order; empty values are left out."""
    data: Mapping[str, Any] = stage.data
    is_frozen = stage.frozen if frozen is None else frozen
    content = {
        "desc": data.get("desc"),
        # The place of the key; what it says depends on the others.
        "md5": data.get("md5") or (stage.is_import and checksum),
        "wdir": data.get("wdir"),
        "frozen": is_frozen or None,
        "deps": list(data.get("deps") or ()),
        "outs": [
            dvc_entry(out.spelled, recorded, out.flags)
            for out, recorded in zip(stage.outs, outs, strict=True)
        ],
        "always_changed": data.get("always_changed"),
        "meta": data.get("meta"),
    }
    kept = {key: value for key, value in content.items() if value}
    if stage.is_import and checksum:
        kept["md5"] = import_checksum(kept)
    return kept


def write_dvc_file(
    stage: Stage,
    outs: Sequence[Recorded],
    *,
    frozen: bool | None = None,
    checksum: bool = True,
    as_read: bool = True,
) -> bool:
    """Comments and layout of an existing file stay as they are; tells whether it changed.

    ``checksum``: whether an import gets the MD5 of what it declares, which says that it was made.
    ``as_read``: whether ``stage.data`` is still what the file says.
    """
    try:
        with open(stage.file, encoding="utf-8", newline="") as file:
            text: str | None = file.read()
    except FileNotFoundError:
        text = None
    data = dvc_data(stage, outs, frozen=frozen, checksum=checksum)
    known = dict(stage.data) if as_read and text is not None else None
    updated = updated_dvc_text(text, data, known)
    if updated == text:
        return False
    write_atomic(stage.file, updated.encode())
    return True
