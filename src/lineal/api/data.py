"""``lineal.open``, ``read`` and ``get_url``: one file of a project, at any revision."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, TextIO, overload

from lineal.api.opening import Where, opened_at
from lineal.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MODES = ("r", "rt", "tr", "rb", "br")


@overload
def open(  # noqa: A001  the name users look for
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    mode: Literal["r", "rt", "tr"] = ...,
    encoding: str | None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> TextIO: ...


@overload
def open(  # noqa: A001  as above
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    *,
    mode: Literal["rb", "br"],
    encoding: None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> BinaryIO: ...


@overload
def open(  # noqa: A001  as above
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    mode: str = ...,
    encoding: str | None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> IO[Any]: ...


def open(  # noqa: A001, PLR0913, PLR0917  as above, and as many arguments as dvc.api has
    path: str,
    repo: str | None = None,
    rev: str | None = None,
    remote: str | None = None,
    mode: str = "r",
    encoding: str | None = None,
    config: Mapping[str, Any] | None = None,
    remote_config: Mapping[str, Any] | None = None,
) -> IO[Any]:
    """Open a file that DVC or Git tracks, wherever its bytes are.

    Returns a seekable file object to read from, to be used with ``with`` or closed by hand.
    The workspace comes first (or Git, at a revision), then the cache, then the remote, of which
    only the parts that are read are fetched.

    ``path`` is relative to the root of the project, or to the current directory if that is
    inside the workspace. ``repo`` is a path or a Git URL, by default the project here. Without
    ``rev`` it is the workspace, or the default branch behind a URL. ``config`` and
    ``remote_config`` are settings for this call.
    """
    _check_mode(mode)
    with opened_at(Where(repo, rev, remote, config, remote_config), path) as (ws, absolute):
        from lineal.pipeline.imports.imported import find_anywhere

        file = find_anywhere(ws, absolute).open()
    return file if "b" in mode else io.TextIOWrapper(file, encoding=encoding)


@overload
def read(
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    mode: Literal["r", "rt", "tr"] = ...,
    encoding: str | None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> str: ...


@overload
def read(
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    *,
    mode: Literal["rb", "br"],
    encoding: None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> bytes: ...


@overload
def read(
    path: str,
    repo: str | None = ...,
    rev: str | None = ...,
    remote: str | None = ...,
    mode: str = ...,
    encoding: str | None = ...,
    config: Mapping[str, Any] | None = ...,
    remote_config: Mapping[str, Any] | None = ...,
) -> str | bytes: ...


def read(  # noqa: PLR0913, PLR0917  as many arguments as dvc.api has
    path: str,
    repo: str | None = None,
    rev: str | None = None,
    remote: str | None = None,
    mode: str = "r",
    encoding: str | None = None,
    config: Mapping[str, Any] | None = None,
    remote_config: Mapping[str, Any] | None = None,
) -> str | bytes:
    """All of a file, as text or, with ``mode="rb"``, as bytes. The arguments are `open`'s."""
    with open(path, repo, rev, remote, mode, encoding, config, remote_config) as file:
        content: str | bytes = file.read()
    return content


def get_url(
    path: str,
    repo: str | None = None,
    rev: str | None = None,
    remote: str | None = None,
    config: Mapping[str, Any] | None = None,
    remote_config: Mapping[str, Any] | None = None,
) -> str:
    """Where a tracked file or directory is on the remote; nothing is asked of the remote.

    The arguments are `open`'s. For a directory it is the URL of its list of files.
    """
    from lineal.pipeline.reading.source import url_of

    with opened_at(Where(repo, rev, remote, config, remote_config), path) as (ws, absolute):
        return url_of(ws, absolute)


def _check_mode(mode: str) -> None:
    if mode not in _MODES:
        raise UsageError(
            f"mode '{mode}': data of a revision can only be read",
            hint="mode is 'r' for text or 'rb' for bytes",
        )
