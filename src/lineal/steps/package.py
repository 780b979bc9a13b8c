"""``lineal step package``: model, verdicts and golden rows become one bundle, proved by opening it.

A graph that disagrees with the training-time predictor does not stop the step: the verdict of
parity says so in the bundle, and such a version is not promoted.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from lineal.base.errors import DataError
from lineal.bundle.packing import Extras, draft, pack
from lineal.bundle.shown import short_bundle
from lineal.gates.document import extend, load
from lineal.gates.gate import PASS
from lineal.gates.parity import Parity, ParitySettings, parity_verdicts
from lineal.learning.model_files import from_files
from lineal.steps.step import DOCUMENT, FILES, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.packing import Packed
    from lineal.bundle.parity import Parity as Measured
    from lineal.gates.gate import Verdict


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    golden: Annotated[
        int, Meta(ge=1, le=10_000, description="rows kept with their answers, from the test rows")
    ] = 32
    parity: Annotated[
        ParitySettings, Meta(description="how far the graph may be from the trained model")
    ] = ParitySettings()
    model: Annotated[str, Meta(description="name of the model; empty: that of its target")] = ""


class _Subject(msgspec.Struct, frozen=True):
    digest: dict[str, str]


class _About(msgspec.Struct, frozen=True):
    """What a document of verdicts is about."""

    subject: tuple[_Subject, ...]


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    model = from_files(inputs["model"])
    gates = _gates_of(inputs["gates"], inputs["model"])
    made = draft(model, inputs["test"])
    verdicts = parity_verdicts(params.parity, _told(made.parity, params.parity))
    extras = Extras(params.model or model.recipe.target, extend(gates, verdicts), params.golden)
    packed = pack(model, inputs["train"], inputs["test"], made, extras)
    return Result(
        outputs={"bundle": packed.files},
        lines=_lines(model.fitted.family, packed, made.parity, verdicts),
        columns=tuple(
            Computed(("train", one.name), ("bundle", one.name), "input of the graph")
            for one in model.recipe.inputs
        ),
        metrics={
            "parity_rows": made.parity.rows,
            "parity_max_difference": made.parity.max_difference,
            "parity_flips": made.parity.flips,
        },
    )


def _gates_of(document: Mapping[str, Any], files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The document, if it is about this model: verdicts on another one say nothing of it."""
    load(document)
    try:
        about = msgspec.convert(document, _About)
    except msgspec.ValidationError as exc:
        raise DataError(f"--gates: {exc}", hint="make it with 'lineal run gate'") from exc
    judged = {one.digest.get("sha256") for one in about.subject}
    if not {hashlib.sha256(raw).hexdigest() for raw in files.values()} <= judged:
        raise DataError(
            "--gates: its verdicts are about another model than --model",
            hint="judge this one first: 'lineal run gate'",
        )
    return document


def _told(found: Measured, settings: ParitySettings) -> Parity:
    """Where the two differ most is only told where they differ too much."""
    is_fine = found.max_difference <= settings.tolerance and found.flips <= settings.max_flips
    worst = "" if is_fine or found.worst is None else f"most at {_row(found.worst)}"
    return Parity(
        rows=found.rows, max_difference=found.max_difference, flips=found.flips, worst=worst
    )


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name}={'nothing' if value is None else value}" for name, value in row.items()
    )


def _lines(
    family: str, packed: Packed, found: Measured, verdicts: list[Verdict]
) -> tuple[str, ...]:
    size = sum(map(len, packed.files.values()))
    rows = len(packed.bundle.golden.rows)
    what = f"{family}, {size / 1000:,.0f} kB, {rows} golden rows"
    flips = "no decision flips" if not found.flips else f"{found.flips:,} decisions flip"
    apart = f"largest difference {found.max_difference:.2g}, {flips}"
    return (
        f"bundle {short_bundle(packed.bundle.id)}: {what}",
        f"parity on {found.rows:,} rows, {found.edges:,} of them at edges: {apart}",
        *(f"{one.check}: {one.verdict}: {one.why}" for one in verdicts if one.verdict != PASS),
    )


STEP = Step(
    help="Compile a model into a bundle that serves it, and measure that both say the same.",
    inputs=(
        Port("model", FILES, "the fitted model, from the train step"),
        Port("train", TABLE, "rows it learnt from, for the reference profile"),
        Port("test", TABLE, "rows it did not see: for parity and golden rows"),
        Port("gates", DOCUMENT, "verdicts on the model, from the gate step"),
    ),
    outputs=(Port("bundle", FILES, "the bundle: graph, signature, verdicts, manifest"),),
    params=Params,
    decide=decide,
)
