"""MLflow's REST API, as much of it as a mirror needs.

Its own client takes more than a second to import; these are five requests.
"""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from lineal.base.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.mlflow.plan import Mirrored
    from lineal.ledger.web import Answer, WebClient

# What one request may hold, as the server checks it.
_METRICS, _PARAMS, _TAGS = 1000, 100, 100
_INPUTS = 100
_ROOT = "/api/2.0/mlflow"
#: The tag by which a run of ours is found again.
RUN_TAG = "lineal.run"


class There(NamedTuple):
    """A run in MLflow."""

    id: str
    url: str


class MLflowApi:
    """``label`` is for people. Every method raises `LedgerError` for what fails."""

    __slots__ = ("_client", "label")

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self.label = client.label

    def experiment(self, name: str) -> str:
        """Its id; made when there is none."""
        path = f"/experiments/get-by-name?experiment_name={quote(name, safe='')}"
        answer = self._client.get(_ROOT + path)
        if answer.status == HTTPStatus.NOT_FOUND:
            made = self._post("/experiments/create", {"name": name})
            return str(made["experiment_id"])
        return str(self._checked(answer)["experiment"]["experiment_id"])

    def write(self, experiment: str, run_id: str, run: Mirrored) -> There:
        """The run as a whole. One that was begun before is completed."""
        there = self._find(experiment, run_id) or self._create(experiment, run)
        tags = list(run.tags.items())
        for batch in _batches(tags[_TAGS:], _TAGS):
            self._log(there, tags=_pairs(batch))
        for batch in _batches(run.params.items(), _PARAMS):
            self._log(there, params=_pairs(batch))
        for batch in _batches(run.metrics, _METRICS):
            self._log(there, metrics=[one._asdict() for one in batch])
        for batch in _batches(run.inputs, _INPUTS):
            self._post(
                "/runs/log-inputs",
                {"run_id": there, "datasets": [_dataset(*one) for one in batch]},
            )
        end = {"run_id": there, "status": run.status, "end_time": run.end}
        self._post("/runs/update", end)
        return There(there, f"{self.label}/#/experiments/{experiment}/runs/{there}")

    def _find(self, experiment: str, run_id: str) -> str | None:
        said = self._post(
            "/runs/search",
            {
                "experiment_ids": [experiment],
                "filter": f"tags.`{RUN_TAG}` = '{run_id}'",
                "max_results": 1,
            },
        )
        runs = said.get("runs") or []
        return str(runs[0]["info"]["run_id"]) if runs else None

    def _create(self, experiment: str, run: Mirrored) -> str:
        said = self._post(
            "/runs/create",
            {
                "experiment_id": experiment,
                "run_name": run.name,
                "start_time": run.start,
                "tags": _pairs(islice(run.tags.items(), _TAGS)),
            },
        )
        return str(said["run"]["info"]["run_id"])

    def _log(self, run: str, **entities: object) -> None:
        self._post("/runs/log-batch", {"run_id": run, **entities})

    def _post(self, path: str, body: object) -> dict[str, Any]:
        return self._checked(self._client.post(_ROOT + path, body))

    def _checked(self, answer: Answer) -> dict[str, Any]:
        if not answer.is_ok:
            said = str(answer.json().get("message") or "")[:300]
            raise LedgerError(
                f"MLflow at {self.label} answers {answer.status}: {said}".rstrip(": "),
                hint="look at mlflow in lineal.yaml; then `lineal ledger mirror`",
            )
        return answer.json()


def _pairs(items: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in items]


def _dataset(name: str, digest: str) -> dict[str, Any]:
    return {
        "tags": [{"key": "mlflow.data.context", "value": "input"}],
        "dataset": {"name": name, "digest": digest, "source_type": "local", "source": name},
    }


def _batches(items: Iterable[Any], most: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, most)):
        yield batch
