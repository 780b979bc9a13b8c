"""From a trained model and its rows to the files of a bundle. Pure: no disk, no clock, no chance.

First a draft, whose graph can be measured; then, when it was judged, the bundle.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from lineal.base.errors import TableError
from lineal.bundle import format as names
from lineal.bundle.choosing import choose_golden
from lineal.bundle.compiling import compile_model, signature_of
from lineal.bundle.contents import Contents
from lineal.bundle.format import Decision, Manifest
from lineal.bundle.frames import check_columns, frame_columns
from lineal.bundle.opening import open_contents
from lineal.bundle.parity import measure
from lineal.bundle.profile import profile
from lineal.bundle.scoring import run_graph
from lineal.bundle.session import open_session
from lineal.bundle.writing import encode, with_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from lineal.bundle.format import Signature
    from lineal.bundle.opened import Bundle
    from lineal.bundle.parity import Parity
    from lineal.learning.fitted import Model


class Draft(NamedTuple):
    """``scores`` are what the graph says of the test rows."""

    graph: bytes
    signature: Signature
    scores: NDArray[np.float64]
    parity: Parity


class Packed(NamedTuple):
    """``bundle`` is how whoever opens the files will find them."""

    files: Mapping[str, bytes]
    bundle: Bundle


def draft(model: Model, test: pl.DataFrame) -> Draft:
    graph, signature = compile_model(model), signature_of(model.recipe)
    session = open_session(graph, signature, names.MODEL)
    columns = frame_columns(test, signature)
    if not len(test):
        raise TableError(
            "the test table has no rows, so the bundle would have no golden rows",
            hint="set 'split.test' in the params to a larger share",
        )
    return Draft(
        graph, signature, run_graph(session.run, columns), measure(model, session, signature, test)
    )


class Extras(NamedTuple):
    """``name`` of the model; ``gates`` is the document with all verdicts; ``golden`` a count."""

    name: str
    gates: Mapping[str, Any]
    golden: int


def pack(
    model: Model, train: pl.DataFrame, test: pl.DataFrame, made: Draft, extras: Extras
) -> Packed:
    check_columns(train, made.signature)
    fitted = model.fitted
    golden = choose_golden(
        test, made.scores, made.signature, threshold=fitted.threshold, count=extras.golden
    )
    documents = {
        names.SIGNATURE: made.signature,
        names.DECISION: Decision(
            threshold=fitted.threshold,
            positive=fitted.positive,
            negative=fitted.negative,
            note=fitted.note,
        ),
        names.PROFILE: profile(extras.name, model, train, made.scores),
        names.GATES: dict(extras.gates),
        names.GOLDEN: golden,
        names.RECIPE: model.recipe,
    }
    written = {name: encode(document) for name, document in documents.items()}
    files = with_manifest({names.MODEL: made.graph, **written}, extras.name)
    return Packed(files, _opened(files, extras.name))


def _opened(files: Mapping[str, bytes], name: str) -> Bundle:
    """What does not open here would not open anywhere."""
    raw = files[names.MANIFEST]
    manifest = msgspec.json.decode(raw, type=Manifest)
    listed = {one: files[one] for one in manifest.files}
    return open_contents(Contents(hashlib.sha256(raw).hexdigest(), manifest, listed), name)
