"""What is recorded of one path: the part ``dvc.lock`` and ``.dvc`` files have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.schema.checksum import is_checksum
from lineal.pipeline.schema.spec import FLAG, TEXT, WHOLE, Leaf, ListOf, MapOf, Record

if TYPE_CHECKING:
    from lineal.pipeline.schema.spec import Spec

CHECKSUM = Leaf("a checksum", is_checksum)

_MEASURES: dict[str, Spec] = {
    "md5": CHECKSUM,
    "checksum": CHECKSUM,
    "etag": CHECKSUM,
    "size": WHOLE,
    "nfiles": WHOLE,
    "isexec": FLAG,
    "version_id": TEXT,
}
_CLOUD = MapOf(Record(_MEASURES, required=frozenset()), most=1)

#: Members of a directory, written out for remotes that keep versions.
FILES = ListOf(
    Record(
        {**_MEASURES, "relpath": TEXT, "cloud": _CLOUD},
        required=frozenset({"relpath"}),
    )
)

ENTRY: dict[str, Spec] = {**_MEASURES, "cloud": _CLOUD, "hash": TEXT}
