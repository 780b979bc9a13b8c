"""Golden rows: rows with the answers they must get, wherever the bundle is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import BundleError
from lineal.bundle import format as names
from lineal.bundle.predictor import Predictor
from lineal.bundle.rows import to_columns

if TYPE_CHECKING:
    from lineal.bundle.opened import Bundle


def check_golden(bundle: Bundle) -> None:
    """BundleError at the first row that gets another score or another decision."""
    golden, where = bundle.golden, f"{bundle.path}/{names.GOLDEN}"
    if not golden.rows or len(golden.rows) != len(golden.scores):
        raise BundleError(f"{where} has {len(golden.rows)} rows and {len(golden.scores)} scores")
    predictor = Predictor(bundle)
    try:
        columns = to_columns(bundle.signature, golden.rows)
    except (KeyError, TypeError, ValueError) as error:
        raise BundleError(
            f"{where} has a row that the signature does not allow: {error}"
        ) from error
    found = predictor.scores(columns).tolist()
    for number, (score, due) in enumerate(zip(found, golden.scores, strict=True), start=1):
        same = predictor.decide(score) == predictor.decide(due)
        if not same or not abs(score - due) <= golden.tolerance:
            raise BundleError(
                f"bundle '{bundle.path}': golden row {number} scores {score!r} on this machine,"
                f" {names.GOLDEN} says {due!r}",
                hint="the model and its golden rows are not of one bundle, or this machine"
                " computes otherwise: build the bundle again with 'lineal run package'",
            )
