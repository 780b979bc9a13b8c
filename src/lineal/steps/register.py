"""``lineal step register``: a bundle becomes the next version of its model."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from lineal.base.errors import BundleError
from lineal.bundle.format import MANIFEST
from lineal.gates.gate import overall
from lineal.registry.described import plain_metrics, verdicts_of
from lineal.registry.registering import check_name
from lineal.steps.step import DOCUMENT, FILES, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    model: Annotated[str, Meta(min_length=1, description="the name it is registered under")]


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    """The output has no number: the same bundle is the same bytes in every ledger."""
    files: Mapping[str, bytes] = inputs["bundle"]
    model, metrics = check_name(params.model), plain_metrics(inputs.get("metrics"))
    if MANIFEST not in files or "gates.json" not in files:
        raise BundleError(
            "--bundle is not a bundle: it has no manifest.json, or no gates.json",
            hint="give what the package stage wrote",
        )
    bundle = hashlib.sha256(files[MANIFEST]).hexdigest()
    verdict = overall(verdicts_of(files, "--bundle"))
    return Result(
        {"version": {"model": model, "bundle": bundle, "verdict": verdict}},
        after=partial(_register, model, metrics),
    )


def _register(
    model: str, metrics: Mapping[str, float], paths: Mapping[str, str]
) -> tuple[str, ...]:
    from lineal.registry.adding import add_bundle  # deferred: needs a project

    return add_bundle(paths["bundle"], model, metrics)


STEP = Step(
    help="Register a bundle as the next version of a model.",
    inputs=(
        Port("bundle", FILES, "the bundle, from the package step"),
        Port("metrics", DOCUMENT, "its metrics, to be shown with it", optional=True),
    ),
    outputs=(Port("version", DOCUMENT, "which bundle it is, and its verdict"),),
    params=Params,
    decide=decide,
)
