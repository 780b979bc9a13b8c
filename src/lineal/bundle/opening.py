"""Opening a bundle: nothing of it is believed before all of it is proved.

The files against the manifest, the graph against the signature, and the golden rows against what
the graph says on this machine. Serving imports this: numpy, onnxruntime and msgspec, no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from lineal.base.errors import BundleError
from lineal.bundle import format as names
from lineal.bundle.contents import REBUILD, decode, read_contents
from lineal.bundle.format import Decision, Golden, Signature
from lineal.bundle.golden import check_golden
from lineal.bundle.opened import Bundle
from lineal.bundle.session import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.contents import Contents

__all__ = ["Bundle", "open_bundle", "open_contents"]


def open_bundle(path: str) -> Bundle:
    """BundleError names the file that is wrong, and what is wrong with it."""
    return open_contents(read_contents(path), path)


def open_contents(contents: Contents, path: str) -> Bundle:
    """``path`` is only for what errors say."""
    _check_name(contents, path)
    signature = _document(path, names.SIGNATURE, contents.files, Signature)
    bundle = Bundle(
        path=path,
        id=contents.id,
        manifest=contents.manifest,
        signature=signature,
        decision=_document(path, names.DECISION, contents.files, Decision),
        golden=_document(path, names.GOLDEN, contents.files, Golden),
        session=open_session(contents.files[names.MODEL], signature, f"{path}/{names.MODEL}"),
        documents={
            name: contents.files[name] for name in (names.PROFILE, names.GATES, names.RECIPE)
        },
    )
    check_golden(bundle)
    return bundle


class _Named(msgspec.Struct, frozen=True):
    """Of a profile, no more is looked at here."""

    model: str


def _check_name(contents: Contents, path: str) -> None:
    """The manifest has no hash in the bundle; what it says of itself is said twice."""
    named = _document(path, names.PROFILE, contents.files, _Named).model
    if named != contents.manifest.model:
        raise BundleError(
            f"{path}/{names.MANIFEST} is of a model '{contents.manifest.model}',"
            f" {names.PROFILE} of '{named}'",
            hint=REBUILD,
        )


def _document(path: str, name: str, files: Mapping[str, bytes], type_: type[Any]) -> Any:  # noqa: ANN401  what the type says
    return decode(files[name], type_, f"{path}/{name}")
