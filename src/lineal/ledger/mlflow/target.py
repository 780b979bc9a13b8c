"""Which MLflow, as ``lineal.yaml`` says. A variable alone mirrors nothing: it is often set.

mlflow:
  uri: http://mlflow:5000     # default: MLFLOW_TRACKING_URI
  experiment: churn           # default: the name of the project's directory
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import ConfigError
from lineal.ledger.settings import check_section
from lineal.ledger.web import WebClient, shown_url

if TYPE_CHECKING:
    from collections.abc import Mapping

URI = "MLFLOW_TRACKING_URI"
TOKEN = "MLFLOW_TRACKING_TOKEN"  # noqa: S105  the name of a variable
USER, PASSWORD = "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"
_KEYS = ("uri", "experiment")


class MLflow(NamedTuple):
    uri: str
    experiment: str

    @property
    def label(self) -> str:
        return shown_url(self.uri).rstrip("/")


def mlflow_of(settings: Mapping[str, Any], environ: Mapping[str, str], root: str) -> MLflow | None:
    """None when the project does not mirror."""
    if not settings:
        return None
    check_section("mlflow", settings, _KEYS)
    uri = settings.get("uri") or environ.get(URI)
    if not uri:
        raise ConfigError(
            "lineal.yaml: mlflow says no uri", hint=f"mlflow: {{uri: 'http://…'}}, or set {URI}"
        )
    if not uri.startswith(("http://", "https://")):
        raise ConfigError(
            f"mlflow.uri: not the URL of a server: {shown_url(uri)}",
            hint="start one with `mlflow server`, and write mlflow: {uri: 'http://127.0.0.1:5000'}",
        )
    return MLflow(uri, settings.get("experiment") or os.path.basename(root))


def client_of(target: MLflow, environ: Mapping[str, str]) -> WebClient:
    """With the credentials of MLflow's own variables, as its client has it."""
    user, password = environ.get(USER), environ.get(PASSWORD)
    uri = target.uri
    if user and password and "@" not in uri:
        from urllib.parse import quote  # deferred: few have passwords

        scheme, _, rest = uri.partition("://")
        uri = f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest}"
    return WebClient(uri, environ.get(TOKEN), what="mlflow.uri")
