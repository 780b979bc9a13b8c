"""One remote of each kind, fresh for every test, against a real server where there is one."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from lineal.storage.config import Config
from lineal.storage.remotes.memory import MemoryRemote
from lineal.storage.remotes.opening import open_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lineal.storage.remotes.port import Remote

_serial = count(1)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine's own credentials reaches a test."""
    for name in ("HOME", "AZURE_CONFIG_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """The settings of a fresh remote of a kind, as they stand in a config file."""

    def settings(kind: str) -> dict[str, str]:
        if kind == "local":
            return {"url": str(tmp_path / "remote")}
        server = request.getfixturevalue(kind)
        if kind == "azure":
            return {"url": f"azure://{server.new_container()}/below/it", **server.settings()}
        if kind == "http":
            return {"url": f"{server.endpoint}/below/it"}
        if kind == "ssh":
            return {"url": f"{server.url}/data-{next(_serial)}", **server.settings()}
        scheme = "gs" if kind == "gcs" else kind
        return {"url": f"{scheme}://{server.new_bucket()}/below/it", **server.settings()}

    return settings


@pytest.fixture
def opened(settings_of: Callable[[str], dict[str, str]]) -> Iterator[Callable[..., Remote]]:
    """Opens a remote of a kind, with more settings if need be; closed after the test."""
    remotes: list[Remote] = []

    def make(kind: str, **more: str) -> Remote:
        if kind == "memory":
            remote: Remote = MemoryRemote()
        else:
            config = Config(remotes={"r": {**settings_of(kind), **more}})
            remote = open_remote(config, "r")
        remotes.append(remote)
        return remote

    yield make
    for remote in remotes:
        remote.close()
