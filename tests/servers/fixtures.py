"""The servers as fixtures; ``tests/conftest.py`` hands them to every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.azurite import azurite_script, serving_azure
from tests.servers.gcs import serving_gcs
from tests.servers.http import serving_http
from tests.servers.mlflow import mlflow_python, serving_mlflow
from tests.servers.s3 import serving_s3
from tests.servers.ssh import serving_ssh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.azurite import AzureServer
    from tests.servers.gcs import GcsServer
    from tests.servers.http import HttpServer
    from tests.servers.mlflow import MlflowServer
    from tests.servers.s3 import S3Server
    from tests.servers.ssh import SshServer


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """A server that speaks S3; take a bucket of your own: ``s3.new_bucket()``."""
    with serving_s3() as server:
        yield server


@pytest.fixture(scope="session")
def gcs() -> Iterator[GcsServer]:
    with serving_gcs() as server:
        yield server


@pytest.fixture(scope="session")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AzureServer]:
    if not azurite_script().is_file():
        pytest.fail("no Azurite: run `make emulators`, or set LINEAL_AZURITE")
    with serving_azure(tmp_path_factory.mktemp("azurite")) as server:
        yield server


@pytest.fixture(scope="session")
def _http_server() -> Iterator[HttpServer]:
    with serving_http() as server:
        yield server


@pytest.fixture
def http(_http_server: HttpServer) -> HttpServer:
    """A web server, empty and well-behaved until a test says otherwise."""
    _http_server.reset()
    return _http_server


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """An SSH server with SFTP; ``ssh.root`` is what it shows as ``/``."""
    with serving_ssh(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="session")
def mlflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MlflowServer]:
    """A real MLflow; take an experiment of your own: ``mlflow.new_experiment()``."""
    if not mlflow_python().is_file():
        pytest.fail("no peer MLflow: run `make peers`, or set LINEAL_PEER_MLFLOW")
    with serving_mlflow(tmp_path_factory.mktemp("mlflow")) as server:
        yield server
