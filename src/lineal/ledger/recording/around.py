"""What is around the executions of one run: its code and environment, found out beside it.

A thread asks Git and reads the names of packages while the first stage runs; nobody waits for
it before the end.
"""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.ledger.fact import NewFact
    from lineal.ledger.kinds.run import Author
    from lineal.ledger.recording.code import Code
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Around(NamedTuple):
    code: Code
    environment: NewFact

    author: Author

    @property
    def is_pinned(self) -> bool:
        return bool(self.environment.payload.get("locked"))


class Finding:
    """Started when it is made."""

    __slots__ = ("_around", "_error", "_thread")

    def __init__(
        self,
        ws: Workspace,
        stages: Sequence[Stage],
        variables: Sequence[str],
        time: int,
        load: Callable[[], None],
    ) -> None:
        """``load`` is called beside the first stage as well."""
        self._around: Around | None = None
        self._error: BaseException | None = None
        git_root = ws.project.git_root
        excluded = [out.path for stage in stages for out in stage.outs if not out.cache]
        environ = dict(os.environ)

        def find() -> None:
            try:
                load()
                self._around = _find(ws.root, git_root, excluded, environ, variables, time)
            except BaseException as exc:  # noqa: BLE001 (raised again where somebody can act)
                self._error = exc

        self._thread = threading.Thread(target=find, daemon=True)
        self._thread.start()

    def now(self) -> Around | None:
        """None while it is not known."""
        return None if self._thread.is_alive() else self.known()

    def known(self) -> Around:
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._around is not None  # noqa: S101  it is one or the other
        return self._around


def _find(
    root: str,
    git_root: str | None,
    excluded: Sequence[str],
    environ: Mapping[str, str],
    variables: Sequence[str],
    time: int,
) -> Around:
    # deferred: loaded beside the first stage, not before it
    from lineal.ledger.recording.code import Code, read_code
    from lineal.ledger.recording.environment import environment_fact, read_environment

    code = Code() if git_root is None else read_code(git_root, root, excluded)
    environment = environment_fact(read_environment(root, environ, variables), time)
    return Around(code, environment, _author(code, environ))


def _author(code: Code, environ: Mapping[str, str]) -> Author:
    """Who Git would say is the author of a commit made now."""
    from lineal.ledger.writer import user_name  # deferred: as above

    author: Author = {"user": user_name(), "host": socket.gethostname()}
    if name := environ.get("GIT_AUTHOR_NAME") or code.name:
        author["name"] = name
    if email := environ.get("GIT_AUTHOR_EMAIL") or code.email:
        author["email"] = email
    return author
