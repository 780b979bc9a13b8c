"""A real MLflow, from an environment of its own: its server on SQLite, and its own client.

Starting it takes seconds, so that one serves all tests of a session; each takes an experiment
of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.ports import end, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPOSITORY = Path(__file__).resolve().parents[2]
_serial = count(1)
# Everything of the runs of an experiment, as MLflow's own client reads it.
_READ = """
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
found = client.get_experiment_by_name(sys.argv[2])
runs = client.search_runs([found.experiment_id], order_by=["start_time"]) if found else []
print(json.dumps([{
    "id": run.info.run_id, "name": run.info.run_name, "status": run.info.status,
    "start": run.info.start_time, "end": run.info.end_time,
    "params": run.data.params, "metrics": run.data.metrics, "tags": run.data.tags,
    "inputs": [[one.dataset.name, one.dataset.digest] for one in run.inputs.dataset_inputs],
    "history": {
        key: [[one.step, one.value] for one in client.get_metric_history(run.info.run_id, key)]
        for key in run.data.metrics
    },
} for run in runs]))
"""


class MlflowServer(NamedTuple):
    uri: str
    python: Path

    def new_experiment(self) -> str:
        return f"experiment-{os.getpid()}-{next(_serial)}"

    def runs(self, experiment: str) -> list[dict[str, Any]]:
        """Oldest first, by MLflow's own client."""
        said = subprocess.run(
            [self.python, "-W", "ignore", "-c", _READ, self.uri, experiment],
            env=_environment(),
            capture_output=True,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(said.stdout)
        return found


def mlflow_python() -> Path:
    chosen = os.environ.get("LINEAL_PEER_MLFLOW")
    return Path(chosen) if chosen else _REPOSITORY / ".peers/mlflow/bin/python"


@contextmanager
def serving_mlflow(directory: Path) -> Iterator[MlflowServer]:
    port = free_port()
    python = mlflow_python()
    child = subprocess.Popen(
        [
            python.with_name("mlflow"),
            *("server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            *("--backend-store-uri", f"sqlite:///{directory}/mlflow.db"),
            *("--default-artifact-root", directory / "artifacts"),
        ],
        cwd=directory,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port, child, seconds=90)
        yield MlflowServer(f"http://127.0.0.1:{port}", python)
    finally:
        # Its workers are children of its own.
        end(child)


def _environment() -> dict[str, str]:
    """Without jobs in the background and without statistics for its makers."""
    return {
        **os.environ,
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        "GIT_PYTHON_REFRESH": "quiet",
    }
