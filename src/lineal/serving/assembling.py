"""From settings to an application that answers: the bundle proved, its log open, the routes set."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import onnxruntime

from lineal.base.errors import BundleError
from lineal.base.version import __version__
from lineal.bundle.format import GATES
from lineal.bundle.opening import open_bundle
from lineal.bundle.predictor import Predictor
from lineal.bundle.shown import short_bundle
from lineal.receipts.receipt import Origin
from lineal.receipts.writing import ReceiptLog
from lineal.serving.app import App, Got, Posted
from lineal.serving.counting import (
    BATCH,
    DOCS,
    HEALTH,
    METRICS,
    OPENAPI,
    PREDICT,
    READY,
    Counter,
)
from lineal.serving.gates import refuse_unless_passed
from lineal.serving.prediction_routes import PredictionRoutes
from lineal.serving.readiness import Readiness
from lineal.serving.reading_routes import ReadingRoutes, to_docs
from lineal.serving.served import Served

if TYPE_CHECKING:
    from lineal.bundle.opened import Bundle
    from lineal.serving.settings import Settings


class Assembled(NamedTuple):
    app: App
    log: ReceiptLog
    readiness: Readiness


def assemble(
    settings: Settings, blocks: list[memoryview[float]], number: int, token: bytes | None
) -> Assembled:
    """``number`` is the worker's among ``blocks``. BundleError, RefusedError: it is not served."""
    bundle = open_bundle(settings.bundle)
    _refuse_another(bundle, settings)
    refuse_unless_passed(bundle.documents[GATES], settings.bundle)
    origin = _origin(bundle, settings, number)
    log = ReceiptLog(settings.receipts, origin, durable=settings.durable)
    counter = Counter(blocks[number])
    counter.started(os.getpid(), time.time())
    readiness = Readiness(settings.receipts)
    served = _served(bundle, origin, settings, token)
    predictions = PredictionRoutes(
        signature=bundle.signature,
        decision=bundle.decision,
        version=served.version,
        scorer=Predictor(bundle),
        log=log,
        most_rows=settings.most_rows,
        counter=counter,
        readiness=readiness,
    )
    app = App(
        posts={
            "/predict": Posted(PREDICT, predictions.predict),
            "/batch_predict": Posted(BATCH, predictions.batch_predict),
        },
        gets=_gets(ReadingRoutes(served, readiness, blocks)),
        counter=counter,
        most_body=settings.most_body,
        token=token,
    )
    return Assembled(app, log, readiness)


def _refuse_another(bundle: Bundle, settings: Settings) -> None:
    """A worker that is started later serves what the first one served, or nothing."""
    if bundle.id != settings.digest:
        raise BundleError(
            f"'{settings.bundle}' holds the bundle {short_bundle(bundle.id)} now,"
            f" and {short_bundle(settings.digest)} is served",
            hint="end this server, and start it again to serve what is there now",
        )


def _gets(routes: ReadingRoutes) -> dict[str, Got]:
    return {
        "/health": Got(HEALTH, routes.health),
        "/ready": Got(READY, routes.ready),
        "/metrics": Got(METRICS, routes.metrics, guarded=True),
        "/openapi.json": Got(OPENAPI, routes.openapi),
        "/docs": Got(DOCS, routes.docs),
        "/": Got(DOCS, to_docs),
    }


def _origin(bundle: Bundle, settings: Settings, number: int) -> Origin:
    machine = os.uname()
    python = sys.version_info
    runtime = {
        "lineal": __version__,
        "python": f"{python.major}.{python.minor}.{python.micro}",
        "numpy": np.__version__,
        "onnxruntime": onnxruntime.__version__,
        "machine": machine.machine,
        "system": machine.sysname,
    }
    endpoint = settings.endpoint or bundle.manifest.model
    worker = f"{machine.nodename}/{os.getpid()}/{number}"
    return Origin(endpoint, settings.version, bundle.id, worker, runtime)


def _served(bundle: Bundle, origin: Origin, settings: Settings, token: bytes | None) -> Served:
    """A bundle that no registry knows is named by its digest, as `lineal models` takes it."""
    model, inputs = bundle.manifest.model, bundle.signature.inputs
    # In the order of the signature; whoever needs a token to ask may read no rows without it.
    rows = bundle.golden.rows if token is None else ()
    examples = [{one.name: row.get(one.name) for one in inputs} for row in rows]
    return Served(
        endpoint=origin.endpoint,
        model=model,
        version=settings.version or f"{model}@{short_bundle(bundle.id)}",
        bundle=bundle.id,
        inputs=inputs,
        target=bundle.signature.target,
        decision=bundle.decision,
        examples=examples,
        most_rows=settings.most_rows,
        token=token is not None,
    )
