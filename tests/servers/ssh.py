"""SSH: asyncssh's server in a process of its own, with SFTP below one directory."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.servers.ports import end, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "ada"
PASSWORD = "lovelace"  # noqa: S105  of a server on loopback


class SshServer(NamedTuple):
    port: int
    folder: Path

    @property
    def root(self) -> Path:
        """What the server shows as ``/``."""
        return self.folder / "root"

    @property
    def keyfile(self) -> Path:
        return self.folder / "client_key"

    @property
    def url(self) -> str:
        return f"ssh://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        return {"user": USER, "password": PASSWORD, "allow_agent": "false"}

    def known_hosts_line(self) -> str:
        key = (self.folder / "host_key.pub").read_text().strip()
        return f"[127.0.0.1]:{self.port} {key}\n"


@contextmanager
def serving_ssh(folder: Path) -> Iterator[SshServer]:
    import asyncssh  # deferred: half a second

    for name in ("host_key", "client_key"):
        key = asyncssh.generate_private_key("ssh-ed25519")
        key.write_private_key(str(folder / name))
        key.write_public_key(str(folder / f"{name}.pub"))
        os.chmod(folder / name, 0o600)
    (folder / "authorized_keys").write_bytes((folder / "client_key.pub").read_bytes())
    (folder / "root").mkdir()
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("ssh_child.py"), folder, str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, child)
        yield SshServer(port, folder)
    finally:
        end(child)
