"""What a bundle holds, as values: the files of its directory and what each says. Pure.

``model.onnx`` takes a tensor [N, 1] for each input of the signature, float64 with NaN for missing
or text with "" for missing, and gives ``score`` [N, 1]. Nothing in a bundle knows a clock or an id:
the same inputs make the same bundle.
"""

from __future__ import annotations

from typing import Any

import msgspec

MODEL, SIGNATURE, DECISION = "model.onnx", "signature.json", "decision.json"
PROFILE, GATES, GOLDEN, RECIPE = "profile.json", "gates.json", "golden.json", "recipe.json"
MANIFEST = "manifest.json"
SCORE = "score"
FORMAT = 1
#: Kinds of inputs.
NUMBER, INTEGER, TEXT, BOOLEAN = "number", "integer", "text", "boolean"


class Input(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``kind`` is number, integer, text or boolean. Only a ``nullable`` one may be missing."""

    name: str
    kind: str
    nullable: bool = False


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    inputs: tuple[Input, ...]
    target: str


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A score at or above the threshold is ``positive``. ``note`` says where it comes from."""

    threshold: float
    positive: int | str = 1
    negative: int | str = 0
    note: str = ""


class Golden(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows with the answers they must get, within ``tolerance`` of the score."""

    rows: tuple[dict[str, Any], ...]
    scores: tuple[float, ...]
    tolerance: float


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All files but itself. The SHA-256 of the manifest's bytes names the bundle."""

    format: int
    model: str
    files: dict[str, File]
