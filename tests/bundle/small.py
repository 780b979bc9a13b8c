"""A small valid bundle, made by hand in a moment: two inputs, no training."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.bundle import format as names
from lineal.bundle.format import Decision, Golden, Input, Signature
from lineal.bundle.graph.builder import Builder
from lineal.bundle.rows import to_columns
from lineal.bundle.session import start
from lineal.bundle.writing import encode, with_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE = Signature(
    inputs=(
        Input(name="minutes", kind="number", nullable=True),
        Input(name="country", kind="text"),
    ),
    target="purchased",
)
ROWS: tuple[dict[str, Any], ...] = (
    {"minutes": 0.0, "country": "IN"},
    {"minutes": 10.5, "country": "EG"},
    {"minutes": 400.0, "country": "US"},
    {"minutes": None, "country": "elsewhere"},
)


def graph(offset: float = -3.0) -> bytes:
    """Score = sigmoid(minutes / 100 + (country is IN) + offset); no minutes count as none."""
    builder = Builder()
    minutes = builder.input("minutes", text=False)
    country = builder.input("country", text=True)
    known = builder.node("Where", builder.node("IsNaN", minutes), builder.constant(0.0), minutes)
    share = builder.node("Div", known, builder.constant(100.0))
    is_in = builder.node("Equal", country, builder.constant([["IN"]]))
    added = builder.node("Add", share, builder.node("Cast", is_in, to=11))
    builder.output(
        names.SCORE, builder.node("Sigmoid", builder.node("Add", added, builder.constant(offset)))
    )
    raw: bytes = builder.model("small").SerializeToString(deterministic=True)
    return raw


def files(
    *,
    model: str = "purchase",
    offset: float = -3.0,
    threshold: float = 0.5,
    gates: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> dict[str, bytes]:
    """All files of the bundle, as bytes by name. Another ``offset`` is another bundle."""
    raw = graph(offset)
    run = start(raw, "small").run
    scores = run([names.SCORE], to_columns(SIGNATURE, ROWS))[0][:, 0].tolist()
    documents: dict[str, Any] = {
        names.SIGNATURE: SIGNATURE,
        names.DECISION: decision or Decision(threshold=threshold, note="by hand"),
        names.GOLDEN: Golden(rows=ROWS, scores=tuple(scores), tolerance=1e-9),
        names.PROFILE: {"model": model, "rows": 0, "columns": {}},
        names.GATES: dict(gates or {}),
        names.RECIPE: {
            "format": 1,
            "target": "purchased",
            "inputs": [
                {"name": "minutes", "kind": "number", "nullable": True},
                {"name": "country", "kind": "text"},
            ],
            "features": [],
            "columns": ["minutes", "country"],
        },
    }
    listed = {name: encode(document) for name, document in documents.items()}
    return with_manifest({names.MODEL: raw, **listed}, model)


def write(path: str, **options: Any) -> str:
    """The bundle as a directory; ``options`` as of `files`."""
    os.makedirs(path)
    for name, raw in files(**options).items():
        with open(os.path.join(path, name), "wb") as file:
            file.write(raw)
    return path
