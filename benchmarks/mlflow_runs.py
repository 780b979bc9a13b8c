"""For the peer's Python: runs with 10 params and 10 metrics into SQLite; prints seconds a run."""

from __future__ import annotations

import sys
import time

from mlflow.entities import Metric, Param  # type: ignore[import-not-found]
from mlflow.tracking import MlflowClient  # type: ignore[import-not-found]

WARM, COUNT = 5, 50


def main(place: str) -> None:
    client = MlflowClient(tracking_uri=f"sqlite:///{place}")
    experiment = client.create_experiment("benchmark")
    for number in range(WARM):
        record(client, experiment, number)
    began = time.perf_counter()
    for number in range(COUNT):
        record(client, experiment, number)
    sys.stdout.write(f"{(time.perf_counter() - began) / COUNT}\n")


def record(client: MlflowClient, experiment: str, number: int) -> None:
    run = client.create_run(experiment)
    client.log_batch(
        run.info.run_id,
        params=[Param(f"p{at}", str(number + at)) for at in range(10)],
        metrics=[Metric(f"m{at}", number + at / 10, 0, 0) for at in range(10)],
    )
    client.set_terminated(run.info.run_id)


main(sys.argv[1])
